//! Notifications, notices and the tray as plain data.

use crate::accounts::AccountId;
use crate::base::{Private, Timestamp};
use crate::chats::{ChatRequest, ConversationId};
use crate::intent::Intent;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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
    pub mood: TrayState,
    /// Tool tip, for instance "Deskbell — Available, 2 unread".
    pub tooltip: String,
    /// Menu from top to bottom.
    pub items: Vec<TrayItem>,
}

/// The tray icon's mood, most urgent last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TrayState {
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
        label: Cow<'static, str>,
        /// What.
        intent: Intent,
    },
    /// One of the statuses; checked is the confirmed one.
    Choice {
        /// Label.
        label: Cow<'static, str>,
        /// Checked.
        checked: bool,
        /// What.
        intent: Intent,
    },
    /// Says something, does nothing.
    Label {
        /// Text.
        label: Cow<'static, str>,
    },
    /// A line.
    Separator,
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
    /// What happens cannot be written down for later; the detail says why and what becomes of it.
    HistoryNotKept,
    /// The file of what happened was damaged; the detail says what was saved and where the damaged file is.
    HistorySalvaged,
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
    /// A vendor's news were refused at the door, and the vendor tells nobody.
    DeliveriesRefused,
    /// The page wanted the microphone, and the agent had said no.
    MicrophoneForbidden,
    /// The agent said yes to the microphone, and the system says no.
    MicrophoneBlocked,
    /// The page wanted a microphone, and there is none.
    NoMicrophone,
    /// The page wanted the microphone, and it gives no sound.
    MicrophoneBusy,
    /// The microphone of a call went; the detail says what is used instead.
    MicrophoneLost,
    /// The speaker of a call went; the detail says what is used instead.
    SpeakerLost,
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
