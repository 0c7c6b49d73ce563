//! Joining: which row an observation belongs to, and how two rows become one.

use super::call::{Call, Detail, Sight};
use super::change::Change;
use super::facts::{CallId, CallKey, CallObservation, CallSource, EndReason, ObservedState};
use super::limits::{NO_CALL_GRACE, RING_FORGOTTEN};
use super::rows::Group;
use super::state::Calls;
use crate::accounts::AccountId;
use crate::base::number::same_number;
use crate::base::{Direction, Timestamp};

/// Most keys kept of one call.
const KEYS_MAX: usize = 32;

/// Where an observation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// Into this row.
    Row(CallId),
    /// Into a row of its own.
    New,
    /// Nowhere: it says nothing about a call we could show.
    Nowhere,
}

impl Calls {
    /// Finds the row of an observation, merging rows it proves to be one call.
    pub(super) fn locate(
        &mut self,
        account: &AccountId,
        seen: &CallObservation,
        now: Timestamp,
    ) -> Match {
        let known = self.rows.with_keys(&seen.keys).into_iter();
        let mut found: Vec<&Call> = known
            .filter_map(|id| self.rows.get(id).filter(|call| call.account == *account))
            .collect();
        if found.is_empty() {
            return self.by_number(account, seen, now);
        }
        // A live row is meant before an old one, the agreeing direction before the other, then the newest.
        found.sort_by_key(|call| {
            let same_leg = seen.keys.iter().any(|k| k.names_leg() && call.keys.contains(k));
            let agrees = seen.direction.is_none_or(|direction| direction == call.direction);
            (!same_leg, !call.is_live(), !agrees, std::cmp::Reverse(call.id))
        });
        let Some(target) = found.iter().find(|call| accepts(call, seen, now)) else {
            return if opens_row(seen, now) { Match::New } else { Match::Nowhere };
        };
        let target = target.id;
        let others = found.iter().map(|call| call.id).filter(|id| *id != target).collect();
        self.merge_all(target, others)
    }

    /// Merges every row of `others` that can be the same call as `target`; the older number survives.
    fn merge_all(&mut self, target: CallId, mut others: Vec<CallId>) -> Match {
        others.sort_unstable();
        let mut into = target;
        for id in others {
            let (Some(whole), Some(other)) = (self.get(into), self.get(id)) else { continue };
            // Called by ourselves, both ends are ours and no one call.
            if legs_differ(&whole.keys, &other.keys)
                && (whole.direction != other.direction || !whole.is_live() || !other.is_live())
            {
                continue;
            }
            let (Some(a), Some(b)) = (self.rows.remove(into), self.rows.remove(id)) else {
                return Match::Nowhere;
            };
            let whole = merge(a, b);
            let from = if whole.id == into { id } else { into };
            into = whole.id;
            self.rows.insert(whole);
            self.changes.push(Change::Merged { from, into });
        }
        Match::Row(into)
    }

    /// Without a shared key: the one live row with the same direction and number, if one side still
    /// lacks its platform's name (a leg alone), or the observation has no name at all.
    fn by_number(&self, account: &AccountId, seen: &CallObservation, now: Timestamp) -> Match {
        let mut fitting = self
            .rows
            .group(Group::Live)
            .filter(|call| call.account == *account && fits(call, seen, now));
        match (fitting.next(), fitting.next()) {
            (Some(call), None) => Match::Row(call.id),
            _ if !seen.keys.is_empty() && opens_row(seen, now) => Match::New,
            _ => Match::Nowhere,
        }
    }
}

/// Both name legs, and no leg in common.
fn legs_differ(a: &[CallKey], b: &[CallKey]) -> bool {
    let legs = |keys: &[CallKey]| keys.iter().any(CallKey::names_leg);
    legs(a) && legs(b) && !a.iter().any(|key| key.names_leg() && b.contains(key))
}

/// The observation can be about this row, and not about another leg or a second ringing of it.
fn accepts(call: &Call, seen: &CallObservation, now: Timestamp) -> bool {
    if seen.source == CallSource::Leg && legs_differ(&call.keys, &seen.keys) {
        // A call that goes on elsewhere may come back to this phone on a new leg, and one that lives may have several.
        let same_way = seen.direction.is_none_or(|direction| direction == call.direction);
        let lives = seen.state.is_some_and(|state| state != ObservedState::Ended);
        return call.is_live() && (call.leg.ended() || (same_way && lives));
    }
    // With a phone of our own a second ringing comes on a leg of its own; without one, only so.
    let rings_again = seen.source != CallSource::Leg
        && call.leg.state.is_none()
        && seen.state == Some(ObservedState::Alerting)
        && call.sight(seen.source).ended()
        && call.judged.is_some()
        && call.ended_at.is_some_and(|ended| now >= ended + NO_CALL_GRACE);
    !rings_again
}

/// A row is opened for what is live, and for the news that a call was lost while nobody looked.
fn opens_row(seen: &CallObservation, now: Timestamp) -> bool {
    match seen.state {
        // What rang long ago does not ring now, whenever it is told.
        Some(ObservedState::Alerting) => !is_long_ago(seen, now),
        Some(
            ObservedState::Dialing
            | ObservedState::Connected
            | ObservedState::Held
            | ObservedState::Queued,
        ) => true,
        Some(ObservedState::Ended) => {
            seen.direction == Some(Direction::Inbound)
                && matches!(seen.end, Some(EndReason::Missed | EndReason::Voicemail))
        }
        Some(ObservedState::PerhapsEnded) | None => false,
    }
}

/// It began so long ago that it cannot ring any more.
fn is_long_ago(seen: &CallObservation, now: Timestamp) -> bool {
    seen.began_at.is_some_and(|began| now.since(began) > RING_FORGOTTEN)
}

/// The live row can be the call of the observation, although they share no key.
fn fits(call: &Call, seen: &CallObservation, now: Timestamp) -> bool {
    const JOIN_WITHIN: std::time::Duration = std::time::Duration::from_secs(60);
    const JOIN_UNKNOWN_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);
    let nameless = seen.keys.is_empty();
    let leg_only = |keys: &[CallKey]| !keys.is_empty() && keys.iter().all(CallKey::names_leg);
    let apart = || {
        leg_only(&call.keys) && !seen.keys.iter().any(CallKey::names_leg)
            || leg_only(&seen.keys) && !call.keys.iter().any(CallKey::names_leg)
    };
    // Who withholds the number is known by nothing but coming at the same moment.
    let unknown = || {
        !nameless
            && call.number.is_none()
            && seen.party.number.is_none()
            && now.since(call.since) < JOIN_UNKNOWN_WITHIN
    };
    let same = || {
        let mut numbers = call.number.iter().zip(seen.party.number.iter());
        numbers.any(|((a, _), b)| same_number(a.reveal(), b.reveal()))
    };
    // Numbers are compared last: that takes longest.
    seen.direction.is_none_or(|direction| direction == call.direction)
        && (nameless || (now.since(call.since) < JOIN_WITHIN && apart()))
        && (unknown() || same())
}

/// Adds keys to a row; the newest of too many push out the oldest.
pub(crate) fn add_keys(call: &mut Call, keys: &[CallKey]) {
    for key in keys {
        if !call.keys.contains(key) {
            call.keys.push(key.clone());
        }
    }
    let surplus = call.keys.len().saturating_sub(KEYS_MAX);
    call.keys.drain(..surplus);
}

/// One row out of two that turned out to be the same call; the older number survives.
fn merge(a: Call, b: Call) -> Call {
    let (mut old, new) = if a.id <= b.id { (a, b) } else { (b, a) };
    add_keys(&mut old, &new.keys);
    if old.direction_by < new.direction_by {
        old.direction = new.direction;
        old.direction_by = new.direction_by;
    }
    old.leg = either(old.leg, new.leg);
    old.legs.extend(new.legs);
    old.choose_leg();
    old.session = either(old.session, new.session);
    old.presence = either(old.presence, new.presence);
    old.number = nearer(old.number, new.number);
    old.name = nearer(old.name, new.name);
    old.queue = nearer(old.queue, new.queue);
    old.since = old.since.min(new.since);
    old.heard_at = old.heard_at.max(new.heard_at);
    old.connected_at = old.connected_at.into_iter().chain(new.connected_at).min();
    old.ended_at = old.ended_at.into_iter().chain(new.ended_at).max();
    old.muted |= new.muted;
    if new.leg.state.is_some() {
        old.recording = new.recording;
        old.leg_lost = new.leg_lost;
    }
    old.controllable |= new.controllable;
    old.conference |= new.conference;
    old.talked_here |= new.talked_here;
    old.leg_started |= new.leg_started;
    old.talked_somewhere |= new.talked_somewhere;
    for hint in new.hints {
        if !old.hints.contains(&hint) {
            old.hints.push(hint);
        }
    }
    old.mode = new.mode.or(old.mode);
    old.asked = old.asked.or(new.asked);
    old.grace = old.grace.or(new.grace);
    // What is live in one of them is live in the whole.
    old.closed = old.closed.and(new.closed);
    old.judged = old.judged.or(new.judged);
    old.seen |= new.seen;
    old.trouble = old.trouble.or(new.trouble);
    old
}

fn either(a: Sight, b: Sight) -> Sight {
    // An end once told by a source stays told.
    let state =
        if a.ended() || b.ended() { Some(ObservedState::Ended) } else { b.state.or(a.state) };
    Sight { state, muted: b.muted.or(a.muted), recording: b.recording.or(a.recording) }
}

fn nearer(a: Detail, b: Detail) -> Detail {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.1 > a.1 { b } else { a }),
        (a, b) => a.or(b),
    }
}
