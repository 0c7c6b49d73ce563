//! One status over all vendors: what was chosen, what is wanted now, who follows, and what is still owed.

use crate::commands::failed;
use crate::intents::{Reply, known};
use crate::status_aim::{self, Condition};
use crate::status_answers::{self, Waiter};
use crate::status_follower::{Follower, Follows, Push, Told};
use crate::status_history;
use crate::text::{NAME_MAX, cap, fill};
use crate::{
    AccountConfig, AccountId, Answer, ChosenStatus, Effect, Kept, ListenerPlan, NOTE_MAX, Presence,
    RequestId, Rule, Source, State, StatusCause, StatusChange, StatusChangeKind, StatusDialect,
    StatusRoute, StatusTold, Timestamp, accounts, listener, status_banners, status_push,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// Everything about the status that is not one vendor's, and not kept in the settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct OneStatus {
    /// To be chosen at the end of the call.
    pub(crate) next: Option<ChosenStatus>,
    /// Rules that hold, the strongest first.
    pub(crate) holding: Vec<Condition>,
    /// What is wanted for the agent as a whole.
    pub(crate) aim: Option<Presence>,
    /// On a call since then.
    pub(crate) call_since: Option<Timestamp>,
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
    let linked = |config: &AccountConfig| {
        state.dialects.get(&config.vendor).is_some_and(|dialect| is_linked(config, dialect))
    };
    let linked = state.config(account).is_some_and(linked);
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
    let dialect = state.config(account).and_then(|config| state.dialects.get(&config.vendor));
    let word = dialect.and_then(|dialect| dialect.word(&told.word));
    let Some(presence) = word.map(|word| word.presence) else { return };
    let Some(a) = state.accounts.get_mut(account) else { return };
    let follower = &mut a.status;
    if let Some(at) = told.changed_at {
        let old = |(newest, word): &(Timestamp, String)| {
            at < *newest || (at == *newest && *word == told.word)
        };
        if follower.newest.as_ref().is_some_and(old) {
            return;
        }
        follower.newest = Some((at, told.word.clone()));
    }
    follower.echoed(&told.word, now);
    let note = told.note.map(|note| cap(&note, NAME_MAX));
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
    remember(state, out);
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
    let configs = std::mem::take(&mut state.settings.accounts);
    let dialects = Arc::clone(&state.dialects);
    for config in &configs {
        if let Some(dialect) = dialects.get(&config.vendor) {
            work(state, config, dialect);
        }
    }
    state.settings.accounts = configs;
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
            if let Some(next) = state.status.next.take() {
                decide(state, ChosenStatus { at: now, ..next }, now);
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
    let Some(a) = state.accounts.get_mut(&config.id) else { return };
    let follower = &mut a.status;
    let Some(aimed) = aimed else {
        follower.aimed = None;
        follower.follows = Follows::Settled;
        return;
    };
    let changed = follower.aimed.as_ref() != Some(&aimed);
    let told = follower.told.as_ref();
    let shows = told.map(|told| match &told.word {
        Some(word) => dialect.satisfies(config, word, aimed.presence),
        None => told.presence == Some(aimed.presence),
    });
    let noted = !dialect.notes || told.is_some_and(|told| told.note == aimed.note);
    let met = shows == Some(true) && noted;
    let next = match std::mem::take(&mut follower.follows) {
        Follows::Settled | Follows::Doubted { .. } if changed => match met {
            true => Follows::Settled,
            false => Follows::Owed(Push::Due),
        },
        Follows::Settled if shows == Some(false) => {
            Follows::Doubted { until: follower.doubt_until(now) }
        }
        // What nobody tells any more is no drift.
        Follows::Doubted { .. } if shows != Some(false) => Follows::Settled,
        Follows::Drifted if shows == Some(true) => Follows::Settled,
        Follows::Doubted { until } if now >= until => Follows::Drifted,
        Follows::Owed(push) => status_push::follow(push, &aimed, changed, met, dialect.route),
        same @ (Follows::Settled | Follows::Doubted { .. } | Follows::Drifted) => same,
    };
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
