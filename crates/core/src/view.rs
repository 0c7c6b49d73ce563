//! AppView: what the windows show, as plain data. Generated to TypeScript; one snapshot per change.

use crate::{
    AccountConfig, AccountId, AskRow, CallAction, CallId, CallState, CallingMode, ChatWidgetRow,
    CommandId, Connection, ConversationId, ConversationPanel, ConversationRow, Direction,
    DownloadPlace, DownloadRow, EndReason, EngineAbilities, FunnelRow, GrantRow, Hosting,
    ListenerState, MessageKind, Mood, NotificationAbilities, PageState, Preferences, Presence,
    Reach, Recording, SignIn, Stage, StatusView, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Everything the windows show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AppView {
    /// Grows with every snapshot; older ones are ignored.
    pub revision: u32,
    /// Our clock when this was made.
    pub now: Timestamp,
    /// What the stage shows.
    pub stage: Stage,
    /// Icon mood, also for the window.
    pub mood: Mood,
    /// The confirmed status over all accounts; none while no vendor has told one.
    pub presence: Option<Presence>,
    /// A status asked for and not confirmed yet.
    pub presence_wanted: Option<Presence>,
    /// What was chosen, and how far each vendor has followed.
    pub status: StatusView,
    /// Whether the agent can be reached right now, and what to do about it.
    pub reach: Reach,
    /// Accounts in the user's order.
    pub accounts: Vec<AccountRow>,
    /// Live calls, the ringing one first.
    pub calls: Vec<CallRow>,
    /// Ended calls, newest first.
    pub recent: Vec<CallRow>,
    /// Newest messages, newest first.
    pub messages: Vec<MessageRow>,
    /// Conversations: those that wait to be taken first, then the open ones, then the closed ones.
    pub conversations: Vec<ConversationRow>,
    /// The conversation on the stage.
    pub conversation: Option<ConversationPanel>,
    /// How visits of chat widgets went; only while the stage that shows it is open.
    pub funnel: Vec<FunnelRow>,
    /// What pages save on this computer, newest first.
    pub downloads: Vec<DownloadRow>,
    /// Things the agent must know, newest first.
    pub notices: Vec<Notice>,
    /// What the user set.
    pub preferences: Preferences,
    /// How things stand outside.
    pub surroundings: Surroundings,
    /// The number of a link that waits in the dialer field.
    pub link: Option<HeldLink>,
    /// A question that must be answered before something is done.
    pub question: Option<Question>,
    /// Pages that want a right, oldest first.
    pub asks: Vec<AskRow>,
    /// What the agent said about rights, account by account.
    pub grants: Vec<GrantRow>,
    /// Missed calls not seen yet.
    pub missed: u32,
    /// Unread messages and lines of conversations over all accounts.
    pub unread: u32,
    /// Conversations that wait to be taken.
    pub waiting: u32,
    /// Why recent interruptions were not made, newest first (diagnostics).
    pub withheld: Vec<Withheld>,
}

/// One account in the sidebar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AccountRow {
    /// Its configuration.
    pub config: AccountConfig,
    /// What its page is.
    pub hosting: Hosting,
    /// Chat widgets recognised on its page.
    pub widgets: Vec<ChatWidgetRow>,
    /// The hosted page.
    pub page: PageState,
    /// Signed in or not.
    pub sign_in: SignIn,
    /// A sign-in waits for the system's browser.
    pub waits_for_browser: bool,
    /// Its phone line.
    pub connection: Connection,
    /// The dialer can be used.
    pub dialer_ready: bool,
    /// How it makes calls, if said.
    pub calling_mode: Option<CallingMode>,
    /// Browser mode chosen on an engine without WebRTC: calls cannot ring here.
    pub cannot_ring_here: bool,
    /// What the engine can do, once the page said hello.
    pub abilities: Option<EngineAbilities>,
    /// Microphones the page could use, if its engine tells.
    pub microphones: Option<u32>,
    /// Own number, formatted for reading.
    pub own_number: Option<String>,
    /// Confirmed availability.
    pub presence: Option<Presence>,
    /// Unread messages and lines of conversations.
    pub unread: u32,
    /// Missed calls not seen.
    pub missed: u32,
    /// Messages heard since the page was opened.
    pub heard: u32,
    /// Messages that gave no fact, by reason.
    pub unparsed: Vec<NamedCount>,
    /// Details of the widget by name (route, region…).
    pub details: Vec<NamedValue>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CallRow {
    /// Our number of it.
    pub id: CallId,
    /// Whose.
    pub account: AccountId,
    /// Inbound or outbound.
    pub direction: Direction,
    /// Where it stands.
    pub state: CallState,
    /// Why it is over; none while that is being found out.
    pub end: Option<EndReason>,
    /// The other side's number.
    pub number: Option<String>,
    /// The other side's name.
    pub name: Option<String>,
    /// The queue it came through.
    pub queue: Option<String>,
    /// First heard of.
    pub since: Timestamp,
    /// Talking since.
    pub connected_at: Option<Timestamp>,
    /// Over since.
    pub ended_at: Option<Timestamp>,
    /// Microphone off.
    pub muted: bool,
    /// Recording.
    pub recording: Recording,
    /// Is on another device: it can be seen here, not controlled.
    pub elsewhere: bool,
    /// Several people.
    pub conference: bool,
    /// What can be asked of it now. Absent means impossible, never merely unknown.
    pub actions: Vec<CallAction>,
    /// What was asked and is not confirmed yet.
    pub pending: Option<PendingAction>,
    /// What was asked last and did not happen, in words.
    pub trouble: Option<String>,
    /// A missed call the agent has not looked at.
    pub unseen: bool,
}

/// A command without confirmation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PendingAction {
    /// Which command.
    pub command: CommandId,
    /// What.
    pub action: CallAction,
    /// Since.
    pub since: Timestamp,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MessageRow {
    /// Whose.
    pub account: AccountId,
    /// The vendor's id.
    pub id: String,
    /// Sort.
    pub kind: MessageKind,
    /// Inbound or outbound.
    pub direction: Direction,
    /// Name or number of the other side.
    pub from: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Text as far as known.
    pub text: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Unread.
    pub unread: bool,
    /// Length of a voicemail in seconds.
    pub seconds: Option<u32>,
    /// Pages of a fax.
    pub pages: Option<u32>,
}

/// Something the agent must know: what happened, what it means, what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Notice {
    /// To dismiss it.
    pub id: u32,
    /// Whose business.
    pub account: Option<AccountId>,
    /// Stable word; the windows have the sentence for it.
    pub kind: NoticeKind,
    /// Detail for the sentence.
    pub detail: Option<String>,
    /// Since.
    pub at: Timestamp,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum NoticeKind {
    /// The settings file was unreadable; the old one was kept aside.
    SettingsReset,
    /// Settings could not be saved.
    SaveFailed,
    /// The key store does not give what it has, or takes nothing; the detail says why.
    KeyStore,
    /// Closing minimises because there is no tray.
    NoTray,
    /// No notification service.
    NoNotifications,
    /// Signed out without being asked to.
    SignedOut,
    /// Sign-in was cancelled.
    SignInCancelled,
    /// Sign-in failed.
    SignInFailed,
    /// Sign-in took too long.
    SignInTimedOut,
    /// The widget did not take the answer of a sign-in.
    SignInUnfinished,
    /// The widget wanted to sign in somewhere else; the detail is the host.
    StrangeSignIn,
    /// An answer did not belong to the sign-in that was begun.
    StrangeAnswer,
    /// No web browser could be opened.
    NoBrowser,
    /// The port for the browser's answer is taken; the detail is its number.
    PortTaken,
    /// A command was not answered by the widget.
    NoAnswer,
    /// A command was refused.
    Refused,
    /// A dial request expired.
    DialExpired,
    /// A browser phone on an engine without WebRTC.
    NoWebRtc,
    /// Messages were lost in a flood.
    Flood,
    /// A call was lost from sight after a reload.
    CallLost,
    /// Session data could not be deleted.
    DataNotDeleted,
    /// More conversations at once than can be kept.
    ChatLost,
    /// A link of another program was not followed.
    LinkRefused,
    /// The page wanted the microphone, and the agent had said no.
    MicrophoneForbidden,
    /// The agent said yes to the microphone, and the system says no.
    MicrophoneBlocked,
    /// The page wanted a microphone, and there is none.
    NoMicrophone,
    /// The page wanted the microphone, and it gives no sound.
    MicrophoneBusy,
    /// A page began more downloads than a person asks for.
    DownloadsRefused,
    /// A sign-in window wanted to save something.
    SignInDownload,
    /// A link of a page went to the system's browser or mail program.
    LinkOpened,
    /// A link of a page was not followed.
    NotFollowed,
    /// A server or a proxy asks for a name and a password.
    PasswordWanted,
    /// A server wants a certificate of the agent's.
    CertificateWanted,
    /// A sign-in page could not prove whose it is.
    SignInUnsafe,
}

/// What a link of another program asks for, put where the agent can use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HeldLink {
    /// Another one for every link, also for the same number again.
    pub id: u32,
    /// Only digits, perhaps after one `+`.
    pub number: String,
    /// Digits to be typed once the call is taken.
    pub extension: Option<String>,
    /// What to begin a text message with.
    pub text: Option<String>,
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

/// How things stand outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Surroundings {
    /// The machine has a network.
    pub online: bool,
    /// A tray host is registered; none until known.
    pub tray_host: Option<bool>,
    /// What the notification service can do; none if there is none.
    pub notifications: Option<NotificationAbilities>,
    /// The system's own do-not-disturb; none if it does not tell.
    pub do_not_disturb: Option<bool>,
    /// The listener for news from vendors.
    pub listener: ListenerState,
    /// Where downloads go unless the user says otherwise.
    pub downloads: DownloadPlace,
    /// Why secrets are kept for this run only; none where the key store works.
    pub key_store: Option<String>,
}

/// A number with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct NamedCount {
    /// Name.
    pub name: String,
    /// How many.
    pub count: u32,
}

/// A value with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct NamedValue {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// An interruption that was not made, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Withheld {
    /// When.
    pub at: Timestamp,
    /// What it would have been.
    pub what: String,
    /// Why not.
    pub reason: WithheldReason,
    /// The notification service's own words, where it gave any.
    pub detail: Option<String>,
}

/// Why somebody was not interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum WithheldReason {
    /// The status is do-not-disturb.
    DoNotDisturb,
    /// The user switched this kind off.
    SwitchedOff,
    /// It is in front of the user already.
    InFront,
    /// There is no notification service.
    NoService,
    /// The service refused.
    ServiceFailed,
    /// The call is on another device.
    Elsewhere,
    /// It is older than the program's start or a copy.
    NotNew,
    /// Too many of its kind came at once.
    TooMany,
}
