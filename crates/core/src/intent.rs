//! Intents: what the user can ask for, whatever they press.

use crate::accounts::{AccountConfig, AccountId, VendorId};
use crate::base::Private;
use crate::calls::{CallAction, CallId};
use crate::chats::{ChatRequest, ConversationId};
use crate::downloads::DownloadId;
use crate::history::{EntryNote, ExportFormat, HistoryFilter};
use crate::permissions::{Permission, PermissionId};
use crate::settings::SettingChange;
use crate::status::{Presence, RelayGrant, StatusEnd};
use crate::window::{Item, SeenKind, Stage};
use serde::{Deserialize, Serialize};

/// One wish of the user. The same path serves window, tray, notification and command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Intent {
    /// Do something to a call.
    Call {
        /// Which; none means the one it can only be (the ringing or the only running one).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        call: Option<CallId>,
        /// What.
        action: CallAction,
        /// Number for forward and transfer, digits for keypad.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        argument: Option<String>,
    },
    /// Ask something of a conversation or of a chat widget.
    Chat {
        /// Of which conversation; none means the one it can only be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        conversation: Option<ConversationId>,
        /// On which account's page, for requests to a widget; none means the only one that can.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        account: Option<AccountId>,
        /// Which widget of that page; none means the only one that can.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        vendor: Option<VendorId>,
        /// What.
        request: ChatRequest,
        /// The user has said yes to what concerns others too (a ban by address).
        #[serde(default)]
        confirmed: bool,
    },
    /// Send a canned reply. Refused while a placeholder cannot be filled in.
    ReplyCanned {
        /// In which conversation; none means the one it can only be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        conversation: Option<ConversationId>,
        /// Which reply.
        shortcut: String,
    },
    /// Start a call.
    Dial {
        /// Through which account; none means the only one that can.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        account: Option<AccountId>,
        /// Number to call.
        number: String,
        /// False only fills the dialer.
        call_now: bool,
    },
    /// Open the SMS composer with a number and text filled in; never sends.
    OpenSms {
        /// Through which account; none means the only one that can.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        account: Option<AccountId>,
        /// To whom.
        number: String,
        /// Text to start with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        text: Option<String>,
    },
    /// Follow a link (`tel:`, `sms:` and the like): its number is put into the dialer field and the window
    /// comes. It never dials and never sends.
    OpenLink {
        /// As it was pressed; one of ours may carry a secret.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        link: Private<String>,
    },
    /// The number of a link was used or is not wanted.
    DropLink,
    /// Choose the agent's status.
    SetPresence {
        /// The status.
        presence: Presence,
        /// A note for it ("Lunch").
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        note: Option<String>,
        /// At the end of the running call; at once without one.
        #[serde(default)]
        after_call: bool,
        /// When it ends by itself: what was chosen before comes back then, or *available*.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        until: Option<StatusEnd>,
    },
    /// Forget what was to be chosen at the end of the call.
    DropNextPresence,
    /// One minute more before the wrap-up after a call ends.
    ExtendWrapUp,
    /// Set the status at one vendor again: after a failure, or over a change made elsewhere.
    PushStatus {
        /// Where.
        account: AccountId,
    },
    /// Choose for all what one vendor tells.
    AdoptStatus {
        /// Which vendor's account.
        account: AccountId,
    },
    /// Open a page inside the widget (the vendor's own path).
    Navigate {
        /// Whose.
        account: AccountId,
        /// Path.
        path: String,
    },
    /// Sign in.
    SignIn {
        /// Where.
        account: AccountId,
    },
    /// Give up a sign-in that is under way.
    CancelSignIn {
        /// Where.
        account: AccountId,
    },
    /// Sign out.
    SignOut {
        /// Where.
        account: AccountId,
    },
    /// Change how calls are made, for instance to RingOut where the engine has no WebRTC.
    UseRingOut {
        /// Where.
        account: AccountId,
    },
    /// Put something on the stage. Only a conversation is seen by that.
    Show {
        /// What.
        stage: Stage,
    },
    /// Lead to one thing and mark it as seen, and nothing beside it.
    Open {
        /// To what.
        item: Item,
    },
    /// Bring the main window to front.
    ShowWindow,
    /// Hide the main window into the tray.
    HideWindow,
    /// Forget everything that is kept about a person.
    ForgetPerson {
        /// A telephone number or an e-mail address.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        who: Private<String>,
    },
    /// Note something about an entry of the history.
    NoteEntry {
        /// Its number.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        entry: i64,
        /// What is said of it.
        said: EntryNote,
    },
    /// Write what is kept into a file of the folder for downloads.
    ExportHistory {
        /// Which entries.
        #[serde(default)]
        filter: Box<HistoryFilter>,
        /// How.
        format: ExportFormat,
    },
    /// End the export that is being written; one that is over is no longer shown.
    CancelExport,
    /// Mark as seen: what is named, or all of a kind. Nothing but an account means its messages and conversations;
    /// nothing at all means the missed calls.
    MarkSeen {
        /// A call row.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        call: Option<CallId>,
        /// Only of this account.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        account: Option<AccountId>,
        /// A conversation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        conversation: Option<ConversationId>,
        /// A message of the account, by the vendor's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        message: Option<String>,
        /// Everything of this kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        kind: Option<SeenKind>,
    },
    /// Take back what was marked as seen last, as long as the view offers it.
    UndoSeen {
        /// Its number in the view; none means the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        mark: Option<u32>,
    },
    /// Take a conversation off the list: it is over for us, and nothing is asked of the widget. One that is
    /// over already goes altogether.
    Dismiss {
        /// Which.
        conversation: ConversationId,
    },
    /// Open a file that was sent in a conversation: saved in the account's session if it lies at the account's own
    /// vendor, else in the system's browser.
    OpenChatFile {
        /// In which.
        conversation: ConversationId,
        /// The line it came with; none means the newest file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        line: Option<u32>,
    },
    /// Break a download off.
    CancelDownload {
        /// Which.
        download: DownloadId,
    },
    /// Take downloads that are over off the list; the files stay.
    ClearDownloads {
        /// Which; none means all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        download: Option<DownloadId>,
    },
    /// Show the folder a finished download is in. The file itself is never opened.
    ShowDownload {
        /// Which.
        download: DownloadId,
    },
    /// Let the user choose the folder for downloads.
    ChooseDownloadFolder,
    /// Record three seconds of the microphone that calls use, then play them at the speaker.
    TestHeadset,
    /// Take away a notice line.
    DismissNotice {
        /// Which.
        notice: u32,
    },
    /// Answer the open question with no.
    CancelQuestion,
    /// Answer an open question about a right.
    AnswerAsk {
        /// Which.
        ask: PermissionId,
        /// Yes or no.
        allowed: bool,
        /// For good; else until the page is loaded anew.
        #[serde(default)]
        remember: bool,
    },
    /// Say for good what a page may do, whether it asks or not.
    SetGrant {
        /// Whose page.
        account: AccountId,
        /// Which right.
        right: Permission,
        /// Yes or no.
        allowed: bool,
    },
    /// Take back what was said about a right: it is asked again.
    ForgetGrant {
        /// Whose page.
        account: AccountId,
        /// Which right.
        right: Permission,
    },
    /// Try a broken page again now, or reload a working one. Asked again if a call would be cut.
    Reload {
        /// Whose.
        account: AccountId,
        /// The user has said yes to cutting a live call.
        #[serde(default)]
        confirmed: bool,
    },
    /// Add an account, checked by its adapter before it gets here.
    AddAccount {
        /// All of it.
        config: AccountConfig,
    },
    /// Change an account's options.
    ChangeAccount {
        /// All of it, found by its id.
        config: AccountConfig,
    },
    /// Take what an account's vendor tells from the company's relay, or on this computer again.
    UseRelay {
        /// Which.
        account: AccountId,
        /// What this desk got when it enrolled; none means on this computer.
        relay: Option<RelayGrant>,
    },
    /// Rename an account.
    RenameAccount {
        /// Which.
        account: AccountId,
        /// New label.
        label: String,
    },
    /// Move an account within the list.
    MoveAccount {
        /// Which.
        account: AccountId,
        /// New place, from 0.
        to: u32,
    },
    /// Switch an account on or off.
    EnableAccount {
        /// Which.
        account: AccountId,
        /// On.
        enabled: bool,
    },
    /// Remove an account with its session data.
    RemoveAccount {
        /// Which.
        account: AccountId,
        /// What is kept of its calls, chats and messages is forgotten, too.
        #[serde(default)]
        forget_history: bool,
    },
    /// Change one setting.
    ChangeSetting {
        /// Which and to what.
        change: SettingChange,
    },
    /// Drive the simulated desk (only accounts marked as simulated obey).
    Simulate {
        /// Which; none means the only simulated one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        account: Option<AccountId>,
        /// The desk's action, for instance `ring`.
        action: String,
        /// Its arguments as a JSON object.
        #[cfg_attr(feature = "ts", ts(type = "Record<string, unknown>"))]
        #[serde(default)]
        arguments: serde_json::Map<String, serde_json::Value>,
    },
    /// Leave the program. Asked again during a call or a chat.
    Quit {
        /// The user has said yes to leaving a live call or chat.
        #[serde(default)]
        confirmed: bool,
    },
}
