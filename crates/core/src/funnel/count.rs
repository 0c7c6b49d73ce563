//! Funnels in State: signs of widgets find their counter, counts are saved, old ones go, and the view shows them. Visits go
//! on over starts of the program, so their times are the wall clock's; only saving waits by our own.

use super::facts::{FunnelRow, FunnelSign};
use super::visits::{FunnelCounter, Took};
use crate::accounts::{AccountId, VendorId};
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::chats::{ChatObservation, ConversationFact, ConversationKey, FunnelAnswers, VisitScope};
use crate::effect::Effect;
use crate::settings;
use crate::state::State;
use crate::window::Stage;
use fnv::FnvHasher;
use std::collections::BTreeSet;
use std::hash::Hasher as _;
use std::time::Duration;

/// Most widgets of which visits are counted.
const COUNTERS_MAX: usize = 16;

/// Most visits kept open over all widgets.
const VISITS_MAX: usize = 300;

/// What changed is saved together after this long.
const SAVE_PAUSE: Duration = Duration::from_secs(5);

/// A widget was recognised and told which questions its events answer.
pub(crate) fn answers(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    answers: FunnelAnswers,
    now: Timestamp,
) {
    let changed = match find(state, account, vendor) {
        Some(counter) => std::mem::replace(&mut counter.answers, answers) != answers,
        None if answers.is_silent() => false,
        None => add(state, account, vendor).is_some_and(|counter| {
            counter.answers = answers;
            true
        }),
    };
    if changed {
        write_down(state, Took::Counts, now);
    }
}

/// Takes in one moment of a visit.
pub(crate) fn hear(state: &mut State, account: &AccountId, sign: &FunnelSign, now: Timestamp) {
    let shown = state.world.clock.shows(now);
    let is_new = find(state, account, &sign.vendor).is_none();
    let counter =
        if is_new { add(state, account, &sign.vendor) } else { find(state, account, &sign.vendor) };
    let Some(counter) = counter else { return };
    let key = fingerprint(counter, sign.conversation.as_ref());
    let took = counter.hear(key, sign.moment, sign.at.unwrap_or(shown), shown);
    if took == Took::Counts {
        make_room(state, shown);
    }
    write_down(state, took, now);
}

/// What is told of a conversation keeps its visit going.
pub(crate) fn go_on(
    state: &mut State,
    account: &AccountId,
    observation: &ChatObservation,
    now: Timestamp,
) {
    // What is known of a visitor is asked for again and again; history is no sign of life.
    if observation.historic || matches!(observation.fact, ConversationFact::VisitorSeen { .. }) {
        return;
    }
    let shown = state.world.clock.shows(now);
    let Some(counter) = find(state, account, &observation.vendor) else { return };
    let key = fingerprint(counter, observation.conversation.as_ref());
    let took = counter.go_on(key, shown);
    write_down(state, took, now);
}

/// An account is gone, and its counts with it.
pub(crate) fn forget(state: &mut State, account: &AccountId) {
    state.world.funnel.counters.retain(|counter| counter.account != *account);
}

/// When a visit is over, or what changed must be saved.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    let over = state.world.funnel.counters.iter().filter_map(FunnelCounter::deadline);
    let over = over.map(|at| state.world.clock.moment(at));
    over.chain(state.world.funnel.save_at).min()
}

/// Counts visits that are over, and saves.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    if deadline(state).is_none_or(|deadline| deadline > now) {
        return;
    }
    let shown = state.world.clock.shows(now);
    for counter in &mut state.world.funnel.counters {
        counter.settle(shown);
    }
    save_now(state, out);
}

/// Saves at once: the time is over, or the program ends.
pub(crate) fn save_now(state: &mut State, out: &mut Vec<Effect>) {
    state.world.funnel.save_at = None;
    settings::state::save(state, out);
}

/// What a settings file may hold: a file edited by hand keeps the limits too, and no account of old.
pub(crate) fn tidy(state: &mut State, now: Timestamp) {
    let accounts: BTreeSet<_> =
        state.world.accounts.configs.iter().map(|it| it.id.clone()).collect();
    state.world.funnel.counters.retain(|counter| accounts.contains(&counter.account));
    state.world.funnel.counters.truncate(COUNTERS_MAX);
    make_room(state, state.world.clock.shows(now));
}

/// The funnels, where the stage that shows them is open.
pub(crate) fn rows(state: &State, now: Timestamp) -> Vec<FunnelRow> {
    if *state.world.window.stage() != Stage::Activity {
        return Vec::new();
    }
    let order = |account: &AccountId| {
        state.world.accounts.configs.iter().position(|config| config.id == *account)
    };
    let mut counters: Vec<&FunnelCounter> = state.world.funnel.counters.iter().collect();
    counters.sort_by_key(|counter| (order(&counter.account), &counter.vendor));
    counters
        .into_iter()
        .map(|counter| FunnelRow {
            account: counter.account.clone(),
            vendor: counter.vendor.clone(),
            known: counter.answers.all(),
            days: counter.days(state.world.clock.shows(now)),
        })
        .collect()
}

fn find<'a>(
    state: &'a mut State,
    account: &AccountId,
    vendor: &VendorId,
) -> Option<&'a mut FunnelCounter> {
    let counters = &mut state.world.funnel.counters;
    counters.iter_mut().find(|it| it.account == *account && it.vendor == *vendor)
}

/// A further counter, while there is room.
fn add<'a>(
    state: &'a mut State,
    account: &AccountId,
    vendor: &VendorId,
) -> Option<&'a mut FunnelCounter> {
    if state.world.funnel.counters.len() >= COUNTERS_MAX || vendor.0.len() > NAME_MAX {
        return None;
    }
    let vendor = VendorId(cap(&vendor.0, NAME_MAX));
    state.world.funnel.counters.push(FunnelCounter::new(account.clone(), vendor));
    state.world.funnel.counters.last_mut()
}

fn make_room(state: &mut State, shown: Timestamp) {
    let counters = &mut state.world.funnel.counters;
    let open: usize = counters.iter().map(|counter| counter.visits.len()).sum();
    for _ in VISITS_MAX..open {
        let quietest = counters.iter_mut().filter(|counter| counter.quietest().is_some());
        if let Some(counter) = quietest.min_by_key(|counter| counter.quietest()) {
            counter.give_up_one(shown);
        }
    }
}

/// Plans to save. Not at once: a flood of conversations must not become a flood of files.
fn write_down(state: &mut State, took: Took, now: Timestamp) {
    if took != Took::Nothing {
        state.dirty |= took == Took::Counts;
        state.world.funnel.save_at = state.world.funnel.save_at.or(Some(now + SAVE_PAUSE));
    }
}

/// Tells conversations apart without keeping the vendor's name of them (FNV-1a: the file must read it again).
fn fingerprint(counter: &FunnelCounter, conversation: Option<&ConversationKey>) -> Option<u64> {
    let key = conversation.filter(|_| counter.answers.visits == VisitScope::Conversation)?;
    let mut hash = FnvHasher::default();
    hash.write(key.0.as_bytes());
    Some(hash.finish())
}
