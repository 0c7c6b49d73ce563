//! What links of other programs did.

use crate::base::Private;

/// What came of a link.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// The number that waited was used, or is not wanted.
    Updated,
    /// Its number waits where the agent can use it.
    Opened,
    /// A sign-in comes back from the system's browser.
    SignInReturned { address: Private<String> },
    /// It is not followed; `why` in words.
    Refused { why: String },
    /// There were too many in a short time; `why` in words.
    TooMany { why: String },
}
