//! Settings: every one with its default, and the file's versions.

use crate::accounts::state::Accounts;
use crate::accounts::{AccountConfig, AccountId};
use crate::chats::CannedReply;
use crate::chats::conversation::ReplyLimits;
use crate::chats::placeholders::CannedBook;
use crate::downloads::DownloadPreferences;
use crate::funnel::FunnelCounter;
use crate::history::HistoryPreferences;
use crate::permissions::Grant;
use crate::sound::SoundPreferences;
use crate::status::{ListenerPreferences, StatusMemory, StatusRules};
use crate::window::WindowPlace;
use serde::{Deserialize, Serialize};

/// Version of the settings file this code writes.
pub const SETTINGS_VERSION: u32 = 1;

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
    /// Offers to write into a chat in the visitor's name.
    pub write_as_visitor: bool,
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
    /// Devices for calls, and what is done to the microphone's sound.
    pub sound: SoundPreferences,
    /// How long what happened is kept.
    pub history: HistoryPreferences,
    /// Closing the window keeps the program in the tray.
    pub close_to_tray: bool,
    /// Language of our own words.
    pub language: Language,
    /// The region that telephone numbers without `+` are read in, by its ISO 3166-1 code of two letters. Empty: as the account
    /// is set up, else as the system's locale says.
    pub home_region: String,
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
            write_as_visitor: false,
            agent_name: String::new(),
            canned_replies: Vec::new(),
            rules: StatusRules::default(),
            listener: ListenerPreferences::default(),
            downloads: DownloadPreferences::default(),
            sound: SoundPreferences::default(),
            history: HistoryPreferences::default(),
            close_to_tray: true,
            language: Language::System,
            home_region: String::new(),
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
    /// See [`Preferences::write_as_visitor`].
    WriteAsVisitor(bool),
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
    /// See [`Preferences::sound`]; all of it.
    Sound(SoundPreferences),
    /// See [`Preferences::history`].
    History(HistoryPreferences),
    /// See [`Preferences::close_to_tray`].
    CloseToTray(bool),
    /// See [`Preferences::language`].
    Language(Language),
    /// See [`Preferences::home_region`].
    HomeRegion(String),
}

impl Preferences {
    /// When the clock of the first reply turns.
    pub(crate) fn reply_limits(&self) -> ReplyLimits {
        ReplyLimits::after(self.first_reply_amber, self.first_reply_red)
    }

    /// What canned replies are filled in from.
    pub(crate) fn canned_book<'a>(&'a self, accounts: &'a Accounts) -> CannedBook<'a> {
        CannedBook { replies: &self.canned_replies, agent_name: &self.agent_name, accounts }
    }
}
