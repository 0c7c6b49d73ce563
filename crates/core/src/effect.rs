//! Effects: things to be done outside, as plain data. Their outcome comes back as an Event.

use crate::{
    AccountConfig, AccountId, AskId, ChatRequest, CommandId, ConversationId, DownloadId,
    DownloadOrder, Intent, Private, PushId, RequestId, Settings, StatusChange, VendorCommand,
    VendorId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing the shell must do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Create the hosted page of an account (its adapter builds the address).
    OpenPage {
        /// The whole configuration.
        config: AccountConfig,
    },
    /// Destroy the hosted page.
    ClosePage {
        /// Whose.
        account: AccountId,
    },
    /// Load the page again; a dead web process is replaced.
    ReloadPage {
        /// The whole configuration (it may have changed).
        config: AccountConfig,
    },
    /// Delete an account's session data on disk (after its page is closed).
    DeleteData {
        /// Whose.
        account: AccountId,
    },
    /// Show this widget on the stage; none gives the whole window to our own page.
    Arrange {
        /// Whose widget.
        widget: Option<AccountId>,
    },
    /// Hand a command to a widget.
    Post {
        /// Whose.
        account: AccountId,
        /// Whose dialect: the account's, or that of the chat widget meant.
        vendor: VendorId,
        /// To report what came of it.
        id: CommandId,
        /// What.
        command: VendorCommand,
    },
    /// Show a notification, replacing the one with the same key.
    Notify {
        /// All of it.
        notification: Notification,
    },
    /// Take a notification away.
    WithdrawNotification {
        /// Which.
        key: String,
    },
    /// Redraw the tray.
    SetTray {
        /// All of it.
        tray: Tray,
    },
    /// Bring the main window to front (creating our own page again if it was dropped).
    ShowWindow,
    /// Hide it into the tray.
    HideWindow,
    /// Minimise it (no tray host).
    MinimizeWindow,
    /// Ask for attention without taking the focus (task bar, dock).
    RequestAttention,
    /// Open the sign-in window of an account, or bring the open one to front.
    OpenSignIn {
        /// Whose.
        account: AccountId,
        /// The authorise address: a secret.
        address: Private<String>,
    },
    /// Answer what waits for a right; nothing to do if it has gone.
    AnswerAsk {
        /// Whose page.
        account: AccountId,
        /// Which wish.
        ask: AskId,
        /// Yes or no.
        allowed: bool,
    },
    /// A sign-in in the system's browser came back through a link of ours.
    SignInReturned {
        /// The whole link: a secret, and written by a stranger until its state was compared.
        address: Private<String>,
    },
    /// Close the sign-in window of an account.
    CloseSignIn {
        /// Whose.
        account: AccountId,
    },
    /// Set the status through the vendor's service, after everything asked to be saved is saved.
    PushStatus {
        /// The whole configuration: agent, token and address are options.
        config: AccountConfig,
        /// To report what came of it.
        push: PushId,
        /// In the vendor's words.
        word: String,
        /// The note beside it.
        note: Option<String>,
    },
    /// Add a line to the status history on disk.
    RecordStatus {
        /// The line.
        change: StatusChange,
    },
    /// Listen for news from vendors as planned; none means not at all.
    Listen {
        /// Where and for whom.
        plan: Option<ListenerPlan>,
    },
    /// Do something about a download.
    Download {
        /// Which.
        download: DownloadId,
        /// What.
        order: DownloadOrder,
    },
    /// Let the user choose the folder for downloads; the choice comes back as a change of the setting.
    ChooseDownloadFolder {
        /// Where to begin; empty means the system's for downloads.
        folder: String,
    },
    /// Save the settings.
    SaveSettings {
        /// All of them.
        settings: Settings,
    },
    /// Answer a request on the local socket.
    Answer {
        /// Which.
        request: RequestId,
        /// What to say.
        answer: Answer,
    },
    /// Leave.
    Quit,
}

/// Where and for whom the listener takes news from vendors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerPlan {
    /// Port of the loopback address.
    pub port: u16,
    /// Host under which a proxy of the company publishes it, if any.
    pub public_host: Option<String>,
    /// For whom.
    pub hooks: BTreeMap<AccountId, Hook>,
}

/// What the listener must know of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Whose dialect is spoken.
    pub vendor: VendorId,
    /// How the vendor names our agent: it tells of all of the company's.
    pub agent: Private<String>,
    /// What it must show.
    pub token: Private<String>,
}

/// Answer to one request of the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Answer {
    /// Confirmed by the widget (or needs no confirmation).
    Done {
        /// One sentence.
        message: String,
    },
    /// Refused or failed.
    Failed {
        /// Stable word for programs: `no-call`, `no-chat`, `no-ask`, `no-download`, `not-possible`, `no-answer`, `ambiguous`, `unknown-account`, `refused`, `not-posted`, `needs-confirmation`, `bad-input`, `not-saved`.
        code: String,
        /// One sentence: what, what it means, what to do.
        message: String,
    },
}

/// A notification as plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notification {
    /// Replaces an earlier one with the same key.
    pub key: String,
    /// Title, already without content if the user hides it.
    pub title: Private<String>,
    /// Body, same.
    pub body: Private<String>,
    /// How it presents.
    pub urgency: Urgency,
    /// Buttons in order; empty where the service has none.
    pub buttons: Vec<NotificationButton>,
    /// A field to type an answer into; only where the service has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<NotificationReply>,
    /// What a click on the body does.
    pub click: Intent,
    /// Stays until withdrawn or dismissed.
    pub sticky: bool,
    /// The desktop's category (`call.incoming`, `call.unanswered`, `im.received`, `device.error`).
    pub category: String,
}

/// A notification's button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotificationButton {
    /// Stable action name (`answer`, `decline`).
    pub action: String,
    /// Its label.
    pub label: String,
    /// What it does.
    pub intent: Intent,
}

/// A notification's field for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationReply {
    /// Label of the field and its button.
    pub label: String,
    /// What is typed is sent there.
    pub conversation: ConversationId,
}

impl NotificationReply {
    /// What the user asks for by sending `text`.
    #[must_use]
    pub fn intent(&self, text: String) -> Intent {
        Intent::Chat {
            conversation: Some(self.conversation),
            account: None,
            vendor: None,
            request: ChatRequest::Reply { text: Private::new(text) },
            confirmed: false,
        }
    }
}

/// How loudly a notification presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// In passing.
    Low,
    /// A banner.
    Normal,
    /// A ringing call.
    Critical,
}

/// The tray as plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tray {
    /// Chooses the icon.
    pub mood: Mood,
    /// Tool tip, for instance "Deskbell — Available, 2 unread".
    pub tooltip: String,
    /// Menu from top to bottom.
    pub items: Vec<TrayItem>,
}

/// The tray icon's mood, most urgent last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Mood {
    /// All quiet.
    Idle,
    /// Missed calls or unread messages.
    Unread,
    /// An account that should be signed in is not, or its page is broken.
    SignedOut,
    /// On a call.
    OnCall,
    /// A conversation waits to be taken.
    Waiting,
    /// Ringing.
    Ringing,
}

/// One line of the tray menu.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TrayItem {
    /// Does something.
    Action {
        /// Label.
        label: String,
        /// What.
        intent: Intent,
    },
    /// One of the statuses; checked is the confirmed one.
    Choice {
        /// Label.
        label: String,
        /// Checked.
        checked: bool,
        /// What.
        intent: Intent,
    },
    /// Says something, does nothing.
    Label {
        /// Text.
        label: String,
    },
    /// A line.
    Separator,
}

/// Counts by name, for diagnostics.
pub type Counts = BTreeMap<String, u32>;
