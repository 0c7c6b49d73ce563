//! Conversations and chat widgets as rows of the view.

use super::action::ChatAction;
use super::facts::{Author, ChatNote, ClosedBy, ConversationId, ConversationStatus, TransferStep};
use super::widget_facts::{Availability, WidgetWindow};
use crate::accounts::{AccountId, VendorId};
use crate::base::{CommandId, NamedValue, Timestamp};
use serde::{Deserialize, Serialize};

/// One conversation in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ConversationRow {
    /// Our number of it.
    pub id: ConversationId,
    /// Whose.
    pub account: AccountId,
    /// Which widget has it.
    pub vendor: VendorId,
    /// Where it stands.
    pub status: ConversationStatus,
    /// Who ended it.
    pub closed_by: Option<ClosedBy>,
    /// Over without a reply: the agent has not looked at it.
    pub missed: bool,
    /// The visitor's name, e-mail address or number, the first that is known.
    pub who: Option<String>,
    /// The page the visitor looks at: its title or address.
    pub page: Option<String>,
    /// Queue it waits in or came through.
    pub queue: Option<String>,
    /// Place in the queue.
    pub position: Option<u32>,
    /// First heard of.
    pub since: Timestamp,
    /// Over since.
    pub ended_at: Option<Timestamp>,
    /// The visitor waits for an answer since then.
    pub waiting_since: Option<Timestamp>,
    /// The clock of the first reply, while it runs.
    pub clock: Option<ReplyClock>,
    /// An agent has replied.
    pub replied: bool,
    /// Lines not seen yet; at least one while it waits to be taken.
    pub unread: u32,
    /// The last line.
    pub last: Option<LastLine>,
    /// The visitor is typing.
    pub typing: bool,
    /// A transfer that was begun, and how far it got.
    pub transfer: Option<TransferStep>,
    /// Names of its labels.
    pub labels: Vec<String>,
    /// What can be asked of it now. Absent means impossible, never merely unknown.
    pub actions: Vec<ChatAction>,
    /// What was asked and is not confirmed yet.
    pub pending: Option<PendingChatAction>,
    /// What was asked last and did not happen, in words.
    pub trouble: Option<String>,
    /// Its page was loaded anew since it was last heard of: whether it still stands so is not known.
    #[serde(rename = "unsure")]
    pub stale: bool,
}

/// How long the visitor has waited for the first reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ReplyClock {
    /// Not long.
    Green,
    /// Longer than the first limit.
    Amber,
    /// Longer than the second.
    Red,
}

/// The last line of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LastLine {
    /// Who wrote it.
    pub author: Author,
    /// Its beginning; none where the vendor tells no text.
    pub text: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A request without confirmation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PendingChatAction {
    /// Which command; none while it waits for the widget's window to open.
    pub command: Option<CommandId>,
    /// What.
    pub action: ChatAction,
    /// Since.
    pub since: Timestamp,
}

/// The conversation that is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ConversationPanel {
    /// Which; its row is in the list.
    pub id: ConversationId,
    /// What is known of the visitor.
    pub visitor: VisitorCard,
    /// Its labels with their values.
    pub labels: Vec<LabelRow>,
    /// The transcript, oldest first.
    pub transcript: Vec<TranscriptRow>,
    /// Earlier lines that were not kept.
    pub omitted: u32,
    /// What the visitor types just now, where the vendor shows it.
    pub preview: Option<String>,
    /// Name of the agent who has it, as the visitor sees it.
    pub agent: Option<String>,
    /// The visitor's judgement.
    pub rating: Option<RatingRow>,
    /// Replies on their way: not in the transcript before the widget shows them.
    pub sending: Vec<SendingRow>,
    /// Canned replies with their placeholders filled in for this conversation.
    pub canned: Vec<CannedChoice>,
    /// Actions the widget never confirms: the window says so.
    pub unconfirmed: Vec<ChatAction>,
}

/// A label of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LabelRow {
    /// Name.
    pub name: String,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub value: Option<String>,
    /// Whether it takes any text as its value, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub free_form: Option<bool>,
    /// Handed to the widget, which has not shown it and may never.
    pub unconfirmed: bool,
}

/// What is known of a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VisitorCard {
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number, formatted for reading.
    pub phone: Option<String>,
    /// Notes.
    pub notes: Option<String>,
    /// Address of the page looked at.
    pub page_url: Option<String>,
    /// Its title.
    pub page_title: Option<String>,
    /// Where the visitor came from.
    pub referrer: Option<String>,
    /// Place.
    pub location: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Degrees Celsius at the place.
    pub celsius: Option<String>,
    /// Degrees Fahrenheit at the place.
    pub fahrenheit: Option<String>,
    /// Weather in words.
    pub weather: Option<String>,
    /// Other fields by name.
    pub fields: Vec<NamedValue>,
}

/// One line of the transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TranscriptRow {
    /// Stable while the conversation is kept; grows.
    pub line: u32,
    /// Who wrote it.
    pub author: Author,
    /// Name of who, if told.
    pub name: Option<String>,
    /// What is told that nobody wrote; the windows have the sentence for it.
    pub note: Option<ChatNote>,
    /// Text, or the detail of the note; none where the vendor tells no text.
    pub text: Option<String>,
    /// A file: its name.
    pub file: Option<String>,
    /// Where the file can be had: an http or https address, for reading and cut where it is long; it is opened by its line.
    pub file_url: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Told again or told late.
    pub historic: bool,
    /// Handed to the widget, which has not shown it and may never.
    pub unconfirmed: bool,
}

/// A visitor's judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RatingRow {
    /// The number chosen.
    pub value: Option<u32>,
    /// The vendor's name of the scale.
    pub scale: Option<String>,
    /// The visitor's words.
    pub comment: Option<String>,
}

/// A reply on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SendingRow {
    /// Which command.
    pub command: CommandId,
    /// Its text.
    pub text: String,
    /// Since.
    pub since: Timestamp,
}

/// A canned reply, filled in for one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CannedChoice {
    /// What one types for it.
    pub shortcut: String,
    /// The text; placeholders that could not be filled in stand there as they were.
    pub text: String,
    /// Those placeholders.
    pub open: Vec<String>,
}

/// One chat widget on the page of an account, as the windows show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ChatWidgetRow {
    /// Whose.
    pub vendor: VendorId,
    /// Its version, if told.
    pub version: Option<String>,
    /// Whether somebody is there for visitors.
    pub availability: Availability,
    /// Its window.
    pub window: WidgetWindow,
    /// What can be asked of it now. Absent means impossible, never merely unknown.
    pub actions: Vec<ChatAction>,
}
