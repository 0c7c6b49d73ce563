//! What the system says about itself: its notification service, its microphone switch, its folder for downloads.

use serde::{Deserialize, Serialize};

/// What the notification service can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct NotificationAbilities {
    /// Buttons.
    pub actions: bool,
    /// A body below the title.
    pub body: bool,
    /// Stays until dismissed.
    pub persistence: bool,
    /// Body text takes markup and must be escaped.
    pub body_markup: bool,
    /// Takes an answer typed into the notification.
    #[serde(default)]
    pub inline_reply: bool,
}

/// Where a system keeps the switch that lets programs use the microphone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MicrophoneSwitch {
    /// It has none for all programs, or we do not know it.
    #[default]
    Unknown,
    /// In the settings of Windows.
    Windows,
    /// In the settings of macOS.
    MacOs,
}

/// What the system says about downloads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DownloadPlace {
    /// Its folder for downloads.
    pub folder: String,
    /// The user can be asked each time.
    pub can_ask: bool,
}
