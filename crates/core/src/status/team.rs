//! Colleagues: what vendors' services tell of other agents' statuses. Shown, never set, and kept for this run only.

use super::change::Change;
use super::facts::StatusTold;
use super::memory::NOTE_MAX;
use super::rows::ColleagueRow;
use super::state::Status;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, line};
use std::cmp::Reverse;

/// Most colleagues remembered over all accounts; whoever was not heard of for the longest time goes first.
pub const TEAM_MAX: usize = 200;

/// A colleague's status as a vendor told it last.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Colleague {
    row: ColleagueRow,
    /// When the vendor says that it changed.
    changed_at: Option<Timestamp>,
    heard_at: Timestamp,
}

impl Status {
    /// A vendor's service told how a colleague stands. What is older than what it told before is not new.
    pub(crate) fn told_of_colleague(
        &mut self,
        accounts: &Accounts,
        account: &AccountId,
        (agent, told): (&str, StatusTold),
        now: Timestamp,
    ) {
        let dialect = accounts.config(account).and_then(|config| self.dialect(config));
        let Some(word) = dialect.and_then(|dialect| dialect.word(&told.word)) else { return };
        let presence = word.presence;
        let Some(agent) = line(agent, NAME_MAX) else { return };
        let note = told.note.and_then(|note| line(&note, NOTE_MAX));
        // A vendor's clock may be ahead of ours.
        let changed_at = told.changed_at.map(|at| at.min(now));
        let same = |known: &Colleague| known.row.account == *account && known.row.agent == agent;
        let known = self.team.iter().position(same);
        if let Some(known) = known.and_then(|index| self.team.get_mut(index)) {
            if changed_at.zip(known.changed_at).is_some_and(|(new, old)| new < old) {
                return;
            }
            known.heard_at = now;
            known.changed_at = changed_at.or(known.changed_at);
            if (known.row.presence, &known.row.note) == (presence, &note) {
                return;
            }
            if known.row.presence != presence {
                known.row.since = changed_at.unwrap_or(now);
            }
            known.row.presence = presence;
            known.row.note = note;
        } else {
            if self.team.len() >= TEAM_MAX {
                let stalest = self.team.iter().enumerate().min_by_key(|(_, one)| one.heard_at);
                if let Some((index, _)) = stalest {
                    self.team.remove(index);
                }
            }
            let since = changed_at.unwrap_or(now);
            let row = ColleagueRow { account: account.clone(), agent, presence, note, since };
            self.team.push(Colleague { row, changed_at, heard_at: now });
        }
        self.changes.push(Change::Updated);
    }

    /// Forgets the colleagues of an account.
    pub(super) fn forget_team(&mut self, account: &AccountId) {
        self.team.retain(|known| known.row.account != *account);
    }

    /// Colleagues by account and name, in the user's order of the accounts.
    pub(crate) fn team(&self, accounts: &Accounts) -> Vec<ColleagueRow> {
        let mut rows: Vec<ColleagueRow> = self.team.iter().map(|known| known.row.clone()).collect();
        let place = |row: &ColleagueRow| {
            let index = accounts.configs.iter().position(|config| config.id == row.account);
            (index.is_none(), index, row.agent.clone(), Reverse(row.since))
        };
        rows.sort_by_cached_key(place);
        rows
    }
}
