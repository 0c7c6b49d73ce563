//! What a download did.

use super::facts::{DownloadId, DownloadOrder};
use crate::accounts::AccountId;

/// One change of the downloads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// The rows are different, and nobody else need know.
    Updated,
    /// The shell has to do something about one.
    Ordered { download: DownloadId, order: DownloadOrder },
    /// One is whole and in its place.
    Finished { account: AccountId, download: DownloadId },
    /// A page began more than a person asks for; so many were refused in a row.
    TooMany { account: AccountId, count: u32 },
    /// A sign-in window wanted to save something.
    RefusedToSignIn { account: AccountId },
}
