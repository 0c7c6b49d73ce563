//! Queries: what a window may ask without changing anything. Answers never travel in AppView.

use crate::accounts::{AccountConfig, AccountId, FieldProblem, VendorForm};
use crate::base::Timestamp;
use crate::history::{DayStats, HistoryFilter, HistoryPage, HistoryRow, StatsUnit};
use crate::sound::{CallDescription, SoundLevels};
use crate::status::StatusChange;
use serde::{Deserialize, Serialize};

/// One question of a window or the command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "query", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Query {
    /// Which vendors there are and what each needs to know.
    Vendors,
    /// Checks a configuration and builds its address, without saving.
    CheckAccount {
        /// As typed.
        config: AccountConfig,
        /// Also try to reach the host.
        reach: bool,
    },
    /// What the page of an account said last, to the letter.
    Raw {
        /// Whose page.
        account: AccountId,
    },
    /// What changed about the status, and who did it.
    StatusHistory,
    /// How loud microphone and speaker are now. The microphone is open while this is asked once a second or more often.
    SoundLevels,
    /// The descriptions of the last call that Deskbell carried, without whom they are about.
    CallDescriptions,
    /// A page of what happened, the newest first.
    History {
        /// Which rows.
        #[serde(default)]
        filter: HistoryFilter,
        /// The `next` of the page above; none means the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        before: Option<i64>,
        /// Instead: the rows next above this number, still the newest first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        after: Option<i64>,
        /// Most rows.
        most: u32,
    },
    /// One row of what happened, with its lines.
    HistoryEntry {
        /// Which.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        id: i64,
    },
    /// Figures of each local day or hour.
    HistoryStats {
        /// From this moment on.
        from: Timestamp,
        /// Before this one.
        until: Timestamp,
        /// Of each of these.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional, as = "Option<StatsUnit>"))]
        unit: StatsUnit,
    },
}

/// Answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[expect(clippy::large_enum_variant, reason = "one is made for a question, and moved once")]
pub enum QueryAnswer {
    /// To [`Query::Vendors`].
    Vendors {
        /// In the order users read them.
        vendors: Vec<VendorForm>,
    },
    /// To [`Query::CheckAccount`].
    Checked {
        /// The address the page would have; none while something is wrong.
        address: Option<String>,
        /// What is wrong, field by field.
        problems: Vec<FieldProblem>,
    },
    /// To [`Query::Raw`].
    Raw {
        /// The last ones, oldest first.
        messages: Vec<RawMessage>,
    },
    /// To [`Query::StatusHistory`].
    StatusHistory {
        /// Newest first.
        changes: Vec<StatusChange>,
    },
    /// To [`Query::SoundLevels`].
    SoundLevels {
        /// None where the pages' own engine has the devices.
        levels: Option<SoundLevels>,
    },
    /// To [`Query::CallDescriptions`].
    CallDescriptions {
        /// In the order they were set; none if there was no call.
        descriptions: Vec<CallDescription>,
    },
    /// To [`Query::History`].
    History {
        /// The rows.
        page: HistoryPage,
    },
    /// To [`Query::HistoryEntry`].
    HistoryEntry {
        /// The row; none if there is none of this number.
        row: Option<HistoryRow>,
        /// Its lines, the oldest first.
        lines: Vec<HistoryRow>,
        /// What else is known of it, by name.
        #[cfg_attr(feature = "ts", ts(type = "unknown"))]
        detail: serde_json::Value,
    },
    /// To [`Query::HistoryStats`].
    HistoryStats {
        /// The oldest first; those without anything are left out.
        days: Vec<DayStats>,
    },
    /// To a question about the history that could not be answered.
    NoHistory {
        /// Why, in words.
        reason: String,
    },
}

/// One message as the page sent it, without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RawMessage {
    /// When it was heard.
    pub at: Timestamp,
    /// JSON text.
    pub text: String,
}
