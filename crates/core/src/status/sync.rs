//! One status over all vendors: what was chosen, what is wanted now, who follows, and what is still owed.

use super::change::Change;
use super::circumstances::Circumstances;
use super::desired::on_call;
use super::dialect::{StatusDialect, StatusRoute};
use super::follower::{Follows, Push, Reported};
use super::memory::{ChosenStatus, PersistedStatus};
use super::push;
use super::rows::{StatusCause, StatusChange, StatusChangeKind};
use super::rules::{Condition, Rule};
use super::state::{Status, WrapUp, is_linked};
use crate::accounts::state::Accounts;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

impl Status {
    /// An account's page is gone or nobody is signed in there: a widget tells nothing any more. What a service told
    /// still holds.
    pub(crate) fn page_gone(&mut self, accounts: &Accounts, account: &AccountId) {
        let dialect = accounts.config(account).and_then(|config| self.dialect(config));
        let service = dialect.is_some_and(|dialect| dialect.route == StatusRoute::Service);
        if let Some(follower) = self.followers.get_mut(account).filter(|_| !service) {
            follower.page_gone();
            self.changes.push(Change::Updated);
        }
    }

    /// The machine woke: nobody could answer meanwhile, and what waited is tried now.
    pub(crate) fn woke(&mut self, now: Timestamp) {
        for follower in self.followers.values_mut() {
            push::woke(follower, now);
        }
        self.changes.push(Change::Updated);
    }

    /// The network is back: what failed for want of it is tried now.
    pub(crate) fn network_back(&mut self) {
        for follower in self.followers.values_mut() {
            push::network_back(follower);
        }
        self.changes.push(Change::Updated);
    }

    /// The earliest deadline.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let own = self.followers.values().filter_map(|follower| match &follower.follows {
            Follows::InSync | Follows::Drifted => None,
            Follows::Unconfirmed { until } => Some(*until),
            Follows::Pending(push) => push::deadline(push),
        });
        let waiting = self.waiting.iter().map(|waiter| waiter.until);
        own.chain(waiting).chain(self.review_at).min()
    }

    /// Finds what is overdue; [`Status::reconcile`] does the rest.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        if self.deadline().is_none_or(|at| now < at) {
            return;
        }
        for (account, follower) in &mut self.followers {
            push::pass_time(follower, account, now);
        }
        self.changes.push(Change::Updated);
    }

    /// Brings everything in line with what is wanted now.
    pub(crate) fn reconcile(&mut self, around: Circumstances<'_>, now: Timestamp) {
        let dialects = Arc::clone(&self.dialects);
        let linked = || {
            let all = around.accounts.all().iter();
            all.filter_map(|config| Some((config, dialects.get(&config.vendor)?)))
        };
        self.follow_calls(around, now);
        if !self.over {
            self.follow_end(now);
        }
        self.follow_rules(around, now);
        for (config, dialect) in linked() {
            self.follow(around, config, dialect, now);
        }
        self.persist(around);
        for (config, dialect) in linked() {
            self.push(around, config, dialect, now);
        }
        for (config, dialect) in linked() {
            self.report(&config.id, dialect, around.words.locale, now);
        }
        self.answer_waiters(around, now);
        self.plan_listener(around);
        self.plan_feeds(around);
        self.review_at = self.next_change(around, now);
    }

    /// Calls begin and end: the time after one begins, and what was to be chosen then is chosen.
    fn follow_calls(&mut self, around: Circumstances<'_>, now: Timestamp) {
        match (self.call_since, on_call(around.calls)) {
            (None, true) => {
                self.call_since = Some(now);
                self.wrap_up = None;
            }
            (Some(since), false) => {
                self.call_since = None;
                self.call_ended = Some(now);
                if let Some(next) = self.next.take() {
                    // Chosen when it was pressed: what began to hold since then counts.
                    self.decide(next, now);
                    return;
                }
                // By what is known of the calls now: a start may have been the widget's own.
                let mut calls = around.calls.all();
                let talked =
                    calls.any(|call| call.ended_at >= Some(since) && call.connected_at.is_some());
                let by_hand = |chosen: &ChosenStatus| chosen.at >= since;
                let wanted = self.chosen().is_some_and(|chosen| !by_hand(chosen));
                if talked && around.rules.wrap_up && wanted {
                    let length = Duration::from_secs(around.rules.wrap_up_seconds.into());
                    self.wrap_up = Some(WrapUp { since: now, until: now + length });
                }
            }
            (None, false) | (Some(_), true) => {}
        }
        self.wrap_up.take_if(|wrap_up| now >= wrap_up.until);
    }

    /// Notes which rules began and ended to hold.
    fn follow_rules(&mut self, around: Circumstances<'_>, now: Timestamp) {
        if self.over {
            return;
        }
        self.watched = self.watched.look(around.rules, around.clock, around.system.utc_offset, now);
        let holding = self.holding_now(around, now);
        let rules = |all: &[Condition]| all.iter().map(|c| c.rule).collect::<Vec<Rule>>();
        let (before, after) = (rules(&self.holding), rules(&holding));
        let moved = holding != self.holding;
        self.holding = holding;
        let aim = self.desired_overall();
        if moved || aim != self.desired {
            self.changes.push(Change::Updated);
        }
        self.desired = aim;
        let ended = before.iter().filter(|rule| !after.contains(rule));
        let began = after.iter().filter(|rule| !before.contains(rule));
        for (kind, rule) in ended
            .map(|rule| (StatusChangeKind::RuleEnded, *rule))
            .chain(began.map(|rule| (StatusChangeKind::RuleBegan, *rule)))
        {
            self.record(StatusChange::new(kind, StatusCause::Rule { rule }, now));
        }
    }

    /// Compares what one vendor tells with what is wanted of it.
    fn follow(
        &mut self,
        around: Circumstances<'_>,
        config: &AccountConfig,
        dialect: &StatusDialect,
        now: Timestamp,
    ) {
        let linked = is_linked(config, dialect);
        let desired = linked.then(|| self.desired_at(around, config, dialect)).flatten();
        let service = dialect.route == StatusRoute::Service;
        let silent = !service && !push::is_ready(around, config, dialect);
        let chosen = self.chosen().map(|chosen| chosen.presence);
        let overall = self.desired;
        let Some(follower) = self.followers.get_mut(&config.id) else { return };
        let Some(desired) = desired else {
            return follower.leave_alone(linked, service);
        };
        let restored = std::mem::take(&mut follower.restored);
        let changed = follower.desired.as_ref() != Some(&desired);
        let told = follower.reported.as_ref();
        let shows = told.map(|told| match &told.word {
            Some(word) => dialect.satisfies(config, word, desired.presence),
            None => told.presence == Some(desired.presence),
        });
        // Not every vendor tells the note again, and one beside another word is another one's.
        let same_note = |told: &Reported| {
            restored || told.word.as_ref() != Some(&desired.word) || told.note == desired.note
        };
        let met = shows == Some(true) && (!dialect.notes || told.is_some_and(same_note));
        let word = told.and_then(|told| told.word.clone());
        let shown = told.map(Reported::shown);
        if shows == Some(false) {
            follower.diverged_from.clone_from(&shown);
        }
        let by_choice = Some(desired.presence) == chosen;
        let mended = shows == Some(true) && by_choice;
        let passed = shows == Some(true) && (by_choice || shown != follower.diverged_from);
        let before = std::mem::take(&mut follower.follows);
        let was_sent = matches!(before, Follows::Pending(Push::Sent(_)));
        let was_settled = before == Follows::InSync;
        let next = match before.clone() {
            Follows::InSync if changed && met => Follows::InSync,
            Follows::InSync
                if changed && silent && word.as_ref().or(follower.last.as_ref()).is_some() =>
            {
                // Whether the rule's change is still owed is seen when it tells what it shows now.
                follower.stale_since = word.clone().or_else(|| follower.last.clone());
                Follows::InSync
            }
            Follows::InSync if changed => Follows::Pending(Push::Due),
            Follows::InSync if shows == Some(false) && !silent => {
                match follower.stale_since.is_some() && follower.stale_since == word {
                    true => Follows::Pending(Push::Due),
                    false => Follows::Unconfirmed { until: follower.doubt_until(now) },
                }
            }
            // What nobody tells any more is no drift.
            Follows::Unconfirmed { .. } if shows.is_none() || passed => Follows::InSync,
            Follows::Drifted if mended => Follows::InSync,
            Follows::Unconfirmed { until } if now >= until => Follows::Drifted,
            Follows::Pending(push) => push::follow(push, &desired, changed, met, dialect.route),
            same @ (Follows::InSync | Follows::Unconfirmed { .. } | Follows::Drifted) => same,
        };
        if !silent && shows.is_some() {
            follower.stale_since = None;
        }
        if changed || next != before {
            self.changes.push(Change::Updated);
        }
        follower.desired = Some(desired);
        if next == Follows::InSync && !was_settled {
            follower.set_by_us = was_sent || std::mem::take(&mut follower.taken);
        }
        if next == Follows::InSync && shows == Some(true) {
            follower.stood_for = shown.zip(overall);
        }
        follower.follows = next;
    }

    /// Keeps what must outlive the program. Before anything is sent: what was chosen must outlive a crash between the two.
    fn persist(&mut self, around: Circumstances<'_>) {
        let before = std::mem::take(&mut self.memory.accounts);
        let mut kept: BTreeMap<AccountId, PersistedStatus> = BTreeMap::new();
        for config in around.accounts.all() {
            let Some(follower) = self.followers.get(&config.id) else { continue };
            if self.dialect(config).is_some() {
                kept.insert(config.id.clone(), follower.keep(before.get(&config.id)));
            }
        }
        // What nobody asked for is not worth keeping.
        let chosen = self.memory.chosen.is_some();
        kept.retain(|_, kept| chosen && *kept != PersistedStatus::default());
        let changed = before != kept;
        self.memory.accounts = kept;
        let unsaved = std::mem::take(&mut self.unsaved);
        if unsaved {
            self.memory.watched = self.watched.clone();
        }
        if unsaved || changed {
            self.changes.push(Change::Persisted);
        }
    }
}
