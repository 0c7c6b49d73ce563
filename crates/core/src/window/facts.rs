//! What the main window shows, what it asks, and where it is.

use crate::accounts::{AccountId, VendorId};
use crate::calls::CallId;
use crate::chats::ConversationId;
use serde::{Deserialize, Serialize};

/// What the stage shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Stage {
    /// First start: the three choices.
    #[default]
    Welcome,
    /// Form for a new account.
    AddAccount {
        /// For which vendor.
        vendor: VendorId,
    },
    /// Form for an existing account.
    EditAccount {
        /// Which.
        account: AccountId,
    },
    /// What happened.
    Activity,
    /// Settings and diagnostics.
    Settings,
    /// What calls and chats need to get here: every check with its remedy.
    Reachability,
    /// A conversation with its transcript.
    Conversation {
        /// Which.
        conversation: ConversationId,
    },
    /// A widget, or our own page with the reason why it does not show.
    Widget {
        /// Whose.
        account: AccountId,
    },
}

/// One thing that a notification, a line of the tray menu or a row is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Item {
    /// A call, live or over.
    Call {
        /// Which.
        call: CallId,
    },
    /// Every missed call that was not seen.
    MissedCalls,
    /// A message.
    Message {
        /// Whose.
        account: AccountId,
        /// The vendor's id.
        message: String,
    },
    /// Everything that is unread.
    Unread {
        /// Whose; none means of all accounts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        account: Option<AccountId>,
    },
    /// A conversation.
    Conversation {
        /// Which.
        conversation: ConversationId,
    },
    /// An account, its page and whoever is signed in.
    Account {
        /// Which.
        account: AccountId,
    },
    /// What an account's page asks to be allowed.
    Permission {
        /// Whose page.
        account: AccountId,
    },
    /// How far one vendor has followed the status.
    Status {
        /// Which vendor's account.
        account: AccountId,
    },
}

/// Where the agent's last press led: what has the keyboard goes there, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Focus {
    /// What was pressed for.
    pub item: Item,
    /// Grows with each press: a number that was followed before is not followed again.
    pub number: u32,
}

/// Which kind of thing is marked as seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SeenKind {
    /// Missed calls.
    Calls,
    /// Messages that are no chats.
    Messages,
    /// Lines of conversations, and missed ones.
    Chats,
    /// All of these.
    All,
}

/// What was marked as seen last, while that can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MarkedSeen {
    /// Its number, to be named in the undo.
    pub mark: u32,
    /// How many calls, messages and conversations it were.
    pub count: u32,
}

/// A question before something is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Question {
    /// Leaving would cut a live call.
    QuitDuringCall,
    /// Leaving would leave visitors alone who wait or were answered.
    QuitDuringChat,
    /// Reloading would cut a live call.
    ReloadDuringCall {
        /// Whose page.
        account: AccountId,
    },
    /// A ban by address concerns everybody who shares it.
    BanAddress {
        /// Whose visitor.
        conversation: ConversationId,
    },
}

/// The main window's place, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Maximised.
    pub maximized: bool,
}

/// How the program begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// With its window on screen.
    Shown,
    /// In the tray, as on the start of the session. Where there is no tray the window comes all the same.
    Hidden,
}

impl From<bool> for Opening {
    /// From the command line's `--hidden`.
    fn from(hidden: bool) -> Self {
        if hidden { Self::Hidden } else { Self::Shown }
    }
}
