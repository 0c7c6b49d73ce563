//! What there is on the stand-in and what a test sees of it.

use std::time::{Duration, SystemTime};

/// The only app it knows: a public client, with PKCE.
pub const CLIENT_ID: &str = "stand-in-client";
/// Who can sign in.
pub const USER: &str = "ada@example.com";
/// With this.
pub const PASSWORD: &str = "stand-in-passw0rd";
/// And this, if a second factor is asked for.
pub const ONE_TIME_CODE: &str = "246810";
/// A signed credential that is good for a token (guide *JWT Auth Flow*).
pub const JWT: &str = "stand-in-jwt";
/// The account there is.
pub const ACCOUNT_ID: u64 = 400_100_001;
/// The user's extension.
pub const EXTENSION_ID: u64 = 400_100_101;
/// By its number.
pub const EXTENSION_NUMBER: &str = "101";
/// Whose it is.
pub const NAME: &str = "Ada Desk";
/// The account's main number.
pub const MAIN_NUMBER: &str = "+18885550100";
/// The user's own number, from which texts are sent.
pub const DIRECT_NUMBER: &str = "+16505550101";
/// A phone of the user's to which calls are forwarded.
pub const MOBILE_NUMBER: &str = "+16505550102";

/// How the page behaves on which the user signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInPage {
    /// Asks for user and password.
    Password,
    /// Asks for a code afterwards.
    SecondFactor,
    /// Is the last of four origins, `127.0.0.1` and `localhost` in turn, each on a port of its own.
    Chain,
    /// Refuses embedded engines by the name they give, as Google's does; otherwise as [`SignInPage::Password`].
    RefusesEmbedded,
    /// Takes the request and never answers.
    NeverAnswers,
    /// Does not show: the user is remembered.
    Remembered,
    /// Does not show: the app gets this error, such as `access_denied` (RFC 6749, section 4.1.2.1).
    Fails(String),
}

/// One request it got, without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// When.
    pub at: SystemTime,
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its query; secrets are named but not kept.
    pub query: String,
    /// Its body; secrets are named but not kept.
    pub body: String,
    /// True if it had an access token that is good.
    pub authorised: bool,
    /// The status it was answered; none if it was not, or not yet.
    pub answered: Option<u16>,
}

/// What tokens were given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// A code of somebody who signed in.
    Code,
    /// A refresh token.
    Refresh,
    /// A signed credential.
    Jwt,
}

/// That tokens were given, not which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// When.
    pub at: SystemTime,
    /// For what.
    pub grant: Grant,
    /// How long the access token works.
    pub lifetime: Duration,
}

/// A user's presence, in the two words in which it is set (reference *Update User Presence Status*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceStatus {
    /// `userStatus`: *Available*, *Busy* or *Offline*.
    pub user: String,
    /// `dndStatus`: *TakeAllCalls*, *DoNotAcceptAnyCalls* and two about departments.
    pub dnd: String,
}

/// A call's three identities, one in each kind of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRef {
    /// In presence and in the call log.
    pub session_id: String,
    /// In call control, and in presence beside the other.
    pub telephony_session_id: String,
    /// Of the user's part.
    pub party_id: String,
}

/// Whom RingOut calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// The user, first.
    Caller,
    /// Whom they want.
    Callee,
}

/// A call the widget asked for (reference *Make RingOut Call*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingOut {
    /// Its identity.
    pub id: String,
    /// Where the user is called.
    pub from: String,
    /// Whom they want.
    pub to: String,
    /// `callerStatus`: *InProgress*, *Success*, or why it failed.
    pub caller: String,
    /// `calleeStatus`, alike.
    pub callee: String,
    /// The call that comes of it.
    pub call: CallRef,
}
