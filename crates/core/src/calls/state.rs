//! Live and recent calls.

use super::call::Call;
use super::change::Change;
use super::end::{parting, review};
use super::facts::{CallAction, CallId};
use super::line::Line;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::changes::Changes;
use crate::base::{Private, Timestamp};
use crate::pages::state::Pages;
use crate::sign_in::state::SignIns;
use crate::words::Words;
use std::collections::BTreeMap;

/// Everything known of calls.
#[derive(Clone, Debug)]
pub(crate) struct Calls {
    /// Live and recent calls, oldest first.
    pub(crate) rows: Vec<Call>,
    pub(super) next: u32,
    /// Each account's line to the phone network.
    pub(crate) lines: BTreeMap<AccountId, Line>,
    pub(crate) changes: Changes<Change>,
}

/// What else counts when something is asked of a call or a line.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'w> {
    pub(crate) accounts: &'w Accounts,
    pub(crate) pages: &'w Pages,
    pub(crate) sign_in: &'w SignIns,
    pub(crate) words: &'static Words,
}

impl Default for Calls {
    fn default() -> Self {
        Self { rows: Vec::new(), next: 1, lines: BTreeMap::new(), changes: Changes::default() }
    }
}

impl Calls {
    /// One call row.
    pub(crate) fn get(&self, id: CallId) -> Option<&Call> {
        self.rows.iter().find(|call| call.id == id)
    }

    /// One call row, to change it.
    pub(super) fn get_mut(&mut self, id: CallId) -> Option<&mut Call> {
        self.rows.iter_mut().find(|call| call.id == id)
    }

    /// Reloading or leaving would drop a phone leg of `account`, or of any account for none.
    pub(crate) fn would_drop(&self, account: Option<&AccountId>) -> bool {
        self.rows.iter().any(|call| call.leg_live() && account.is_none_or(|a| call.account == *a))
    }

    /// Missed calls not seen, of one account or of all.
    pub(crate) fn missed(&self, account: Option<&AccountId>) -> u32 {
        let unseen = |call: &&Call| call.unseen() && account.is_none_or(|a| call.account == *a);
        u32::try_from(self.rows.iter().filter(unseen).count()).unwrap_or(u32::MAX)
    }

    /// When something must be done about a call or a line although nobody speaks.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let rows = self.rows.iter().filter_map(Call::deadline);
        let lines = self.lines.values().flat_map(|line| {
            let dial = line.dial.as_ref().map(|wish| wish.until);
            [line.resync_until, dial].into_iter().flatten()
        });
        rows.chain(lines).min()
    }

    /// Lets time pass for lists of legs that do not come, and for rows.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        self.pass_time_of_lists(now);
        self.pass_time_of_rows(now);
    }

    /// The account got its place.
    pub(crate) fn account_added(&mut self, account: AccountId) {
        self.lines.insert(account, Line::default());
    }

    /// The account is switched off: what is not over is not heard of again.
    pub(crate) fn account_disabled(&mut self, account: &AccountId) {
        let before = self.rows.len();
        self.rows.retain(|call| call.account != *account);
        if self.rows.len() != before {
            self.changes.push(Change::Updated);
        }
    }

    /// The account is gone, and its line with it.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.account_disabled(account);
        self.lines.remove(account);
    }

    /// What was asked of a call was handed to its widget.
    pub(crate) fn handed_over(
        &mut self,
        call: CallId,
        action: CallAction,
        argument: Option<&Private<String>>,
    ) {
        let Some(row) = self.get_mut(call) else { return };
        row.trouble = None;
        if parting(action).is_some() {
            row.asked = Some(action);
            row.moved_to = argument.cloned();
        }
        self.changes.push(Change::Updated);
    }

    /// What was asked of a call happened, perhaps after it was told that nobody knows.
    pub(crate) fn confirmed(&mut self, call: CallId) {
        let Some(row) = self.get_mut(call) else { return };
        if row.trouble.take().is_some() {
            self.changes.push(Change::Updated);
        }
    }

    /// What was asked of a call did not happen; `trouble` in words, where it is worth any.
    pub(crate) fn came_to_nothing(
        &mut self,
        call: CallId,
        action: CallAction,
        trouble: Option<&str>,
        now: Timestamp,
    ) {
        let Some(row) = self.get_mut(call) else { return };
        if row.asked == Some(action) {
            row.asked = None;
            // The end reason must not rest on what did not happen.
            review(row, now);
        }
        if let Some(trouble) = trouble {
            row.trouble = Some(trouble.to_owned());
        }
        self.changes.push(Change::Updated);
    }
}
