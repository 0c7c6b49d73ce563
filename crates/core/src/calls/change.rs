//! What calls did.

use super::facts::{CallAction, CallId, CallKey};
use crate::accounts::AccountId;
use crate::base::{Answer, Private, RequestId};

/// A change of calls or of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// A row or a line is another.
    Updated,
    /// Two rows turned out to be one call, which goes on under the older number.
    Merged { from: CallId, into: CallId },
    /// The account's page lost a call: nobody lists its leg any more.
    Lost { account: AccountId },
    /// The account has more live calls than are kept; the oldest row was dropped.
    TooMany { account: AccountId },
    /// Its widget is to do something with a call.
    Ask {
        account: AccountId,
        call: CallId,
        keys: Vec<CallKey>,
        action: CallAction,
        argument: Option<Private<String>>,
        request: Option<RequestId>,
    },
    /// Its dialer is to take a number. A call with the number `next` or a higher one is what comes of it.
    Dial {
        account: AccountId,
        number: Private<String>,
        call_now: bool,
        next: CallId,
        request: Option<RequestId>,
    },
    /// The dialer did not get ready in time for a number.
    DialExpired { account: AccountId },
    /// Its widget is to list its phone legs.
    ListLegs { account: AccountId },
    /// Who asked is told what came of it.
    Answered { request: RequestId, answer: Answer },
}
