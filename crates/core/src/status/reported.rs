//! What widgets and services tell of the agent's status.

use super::change::Change;
use super::facts::StatusReport;
use super::follower::{Follows, Push, Reported};
use super::memory::NOTE_MAX;
use super::presence::Presence;
use super::rows::ColleagueRow;
use super::state::Status;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::Timestamp;
use crate::base::text::line;
use std::time::Duration;

/// News this much older than the last push a vendor took are about the time before it.
const OLD_NEWS: Duration = Duration::from_secs(120);

/// A vendor's clock may be this much ahead of ours.
const CLOCK_AHEAD: Duration = Duration::from_secs(300);

impl Status {
    /// What an account's vendor told last, in our words.
    pub(crate) fn reported_presence(
        &self,
        accounts: &Accounts,
        account: &AccountId,
    ) -> Option<Presence> {
        let dialect = self.dialect(accounts.config(account)?);
        self.followers.get(account)?.reported_presence(dialect)
    }

    /// A widget told its status; none means that it does not know.
    pub(crate) fn told_by_widget(&mut self, account: &AccountId, told: Option<Reported>) {
        let Some(follower) = self.followers.get_mut(account) else { return };
        let same = |told: &Reported, known: &Reported| {
            (&told.word, told.presence) == (&known.word, known.presence)
        };
        let unchanged = match (&told, &follower.reported) {
            (Some(told), Some(known)) => same(told, known),
            (told, known) => told.is_none() && known.is_none(),
        };
        let mut is_new = !unchanged;
        if let Follows::Pending(Push::Sent(sent)) = &mut follower.follows
            && told.is_some()
        {
            is_new |= !std::mem::replace(&mut sent.heard, true);
        }
        if !unchanged {
            follower.reported = told;
        }
        if is_new {
            self.changes.push(Change::Updated);
        }
    }

    /// A vendor's service told how a colleague stands.
    pub(crate) fn told_of_colleague(
        &mut self,
        accounts: &Accounts,
        account: &AccountId,
        told: (&str, StatusReport),
        now: Timestamp,
    ) {
        let Some(config) = accounts.config(account) else { return };
        let Some(dialect) = self.dialects.get(&config.vendor) else { return };
        if self.team.told(dialect, account, told, now) {
            self.changes.push(Change::Updated);
        }
    }

    /// How colleagues stand.
    pub(crate) fn colleagues(&self, accounts: &Accounts) -> Vec<ColleagueRow> {
        self.team.rows(accounts)
    }

    /// A vendor's service told the status. What is older than what it told before is not new.
    pub(crate) fn told_by_service(
        &mut self,
        accounts: &Accounts,
        account: &AccountId,
        told: StatusReport,
        now: Timestamp,
    ) {
        let Some(config) = accounts.config(account) else { return };
        let chosen_at = self.memory.chosen.as_ref().map(|chosen| chosen.at);
        let Self { dialects, followers, .. } = self;
        let Some(dialect) = dialects.get(&config.vendor) else { return };
        let Some(presence) = dialect.word(&told.word).map(|word| word.presence) else { return };
        let Some(follower) = followers.get_mut(account) else { return };
        let desired = follower.desired.as_ref();
        let wanted =
            desired.is_some_and(|desired| dialect.satisfies(config, &told.word, desired.presence));
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
        if let Follows::Pending(Push::Sent(sent)) = &mut follower.follows
            && sent.desired.word == told.word
        {
            sent.heard = true;
        }
        // Somebody changed it after the choice that could not be set: that is theirs to decide again.
        if matches!(follower.follows, Follows::Pending(Push::Retry { .. } | Push::GaveUp { .. }))
            && !(echo || wanted)
            && changed_at.is_none_or(|at| chosen_at.is_none_or(|chosen| at >= chosen))
        {
            follower.follows = Follows::Unconfirmed { until: follower.doubt_until(now) };
        }
        let note = told.note.and_then(|note| line(&note, NOTE_MAX));
        let told = Reported { word: Some(told.word), presence: Some(presence), note, at: now };
        let known = follower.reported.as_ref().map(|known| (&known.word, &known.note));
        if known != Some((&told.word, &told.note)) {
            follower.reported = Some(told);
            self.changes.push(Change::Updated);
        }
    }
}
