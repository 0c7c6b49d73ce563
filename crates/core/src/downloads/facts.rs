//! Downloads: what a page saves on this computer, as facts and as plain orders.

use crate::base::Private;
use serde::{Deserialize, Serialize};

/// Names one download of this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DownloadId(pub u32);

/// What happened to one download. Its address is never part of it: it may carry a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DownloadFact {
    /// A page began it; nothing was answered yet, and nothing is written before [`DownloadOrder::Save`].
    Begun {
        /// Where it comes from; none for what a page made itself.
        host: Option<String>,
        /// Which page.
        opener: DownloadOpener,
    },
    /// It was answered.
    Named {
        /// As the server or page suggests.
        name: Private<String>,
        /// Bytes, if said.
        size: Option<u64>,
    },
    /// Bytes are on the disk; told a few times a second, and once before the first byte.
    Received {
        /// How many.
        bytes: u64,
        /// Bytes free where they go, if the system tells.
        free: Option<u64>,
    },
    /// It is whole, and in its place.
    Finished {
        /// The name it got.
        name: Private<String>,
        /// The folder it is in.
        folder: String,
        /// Its size in bytes.
        bytes: u64,
    },
    /// It will not be; nothing of it is left.
    Failed {
        /// Why.
        problem: DownloadProblem,
    },
    /// The user broke it off, or did not say where to save it; nothing of it is left.
    Cancelled,
}

/// Which page began a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DownloadOpener {
    /// The account's own.
    Page,
    /// A sign-in window: it has nothing to save.
    SignIn,
}

/// Why a download came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum DownloadProblem {
    /// Larger than [`crate::downloads::DOWNLOAD_BYTES_MAX`].
    TooLarge,
    /// The disk would be full.
    NoSpace,
    /// Nothing can be written into the folder.
    Folder {
        /// Which.
        folder: String,
        /// The system's reason.
        reason: String,
    },
    /// The server did not give it.
    Refused {
        /// Its HTTP status.
        status: u16,
    },
    /// The connection broke off.
    Broken {
        /// The engine's reason, without any address.
        reason: String,
    },
    /// It could not be put in its place.
    NotSaved {
        /// The system's reason.
        reason: String,
    },
}

/// What the shell is to do about one download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DownloadOrder {
    /// Take it, under this name or the next free one.
    Save {
        /// Harmless already.
        name: Private<String>,
        /// Into this folder; empty means the system's for downloads.
        folder: String,
        /// Ask the user where to, where the system can.
        ask: bool,
    },
    /// Break it off and leave nothing behind.
    Cancel,
    /// Show the folder it is in, never the file itself.
    Reveal {
        /// Its name.
        name: Private<String>,
        /// Its folder.
        folder: String,
    },
}

/// Where a download stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum DownloadState {
    /// Not answered yet.
    Waiting,
    /// The user is asked where to save it.
    Asking,
    /// Bytes arrive.
    Running,
    /// Whole and in its place.
    Finished {
        /// The folder it is in.
        folder: String,
    },
    /// Came to nothing.
    Failed {
        /// Why.
        problem: DownloadProblem,
    },
    /// Broken off by the user.
    Cancelled,
}

impl DownloadState {
    /// Nothing more will happen to it.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        match self {
            Self::Waiting | Self::Asking | Self::Running => false,
            Self::Finished { .. } | Self::Failed { .. } | Self::Cancelled => true,
        }
    }
}

/// Where downloads go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DownloadPreferences {
    /// Full path of the folder; empty means the system's for downloads.
    pub folder: String,
    /// Ask each time, beginning at that folder.
    pub ask: bool,
}
