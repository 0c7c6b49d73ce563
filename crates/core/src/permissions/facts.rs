//! Rights: what a hosted page may do beyond showing itself, and what the agent said about it.

use super::scheme::SCHEME_MAX;
use crate::accounts::AccountId;
use serde::{Deserialize, Serialize};

/// How [`Permission::OtherProgram`] is named before its scheme.
const PROGRAM: &str = "program:";

/// Something a page may be allowed to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Permission {
    /// Listen to the microphone.
    Microphone,
    /// Look through the camera.
    Camera,
    /// See the screen or a window.
    Screen,
    /// Show notifications of its own.
    Notifications,
    /// Read the clipboard.
    Clipboard,
    /// Know where the machine is.
    Location,
    /// Open another program with a link.
    OtherProgram {
        /// Scheme of the link, in lower case (`zoommtg`).
        scheme: String,
    },
}

impl Permission {
    /// A stable word for programs and people: `microphone`, `program:zoommtg`.
    #[must_use]
    pub fn name(&self) -> String {
        let word = match self {
            Self::Microphone => "microphone",
            Self::Camera => "camera",
            Self::Screen => "screen",
            Self::Notifications => "notifications",
            Self::Clipboard => "clipboard",
            Self::Location => "location",
            Self::OtherProgram { scheme } => return format!("{PROGRAM}{scheme}"),
        };
        word.to_owned()
    }

    /// The right called `name`, as [`Permission::name`] gives it; none if there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "microphone" => Self::Microphone,
            "camera" => Self::Camera,
            "screen" => Self::Screen,
            "notifications" => Self::Notifications,
            "clipboard" => Self::Clipboard,
            "location" => Self::Location,
            other => {
                Self::OtherProgram { scheme: other.strip_prefix(PROGRAM)?.to_owned() }.tidy()?
            }
        })
    }

    /// The same as it is compared and kept; none if no link has such a scheme.
    pub(crate) fn tidy(self) -> Option<Self> {
        match self {
            Self::OtherProgram { scheme } => {
                let scheme = scheme.to_ascii_lowercase();
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
                let good = scheme.len() <= SCHEME_MAX
                    && scheme.starts_with(|c: char| c.is_ascii_lowercase())
                    && scheme.chars().all(plain);
                good.then_some(Self::OtherProgram { scheme })
            }
            Self::Microphone
            | Self::Camera
            | Self::Screen
            | Self::Notifications
            | Self::Clipboard
            | Self::Location => Some(self),
        }
    }

    /// An engine that was told yes goes on with it while its page lives, over all its documents.
    pub(crate) const fn is_recording(&self) -> bool {
        match self {
            Self::Microphone | Self::Camera | Self::Screen => true,
            Self::Notifications | Self::Clipboard | Self::Location | Self::OtherProgram { .. } => {
                false
            }
        }
    }

    /// A yes may outlive the page. Who may see the screen at one time should not see it at any other.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        match self {
            Self::Screen => false,
            Self::Microphone
            | Self::Camera
            | Self::Notifications
            | Self::Clipboard
            | Self::Location
            | Self::OtherProgram { .. } => true,
        }
    }
}

/// Why a page that wanted to record got no microphone, as its engine says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MicrophoneProblem {
    /// It was not allowed: by the agent, or by the system.
    NotAllowed,
    /// There is none, or none of the kind wanted.
    NoDevice,
    /// There is one that gives no sound: another program has it, or it is broken.
    NotReadable,
}

/// What the agent said once and for all about a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// Whose page.
    pub account: AccountId,
    /// Which right.
    pub right: Permission,
    /// Yes or no.
    pub allowed: bool,
}

/// Names one thing of a page that waits for a right. Never used twice in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PermissionId(pub u32);
