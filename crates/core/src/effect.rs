//! Effects: things to be done outside, as plain data. Their outcome comes back as an Event.

use crate::accounts::{AccountConfig, AccountId, VendorId};
use crate::attention::{Notification, Tray};
use crate::base::{Answer, CommandId, Private, RequestId};
use crate::commands::VendorCommand;
use crate::downloads::{DownloadId, DownloadOrder};
use crate::history::{Entry, EntryNote, ExportOrder, HistoryPreferences};
use crate::permissions::PermissionId;
use crate::settings::Settings;
use crate::sound::SoundPreferences;
use crate::status::{FeedPlan, ListenerPlan, PushId, StatusChange};
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
        notification: Box<Notification>,
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
        /// Which request.
        ask: PermissionId,
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
    /// Keep what happened beyond the end of the program.
    Keep {
        /// What is known of each now.
        entries: Vec<Entry>,
    },
    /// Forget a person in everything that is kept.
    Forget {
        /// A telephone number or an e-mail address.
        who: Private<String>,
        /// Who waits for the answer.
        request: Option<RequestId>,
    },
    /// Take down what the agent noted about an entry.
    NoteEntry {
        /// Its number.
        entry: i64,
        /// What is said of it.
        said: EntryNote,
        /// Who waits for the answer.
        request: Option<RequestId>,
    },
    /// Write what is kept into a file.
    ExportHistory {
        /// Which entries, how and where.
        order: Box<ExportOrder>,
    },
    /// Stop writing it, and leave nothing of it.
    CancelExport {
        /// Its number.
        export: u32,
    },
    /// Forget everything that is kept of an account, after what was given to be kept before.
    ForgetAccount {
        /// Which; it may be gone.
        account: AccountId,
    },
    /// Keep what happened so long from now on, and take out what is older.
    SetRetention {
        /// How long.
        preferences: HistoryPreferences,
    },
    /// Listen for deliveries of vendors as planned; none means not at all.
    Listen {
        /// Where and for whom.
        plan: Option<ListenerPlan>,
    },
    /// Follow the feeds of the company's relay as planned, and no others.
    FollowFeeds {
        /// For whom, and where.
        plan: BTreeMap<AccountId, FeedPlan>,
    },
    /// Open a file that was sent in a conversation, where the account's pages may lead.
    OpenFile {
        /// Whose conversation.
        account: AccountId,
        /// An http or https address; it may carry a permit, so it is a secret.
        address: Private<String>,
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
    /// Let calls use these devices from now on.
    UseSound {
        /// All of it.
        preferences: SoundPreferences,
    },
    /// Record three seconds, then play them.
    TestHeadset,
    /// Save the settings.
    SaveSettings {
        /// All of them.
        settings: Box<Settings>,
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

/// Counts by name, for diagnostics.
pub type Counts = BTreeMap<String, u32>;
