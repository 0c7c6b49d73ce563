//! One status over all vendors: what was chosen, what is wanted now, who follows, and what is still owed.

use super::choose::decide;
use super::desired::Condition;
use super::dialect::{StatusDialect, StatusRoute};
use super::follower::{Follows, Push, Told};
use super::memory::{ChosenStatus, Kept};
use super::rows::{StatusCause, StatusChange, StatusChangeKind};
use super::rules::Rule;
use super::state::{WrapUp, is_linked};
use super::{answers, desired, history, listener, push};
use crate::accounts::{AccountConfig, AccountId};
use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::{attention, settings};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// An account's page is gone or nobody is signed in there: a widget tells nothing any more. What a service told
/// still holds.
pub(crate) fn page_gone(state: &mut State, account: &AccountId) {
    let dialect = state
        .world
        .accounts
        .config(account)
        .and_then(|config| state.world.status.dialects.get(&config.vendor));
    let service = dialect.is_some_and(|dialect| dialect.route == StatusRoute::Service);
    if let Some(a) = state.world.account_mut(account).filter(|_| !service) {
        a.follower.page_gone();
    }
}

/// The machine woke: nobody could answer meanwhile, and what waited is tried now.
pub(crate) fn woke(state: &mut State, now: Timestamp) {
    for follower in state.world.status.followers.values_mut() {
        push::woke(follower, now);
    }
    state.dirty = true;
}

/// The network is back: what failed for want of it is tried now.
pub(crate) fn network_back(state: &mut State) {
    for follower in state.world.status.followers.values_mut() {
        push::network_back(follower);
    }
    state.dirty = true;
}

/// The earliest deadline.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    let own =
        state.world.status.followers.values().filter_map(|follower| match &follower.follows {
            Follows::Settled | Follows::Drifted => None,
            Follows::Doubted { until } => Some(*until),
            Follows::Owed(push) => push::deadline(push),
        });
    let waiting = state.world.status.waiting.iter().map(|waiter| waiter.until);
    own.chain(waiting).chain(state.world.status.review_at).min()
}

/// Finds what is overdue; [`settle`] does the rest.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    if deadline(state).is_none_or(|at| now < at) {
        return;
    }
    state.dirty = true;
    let ids: Vec<AccountId> = state.world.status.followers.keys().cloned().collect();
    for id in ids {
        push::pass_time(state, &id, now);
    }
}

/// Brings everything in line with what is wanted now.
pub(crate) fn settle(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    follow_calls(state, now);
    follow_rules(state, now);
    each(state, |state, config, dialect| follow(state, config, dialect, now));
    // Before anything is sent: what was chosen must outlive a crash between the two.
    remember(state, out);
    each(state, |state, config, dialect| push::push(state, config, dialect, now, out));
    attention::status::review(state, now, out);
    each(state, |state, config, dialect| history::review(state, config, dialect, now));
    history::record(state, out);
    answers::review(state, now, out);
    listener::review(state, out);
    state.world.status.review_at = desired::next_change(state, now);
}

/// Does something for each account whose vendor has statuses. The accounts are out of the settings meanwhile:
/// copying them for every event would cost more than the event.
fn each(state: &mut State, mut work: impl FnMut(&mut State, &AccountConfig, &StatusDialect)) {
    let dialects = Arc::clone(&state.world.status.dialects);
    let out = AccountsOut { accounts: std::mem::take(&mut state.world.accounts.configs), state };
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
        self.state.world.accounts.configs = std::mem::take(&mut self.accounts);
    }
}

/// Calls begin and end: the time after one begins, and what was to be chosen then is chosen.
fn follow_calls(state: &mut State, now: Timestamp) {
    let on_call = desired::on_call(state);
    match (state.world.status.call_since, on_call) {
        (None, true) => {
            state.world.status.call_since = Some(now);
            state.world.status.wrap_up = None;
        }
        (Some(since), false) => {
            state.world.status.call_since = None;
            // By what is known of the calls now: a start may have been the widget's own.
            let talked = state
                .world
                .calls
                .rows
                .iter()
                .any(|call| call.ended_at >= Some(since) && call.connected_at.is_some());
            state.world.status.call_ended = Some(now);
            if let Some(next) = state.world.status.next.take() {
                // Chosen when it was pressed: what began to hold since then counts.
                decide(state, next, now);
                return;
            }
            let rules = &state.world.preferences.rules;
            let by_hand = |chosen: &ChosenStatus| chosen.at >= since;
            let wanted = state.world.status.memory.chosen.as_ref().is_some_and(|c| !by_hand(c));
            if talked && rules.wrap_up && wanted {
                let length = Duration::from_secs(rules.wrap_up_seconds.into());
                state.world.status.wrap_up = Some(WrapUp { since: now, until: now + length });
            }
        }
        (None, false) | (Some(_), true) => {}
    }
    if state.world.status.wrap_up.as_ref().is_some_and(|wrap_up| now >= wrap_up.until) {
        state.world.status.wrap_up = None;
    }
}

/// Notes which rules began and ended to hold.
fn follow_rules(state: &mut State, now: Timestamp) {
    state.world.status.watched = desired::watch(state, now);
    let holding = desired::holding(state, now);
    let rules = |all: &[Condition]| all.iter().map(|c| c.rule).collect::<Vec<Rule>>();
    let (before, after) = (rules(&state.world.status.holding), rules(&holding));
    state.world.status.holding = holding;
    state.world.status.aim = desired::general(state);
    let ended = before.iter().filter(|rule| !after.contains(rule));
    let began = after.iter().filter(|rule| !before.contains(rule));
    for (kind, rule) in ended
        .map(|rule| (StatusChangeKind::RuleEnded, *rule))
        .chain(began.map(|rule| (StatusChangeKind::RuleBegan, *rule)))
    {
        let by = StatusCause::Rule { rule };
        history::add(state, StatusChange::new(kind, by, now));
    }
}

/// Compares what one vendor tells with what is wanted of it.
fn follow(state: &mut State, config: &AccountConfig, dialect: &StatusDialect, now: Timestamp) {
    let linked = is_linked(config, dialect);
    let aimed = linked.then(|| desired::aim(state, config, dialect)).flatten();
    let service = dialect.route == StatusRoute::Service;
    let silent = !service && !push::is_ready(state, config, dialect);
    let chosen = state.world.status.memory.chosen.as_ref().map(|chosen| chosen.presence);
    let Some(a) = state.world.account_mut(&config.id) else { return };
    let follower = a.follower;
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
        Follows::Owed(push) => push::follow(push, &aimed, changed, met, dialect.route),
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
    let before = std::mem::take(&mut state.world.status.memory.accounts);
    let mut kept: BTreeMap<AccountId, Kept> = BTreeMap::new();
    for config in &state.world.accounts.configs {
        let Some(a) = state.world.account(&config.id) else { continue };
        if state.world.status.dialects.contains_key(&config.vendor) {
            kept.insert(config.id.clone(), a.follower.keep(before.get(&config.id)));
        }
    }
    // What nobody asked for is not worth keeping.
    let chosen = state.world.status.memory.chosen.is_some();
    kept.retain(|_, kept| chosen && *kept != Kept::default());
    let changed = before != kept;
    state.world.status.memory.accounts = kept;
    if std::mem::take(&mut state.world.status.unsaved) || changed {
        settings::state::save(state, out);
    }
}
