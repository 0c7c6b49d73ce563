//! Colleagues: what vendors' services tell of other agents' statuses. Shown, never set, and kept for this run only.

use super::dialect::StatusDialect;
use super::facts::StatusReport;
use super::memory::NOTE_MAX;
use super::rows::ColleagueRow;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, line};
use std::cmp::Reverse;

/// Most colleagues remembered over all accounts; whoever was not heard of for the longest time goes first.
pub const TEAM_MAX: usize = 200;

/// All colleagues that were told of.
#[derive(Clone, Debug, Default)]
pub(super) struct Team(Vec<Colleague>);

/// A colleague's status as a vendor told it last.
#[derive(Clone, Debug, PartialEq)]
struct Colleague {
    row: ColleagueRow,
    /// When the vendor says that it changed.
    changed_at: Option<Timestamp>,
    heard_at: Timestamp,
}

impl Team {
    /// A vendor's service told how a colleague stands; true if that is another status than before. What is older than what
    /// it told before is not new.
    pub(super) fn told(
        &mut self,
        dialect: &StatusDialect,
        account: &AccountId,
        (agent, told): (&str, StatusReport),
        now: Timestamp,
    ) -> bool {
        let Some(presence) = dialect.word(&told.word).map(|word| word.presence) else {
            return false;
        };
        let Some(agent) = line(agent, NAME_MAX) else { return false };
        let note = told.note.and_then(|note| line(&note, NOTE_MAX));
        // A vendor's clock may be ahead of ours.
        let changed_at = told.changed_at.map(|at| at.min(now));
        let same =
            |known: &&mut Colleague| known.row.account == *account && known.row.agent == agent;
        if let Some(known) = self.0.iter_mut().find(same) {
            if changed_at.zip(known.changed_at).is_some_and(|(new, old)| new < old) {
                return false;
            }
            known.heard_at = now;
            known.changed_at = changed_at.or(known.changed_at);
            if known.row.presence != presence {
                known.row.since = changed_at.unwrap_or(now);
            } else if known.row.note == note {
                return false;
            }
            known.row.presence = presence;
            known.row.note = note;
            return true;
        }
        if self.0.len() >= TEAM_MAX {
            let stalest = self.0.iter().enumerate().min_by_key(|(_, one)| one.heard_at);
            if let Some((index, _)) = stalest {
                self.0.remove(index);
            }
        }
        let since = changed_at.unwrap_or(now);
        let row = ColleagueRow { account: account.clone(), agent, presence, note, since };
        self.0.push(Colleague { row, changed_at, heard_at: now });
        true
    }

    /// Forgets the colleagues of an account.
    pub(super) fn account_removed(&mut self, account: &AccountId) {
        self.0.retain(|known| known.row.account != *account);
    }

    /// Colleagues by account and name, in the user's order of the accounts.
    pub(super) fn rows(&self, accounts: &Accounts) -> Vec<ColleagueRow> {
        let mut rows: Vec<ColleagueRow> = self.0.iter().map(|known| known.row.clone()).collect();
        let place = |row: &ColleagueRow| {
            let index = accounts.all().iter().position(|config| config.id == row.account);
            (index.is_none(), index, row.agent.clone(), Reverse(row.since))
        };
        rows.sort_by_cached_key(place);
        rows
    }
}
