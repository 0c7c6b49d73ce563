//! What the agent says about permissions: once, until the page is loaded anew, or for good; and taken back.

use super::change::Change;
use super::facts::{Grant, Permission, PermissionId};
use super::limits::GRANTS_MAX;
use super::requests::Circumstances;
use super::scheme::opens_program;
use super::state::Permissions;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::Answer;
use crate::base::ErrorCode;
use crate::base::answer::failed;
use crate::base::text::fill;
use crate::pages::state::Pages;

/// Answers not kept that are remembered of one page.
const PASSING_MAX: usize = 32;

/// Whether an answer outlives the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// Once and for all.
    ForGood,
    /// Until the page is loaded anew.
    ForNow,
}

impl From<bool> for Keeping {
    fn from(remember: bool) -> Self {
        if remember { Self::ForGood } else { Self::ForNow }
    }
}

impl Permissions {
    /// What a file says of accounts that are gone must not wait for a new one of that name.
    pub(crate) fn restore(&mut self, accounts: &Accounts) {
        self.grants.retain(|grant| accounts.config(&grant.account).is_some());
    }

    /// The agent answers an open question.
    pub(crate) fn answer(
        &mut self,
        around: Circumstances<'_>,
        ask: PermissionId,
        allowed: bool,
        keeping: Keeping,
    ) -> Result<(), Answer> {
        let Some(ask) = self.asks.iter().find(|known| known.id == ask).cloned() else {
            return Err(failed(ErrorCode::NoAsk, around.words.rights.no_ask.to_owned()));
        };
        self.say(around, &ask.account, ask.right, (allowed, keeping))
    }

    /// The agent says what holds for a permission from now on; whatever waits for it is answered.
    pub(crate) fn say(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        right: Permission,
        (allowed, keeping): (bool, Keeping),
    ) -> Result<(), Answer> {
        let words = &around.words.rights;
        around.accounts.known(account, around.words)?;
        let Some(right) = right.tidy() else {
            return Err(failed(ErrorCode::BadInput, words.bad_scheme.to_owned()));
        };
        if let Permission::OtherProgram { scheme } = &right
            && !opens_program(scheme)
        {
            return Err(failed(ErrorCode::NotPossible, fill(words.never_opened, &[scheme])));
        }
        if !allowed {
            self.take_back(around.pages, account, &right);
        }
        let kept = keeping == Keeping::ForGood && (right.is_kept() || !allowed);
        let known = |grant: &Grant| grant.account == *account && grant.right == right;
        if kept {
            let of_account = self.grants.iter().filter(|grant| grant.account == *account);
            let full = of_account.count() >= GRANTS_MAX;
            match self.grants.iter_mut().find(|grant| known(grant)) {
                Some(grant) => grant.allowed = allowed,
                None if full => {
                    return Err(failed(ErrorCode::NotPossible, words.too_many.to_owned()));
                }
                None => {
                    let (account, right) = (account.clone(), right.clone());
                    self.grants.push(Grant { account, right, allowed });
                }
            }
            self.changes.push(Change::Remembered);
        } else if self.grants.iter().any(known) {
            self.grants.retain(|grant| !known(grant));
            self.changes.push(Change::Remembered);
        }
        if let Some(a) = self.by_account.get_mut(account) {
            a.session.remove(&right);
            // Without a page there is nothing it could hold for.
            if !kept && around.pages.is_open(account) && a.session.len() < PASSING_MAX {
                a.session.insert(right.clone(), allowed);
            }
            self.changes.push(Change::Updated);
        }
        if right == Permission::Microphone {
            self.microphone_solved(account);
        }
        self.close(|ask| ask.account == *account && ask.right == right, allowed);
        Ok(())
    }

    /// The agent takes back what was said: it is asked again when it is wanted.
    pub(crate) fn forget(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        right: Permission,
    ) -> Result<(), Answer> {
        around.accounts.known(account, around.words)?;
        let nothing = || failed(ErrorCode::NoGrant, around.words.rights.no_grant.to_owned());
        let right = right.tidy().ok_or_else(nothing)?;
        if self.said(account, &right).is_none() {
            return Err(nothing());
        }
        self.take_back(around.pages, account, &right);
        let before = self.grants.len();
        self.grants.retain(|g| g.account != *account || g.right != right);
        if self.grants.len() != before {
            self.changes.push(Change::Remembered);
        }
        if let Some(a) = self.by_account.get_mut(account) {
            a.session.remove(&right);
            self.changes.push(Change::Updated);
        }
        if right == Permission::Microphone {
            self.microphone_solved(account);
        }
        Ok(())
    }

    /// A yes is taken back: where the engine would go on with it, its page is loaded again.
    fn take_back(&mut self, pages: &Pages, account: &AccountId, right: &Permission) {
        let was_allowed = right.is_recording() && self.said(account, right) == Some(true);
        if let Some(a) = self.by_account.get_mut(account).filter(|_| was_allowed) {
            a.stale = pages.is_open(account);
        }
    }

    /// Pages that go on with what was taken back are to be loaded again, as soon as no call would be cut.
    pub(crate) fn review(&mut self, is_busy: impl Fn(&AccountId) -> bool) {
        for (account, a) in &mut self.by_account {
            if a.stale && !is_busy(account) {
                a.stale = false;
                self.changes.push(Change::Stale { account: account.clone() });
            }
        }
    }
}
