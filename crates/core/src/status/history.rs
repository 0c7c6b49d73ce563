//! The status history: every change with who or what caused it.

use super::change::Change;
use super::dialect::StatusDialect;
use super::follower::{Follows, Push};
use super::limits::STATUS_HISTORY;
use super::memory::ChosenStatus;
use super::problem::PushProblem;
use super::rows::{StatusCause, StatusChange, StatusChangeKind};
use super::rules::Rule;
use super::state::Status;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::words::Locale;

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

    /// Somebody chose a status.
    pub(super) fn record_choice(
        &mut self,
        kind: StatusChangeKind,
        chosen: &ChosenStatus,
        now: Timestamp,
    ) {
        let by = StatusCause::Agent { from: chosen.by };
        self.record(StatusChange {
            presence: Some(chosen.presence),
            note: chosen.note.clone(),
            ..StatusChange::new(kind, by, now)
        });
    }

    /// Adds a line.
    pub(super) fn record(&mut self, change: StatusChange) {
        if self.history.len() >= STATUS_HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(change.clone());
        self.changes.push(Change::Recorded(change));
    }

    /// What an earlier run left without an end, since it was killed or lost its power: rules that began, and a status
    /// that waited for the end of a call.
    pub(crate) fn end_open(&mut self, now: Timestamp) {
        let mut rules: Vec<Rule> = Vec::new();
        let mut queued: Option<StatusChange> = None;
        for line in &self.history {
            match (line.kind, line.by) {
                (StatusChangeKind::RuleBegan, StatusCause::Rule { rule }) => rules.push(rule),
                (StatusChangeKind::RuleEnded, StatusCause::Rule { rule }) => {
                    rules.retain(|open| *open != rule);
                }
                (StatusChangeKind::Queued, _) => queued = Some(line.clone()),
                (StatusChangeKind::Chosen | StatusChangeKind::Dropped, _) => queued = None,
                (
                    StatusChangeKind::RuleBegan
                    | StatusChangeKind::RuleEnded
                    | StatusChangeKind::Confirmed
                    | StatusChangeKind::Drifted
                    | StatusChangeKind::GaveUp,
                    _,
                ) => {}
            }
        }
        let dropped = |line| StatusChange { at: now, kind: StatusChangeKind::Dropped, ..line };
        let ended = rules.into_iter().map(|rule| {
            StatusChange::new(StatusChangeKind::RuleEnded, StatusCause::Rule { rule }, now)
        });
        for line in queued.map(dropped).into_iter().chain(ended) {
            self.record(line);
        }
    }

    /// Who or what wants what is wanted at an account.
    fn cause(&self, account: &AccountId) -> StatusCause {
        let chosen = self.chosen();
        let desired = self.followers.get(account).and_then(|follower| follower.desired.as_ref());
        let by_rule =
            desired.filter(|desired| chosen.is_none_or(|it| it.presence != desired.presence));
        let mut rules = self.holding.iter().map(|condition| condition.rule);
        let rule = by_rule.and_then(|desired| rules.find(|it| it.presence() == desired.presence));
        match (rule, chosen) {
            (Some(rule), _) => StatusCause::Rule { rule },
            (None, Some(chosen)) => StatusCause::Agent { from: chosen.by },
            (None, None) => StatusCause::Elsewhere,
        }
    }

    /// Notes what one vendor confirmed, changed or finally refused.
    pub(super) fn report(
        &mut self,
        account: &AccountId,
        dialect: &StatusDialect,
        locale: Locale,
        now: Timestamp,
    ) {
        let ours = self.cause(account);
        let Some(follower) = self.followers.get_mut(account) else { return };
        let mut problem: Option<PushProblem> = None;
        let kind = match &follower.follows {
            Follows::InSync if follower.reported.is_some() && follower.desired.is_some() => {
                Some(StatusChangeKind::Confirmed)
            }
            // It tells nothing at the moment: nothing changed.
            Follows::InSync | Follows::Unconfirmed { .. } => return,
            Follows::Drifted => Some(StatusChangeKind::Drifted),
            Follows::Pending(Push::GaveUp { problem: why }) => {
                problem = Some(why.clone());
                Some(StatusChangeKind::GaveUp)
            }
            Follows::Pending(Push::Due | Push::Sent(_) | Push::Retry { .. }) => None,
        };
        let shown = follower.reported.as_ref().and_then(|told| told.word.clone());
        let report = (kind, shown);
        if follower.recorded.as_ref() == Some(&report) {
            return;
        }
        let first = follower.recorded.replace(report).is_none();
        let Some(kind) = kind else { return };
        // What was so at the start is no change.
        if first && kind == StatusChangeKind::Confirmed {
            return;
        }
        let word = follower.reported_word(dialect);
        let second_session = follower.looks_like_second_session(dialect);
        let by = match kind {
            StatusChangeKind::Drifted if second_session => StatusCause::SecondSession,
            StatusChangeKind::Confirmed if follower.set_by_us => ours,
            StatusChangeKind::Chosen
            | StatusChangeKind::Queued
            | StatusChangeKind::Dropped
            | StatusChangeKind::RuleBegan
            | StatusChangeKind::RuleEnded
            | StatusChangeKind::Confirmed
            | StatusChangeKind::Drifted
            | StatusChangeKind::GaveUp => StatusCause::Elsewhere,
        };
        let desired = follower.desired.as_ref().map(|desired| desired.presence);
        let told = follower.reported_presence(Some(dialect));
        let gave_up = kind == StatusChangeKind::GaveUp;
        let change = StatusChange {
            account: Some(account.clone()),
            presence: if gave_up { desired } else { told },
            label: word.filter(|_| !gave_up).map(|word| word.label.of(locale).to_owned()),
            note: follower
                .reported
                .as_ref()
                .filter(|_| !gave_up)
                .and_then(|told| told.note.clone()),
            problem,
            ..StatusChange::new(kind, by, now)
        };
        self.record(change);
    }
}
