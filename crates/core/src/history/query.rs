//! Questions about what is kept, as windows and the command line ask them, and their answers.

use super::facts::EntryKind;
use crate::accounts::{AccountId, NumberFormats, VendorId};
use crate::base::{Direction, Private, Timestamp};
use serde::{Deserialize, Serialize};

/// Which rows are wanted: what is left out does not count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, optional_fields = nullable))]
pub struct HistoryFilter {
    /// Parts of words or numbers, all of which must be there. Two letters at least.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub text: Option<Private<String>>,
    /// Sorts.
    pub kinds: Vec<EntryKind>,
    /// Accounts.
    pub accounts: Vec<AccountId>,
    /// Vendors.
    pub vendors: Vec<VendorId>,
    /// Who began it.
    pub direction: Option<Direction>,
    /// What became of it, as one word each (`missed`).
    pub outcomes: Vec<String>,
    /// Only calls that went to voicemail, and voicemails.
    pub voicemail: bool,
    /// Only chats with one of these labels.
    pub labels: Vec<String>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Of one person: a telephone number or an e-mail address.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub who: Option<Private<String>>,
}

/// One row of what is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HistoryRow {
    /// Its number: the greater, the later. It never changes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub id: i64,
    /// Sort.
    pub kind: EntryKind,
    /// Whose.
    pub account: Option<AccountId>,
    /// Whose dialect.
    pub vendor: Option<VendorId>,
    /// When it began.
    pub at: Timestamp,
    /// When talking began, or somebody on our side replied first.
    pub answered_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Who began it.
    pub direction: Option<Direction>,
    /// What became of it, as one word; of a line, who wrote it.
    pub outcome: Option<String>,
    /// The other side's number.
    pub number: Option<String>,
    /// The number set for reading.
    pub number_shown: Option<String>,
    /// The other side's e-mail address.
    pub address: Option<String>,
    /// The other side's name; of a line, its author's.
    pub name: Option<String>,
    /// What was written or said.
    pub text: Option<String>,
    /// It waits to be looked at.
    pub unread: bool,
    /// It is not over.
    pub open: bool,
    /// The line by which a search found it.
    pub found: Option<String>,
    /// What the agent noted.
    pub note: Option<String>,
    /// What came of it in the agent's words.
    pub disposition: Option<String>,
    /// What else a list shows of it, by name: of a change of the status all of it, of a chat its queue and labels.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub detail: serde_json::Value,
}

/// What figures are counted by, as the clocks here show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum StatsUnit {
    /// Each hour.
    Hour,
    /// Each day.
    #[default]
    Day,
}

/// Rows, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HistoryPage {
    /// The rows.
    pub rows: Vec<HistoryRow>,
    /// Asks for the next page in the same direction; none means there is no more.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub next: Option<i64>,
}

/// Figures of one local day or hour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DayStats {
    /// When it began.
    pub begins: Timestamp,
    /// Calls that came in.
    pub calls_in: u32,
    /// Calls that went out.
    pub calls_out: u32,
    /// Calls that came in and nobody took.
    pub missed: u32,
    /// Time talked, in seconds.
    pub talk_seconds: u32,
    /// Time that callers waited until somebody spoke to them, in seconds.
    pub wait_seconds: u32,
    /// Conversations.
    pub chats: u32,
    /// Conversations in which somebody replied.
    pub chats_replied: u32,
    /// Time until the first reply, of all those together, in seconds.
    pub first_reply_seconds: u32,
    /// Messages that came.
    pub messages: u32,
}

impl HistoryRow {
    /// As windows show it: a number set for reading.
    #[must_use]
    pub fn new(
        id: i64,
        entry: super::facts::Entry,
        found: Option<String>,
        formats: &NumberFormats,
    ) -> Self {
        let format = formats.of(entry.account.as_ref());
        let reveal = |text: Option<Private<String>>| text.map(|text| text.reveal().clone());
        let detail = entry.detail.map(|detail| detail.reveal().clone()).unwrap_or_default();
        let detail = match entry.kind {
            EntryKind::Conversation => serde_json::json!({
                "queue": detail.get("queue"),
                "labels": detail.get("labels"),
            }),
            EntryKind::Line => serde_json::Value::Null,
            EntryKind::Call | EntryKind::Message | EntryKind::Status => detail,
        };
        let number = reveal(entry.number);
        Self {
            id,
            kind: entry.kind,
            account: entry.account,
            vendor: entry.vendor,
            at: entry.at,
            answered_at: entry.answered_at,
            ended_at: entry.ended_at,
            direction: entry.direction,
            outcome: entry.outcome,
            number_shown: number.as_deref().map(|number| format.show(number)),
            number,
            address: reveal(entry.address),
            name: reveal(entry.name),
            text: reveal(entry.text),
            unread: entry.unread,
            open: entry.open,
            found,
            note: reveal(entry.note),
            disposition: reveal(entry.disposition),
            detail,
        }
    }
}
