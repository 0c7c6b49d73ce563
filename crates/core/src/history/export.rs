//! An export of what is kept, as one agent asked for it: how far it is, and what came of it.

use super::query::HistoryFilter;
use serde::{Deserialize, Serialize};

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180), with a line of names.
    Csv,
    /// One JSON object on each line.
    Json,
}

/// What is to be written: which entries, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportOrder {
    /// Its number: the last one counts.
    pub export: u32,
    /// Which entries.
    pub filter: HistoryFilter,
    /// How.
    pub format: ExportFormat,
    /// Into which folder.
    pub folder: String,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ExportState {
    /// It is being written.
    Running,
    /// It is there.
    Done {
        /// Where.
        path: String,
    },
    /// The agent ended it; nothing is left of it.
    Cancelled,
    /// It could not be written; nothing is left of it.
    Failed {
        /// Why, in words.
        reason: String,
    },
}

/// The last export, as windows show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ExportRow {
    /// Its number.
    pub export: u32,
    /// Entries written so far.
    pub entries: u32,
    /// How far it is.
    pub state: ExportState,
}
