//! One status over all vendors: what was chosen, what is wanted now, who follows, and what is still owed.

use crate::commands::failed;
use crate::intents::{Reply, known};
use crate::status_aim::{self, Condition, Watched};
use crate::status_answers::{self, Waiter};
use crate::status_follower::{Follower, Follows, Push, Told};
use crate::status_history;
use crate::text::{fill, line};
use crate::{
    AccountConfig, AccountId, Answer, ChosenStatus, Effect, Kept, ListenerPlan, NOTE_MAX, Presence,
    RequestId, Rule, Source, State, StatusCause, StatusChange, StatusChangeKind, StatusDialect,
    StatusRoute, StatusTold, Timestamp, accounts, listener, status_banners, status_push,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// News this much older than the last push a vendor took are about the time before it.
const OLD_NEWS: Duration = Duration::from_secs(120);
/// A vendor's clock may be this much ahead of ours.
const CLOCK_AHEAD: Duration = Duration::from_secs(300);

/// Everything about the status that is not one vendor's, and not kept in the settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct OneStatus {
    /// To be chosen at the end of the call.
    pub(crate) next: Option<ChosenStatus>,
    /// How the schedules stood when they were looked at last.
    pub(crate) watched: Watched,
    /// Rules that hold, the strongest first.
    pub(crate) holding: Vec<Condition>,
    /// What is wanted for the agent as a whole.
    pub(crate) aim: Option<Presence>,
    /// On a call since then.
    pub(crate) call_since: Option<Timestamp>,
    /// The last one ended then.
    pub(crate) call_ended: Option<Timestamp>,
    /// In that call somebody was talked to.
    pub(crate) talked: bool,
    pub(crate) wrap_up: Option<WrapUp>,
    /// When the rules must be looked at again.
    pub(crate) review_at: Option<Timestamp>,
    pub(crate) waiting: Vec<Waiter>,
    /// Oldest first.
    pub(crate) history: VecDeque<StatusChange>,
    /// Lines of the history not on disk yet.
    pub(crate) unrecorded: Vec<StatusChange>,
    pub(crate) next_push: u32,
    /// The choice is not saved yet.
    pub(crate) unsaved: bool,
    /// The plan the listener has; none before the first.
    pub(crate) listener: Option<Option<ListenerPlan>>,
}

/// The time after a call.
#[derive(Clone, Debug)]
pub(crate) struct WrapUp {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
}

/// A status somebody asks for.
pub(crate) struct Wish {
    pub(crate) presence: Presence,
    pub(crate) note: Option<String>,
    pub(crate) after_call: bool,
}

/// Remembers how far the vendors had followed when the program ended.
pub(crate) fn recall(state: &mut State) {
    for (id, kept) in &state.settings.status.accounts {
        if let Some(a) = state.accounts.get_mut(id) {
            a.status = Follower::recall(kept);
        }
    }
}

/// The account is in use, and its vendor's status can be set as it is configured.
pub(crate) fn is_linked(config: &AccountConfig, dialect: &StatusDialect) -> bool {
    config.enabled
        && match dialect.route {
            StatusRoute::Widget => true,
            StatusRoute::Service => config.has_status_service(),
        }
}

/// The dialect of an account that is in use and whose status can be set.
pub(crate) fn linked<'s>(state: &'s State, config: &AccountConfig) -> Option<&'s StatusDialect> {
    state.dialects.get(&config.vendor).filter(|dialect| is_linked(config, dialect))
}

/// Chooses a status for all accounts, now or at the end of the call.
pub(crate) fn choose(
    state: &mut State,
    wish: Wish,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
) -> Result<Reply, Answer> {
    let words = state.words();
    if matches!(wish.presence, Presence::OnContact | Presence::WrapUp) {
        return Err(failed("bad-input", words.status.not_to_choose.to_owned()));
    }
    let note = wish.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if let Some(note) = &note
        && (note.chars().count() > NOTE_MAX || note.chars().any(char::is_control))
    {
        let message = fill(words.status.bad_note, &[&NOTE_MAX.to_string()]);
        return Err(failed("bad-input", message));
    }
    let chosen = ChosenStatus { presence: wish.presence, note, at: now, by: from };
    state.dirty = true;
    if wish.after_call && status_aim::on_call(state) {
        let name = (words.presence)(chosen.presence);
        let message = fill(words.status.queued, &[name]);
        status_history::chose(state, StatusChangeKind::Queued, &chosen, now);
        state.status.next = Some(chosen);
        return Ok(Reply::Done(message));
    }
    state.status.next = None;
    decide(state, chosen, now);
    Ok(status_answers::wait(state, request, None, now))
}

/// Forgets what was to be chosen at the end of the call.
pub(crate) fn drop_next(state: &mut State) {
    state.dirty |= state.status.next.take().is_some();
}

/// What was chosen counts from now on, also where something else was shown before.
fn decide(state: &mut State, chosen: ChosenStatus, now: Timestamp) {
    status_history::chose(state, StatusChangeKind::Chosen, &chosen, now);
    state.settings.status.chosen = Some(chosen);
    state.status.unsaved = true;
    state.status.wrap_up = None;
    for a in state.accounts.values_mut() {
        a.status.again();
    }
    status_answers::replace(state);
}

/// Sets the status at one vendor again.
pub(crate) fn push_again(
    state: &mut State,
    account: &AccountId,
    request: Option<RequestId>,
    now: Timestamp,
) -> Result<Reply, Answer> {
    known(state, account)?;
    if state.settings.status.chosen.is_none() {
        return Err(failed("not-possible", state.words().status.choose_first.to_owned()));
    }
    let linked = state.config(account).is_some_and(|config| linked(state, config).is_some());
    let Some(a) = state.accounts.get_mut(account).filter(|_| linked) else {
        return Err(failed("not-possible", state.words().status.not_linked.to_owned()));
    };
    a.status.again();
    state.dirty = true;
    Ok(status_answers::wait(state, request, Some(account.clone()), now))
}

/// Chooses for all what one vendor tells.
pub(crate) fn adopt(
    state: &mut State,
    account: &AccountId,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
) -> Result<Reply, Answer> {
    known(state, account)?;
    let Some(presence) = told_presence(state, account) else {
        return Err(failed("not-possible", state.words().status.nothing_told.to_owned()));
    };
    let told = state.accounts.get(account).and_then(|a| a.status.told.as_ref());
    let note = told.and_then(|told| told.note.clone());
    choose(state, Wish { presence, note, after_call: false }, from, request, now)
}

/// What an account's vendor told last, in our words.
pub(crate) fn told_presence(state: &State, account: &AccountId) -> Option<Presence> {
    let config = state.config(account)?;
    let dialect = state.dialects.get(&config.vendor);
    state.accounts.get(account)?.status.told_presence(dialect)
}

/// A widget told its status; none means that it does not know.
pub(crate) fn told_by_widget(state: &mut State, account: &AccountId, told: Option<Told>) {
    let Some(a) = state.accounts.get_mut(account) else { return };
    let same =
        |told: &Told, known: &Told| (&told.word, told.presence) == (&known.word, known.presence);
    let unchanged = match (&told, &a.status.told) {
        (Some(told), Some(known)) => same(told, known),
        (told, known) => told.is_none() && known.is_none(),
    };
    if let Follows::Owed(Push::Sent(sent)) = &mut a.status.follows
        && told.is_some()
    {
        state.dirty |= !sent.heard;
        sent.heard = true;
    }
    if !unchanged {
        a.status.told = told;
        state.dirty = true;
    }
}

/// A vendor's service told the status. What is older than what it told before is no news.
pub(crate) fn told_by_service(
    state: &mut State,
    account: &AccountId,
    told: StatusTold,
    now: Timestamp,
) {
    let Some(config) = state.config(account) else { return };
    let Some(dialect) = state.dialects.get(&config.vendor) else { return };
    let Some(presence) = dialect.word(&told.word).map(|word| word.presence) else { return };
    let chosen_at = state.settings.status.chosen.as_ref().map(|chosen| chosen.at);
    let aimed = state.accounts.get(account).and_then(|a| a.status.aimed.as_ref());
    let wanted = aimed.is_some_and(|aimed| dialect.satisfies(config, &told.word, aimed.presence));
    let Some(a) = state.accounts.get_mut(account) else { return };
    let follower = &mut a.status;
    // A vendor tells again for hours what nobody took, and its clock may be anywhere.
    let stale = |at: Timestamp| follower.accepted_at.is_some_and(|taken| at + OLD_NEWS < taken);
    let changed_at = told.changed_at.filter(|at| *at <= now + CLOCK_AHEAD);
    if changed_at.is_some_and(stale) {
        return;
    }
    if let Some(at) = changed_at {
        let old = |(newest, word): &(Timestamp, String)| {
            at < *newest || (at == *newest && *word == told.word)
        };
        if follower.newest.as_ref().is_some_and(old) {
            return;
        }
        follower.newest = Some((at, told.word.clone()));
    }
    let echo = follower.echoed(&told.word, now);
    if let Follows::Owed(Push::Sent(sent)) = &mut follower.follows
        && sent.aimed.word == told.word
    {
        sent.heard = true;
    }
    // Somebody changed it after the choice that could not be set: that is theirs to decide again.
    if matches!(follower.follows, Follows::Owed(Push::Retry { .. } | Push::GaveUp { .. }))
        && !(echo || wanted)
        && changed_at.is_none_or(|at| chosen_at.is_none_or(|chosen| at >= chosen))
    {
        follower.follows = Follows::Doubted { until: follower.doubt_until(now) };
    }
    let note = told.note.and_then(|note| line(&note, NOTE_MAX));
    let told = Told { word: Some(told.word), presence: Some(presence), note, at: now };
    if follower.told.as_ref().map(|known| (&known.word, &known.note))
        != Some((&told.word, &told.note))
    {
        follower.told = Some(told);
        state.dirty = true;
    }
}

/// An account's page is gone or nobody is signed in there: a widget tells nothing any more. What a service told
/// still holds.
pub(crate) fn page_gone(state: &mut State, account: &AccountId) {
    let dialect = state.config(account).and_then(|config| state.dialects.get(&config.vendor));
    let service = dialect.is_some_and(|dialect| dialect.route == StatusRoute::Service);
    if let Some(a) = state.accounts.get_mut(account).filter(|_| !service) {
        a.status.page_gone();
    }
}

/// The machine woke: nobody could answer meanwhile, and what waited is tried now.
pub(crate) fn woke(state: &mut State, now: Timestamp) {
    for a in state.accounts.values_mut() {
        status_push::woke(&mut a.status, now);
    }
    state.dirty = true;
}

/// The network is back: what failed for want of it is tried now.
pub(crate) fn network_back(state: &mut State) {
    for a in state.accounts.values_mut() {
        status_push::network_back(&mut a.status);
    }
    state.dirty = true;
}

/// The earliest deadline.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    let own = state.accounts.values().filter_map(|a| match &a.status.follows {
        Follows::Settled | Follows::Drifted => None,
        Follows::Doubted { until } => Some(*until),
        Follows::Owed(push) => status_push::deadline(push),
    });
    let waiting = state.status.waiting.iter().map(|waiter| waiter.until);
    own.chain(waiting).chain(state.status.review_at).min()
}

/// Finds what is overdue; [`settle`] does the rest.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    if deadline(state).is_none_or(|at| now < at) {
        return;
    }
    state.dirty = true;
    let ids: Vec<AccountId> = state.accounts.keys().cloned().collect();
    for id in ids {
        status_push::pass_time(state, &id, now);
    }
}

/// Brings everything in line with what is wanted now.
pub(crate) fn settle(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    follow_calls(state, now);
    follow_rules(state, now);
    each(state, |state, config, dialect| follow(state, config, dialect, now));
    // Before anything is sent: what was chosen must outlive a crash between the two.
    remember(state, out);
    each(state, |state, config, dialect| status_push::push(state, config, dialect, now, out));
    status_banners::review(state, now, out);
    each(state, |state, config, dialect| status_history::review(state, config, dialect, now));
    status_history::record(state, out);
    status_answers::review(state, now, out);
    listener::review(state, out);
    state.status.review_at = status_aim::next_change(state, now);
}

/// Does something for each account whose vendor has statuses. The accounts are out of the settings meanwhile:
/// copying them for every event would cost more than the event.
fn each(state: &mut State, mut work: impl FnMut(&mut State, &AccountConfig, &StatusDialect)) {
    let dialects = Arc::clone(&state.dialects);
    let out = AccountsOut { accounts: std::mem::take(&mut state.settings.accounts), state };
    for config in &out.accounts {
        if let Some(dialect) = dialects.get(&config.vendor) {
            work(out.state, config, dialect);
        }
    }
}

/// Puts the accounts back whatever happens.
struct AccountsOut<'s> {
    accounts: Vec<AccountConfig>,
    state: &'s mut State,
}

impl Drop for AccountsOut<'_> {
    fn drop(&mut self) {
        self.state.settings.accounts = std::mem::take(&mut self.accounts);
    }
}

/// Calls begin and end: the time after one begins, and what was to be chosen then is chosen.
fn follow_calls(state: &mut State, now: Timestamp) {
    let on_call = status_aim::on_call(state);
    state.status.talked |= status_aim::talking(state);
    match (state.status.call_since, on_call) {
        (None, true) => {
            state.status.call_since = Some(now);
            state.status.wrap_up = None;
        }
        (Some(since), false) => {
            state.status.call_since = None;
            let talked = std::mem::take(&mut state.status.talked);
            state.status.call_ended = Some(now);
            if let Some(next) = state.status.next.take() {
                // Chosen when it was pressed: what began to hold since then counts.
                decide(state, next, now);
                return;
            }
            let rules = &state.settings.preferences.rules;
            let by_hand = |chosen: &ChosenStatus| chosen.at >= since;
            let wanted = state.settings.status.chosen.as_ref().is_some_and(|c| !by_hand(c));
            if talked && rules.wrap_up && wanted {
                let length = Duration::from_secs(rules.wrap_up_seconds.into());
                state.status.wrap_up = Some(WrapUp { since: now, until: now + length });
            }
        }
        (None, false) => state.status.talked = false,
        (Some(_), true) => {}
    }
    if state.status.wrap_up.as_ref().is_some_and(|wrap_up| now >= wrap_up.until) {
        state.status.wrap_up = None;
    }
}

/// Notes which rules began and ended to hold.
fn follow_rules(state: &mut State, now: Timestamp) {
    state.status.watched = status_aim::watch(state, now);
    let holding = status_aim::holding(state, now);
    let rules = |all: &[Condition]| all.iter().map(|c| c.rule).collect::<Vec<Rule>>();
    let (before, after) = (rules(&state.status.holding), rules(&holding));
    state.status.holding = holding;
    state.status.aim = status_aim::general(state);
    let ended = before.iter().filter(|rule| !after.contains(rule));
    let began = after.iter().filter(|rule| !before.contains(rule));
    for (kind, rule) in ended
        .map(|rule| (StatusChangeKind::RuleEnded, *rule))
        .chain(began.map(|rule| (StatusChangeKind::RuleBegan, *rule)))
    {
        let by = StatusCause::Rule { rule };
        status_history::add(state, StatusChange::new(kind, by, now));
    }
}

/// Compares what one vendor tells with what is wanted of it.
fn follow(state: &mut State, config: &AccountConfig, dialect: &StatusDialect, now: Timestamp) {
    let linked = is_linked(config, dialect);
    let aimed = linked.then(|| status_aim::aim(state, config, dialect)).flatten();
    let service = dialect.route == StatusRoute::Service;
    let silent = !service && !status_push::is_ready(state, config, dialect);
    let chosen = state.settings.status.chosen.as_ref().map(|chosen| chosen.presence);
    let Some(a) = state.accounts.get_mut(&config.id) else { return };
    let follower = &mut a.status;
    let Some(aimed) = aimed else {
        return follower.leave_alone(linked, service);
    };
    let recalled = std::mem::take(&mut follower.recalled);
    let changed = follower.aimed.as_ref() != Some(&aimed);
    let told = follower.told.as_ref();
    let shows = told.map(|told| match &told.word {
        Some(word) => dialect.satisfies(config, word, aimed.presence),
        None => told.presence == Some(aimed.presence),
    });
    // Not every vendor tells the note again, and one beside another word is another one's.
    let same_note = |told: &Told| {
        recalled || told.word.as_ref() != Some(&aimed.word) || told.note == aimed.note
    };
    let met = shows == Some(true) && (!dialect.notes || told.is_some_and(same_note));
    let word = told.and_then(|told| told.word.clone());
    let shown = told.map(|told| (word.clone(), told.presence.filter(|_| told.word.is_none())));
    if shows == Some(false) {
        follower.astray.clone_from(&shown);
    }
    let by_choice = Some(aimed.presence) == chosen;
    let mended = shows == Some(true) && by_choice;
    let passed = shows == Some(true) && (by_choice || shown != follower.astray);
    let next = match std::mem::take(&mut follower.follows) {
        Follows::Settled if changed && met => Follows::Settled,
        Follows::Settled
            if changed && silent && word.as_ref().or(follower.last.as_ref()).is_some() =>
        {
            // Whether the rule's change is still owed is seen when it tells what it shows now.
            follower.behind = word.clone().or_else(|| follower.last.clone());
            Follows::Settled
        }
        Follows::Settled if changed => Follows::Owed(Push::Due),
        Follows::Settled if shows == Some(false) && !silent => {
            match follower.behind.is_some() && follower.behind == word {
                true => Follows::Owed(Push::Due),
                false => Follows::Doubted { until: follower.doubt_until(now) },
            }
        }
        // What nobody tells any more is no drift.
        Follows::Doubted { .. } if shows.is_none() || passed => Follows::Settled,
        Follows::Drifted if mended => Follows::Settled,
        Follows::Doubted { until } if now >= until => Follows::Drifted,
        Follows::Owed(push) => status_push::follow(push, &aimed, changed, met, dialect.route),
        same @ (Follows::Settled | Follows::Doubted { .. } | Follows::Drifted) => same,
    };
    if !silent && shows.is_some() {
        follower.behind = None;
    }
    follower.aimed = Some(aimed);
    follower.follows = next;
}

/// Keeps in the settings what must outlive the program.
fn remember(state: &mut State, out: &mut Vec<Effect>) {
    let before = std::mem::take(&mut state.settings.status.accounts);
    let mut kept: BTreeMap<AccountId, Kept> = BTreeMap::new();
    for config in &state.settings.accounts {
        let Some(a) = state.accounts.get(&config.id) else { continue };
        if state.dialects.contains_key(&config.vendor) {
            kept.insert(config.id.clone(), a.status.keep(before.get(&config.id)));
        }
    }
    // What nobody asked for is not worth keeping.
    let chosen = state.settings.status.chosen.is_some();
    kept.retain(|_, kept| chosen && *kept != Kept::default());
    let changed = before != kept;
    state.settings.status.accounts = kept;
    if std::mem::take(&mut state.status.unsaved) || changed {
        accounts::save(state, out);
    }
}
