//! What a page meets on its way: links that lead out of it, passwords it is asked for, certificates that are wrong.

use serde::{Deserialize, Serialize};

/// What is wrong with the certificate of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CertificateFlaw {
    /// Signed by nobody this machine trusts.
    UnknownIssuer,
    /// Made for another host.
    WrongHost,
    /// Not valid yet, by this machine's clock.
    NotYetValid,
    /// No longer valid, by this machine's clock.
    Expired,
    /// Taken back by its issuer.
    Revoked,
    /// Made in a way that is no longer safe.
    Weak,
    /// The engine does not say.
    Other,
}

/// Who wants a name and a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PasswordFor {
    /// The server of the page.
    Server,
    /// The proxy between here and there.
    Proxy,
}

/// Why a page, a frame, a window or a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LinkRefusal {
    /// To this machine, where the account does not live.
    OwnMachine,
    /// To the local network, where the account does not live.
    LocalNetwork,
    /// To an address that is nobody's.
    NoHost,
    /// Not encrypted, and part of signing in.
    NotEncrypted,
    /// Not among the hosts the account may sign in at.
    NotALoginHost,
    /// A kind of address that can do harm.
    Scheme,
    /// A user name stands where the host is looked for.
    UserName,
    /// Too long for an address.
    TooLong,
    /// More than anybody can press.
    Flood,
}
