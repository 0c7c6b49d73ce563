//! How a call changes: one observation applied to its row.

use super::call::{Call, Detail, Grace, LIVE_CALLS};
use super::change::Change;
use super::end::{judge, review};
use super::facts::{CallId, CallKey, CallObservation, CallSource, EndReason, ObservedState};
use super::limits::{NO_CALL_GRACE, RECENT_CALLS};
use super::merge::{Match, add_keys};
use super::rows::Group;
use super::state::Calls;
use crate::accounts::AccountId;
use crate::base::number::{self, is_code, same_number};
use crate::base::text::{NAME_MAX, cap, cap_private};
use crate::base::{Direction, Private, Timestamp};

/// Most keys read from one observation.
const KEYS_READ: usize = 16;

impl Calls {
    /// Takes in what a widget said about a call. Saying it twice changes nothing.
    pub(crate) fn observe(
        &mut self,
        account: &AccountId,
        mut seen: CallObservation,
        now: Timestamp,
    ) -> Option<CallId> {
        cut(&mut seen);
        let id = match self.locate(account, &seen, now) {
            Match::Nowhere => return None,
            Match::Row(id) => id,
            Match::New => self.open(account, &seen, now),
        };
        let mode = self.lines.get(account).and_then(|line| line.calling_mode);
        let changed = self.rows.change(id, |call| {
            let before = call.clone();
            call.mode = mode.or(call.mode);
            apply(call, seen, now);
            review(call, now);
            let changed = *call != before;
            call.heard_at = now;
            changed
        })?;
        if changed {
            self.changes.push(Change::Updated);
        }
        Some(id)
    }

    /// Opens a row; it takes the observation's keys away from rows that are history.
    fn open(&mut self, account: &AccountId, seen: &CallObservation, now: Timestamp) -> CallId {
        for id in self.rows.with_keys(&seen.keys) {
            let known = self.rows.get(id);
            if known.is_some_and(|call| call.account == *account && !call.is_live()) {
                self.rows.change(id, |call| call.keys.retain(|key| !seen.keys.contains(key)));
            }
        }
        let oldest = self.rows.group(Group::Live).next().map(|call| call.id);
        if self.rows.count(Group::Live) >= LIVE_CALLS
            && let Some(oldest) = oldest
        {
            self.rows.remove(oldest);
            self.changes.push(Change::TooMany { account: account.clone() });
        }
        let id = CallId(self.next);
        self.next = self.next.wrapping_add(1);
        let mut call = Call::open(id, account.clone(), now);
        call.since = seen.began_at.map_or(now, |began| began.min(now));
        if seen.state == Some(ObservedState::Ended) {
            // It was over before anybody heard of it.
            call.ended_at = Some(call.since);
        }
        self.rows.insert(call);
        self.changes.push(Change::Updated);
        id
    }

    /// Lets time pass for all rows: graces end, rings are forgotten, ends are judged.
    pub(super) fn pass_time_of_rows(&mut self, now: Timestamp) {
        for id in self.rows.overdue(now) {
            self.changes.push(Change::Updated);
            let lost = self.rows.change(id, |call| {
                let open = call.ended_at.is_none();
                let lost = open && call.grace.is_some_and(|grace| grace.lost);
                if open {
                    let by = call.grace.map_or(CallSource::Presence, |grace| grace.by);
                    call.closed = Some(by);
                }
                review(call, now);
                lost.then(|| call.account.clone())
            });
            if let Some(account) = lost.flatten() {
                self.changes.push(Change::Lost { account });
            }
        }
    }

    /// Keeps the newest ended rows only.
    pub(crate) fn drop_old(&mut self) {
        let hurried = self.rows.count(Group::Settling).saturating_sub(LIVE_CALLS);
        for id in self.oldest(Group::Settling, hurried) {
            self.rows.change(id, |call| call.judged = Some(judge(call)));
            self.changes.push(Change::Updated);
        }
        let surplus = self.rows.count(Group::Settled).saturating_sub(RECENT_CALLS);
        for id in self.oldest(Group::Settled, surplus) {
            self.rows.remove(id);
            self.changes.push(Change::Updated);
        }
    }

    fn oldest(&self, group: Group, count: usize) -> Vec<CallId> {
        self.rows.group(group).take(count).map(|call| call.id).collect()
    }
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
    let source = seen.source;
    let new_leg = source == CallSource::Leg
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
    let name = seen.keys.iter().find(|key| source == CallSource::Leg && key.names_leg()).cloned();
    if let Some(name) = &name {
        call.leg = call.legs.get(name).copied().unwrap_or_default();
    }
    if let Some(direction) = seen.direction {
        turn(call, direction, Some(source));
    } else if call.direction_by.is_none() && seen.state == Some(ObservedState::Dialing) {
        call.direction = Direction::Outbound;
    }
    fill_number(&mut call.number, seen.party.number, source);
    fill(&mut call.name, seen.party.name, source);
    fill(&mut call.queue, seen.queue, source);
    call.conference |= seen.conference;
    if let Some(hint) = seen.end
        && !call.hints.contains(&hint)
    {
        call.hints.push(hint);
    }
    // Our own phone only knows of an answer because it was given here, even if its start went unheard.
    call.talked_here |= source == CallSource::Leg && seen.end == Some(EndReason::Answered);
    // Only a change of its own word counts: the other source may know better meanwhile.
    if seen.muted.is_some() && call.sight(source).muted != seen.muted {
        call.sight_mut(source).muted = seen.muted;
        call.muted = seen.muted.unwrap_or(call.muted);
    }
    if seen.recording.is_some() && call.sight(source).recording != seen.recording {
        call.sight_mut(source).recording = seen.recording;
        call.recording = seen.recording.unwrap_or(call.recording);
    }
    if source == CallSource::Leg {
        call.controllable = seen.controllable.unwrap_or(call.controllable);
    }
    let started = seen.connected_at.map(|at| at.min(now));
    if source == CallSource::Leg && seen.untaken {
        call.talked_here = false;
        call.connected_at = None;
    }
    match seen.state {
        // Our own phone speaks of a leg it has: news of the microphone is a sign of life too.
        None if source == CallSource::Leg && call.leg.live() => revive(call, source),
        None => {}
        Some(ObservedState::Ended) => {
            call.sight_mut(source).state = Some(ObservedState::Ended);
            // The leg's own end is final for the leg: what goes on then goes on elsewhere.
            if source < CallSource::Leg {
                start_grace(call, source, now);
            }
        }
        Some(ObservedState::PerhapsEnded) => start_grace(call, source, now),
        Some(
            live @ (ObservedState::Dialing
            | ObservedState::Alerting
            | ObservedState::Connected
            | ObservedState::Held
            | ObservedState::Queued),
        ) => see_live(call, source, live, started),
    }
    if let Some(name) = name {
        call.legs.insert(name, call.leg);
        call.choose_leg();
    }
}

/// The source sees the call alive.
fn see_live(call: &mut Call, source: CallSource, live: ObservedState, started: Option<Timestamp>) {
    let talks = |state| {
        matches!(state, ObservedState::Connected | ObservedState::Held | ObservedState::Queued)
    };
    // A copy that comes late does not raise the dead, nor make a conversation ring again.
    let stale =
        call.sight(source).ended() || (call.sight(source).state.is_some_and(talks) && !talks(live));
    if stale {
        return;
    }
    call.sight_mut(source).state = Some(live);
    if source == CallSource::Leg {
        call.leg_lost = false;
    }
    if matches!(live, ObservedState::Connected | ObservedState::Held) {
        match source {
            // Whether somebody talks on it is seen when all is known.
            CallSource::Leg => call.leg_started = true,
            CallSource::Session | CallSource::Presence => call.talked_somewhere = true,
        }
        if !call.would_only_seem_taken(source) {
            call.connected_at = call.connected_at.or(started);
        }
    }
    revive(call, source);
}

/// The source saw the call: doubts raised by it or a farther one are over.
fn revive(call: &mut Call, source: CallSource) {
    if call.grace.is_some_and(|grace| grace.by <= source) {
        call.grace = None;
    }
    if call.closed.is_some_and(|by| by <= source) {
        call.closed = None;
    }
}

fn turn(call: &mut Call, direction: Direction, by: Option<CallSource>) {
    if by >= call.direction_by {
        call.direction = direction;
        call.direction_by = by;
    }
}

/// What was dialled gives way to who it is, whoever tells that, and never the other way round.
fn fill_number(detail: &mut Detail, told: Option<Private<String>>, by: CallSource) {
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

fn fill(detail: &mut Detail, told: Option<Private<String>>, by: CallSource) {
    if let Some(told) = told
        && detail.as_ref().is_none_or(|(_, known_by)| by >= *known_by)
    {
        *detail = Some((told, by));
    }
}

/// The call may be over: it is, unless `by` or a nearer source sees it again in time.
pub(super) fn start_grace(call: &mut Call, by: CallSource, now: Timestamp) {
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
