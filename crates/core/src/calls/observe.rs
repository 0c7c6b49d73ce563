//! How a call changes: one observation applied to its row.

use super::call::{Call, Detail, Grace, LIVE_CALLS};
use super::end::{judge, review};
use super::facts::{CallId, CallKey, CallObservation, EndReason, ObservedState, Witness};
use super::limits::{NO_CALL_GRACE, RECENT_CALLS};
use super::merge::{Place, add_keys, place};
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::number::{self, is_code, same_number};
use crate::base::text::{NAME_MAX, cap, cap_private};
use crate::base::{Direction, Private, Timestamp};
use crate::commands::outbox::follow_merge;
use crate::state::State;

/// Most keys read from one observation.
const KEYS_READ: usize = 16;

/// Takes in what a widget said about a call. Saying it twice changes nothing.
pub(crate) fn observe(
    state: &mut State,
    account: &AccountId,
    mut seen: CallObservation,
    now: Timestamp,
) -> Option<CallId> {
    cut(&mut seen);
    let rows = state.world.calls.rows.len();
    let id = match place(&mut state.world.calls.rows, account, &seen, now) {
        Place::Nowhere => return None,
        Place::Row(index) => state.world.calls.rows.get(index)?.id,
        Place::New => open(state, account, &seen, now),
    };
    if state.world.calls.rows.len() < rows {
        follow_merge(state, id);
    }
    let mode = state.world.account(account).and_then(|a| a.line.calling_mode);
    state.dirty |= state.world.calls.rows.len() != rows;
    let call = state.world.calls.get_mut(id)?;
    let before = call.clone();
    call.mode = mode.or(call.mode);
    apply(call, seen, now);
    review(call, now);
    let changed = *call != before;
    call.heard_at = now;
    state.dirty |= changed;
    Some(id)
}

/// Opens a row; it takes the observation's keys away from rows that are history.
fn open(state: &mut State, account: &AccountId, seen: &CallObservation, now: Timestamp) -> CallId {
    for call in &mut state.world.calls.rows {
        if call.account == *account && !call.is_live() {
            call.keys.retain(|key| !seen.keys.contains(key));
        }
    }
    let mut live = state.world.calls.rows.iter().filter(|call| call.is_live());
    if live.clone().count() >= LIVE_CALLS
        && let Some(oldest) = live.next().map(|call| call.id)
    {
        state.world.calls.rows.retain(|call| call.id != oldest);
        let words = state.world.words().too_many_calls;
        attention::notices::add(
            state,
            Some(account),
            NoticeKind::CallLost,
            Some(words.to_owned()),
            now,
        );
    }
    let id = CallId(state.world.calls.next);
    state.world.calls.next = state.world.calls.next.wrapping_add(1);
    let mut call = Call::open(id, account.clone(), now);
    call.since = seen.began_at.map_or(now, |began| began.min(now));
    if seen.state == Some(ObservedState::Ended) {
        // It was over before anybody heard of it.
        call.ended_at = Some(call.since);
    }
    state.world.calls.rows.push(call);
    id
}

/// Cuts everything a widget said to its limits.
fn cut(seen: &mut CallObservation) {
    seen.keys.truncate(KEYS_READ);
    for key in &mut seen.keys {
        if key.0.len() > NAME_MAX {
            *key = CallKey(cap(&key.0, NAME_MAX));
        }
    }
    seen.keys.retain(|key| !key.0.is_empty());
    let short = |text: Option<Private<String>>| text.and_then(|text| cap_private(text, NAME_MAX));
    seen.party = number::plain(std::mem::take(&mut seen.party));
    seen.party.number = short(seen.party.number.take());
    seen.party.name = short(seen.party.name.take());
    seen.queue = short(seen.queue.take());
}

fn apply(call: &mut Call, seen: CallObservation, now: Timestamp) {
    let witness = seen.witness;
    let new_leg = witness == Witness::Leg
        && call.leg.ended()
        && seen.keys.iter().any(CallKey::names_leg)
        && !seen.keys.iter().any(|key| key.names_leg() && call.keys.contains(key));
    if new_leg {
        call.leg = super::call::Sight::default();
        call.legs.clear();
        call.controllable = false;
        // Commands must name the new leg, and a late word about the old one must not end it.
        call.keys.retain(|key| !key.names_leg());
    }
    add_keys(call, &seen.keys);
    let name = seen.keys.iter().find(|key| witness == Witness::Leg && key.names_leg()).cloned();
    if let Some(name) = &name {
        call.leg = call.legs.get(name).copied().unwrap_or_default();
    }
    if let Some(direction) = seen.direction {
        turn(call, direction, Some(witness));
    } else if call.direction_by.is_none() && seen.state == Some(ObservedState::Dialing) {
        call.direction = Direction::Outbound;
    }
    fill_number(&mut call.number, seen.party.number, witness);
    fill(&mut call.name, seen.party.name, witness);
    fill(&mut call.queue, seen.queue, witness);
    call.conference |= seen.conference;
    if let Some(hint) = seen.end
        && !call.hints.contains(&hint)
    {
        call.hints.push(hint);
    }
    // Our own phone only knows of an answer because it was given here, even if its start went unheard.
    call.talked_here |= witness == Witness::Leg && seen.end == Some(EndReason::Answered);
    // Only a change of its own word counts: the other witness may know better meanwhile.
    if seen.muted.is_some() && call.sight(witness).muted != seen.muted {
        call.sight_mut(witness).muted = seen.muted;
        call.muted = seen.muted.unwrap_or(call.muted);
    }
    if seen.recording.is_some() && call.sight(witness).recording != seen.recording {
        call.sight_mut(witness).recording = seen.recording;
        call.recording = seen.recording.unwrap_or(call.recording);
    }
    if witness == Witness::Leg {
        call.controllable = seen.controllable.unwrap_or(call.controllable);
    }
    let started = seen.connected_at.map(|at| at.min(now));
    if witness == Witness::Leg && seen.untaken {
        call.talked_here = false;
        call.connected_at = None;
    }
    match seen.state {
        // Our own phone speaks of a leg it has: news of the microphone is a sign of life too.
        None if witness == Witness::Leg && call.leg.live() => revive(call, witness),
        None => {}
        Some(ObservedState::Ended) => {
            call.sight_mut(witness).state = Some(ObservedState::Ended);
            // The leg's own end is final for the leg: what goes on then goes on elsewhere.
            if witness < Witness::Leg {
                start_grace(call, witness, now);
            }
        }
        Some(ObservedState::PerhapsEnded) => start_grace(call, witness, now),
        Some(
            live @ (ObservedState::Dialing
            | ObservedState::Alerting
            | ObservedState::Connected
            | ObservedState::Held
            | ObservedState::Queued),
        ) => see_live(call, witness, live, started),
    }
    if let Some(name) = name {
        call.legs.insert(name, call.leg);
        call.choose_leg();
    }
}

/// The witness sees the call alive.
fn see_live(call: &mut Call, witness: Witness, live: ObservedState, started: Option<Timestamp>) {
    let talks = |state| {
        matches!(state, ObservedState::Connected | ObservedState::Held | ObservedState::Queued)
    };
    // A copy that comes late does not raise the dead, nor make a conversation ring again.
    let stale = call.sight(witness).ended()
        || (call.sight(witness).state.is_some_and(talks) && !talks(live));
    if stale {
        return;
    }
    call.sight_mut(witness).state = Some(live);
    if witness == Witness::Leg {
        call.leg_lost = false;
    }
    if matches!(live, ObservedState::Connected | ObservedState::Held) {
        match witness {
            // Whether somebody talks on it is seen when all is known.
            Witness::Leg => call.leg_started = true,
            Witness::Session | Witness::Presence => call.talked_somewhere = true,
        }
        if !call.would_only_seem_taken(witness) {
            call.connected_at = call.connected_at.or(started);
        }
    }
    revive(call, witness);
}

/// The witness saw the call: doubts raised by it or a farther one are over.
fn revive(call: &mut Call, witness: Witness) {
    if call.grace.is_some_and(|grace| grace.by <= witness) {
        call.grace = None;
    }
    if call.closed.is_some_and(|by| by <= witness) {
        call.closed = None;
    }
}

fn turn(call: &mut Call, direction: Direction, by: Option<Witness>) {
    if by >= call.direction_by {
        call.direction = direction;
        call.direction_by = by;
    }
}

/// What was dialled gives way to who it is, whoever tells that, and never the other way round.
fn fill_number(detail: &mut Detail, told: Option<Private<String>>, by: Witness) {
    let known = detail.as_ref().map(|(known, _)| is_code(known.reveal()));
    match (known, told.as_ref().map(|told| is_code(told.reveal()))) {
        (Some(true), Some(false)) => *detail = told.map(|told| (told, by)),
        (Some(false), Some(true)) => {}
        (Some(false), Some(false)) if tells_less(detail, told.as_ref()) => {}
        (Some(_) | None, Some(_) | None) => fill(detail, told, by),
    }
}

/// The number that is known with its extension, without it.
fn tells_less(known: &Detail, told: Option<&Private<String>>) -> bool {
    let (Some((known, _)), Some(told)) = (known, told) else { return false };
    let (known, told) = (known.reveal(), told.reveal());
    number::parted(known).1.is_some()
        && number::parted(told).1.is_none()
        && same_number(known, told)
}

fn fill(detail: &mut Detail, told: Option<Private<String>>, by: Witness) {
    if let Some(told) = told
        && detail.as_ref().is_none_or(|(_, known_by)| by >= *known_by)
    {
        *detail = Some((told, by));
    }
}

/// The call may be over: it is, unless `by` or a nearer witness sees it again in time.
pub(crate) fn start_grace(call: &mut Call, by: Witness, now: Timestamp) {
    if call.grace.is_none() && call.is_live() {
        call.grace = Some(Grace {
            since: now,
            until: now + NO_CALL_GRACE,
            by,
            lost: false,
            signed_out: false,
            checked: false,
        });
    }
}

/// Lets time pass for all rows: graces end, rings are forgotten, ends are judged.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    let mut lost = Vec::new();
    for call in &mut state.world.calls.rows {
        if call.deadline().is_none_or(|deadline| now < deadline) {
            continue;
        }
        state.dirty = true;
        if call.ended_at.is_none() {
            let by = call.grace.map_or(Witness::Presence, |grace| grace.by);
            call.closed = Some(by);
            if call.grace.is_some_and(|grace| grace.lost) {
                lost.push(call.account.clone());
            }
        }
        review(call, now);
    }
    for account in lost {
        attention::notices::add(state, Some(&account), NoticeKind::CallLost, None, now);
    }
}

/// Keeps the newest ended rows only. Gives the dropped ones.
pub(crate) fn drop_old(state: &mut State) -> Vec<Call> {
    let settling = |call: &&mut Call| call.ended_at.is_some() && call.judged.is_none();
    let hurried =
        state.world.calls.rows.iter_mut().filter(settling).count().saturating_sub(LIVE_CALLS);
    for call in state.world.calls.rows.iter_mut().filter(settling).take(hurried) {
        call.judged = Some(judge(call));
    }
    let over = |call: &&Call| call.judged.is_some();
    let surplus = state.world.calls.rows.iter().filter(over).count().saturating_sub(RECENT_CALLS);
    if surplus == 0 {
        return Vec::new();
    }
    let old: Vec<CallId> =
        state.world.calls.rows.iter().filter(over).take(surplus).map(|call| call.id).collect();
    let (dropped, kept) = std::mem::take(&mut state.world.calls.rows)
        .into_iter()
        .partition(|call| old.contains(&call.id));
    state.world.calls.rows = kept;
    dropped
}
