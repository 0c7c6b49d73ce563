//! Live and recent calls.

use super::call::Call;
use super::change::Change;
use super::end::{parting, review};
use super::facts::{CallAction, CallId};
use super::line::Line;
use super::rows::{Group, Rows};
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::changes::Changes;
use crate::base::{Private, Timestamp};
use crate::pages::state::Pages;
use crate::sign_in::state::SignIns;
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Everything known of calls.
#[derive(Clone, Debug)]
pub(crate) struct Calls {
    pub(super) rows: Rows,
    pub(super) next: u32,
    /// Each account's line to the phone network.
    pub(super) lines: BTreeMap<AccountId, Line>,
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
        Self { rows: Rows::default(), next: 1, lines: BTreeMap::new(), changes: Changes::default() }
    }
}

impl Calls {
    /// An account's line to the phone network.
    pub(crate) fn line(&self, account: &AccountId) -> Option<&Line> {
        self.lines.get(account)
    }

    /// One call row.
    pub(crate) fn get(&self, id: CallId) -> Option<&Call> {
        self.rows.get(id)
    }

    /// Live and recent calls, the oldest first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Call> {
        self.rows.all()
    }

    /// The calls with this number or a higher one.
    pub(crate) fn since(&self, first: CallId) -> impl Iterator<Item = &Call> {
        self.rows.since(first)
    }

    /// The calls that stand so, the oldest first.
    pub(crate) fn group(&self, group: Group) -> impl DoubleEndedIterator<Item = &Call> {
        self.rows.group(group)
    }

    /// How many calls stand so.
    pub(crate) fn count(&self, group: Group) -> usize {
        self.rows.count(group)
    }

    /// Numbers of the calls of an account that stand so.
    pub(super) fn of_account(&self, account: &AccountId, group: Group) -> Vec<CallId> {
        let calls = self.rows.group(group).filter(|call| call.account == *account);
        calls.map(|call| call.id).collect()
    }

    /// Numbers of the calls that may be different, or are gone, since [`Self::reviewed`].
    pub(crate) const fn touched(&self) -> &BTreeSet<CallId> {
        self.rows.touched()
    }

    /// Whoever tells the agent has looked at all that changed.
    pub(crate) fn reviewed(&mut self) {
        self.rows.clear_touched();
    }

    /// Reloading or leaving would drop a phone leg of `account`, or of any account for none.
    pub(crate) fn would_drop(&self, account: Option<&AccountId>) -> bool {
        self.rows.group(Group::Leg).any(|call| account.is_none_or(|a| call.account == *a))
    }

    /// Missed calls not seen, of one account or of all.
    pub(crate) fn missed(&self, account: Option<&AccountId>) -> u32 {
        let missed = match account {
            None => self.rows.count(Group::Unseen),
            Some(account) => self.of_account(account, Group::Unseen).len(),
        };
        u32::try_from(missed).unwrap_or(u32::MAX)
    }

    /// When something must be done about a call or a line although nobody speaks.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let lines = self.lines.values().flat_map(|line| {
            let dial = line.dial.as_ref().map(|wish| wish.until);
            [line.resync_until, dial].into_iter().flatten()
        });
        lines.chain(self.rows.deadline()).min()
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
        let gone = self.rows.all().filter(|call| call.account == *account);
        for id in gone.map(|call| call.id).collect::<Vec<_>>() {
            self.rows.remove(id);
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
        let known = self.rows.change(call, |row| {
            row.trouble = None;
            if parting(action).is_some() {
                row.asked = Some(action);
                row.moved_to = argument.cloned();
            }
        });
        if known.is_some() {
            self.changes.push(Change::Updated);
        }
    }

    /// What was asked of a call happened, perhaps after it was told that nobody knows.
    pub(crate) fn confirmed(&mut self, call: CallId) {
        let trouble = self.rows.change(call, |row| row.trouble.take());
        if trouble.flatten().is_some() {
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
        let known = self.rows.change(call, |row| {
            if row.asked == Some(action) {
                row.asked = None;
                // The end reason must not rest on what did not happen.
                review(row, now);
            }
            if let Some(trouble) = trouble {
                row.trouble = Some(trouble.to_owned());
            }
        });
        if known.is_some() {
            self.changes.push(Change::Updated);
        }
    }
}
