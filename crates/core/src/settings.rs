//! Settings: every one with its default, and the file's versions. The timing constants stand here too.

use crate::{
    AccountConfig, AccountId, CannedReply, DownloadPreferences, FunnelCounter, Grant, StatusMemory,
    StatusRules,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Version of the settings file this code writes.
pub const SETTINGS_VERSION: u32 = 1;

/// A page without a heartbeat for this long is hung.
pub const HEARTBEAT_LOST: Duration = Duration::from_secs(20);
/// A loaded page whose bridge has not spoken for this long is silent.
pub const HELLO_LOST: Duration = Duration::from_secs(30);
/// A command without any sign from the widget for this long is reported.
pub const COMMAND_PATIENCE: Duration = Duration::from_secs(5);
/// A "no call" that may be taken back ends the call after this long.
pub const NO_CALL_GRACE: Duration = Duration::from_secs(3);
/// An ended, never answered call is judged (missed, answered elsewhere, voicemail) after this long.
pub const SETTLE_TIME: Duration = Duration::from_millis(1500);
/// A call row that nobody mentioned for this long is closed.
pub const CALL_FORGOTTEN: Duration = Duration::from_secs(4 * 60 * 60);
/// An alerting call that nobody mentioned for this long stops ringing.
pub const RING_FORGOTTEN: Duration = Duration::from_secs(120);
/// Ended calls kept as rows.
pub const RECENT_CALLS: usize = 50;
/// A dial request waits this long for the dialer.
pub const DIAL_PATIENCE: Duration = Duration::from_secs(120);
/// A request to a chat widget without any sign for this long is reported: it goes to a server and back.
pub const CHAT_PATIENCE: Duration = Duration::from_secs(10);
/// A request that needs the widget's window waits this long for it to open.
pub const WINDOW_PATIENCE: Duration = Duration::from_secs(60);
/// Without a further sign the visitor has stopped typing after this long.
pub const TYPING_SHOWN: Duration = Duration::from_secs(8);
/// The same words of the same person within this time are one message, where the vendor has no ids.
pub const DUPLICATE_WINDOW: Duration = Duration::from_secs(2);
/// What comes this soon after the end of a conversation still belongs to it.
pub const LATE_LINE: Duration = Duration::from_secs(2);
/// A conversation that nobody mentioned for this long is over: the vendors' own measure of a visit.
pub const CONVERSATION_FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);
/// A visit without a sign of the visitor for this long is over, as the funnel's definition has it.
pub const VISIT_OVER: Duration = Duration::from_secs(24 * 60 * 60);
/// Same, where nobody would say that it is over: the page was loaded anew, or the widget tells no end.
pub const CONVERSATION_SILENT: Duration = Duration::from_secs(30 * 60);
/// Most conversations open at one time.
pub const OPEN_CONVERSATIONS: usize = 100;
/// Closed conversations kept as rows.
pub const RECENT_CONVERSATIONS: usize = 50;
/// Lines kept of one conversation.
pub const TRANSCRIPT_LINES: usize = 200;
/// Bytes of text kept of one conversation.
pub const TRANSCRIPT_BYTES: usize = 60_000;
/// The notification of one conversation changes at most once within this time.
pub const BANNER_PAUSE: Duration = Duration::from_secs(1);
/// Most notifications about the conversations of one account within [`BANNERS_PERIOD`].
pub const BANNERS_MAX: usize = 10;
/// The time over which they are counted.
pub const BANNERS_PERIOD: Duration = Duration::from_secs(10);
/// A sign-in window may stay open this long.
pub const SIGN_IN_PATIENCE: Duration = Duration::from_secs(10 * 60);
/// A question about a right is given up after this long.
pub const ASK_PATIENCE: Duration = Duration::from_secs(2 * 60);
/// What a new document wants may be heard this much before its hello.
pub const ASK_OVERTAKES: Duration = Duration::from_secs(5);
/// Most questions about rights open at one time for one account.
pub const OPEN_ASKS: usize = 4;
/// Most questions about rights one account may raise within [`ASKING_PERIOD`].
pub const ASKS_MAX: usize = 10;
/// The time over which they are counted, and the least between two notifications about them.
pub const ASKING_PERIOD: Duration = Duration::from_secs(60);
/// Most rights of one account that something is kept about.
pub const GRANTS_MAX: usize = 100;
/// A widget that has the answer of a sign-in must be signed in within this time.
pub const ANSWER_PATIENCE: Duration = Duration::from_secs(30);
/// First pause before a broken page is tried again; doubles up to [`RETRY_MAX`].
pub const RETRY_FIRST: Duration = Duration::from_secs(2);
/// Longest pause between tries.
pub const RETRY_MAX: Duration = Duration::from_secs(60);
/// A status that a vendor's service fails to take is tried this often, which is about two hours. Tries are
/// counted and not time, which passes in sleep too.
pub const STATUS_TRIES: u32 = 124;
/// Longest pause a vendor may ask for before a status is tried again.
pub const STATUS_PAUSE_MAX: Duration = Duration::from_secs(60 * 60);
/// A push of a status that nobody answers for this long has failed, whatever became of it.
pub const PUSH_PATIENCE: Duration = Duration::from_secs(60);
/// Tries of a widget that takes a status and never shows it.
pub const WIDGET_TRIES: u32 = 3;
/// A vendor may tell of a change we made ourselves for this long.
pub const ECHO_PATIENCE: Duration = Duration::from_secs(120);
/// Lines of the status history kept.
pub const STATUS_HISTORY: usize = 200;
/// Downloads kept as rows.
pub const DOWNLOAD_ROWS: usize = 50;
/// Most downloads of one account at one time.
pub const DOWNLOADS_AT_ONCE: usize = 10;
/// Most downloads one account begins within [`DOWNLOAD_PERIOD`]: a person does not press more.
pub const DOWNLOADS_BEGUN_MAX: usize = 20;
/// Same, while the page is not looked at.
pub const DOWNLOADS_UNSEEN_MAX: usize = 3;
/// The time over which they are counted.
pub const DOWNLOAD_PERIOD: Duration = Duration::from_secs(60);
/// Largest download in bytes: no recording, fax or file of a chat comes near it.
pub const DOWNLOAD_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// Bytes that a download leaves free on the disk: a full one loses settings and events.
pub const DISK_RESERVE: u64 = 256 * 1024 * 1024;
/// Port at which the listener for news from vendors listens unless the user wants another.
pub const LISTENER_PORT: u16 = 47_816;

/// Everything the user set and what outlives a start, kept in one versioned file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// File version; see [`SETTINGS_VERSION`].
    pub version: u32,
    /// Accounts in the order of the sidebar.
    pub accounts: Vec<AccountConfig>,
    /// Everything else.
    pub preferences: Preferences,
    /// The account shown last.
    pub last_shown: Option<AccountId>,
    /// Where the window was.
    pub window: Option<WindowPlace>,
    /// The user was told once that closing minimises where there is no tray.
    pub told_no_tray: bool,
    /// How visits of chat widgets went, by day.
    pub funnel: Vec<FunnelCounter>,
    /// The chosen status, and how far the vendors had followed.
    pub status: StatusMemory,
    /// What the agent said about rights of pages.
    pub grants: Vec<Grant>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: SETTINGS_VERSION,
            accounts: Vec::new(),
            preferences: Preferences::default(),
            last_shown: None,
            window: None,
            told_no_tray: false,
            funnel: Vec::new(),
            status: StatusMemory::default(),
            grants: Vec::new(),
        }
    }
}

/// The user's choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Preferences {
    /// Notifications and tray say nothing about who and what.
    pub hide_content: bool,
    /// Banners for messages.
    pub message_banners: bool,
    /// A banner for a missed call.
    pub missed_call_banners: bool,
    /// Ring although the status is do-not-disturb.
    pub ring_in_do_not_disturb: bool,
    /// A new conversation rings until it is taken.
    pub chat_rings: bool,
    /// Banners for later lines of a conversation.
    pub chat_banners: bool,
    /// Seconds without a first reply after which its clock turns amber.
    pub first_reply_amber: u32,
    /// Seconds without a first reply after which its clock turns red.
    pub first_reply_red: u32,
    /// How canned replies name the agent; empty means as the widget does.
    pub agent_name: String,
    /// Canned replies, one set over all vendors.
    pub canned_replies: Vec<CannedReply>,
    /// Rules about the status.
    pub rules: StatusRules,
    /// The listener for news from vendors.
    pub listener: ListenerPreferences,
    /// Where downloads go.
    pub downloads: DownloadPreferences,
    /// Closing the window keeps the program in the tray.
    pub close_to_tray: bool,
    /// Language of our own words.
    pub language: Language,
}

/// The listener for news from vendors: off until the user wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ListenerPreferences {
    /// Listens.
    pub on: bool,
    /// At this port of the loopback address.
    pub port: u16,
    /// Address (`https://host/path`) under which a proxy of the company publishes it; may be empty.
    pub public_address: String,
}

impl Default for ListenerPreferences {
    fn default() -> Self {
        Self { on: false, port: LISTENER_PORT, public_address: String::new() }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            hide_content: false,
            message_banners: true,
            missed_call_banners: true,
            ring_in_do_not_disturb: false,
            chat_rings: true,
            chat_banners: true,
            first_reply_amber: 30,
            first_reply_red: 60,
            agent_name: String::new(),
            canned_replies: Vec::new(),
            rules: StatusRules::default(),
            listener: ListenerPreferences::default(),
            downloads: DownloadPreferences::default(),
            close_to_tray: true,
            language: Language::System,
        }
    }
}

/// Language of our own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Language {
    /// As the system says.
    #[default]
    System,
    /// English.
    English,
    /// German.
    German,
}

/// One change of a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "setting", content = "value", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SettingChange {
    /// See [`Preferences::hide_content`].
    HideContent(bool),
    /// See [`Preferences::message_banners`].
    MessageBanners(bool),
    /// See [`Preferences::missed_call_banners`].
    MissedCallBanners(bool),
    /// See [`Preferences::ring_in_do_not_disturb`].
    RingInDoNotDisturb(bool),
    /// See [`Preferences::chat_rings`].
    ChatRings(bool),
    /// See [`Preferences::chat_banners`].
    ChatBanners(bool),
    /// See [`Preferences::first_reply_amber`].
    FirstReplyAmber(u32),
    /// See [`Preferences::first_reply_red`].
    FirstReplyRed(u32),
    /// See [`Preferences::agent_name`].
    AgentName(String),
    /// See [`Preferences::canned_replies`]; the whole set.
    CannedReplies(Vec<CannedReply>),
    /// See [`Preferences::rules`]; all of them.
    Rules(StatusRules),
    /// See [`Preferences::listener`].
    Listener(ListenerPreferences),
    /// See [`Preferences::downloads`].
    Downloads(DownloadPreferences),
    /// See [`Preferences::close_to_tray`].
    CloseToTray(bool),
    /// See [`Preferences::language`].
    Language(Language),
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
