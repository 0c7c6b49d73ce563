//! What a message did.

use crate::accounts::AccountId;

/// One change of an account's messages.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Something is known that was not, or was read, or is gone.
    Updated { account: AccountId },
    /// One has just arrived and waits to be read. Said once for each.
    Arrived { account: AccountId, id: String },
    /// One waits to be read that arrived before the program began.
    FoundUnread { account: AccountId },
}
