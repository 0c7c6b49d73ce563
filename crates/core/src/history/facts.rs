//! What is kept of what happened: one row for each call, conversation, line of one, message and change of the status.

use crate::accounts::{AccountId, VendorId};
use crate::base::{Direction, Private, Timestamp};
use serde::{Deserialize, Serialize};

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum EntryKind {
    /// A call.
    Call,
    /// A live chat.
    Conversation,
    /// A line of a live chat.
    Line,
    /// SMS, voicemail, fax.
    Message,
    /// The agent's status changed.
    Status,
}

/// All that is known of one thing that happened. Telling it again, with more or the same, changes that one row: what is
/// none here leaves what was known before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Sort.
    pub kind: EntryKind,
    /// Whose; a change of the status may be of none in particular.
    pub account: Option<AccountId>,
    /// Whose dialect.
    pub vendor: Option<VendorId>,
    /// Names by which it is known again, in its account and sort. Entries that share one are the same.
    pub keys: Vec<String>,
    /// The key of the conversation that a line belongs to.
    pub within: Option<String>,
    /// When it began, by the wall clock. The first that was told stays.
    pub at: Timestamp,
    /// When talking began, or somebody on our side replied first.
    pub answered_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Who began it.
    pub direction: Option<Direction>,
    /// What became of it, as one word.
    pub outcome: Option<String>,
    /// The other side's telephone number, as it is dialled.
    pub number: Option<Private<String>>,
    /// The other side's e-mail address.
    pub address: Option<Private<String>>,
    /// The other side's name; of a line, its author's.
    pub name: Option<Private<String>>,
    /// What was written or said.
    pub text: Option<Private<String>>,
    /// It waits to be looked at.
    pub unread: bool,
    /// It is not over.
    pub open: bool,
    /// What else is known, by name: only shown, never searched.
    pub detail: Option<Private<serde_json::Value>>,
    /// What the agent noted about it.
    #[serde(default)]
    pub note: Option<Private<String>>,
    /// What came of it in the agent's words, to be counted and filtered by (`refund`).
    #[serde(default)]
    pub disposition: Option<Private<String>>,
}

/// What the agent says about one entry: none leaves what was said before, an empty text takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, optional_fields))]
pub struct EntryNote {
    /// In sentences.
    #[cfg_attr(feature = "ts", ts(type = "string", optional))]
    pub note: Option<Private<String>>,
    /// In one or two words.
    #[cfg_attr(feature = "ts", ts(type = "string", optional))]
    pub disposition: Option<Private<String>>,
}

impl Entry {
    /// An entry of which only these are known.
    #[must_use]
    pub fn new(kind: EntryKind, key: impl Into<String>, at: Timestamp) -> Self {
        Self {
            kind,
            account: None,
            vendor: None,
            keys: vec![key.into()],
            within: None,
            at,
            answered_at: None,
            ended_at: None,
            direction: None,
            outcome: None,
            number: None,
            address: None,
            name: None,
            text: None,
            unread: false,
            open: false,
            detail: None,
            note: None,
            disposition: None,
        }
    }
}
