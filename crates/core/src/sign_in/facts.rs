//! What can be told about a sign-in, and the line that came with it.

use crate::accounts::AccountConfig;
use crate::base::Private;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why we stopped a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SignInStop {
    /// The page wanted to sign in somewhere that is not its platform, or to be answered at an address not its own.
    StrangeAddress {
        /// Its host, or its scheme where it has none.
        host: String,
    },
    /// An answer did not belong to the sign-in that was begun.
    StrangeAnswer,
    /// No web browser could be opened.
    NoBrowser,
    /// Nothing can wait for the browser's answer: mostly another program has the port.
    NoPort {
        /// The port.
        port: u16,
    },
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

/// Our own extension as the vendor tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLine {
    /// Main number.
    pub number: Option<Private<String>>,
    /// Extension.
    pub extension: Option<Private<String>>,
}
