//! The status history: every change with who or what caused it.

use super::dialect::StatusDialect;
use super::follower::{Follows, Push};
use super::limits::STATUS_HISTORY;
use super::memory::ChosenStatus;
use super::problem::PushProblem;
use super::rows::{StatusCause, StatusChange, StatusChangeKind};
use super::state::Status;
use crate::accounts::AccountConfig;
use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;

impl StatusChange {
    /// A change about nothing in particular yet.
    pub(crate) const fn new(kind: StatusChangeKind, by: StatusCause, at: Timestamp) -> Self {
        Self { at, kind, by, account: None, presence: None, label: None, note: None, problem: None }
    }
}

impl Status {
    /// Takes in what was recorded by earlier runs, oldest first.
    pub(crate) fn remember(&mut self, history: Vec<StatusChange>) {
        let surplus = history.len().saturating_sub(STATUS_HISTORY);
        self.history = history.into_iter().skip(surplus).collect();
    }
}

/// Somebody chose a status.
pub(crate) fn chose(
    state: &mut State,
    kind: StatusChangeKind,
    chosen: &ChosenStatus,
    now: Timestamp,
) {
    let by = StatusCause::Agent { from: chosen.by };
    let change = StatusChange {
        presence: Some(chosen.presence),
        note: chosen.note.clone(),
        ..StatusChange::new(kind, by, now)
    };
    add(state, change);
}

/// Adds a line.
pub(crate) fn add(state: &mut State, change: StatusChange) {
    let history = &mut state.world.status.history;
    if history.len() >= STATUS_HISTORY {
        history.pop_front();
    }
    history.push_back(change.clone());
    state.world.status.unrecorded.push(change);
}

/// Hands new lines to the disk.
pub(crate) fn record(state: &mut State, out: &mut Vec<Effect>) {
    let lines = std::mem::take(&mut state.world.status.unrecorded);
    let clock = state.world.clock;
    out.extend(
        lines.into_iter().map(|it| Effect::RecordStatus { change: it.by_wall_clock(clock) }),
    );
}

/// Notes what one vendor confirmed, changed or finally refused.
pub(crate) fn review(
    state: &mut State,
    config: &AccountConfig,
    dialect: &StatusDialect,
    now: Timestamp,
) {
    let Some(a) = state.world.account_mut(&config.id) else { return };
    let follower = a.follower;
    let mut problem: Option<PushProblem> = None;
    let kind = match &follower.follows {
        Follows::Settled if follower.told.is_some() && follower.aimed.is_some() => {
            Some(StatusChangeKind::Confirmed)
        }
        // It tells nothing at the moment: nothing changed.
        Follows::Settled | Follows::Doubted { .. } => return,
        Follows::Drifted => Some(StatusChangeKind::Drifted),
        Follows::Owed(Push::GaveUp { problem: why }) => {
            problem = Some(why.clone());
            Some(StatusChangeKind::GaveUp)
        }
        Follows::Owed(Push::Due | Push::Sent(_) | Push::Retry { .. }) => None,
    };
    let shown = follower.told.as_ref().and_then(|told| told.word.clone());
    let report = (kind, shown);
    if follower.reported.as_ref() == Some(&report) {
        return;
    }
    let first = follower.reported.replace(report).is_none();
    let Some(kind) = kind else { return };
    // What was so at the start is no change.
    if first && kind == StatusChangeKind::Confirmed {
        return;
    }
    let word = follower.told_word(dialect);
    let second_session = follower.looks_like_second_session(dialect);
    let by = match second_session && kind == StatusChangeKind::Drifted {
        true => StatusCause::SecondSession,
        false => StatusCause::Elsewhere,
    };
    let aimed = follower.aimed.as_ref().map(|aimed| aimed.presence);
    let told = follower.told_presence(Some(dialect));
    let gave_up = kind == StatusChangeKind::GaveUp;
    let change = StatusChange {
        account: Some(config.id.clone()),
        presence: if gave_up { aimed } else { told },
        label: word.filter(|_| !gave_up).map(|word| word.label.clone()),
        note: follower.told.as_ref().filter(|_| !gave_up).and_then(|told| told.note.clone()),
        problem,
        ..StatusChange::new(kind, by, now)
    };
    add(state, change);
}
