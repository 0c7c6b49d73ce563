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

/// How the file of the history stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum HistoryState {
    /// What happens is kept.
    #[default]
    Kept,
    /// It cannot be written for now: what happens waits in memory until it can.
    Waiting {
        /// Why.
        why: HistoryProblem,
    },
    /// It could not be opened: nothing of this run is kept.
    Missing {
        /// Why.
        why: HistoryProblem,
    },
}

/// Why the history cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum HistoryProblem {
    /// Another process has the file.
    InUse,
    /// A later version of Deskbell wrote it.
    Newer,
    /// The disk is full.
    Full,
    /// The file or its folder may not be written.
    ReadOnly,
    /// What the system says.
    Other {
        /// Its words.
        reason: String,
    },
}
