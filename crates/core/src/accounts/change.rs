//! What happened to the list of accounts.

use super::facts::{AccountConfig, AccountId};

/// One change of the list of accounts. All of it is kept in the settings file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// One is new.
    Added { account: AccountId },
    /// Label or options of one are not what they were.
    Changed { before: Box<AccountConfig> },
    /// The list is in another order.
    Moved,
    /// One was switched on.
    Enabled { account: AccountId },
    /// One was switched off: nothing of it goes on.
    Disabled { account: AccountId },
    /// One is gone with everything known of it; it was switched off before.
    Removed { account: AccountId },
}
