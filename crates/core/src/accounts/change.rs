//! What happened to the list of accounts.

use super::facts::AccountId;

/// One change of the list of accounts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// One is gone with everything known of it.
    Removed { account: AccountId },
}
