//! What happened to a permission.

use super::facts::{MicrophoneProblem, Permission, PermissionId};
use crate::accounts::AccountId;

/// One change of the permissions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Something is different, and nobody else need know.
    Updated,
    /// What the agent said for good is different; kept in the settings file.
    Remembered,
    /// The first of an account's open questions came up.
    Asked { account: AccountId, right: Permission },
    /// A page asks for more than a person can answer. Said once until it asks less.
    TooMany { account: AccountId, right: Permission },
    /// Something of a page waited, and has its answer.
    Answered { account: AccountId, ask: PermissionId, allowed: bool },
    /// The last of an account's open questions is closed.
    AllAnswered { account: AccountId },
    /// A page goes on with what was taken back: it must be loaded again.
    Stale { account: AccountId },
    /// A page wanted to record and got no microphone.
    NoMicrophone { account: AccountId, problem: MicrophoneProblem },
    /// Nothing stands in the way of a microphone any more, as far as known.
    MicrophoneSolved { account: AccountId },
}
