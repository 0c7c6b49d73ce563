//! Accounts: one sign-in at one vendor, as the user configured it and as it stands now.

use crate::{Private, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Our own stable name of an account: lower-case letters, digits and `-`, at most 40 characters.
/// It names the data directory and the webview label, so it never changes after creation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, type = "string"))]
pub struct AccountId(String);

/// Longest account id in characters.
pub const ACCOUNT_ID_MAX: usize = 40;

impl AccountId {
    /// Accepts `id` if it can name a directory and a webview label on every system.
    ///
    /// # Errors
    /// A sentence for the user that says what is wrong with the id.
    pub fn new(id: impl Into<String>) -> Result<Self, String> {
        let id = id.into();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty()
            || id.len() > ACCOUNT_ID_MAX
            || !id.chars().all(plain)
            || id.starts_with('-')
        {
            return Err(format!(
                "an account id is 1 to {ACCOUNT_ID_MAX} lower-case letters, digits or '-', not {id:?}"
            ));
        }
        Ok(Self(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccountId {
    type Error = String;

    fn try_from(id: String) -> Result<Self, String> {
        Self::new(id)
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A vendor's short name as its adapter gives it; the core never looks inside.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VendorId(pub String);

/// What the user configured: kept in the settings file. `Debug` names the options without their
/// values: some are secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AccountConfig {
    /// Our stable id.
    pub id: AccountId,
    /// Which adapter speaks for it.
    pub vendor: VendorId,
    /// What the user calls it.
    pub label: String,
    /// A disabled account has no page and hears nothing, but keeps its data.
    pub enabled: bool,
    /// The vendor's own settings by name (for example `url`, `clientId`), checked by the adapter.
    pub options: BTreeMap<String, String>,
    /// Opens our simulated desk instead of the vendor.
    pub simulated: bool,
}

/// Option that says where a person signs in: [`IN_BROWSER`], or in a window of ours.
pub const SIGN_IN_OPTION: &str = "signInWith";
/// Value of [`SIGN_IN_OPTION`]: in the system's browser.
pub const IN_BROWSER: &str = "browser";

impl AccountConfig {
    /// Whether a person signs in with the system's browser.
    #[must_use]
    pub fn signs_in_by_browser(&self) -> bool {
        self.options.get(SIGN_IN_OPTION).is_some_and(|with| with.trim() == IN_BROWSER)
    }
}

impl fmt::Debug for AccountConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountConfig")
            .field("id", &self.id)
            .field("vendor", &self.vendor)
            .field("label", &self.label)
            .field("enabled", &self.enabled)
            .field("options", &self.options.keys())
            .field("simulated", &self.simulated)
            .finish()
    }
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
    /// No heartbeat for [`crate::settings::HEARTBEAT_LOST`].
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

/// Whether the vendor knows who we are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SignIn {
    /// The page has not said.
    #[default]
    Unknown,
    /// Signed out: calls do not arrive.
    SignedOut,
    /// A sign-in window is open or the code is being exchanged.
    InProgress,
    /// Signed in.
    SignedIn,
}

/// The phone line of a widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Connection {
    /// The page has not said.
    #[default]
    Unknown,
    /// On the way.
    Connecting,
    /// Registered: calls can ring here.
    Connected,
    /// Not registered.
    Disconnected,
    /// The vendor gave up.
    Failed,
    /// Another tab or window of the same account has the line.
    InactiveHere,
}

/// How a phone widget makes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CallingMode {
    /// The widget is the phone; needs WebRTC.
    Browser,
    /// The vendor rings the agent's own phone first.
    RingOut,
    /// The vendor's other desktop app makes the call.
    OtherApp,
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

/// Our own extension as the vendor tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLine {
    /// Main number.
    pub number: Option<Private<String>>,
    /// Extension.
    pub extension: Option<Private<String>>,
}
