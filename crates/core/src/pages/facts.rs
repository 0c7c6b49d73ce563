//! What a hosted page can be, can do and can meet on its way.

use crate::base::Timestamp;
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

/// Why a message gave no fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Problem {
    /// A type the adapter does not know ("this vendor changed").
    UnknownType {
        /// The type, cut to 80 characters.
        name: String,
    },
    /// A known type whose content could not be read.
    Malformed {
        /// The type.
        name: String,
        /// What was wrong (path and expectation, never the value).
        reason: String,
    },
    /// From an origin that is not the account's.
    WrongOrigin,
    /// Over the size limit.
    TooLarge,
    /// More than could be queued.
    Dropped,
    /// Not a message at all.
    NotAMessage,
}

/// Where the hosted page stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum PageState {
    /// The account is disabled: there is no page.
    Closed,
    /// The page is being loaded and has not said anything yet.
    Loading,
    /// The page's heartbeat arrives.
    Alive,
    /// The page does not show; the reason is for the user.
    Broken {
        /// What happened.
        problem: PageProblem,
        /// When the next try starts by itself; none while a call makes us ask first.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        retry_at: Option<Timestamp>,
        /// Tries made since the page last worked.
        tries: u32,
    },
}

/// Why a hosted page does not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum PageProblem {
    /// The web process ended.
    Crashed,
    /// No heartbeat for [`crate::pages::HEARTBEAT_LOST`].
    Hung,
    /// The page could not be loaded.
    LoadFailed {
        /// The engine's words (host name, not the whole address).
        reason: String,
    },
    /// The machine has no network.
    Offline,
    /// The page loaded but its bridge never spoke: a wrong address, or a foreign page.
    Silent,
    /// The server could not prove who it is.
    Certificate {
        /// The host, and what is wrong with its certificate.
        reason: String,
    },
    /// The configuration does not give an address.
    BadConfig {
        /// What is wrong with it.
        reason: String,
    },
}

/// What the page's engine can do, measured in the page itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct EngineAbilities {
    /// `RTCPeerConnection` exists: the widget can be a phone.
    pub web_rtc: bool,
    /// `navigator.mediaDevices` existed before we touched the page.
    pub media_devices: bool,
    /// The ringer device can be chosen.
    pub set_sink_id: bool,
    /// Passkeys can work.
    pub credentials: bool,
}
