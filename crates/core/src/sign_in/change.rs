//! What happened to a sign-in.

use super::facts::SignInStop;
use crate::accounts::AccountId;
use crate::base::{Private, RequestId};
use crate::pages::CertificateFlaw;

/// One change of the sign-ins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Something of one is different, and nobody else need know.
    Updated,
    /// One began anew: what came of the last one is history.
    Began { account: AccountId },
    /// The widget is to be asked to sign somebody in.
    AskToSignIn { account: AccountId, request: Option<RequestId> },
    /// The widget is to be asked to sign out.
    AskToSignOut { account: AccountId, request: Option<RequestId> },
    /// Its window is to be opened at a secret address, or to come to front.
    WindowWanted { account: AccountId, address: Private<String> },
    /// Its window is to be closed.
    WindowClosed { account: AccountId },
    /// Somebody is signed in.
    SignedIn { account: AccountId },
    /// Nobody is signed in any more.
    SignedOut { account: AccountId, cause: SignOutCause },
    /// It has stayed signed in for so long that earlier sign-outs are history.
    Steady { account: AccountId },
    /// A sign-in came to nothing.
    Failed { account: AccountId, failure: SignInFailure },
}

/// Who wanted a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignOutCause {
    /// The agent, or nobody was signed in before.
    Expected,
    /// Nobody: calls and messages stay away without the agent's knowledge.
    Unexpected,
}

/// What a sign-in came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SignInFailure {
    /// Its window was closed without an answer.
    Cancelled,
    /// The platform refused, in its words.
    Refused { error: String },
    /// Nobody answered.
    TimedOut,
    /// The widget did not take the answer.
    Unfinished,
    /// We stopped it.
    Stopped { why: SignInStop },
    /// A server in its window could not prove who it is.
    NotProved { host: String, flaw: CertificateFlaw },
}
