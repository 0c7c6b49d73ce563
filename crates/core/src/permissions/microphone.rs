//! The microphone of a page: who stands in its way.

use super::change::Change;
use super::facts::{MicrophoneProblem, Permission};
use super::state::Permissions;
use crate::accounts::AccountId;

impl Permissions {
    /// Microphones the page could use.
    pub(crate) fn microphones_counted(&mut self, account: &AccountId, count: Option<u32>) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        if std::mem::replace(&mut a.microphones, count) != count {
            self.changes.push(Change::Updated);
        }
        if count.is_some_and(|count| count > 0)
            && a.microphone_problem == Some(MicrophoneProblem::NoDevice)
        {
            self.microphone_solved(account);
        }
    }

    /// The page wanted to record. The same trouble again changes nothing.
    pub(crate) fn microphone_tried(
        &mut self,
        account: &AccountId,
        problem: Option<MicrophoneProblem>,
    ) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        let Some(problem) = problem else { return self.microphone_solved(account) };
        if a.microphone_problem.replace(problem) != Some(problem) {
            self.changes.push(Change::NoMicrophone { account: account.clone(), problem });
        }
    }

    /// Nothing stands in the way any more, as far as known.
    pub(super) fn microphone_solved(&mut self, account: &AccountId) {
        if let Some(a) = self.by_account.get_mut(account) {
            a.microphone_problem = None;
        }
        self.changes.push(Change::MicrophoneSolved { account: account.clone() });
    }

    /// The system's switch is on: what it refused before may work now.
    pub(crate) fn microphone_unblocked(&mut self) {
        let refused = self.by_account.iter().filter(|(account, a)| {
            a.microphone_problem == Some(MicrophoneProblem::NotAllowed)
                && self.said(account, &Permission::Microphone) == Some(true)
        });
        let refused: Vec<AccountId> = refused.map(|(account, _)| account.clone()).collect();
        for account in refused {
            self.microphone_solved(&account);
        }
    }
}
