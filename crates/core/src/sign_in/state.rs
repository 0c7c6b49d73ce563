//! Who is signed in where, and the sign-ins under way.

use super::change::Change;
use super::facts::{OwnLine, SignIn};
use super::limits::SIGN_OUTS_MANY;
use crate::accounts::AccountId;
use crate::base::changes::Changes;
use crate::base::{Private, Timestamp};
use std::collections::BTreeMap;

/// The sign-ins of all accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct SignIns {
    pub(super) by_account: BTreeMap<AccountId, AccountSignIn>,
    pub(crate) changes: Changes<Change>,
}

impl SignIns {
    /// An account's sign-in.
    pub(crate) fn get(&self, account: &AccountId) -> Option<&AccountSignIn> {
        self.by_account.get(account)
    }

    /// How far the account's sign-in has got; none if there is no such account.
    pub(crate) fn state(&self, account: &AccountId) -> Option<SignIn> {
        self.by_account.get(account).map(|a| a.state)
    }

    /// Somebody is signed in there.
    pub(crate) fn is_signed_in(&self, account: &AccountId) -> bool {
        self.by_account.get(account).is_some_and(|a| a.state == SignIn::SignedIn)
    }

    /// A window or the browser is waited for.
    pub(crate) fn is_open(&self, account: &AccountId) -> bool {
        self.by_account.get(account).is_some_and(|a| a.until.is_some())
    }

    /// Sign-outs nobody asked for, lately.
    pub(crate) fn lapses(&self, account: &AccountId) -> usize {
        self.by_account.get(account).map_or(0, |a| a.lapses.len())
    }

    /// It was signed out so often lately that it will hardly stay signed in.
    pub(crate) fn keeps_lapsing(&self, account: &AccountId) -> bool {
        self.lapses(account) >= SIGN_OUTS_MANY
    }
}

/// One account's sign-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountSignIn {
    pub(super) state: SignIn,
    /// Signed in before and not signed out by request since: a sign-out now is unexpected.
    pub(super) was_signed_in: bool,
    /// It is given up then.
    pub(super) until: Option<Timestamp>,
    pub(super) address: Option<Private<String>>,
    /// The answer was handed to the widget.
    pub(super) answered: bool,
    /// When the page asked for sign-in windows lately.
    pub(super) asked: Vec<Timestamp>,
    /// When it was signed out lately without being asked to.
    pub(super) lapses: Vec<Timestamp>,
    /// Our own line, as the vendor told it at sign-in.
    pub(super) line: OwnLine,
}

impl AccountSignIn {
    /// How far it has got.
    pub(crate) const fn state(&self) -> SignIn {
        self.state
    }

    /// A window or the browser is open at an address.
    pub(crate) const fn has_address(&self) -> bool {
        self.address.is_some()
    }

    /// Our own line, as the vendor told it at sign-in.
    pub(crate) const fn line(&self) -> &OwnLine {
        &self.line
    }
}
