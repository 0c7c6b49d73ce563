//! Who is signed in where, and the sign-ins under way.

use super::facts::{OwnLine, SignIn};
use crate::accounts::AccountId;
use crate::base::{Private, Timestamp};
use std::collections::BTreeMap;

/// The sign-ins of all accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct SignIns {
    pub(crate) by_account: BTreeMap<AccountId, AccountSignIn>,
}

impl SignIns {
    /// Somebody is signed in there.
    pub(crate) fn is_signed_in(&self, account: &AccountId) -> bool {
        self.by_account.get(account).is_some_and(|a| a.state == SignIn::SignedIn)
    }
}

/// One account's sign-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountSignIn {
    pub(crate) state: SignIn,
    /// Signed in before and not signed out by request since: a sign-out now is unexpected.
    pub(crate) was_signed_in: bool,
    /// It is given up then.
    pub(crate) until: Option<Timestamp>,
    pub(crate) address: Option<Private<String>>,
    /// The answer was handed to the widget.
    pub(crate) answered: bool,
    /// When the page asked for sign-in windows lately.
    pub(crate) asked: Vec<Timestamp>,
    /// Our own line, as the vendor told it at sign-in.
    pub(crate) line: OwnLine,
}
