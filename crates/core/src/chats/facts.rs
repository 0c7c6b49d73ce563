//! Chats: the words for one live conversation with a visitor, and what an adapter may observe about it.

use crate::accounts::VendorId;
use crate::base::{Private, Timestamp};
use serde::{Deserialize, Serialize};

/// Our own number of a conversation, unique while the app runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ConversationId(pub u32);

/// The vendor's name of a conversation. Opaque: it is compared and sent back, never taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationKey(pub String);

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ConversationStatus {
    /// The visitor waits for any agent.
    Queued,
    /// It waits for this agent to take it.
    Offered,
    /// An agent has it.
    Active,
    /// Over.
    Closed,
}

/// Who ended a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ClosedBy {
    /// The visitor.
    Visitor,
    /// The agent.
    Agent,
    /// The vendor's system, for instance after silence.
    System,
    /// Another agent or widget took it over.
    Transferred,
    /// Nobody said, or it was never heard of again.
    Unknown,
}

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Author {
    /// The visitor.
    Visitor,
    /// A person on our side.
    Agent,
    /// A program on our side: it does not answer for an agent.
    Bot,
    /// The vendor's system, or ourselves.
    System,
}

/// What one message about one conversation said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatObservation {
    /// Which widget said it: the adapter's own id. A page may carry several.
    pub vendor: VendorId,
    /// The vendor's name of the conversation; none means the widget's only or current one.
    pub conversation: Option<ConversationKey>,
    /// When it happened, by the vendor's clock, if said.
    pub at: Option<Timestamp>,
    /// It was told again or told late (a replay): it makes history, no noise.
    pub historic: bool,
    /// What the vendor calls our agent (an e-mail address, for instance), if said: commands carry it.
    pub agent: Option<Private<String>>,
    /// What happened.
    pub fact: ConversationFact,
}

impl ChatObservation {
    /// Something that happens now, in the widget's only or current conversation.
    #[must_use]
    pub const fn new(vendor: VendorId, fact: ConversationFact) -> Self {
        Self { vendor, conversation: None, at: None, historic: false, agent: None, fact }
    }
}

/// A fact about one conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ConversationFact {
    /// The visitor waits for any agent.
    Queued {
        /// Name of the queue.
        queue: Option<Private<String>>,
        /// Place in it, from 1.
        position: Option<u32>,
    },
    /// It waits for this agent: a new conversation.
    Offered {
        /// Name of the queue it came through.
        queue: Option<Private<String>>,
    },
    /// An agent has it.
    Active {
        /// Name of that agent, as the visitor sees it.
        agent: Option<Private<String>>,
    },
    /// It is over.
    Closed {
        /// Who ended it.
        by: ClosedBy,
        /// The vendor's reason; never a customer's words.
        reason: Option<String>,
    },
    /// Somebody wrote. Vendors that tell no text still tell that.
    Message {
        /// What was written.
        message: ChatMessage,
    },
    /// The visitor left a message while nobody was there: not a live conversation.
    OfflineMessage {
        /// What was written.
        text: Option<Private<String>>,
    },
    /// The visitor asks to be called on the phone.
    CallRequested {
        /// Number to call.
        phone: Option<Private<String>>,
    },
    /// The visitor is typing.
    VisitorTyping {
        /// What is typed so far, where the vendor shows it.
        preview: Option<Private<String>>,
    },
    /// Details of the visitor: those that are given replace what was known, the others stay.
    VisitorSeen {
        /// What was read.
        visitor: Box<Visitor>,
    },
    /// The visitor looks at a page.
    PageViewed {
        /// Which.
        page: PageSeen,
    },
    /// A transfer to another agent or widget.
    Transfer {
        /// What happened.
        step: TransferStep,
        /// To whom, if said.
        to: Option<Private<String>>,
    },
    /// The conversation has this label now.
    LabelAdded {
        /// Which.
        label: Label,
    },
    /// The conversation has this label no more.
    LabelRemoved {
        /// Which; without a value it is every one of that name.
        label: Label,
    },
    /// The visitor judged the conversation.
    Rated {
        /// How.
        rating: Rating,
    },
    /// Something else worth a line in the transcript; also the sign that such a command was obeyed.
    Noted {
        /// What.
        note: ChatNote,
        /// Detail for the line.
        detail: Option<Private<String>>,
    },
}

/// Something somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    /// The vendor's id, if it has one: the same id is the same message.
    pub id: Option<String>,
    /// Who.
    pub author: Author,
    /// Name of who, as the visitor sees it.
    pub name: Option<Private<String>>,
    /// Text, where the vendor tells it.
    pub text: Option<Private<String>>,
    /// A file instead of text.
    pub file: Option<ChatFile>,
}

impl ChatMessage {
    /// A message of which only the author is known.
    #[must_use]
    pub const fn new(author: Author) -> Self {
        Self { id: None, author, name: None, text: None, file: None }
    }
}

/// A file sent in a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatFile {
    /// File name.
    pub name: Option<Private<String>>,
    /// Where it can be had; shown as text, opened only on a click and only where the account's pages may lead.
    pub url: Option<Private<String>>,
    /// Type of the content.
    pub mime: Option<String>,
}

/// The visitor: everything is a customer's and private.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Visitor {
    /// Name.
    pub name: Option<Private<String>>,
    /// E-mail address.
    pub email: Option<Private<String>>,
    /// Phone number.
    pub phone: Option<Private<String>>,
    /// Notes somebody keeps about the visitor.
    pub notes: Option<Private<String>>,
    /// The page looked at.
    pub page: PageSeen,
    /// Where the visitor came from.
    pub referrer: Option<Private<String>>,
    /// Place, in words.
    pub location: Option<Private<String>>,
    /// Weather there.
    pub weather: Option<Weather>,
    /// The visitor's language, as the vendor names it.
    pub language: Option<Private<String>>,
    /// Other fields by name.
    pub fields: Vec<VisitorField>,
}

/// One field of a visitor that has no name of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorField {
    /// Its name at the vendor.
    pub name: String,
    /// Its value.
    pub value: Private<String>,
}

/// A page a visitor looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageSeen {
    /// Address.
    pub url: Option<Private<String>>,
    /// Title.
    pub title: Option<Private<String>>,
}

/// Weather at the visitor's place, as the vendor words it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Weather {
    /// Degrees Celsius.
    pub celsius: Option<Private<String>>,
    /// Degrees Fahrenheit.
    pub fahrenheit: Option<Private<String>>,
    /// In words.
    pub description: Option<Private<String>>,
}

/// A label on a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Label {
    /// Name.
    pub name: String,
    /// Its value; a label may be there several times, with a value each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "string"))]
    pub value: Option<Private<String>>,
    /// Whether the label takes any text as its value, or only what the company has listed; none: nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub free_form: Option<bool>,
}

impl Label {
    /// Both are the same label: one told without a value is the same as whatever value stands there.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same_value = self.value == other.value || self.value.is_none() || other.value.is_none();
        self.name == other.name && same_value
    }
}

/// A step of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TransferStep {
    /// We asked another agent or widget to take it.
    Requested,
    /// They took it: it is over for us.
    Accepted,
    /// They did not.
    Rejected,
    /// We took it back.
    Reclaimed,
}

/// A visitor's judgement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rating {
    /// The number chosen.
    pub value: Option<u32>,
    /// The vendor's name of the scale (`NUMBER`, `STAR`…).
    pub scale: Option<String>,
    /// The visitor's words.
    pub comment: Option<Private<String>>,
}

/// What a line of the transcript tells that nobody wrote. The windows have the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ChatNote {
    /// It is over.
    Closed,
    /// It goes on after it was over.
    Reopened,
    /// The page was loaded anew: what happened meanwhile is not known.
    PageReloaded,
    /// The visitor looks at another page.
    PageViewed,
    /// The visitor left a message while nobody was there.
    OfflineMessage,
    /// The visitor asks to be called.
    CallRequested,
    /// A transfer was asked for.
    TransferRequested,
    /// The transfer was accepted.
    TransferAccepted,
    /// The transfer was rejected.
    TransferRejected,
    /// We took it back.
    Reclaimed,
    /// A label was added.
    LabelAdded,
    /// A label was removed.
    LabelRemoved,
    /// The visitor judged the conversation.
    Rated,
    /// The visitor was asked for a file.
    FileRequested,
    /// The visitor was asked for secure data.
    SecureDataRequested,
    /// The visitor was banned.
    Banned,
    /// The visitor asks for the transcript.
    TranscriptRequested,
    /// The transcript will not go to the customer database.
    NotRecorded,
    /// The transcript will go to the customer database.
    Recorded,
    /// It was handed to the customer database.
    Integrated,
    /// Automatic translation is on.
    TranslationOn,
    /// Automatic translation is off.
    TranslationOff,
    /// The language of the translation changed.
    TranslationChanged,
    /// Another of the vendor's widgets has the conversation now.
    WidgetChanged,
    /// The agent works in another of the vendor's widgets now; the conversation is where it was.
    AgentChangedWidget,
    /// The visitor pressed a button a bot offered.
    ButtonPressed,
}
