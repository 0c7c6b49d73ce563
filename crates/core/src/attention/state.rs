//! What the agent was told, and what was withheld: attention's own memory.

use super::change::Change;
use super::facts::{Notice, Notification, Tray, TrayItem, Withheld, WithheldReason};
use super::keys::Key;
use super::turns::Turns;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::changes::Changes;
use crate::calls::CallId;
use crate::chats::ConversationId;
use crate::chats::conversation::{Conversation, Phase};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Everything that was told.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(super) notices: Vec<Notice>,
    pub(super) next_notice: u32,
    pub(super) withheld: VecDeque<Withheld>,
    /// Notifications on screen as we asked for them, by key.
    pub(super) shown: BTreeMap<Key, Notification>,
    /// Their keys, the longest on screen first; some may have gone.
    pub(super) order: VecDeque<Key>,
    /// The text of the key of the notification that the service refused last, until that is over.
    pub(super) refused: Option<String>,
    pub(super) tray: Option<Tray>,
    pub(super) fixed_in_tray: FixedInTray,
    pub(super) by_account: BTreeMap<AccountId, AccountAttention>,
    pub(super) chats: ChatMemory,
    /// Finished downloads in the notification on screen.
    pub(super) downloads: u32,
    pub(super) calls: BTreeMap<CallId, CallAttention>,
    pub(crate) changes: Changes<Change>,
}

/// What was told about one account.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountAttention {
    /// A sign-out was withheld in do-not-disturb: it is told when that ends.
    pub(super) owes_sign_out: bool,
    pub(super) no_web_rtc_noticed: bool,
    /// The present trouble with its status was told.
    pub(super) trouble_notified: bool,
    /// When notifications about its conversations were shown lately.
    pub(super) chats_shown: VecDeque<Timestamp>,
    /// When a notification about permissions was shown.
    pub(super) asked_notified_at: Option<Timestamp>,
    pub(super) messages: MessageNotifications,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            notices: Vec::new(),
            next_notice: 1,
            withheld: VecDeque::new(),
            shown: BTreeMap::new(),
            order: VecDeque::new(),
            refused: None,
            tray: None,
            fixed_in_tray: FixedInTray::default(),
            by_account: BTreeMap::new(),
            chats: ChatMemory::default(),
            downloads: 0,
            calls: BTreeMap::new(),
            changes: Changes::default(),
        }
    }
}

impl Memory {
    /// The account is gone, and what was told about it.
    pub(super) fn forget(&mut self, account: &AccountId) {
        self.forget_messages(account);
        self.by_account.remove(account);
    }
}

/// What was told about one call.
#[derive(Clone, Debug, Default)]
pub(super) struct CallAttention {
    /// The window was asked to draw attention.
    pub(super) attention_requested: bool,
    /// A missed-call notification was decided on.
    pub(super) missed_notified: bool,
    pub(super) withheld: Option<WithheldReason>,
}

/// What was told about conversations.
#[derive(Clone, Debug, Default)]
pub(super) struct ChatMemory {
    pub(super) notified: BTreeMap<ConversationId, Notified>,
    /// Those to be looked at again.
    pub(super) open: BTreeSet<ConversationId>,
    /// Notifications that wait for their turn.
    pub(super) due: Turns,
    /// Those that share one notification, since there are many.
    pub(super) gathered: BTreeSet<ConversationId>,
    /// What the decisions rested on, beside the conversations.
    pub(super) around: u64,
}

/// How far telling the agent of one conversation has got.
#[derive(Clone, Debug, Default)]
pub(super) struct Notified {
    /// Which round of the conversation this is about.
    round: u32,
    pub(super) phase: Option<Phase>,
    /// The policy's answer for this phase, where it is asked once.
    pub(super) granted: Option<bool>,
    /// The notification of this phase went away from the screen.
    pub(super) dismissed: bool,
    /// Lines the policy granted a notification since the agent last looked.
    pub(super) lines: u32,
    /// When the notification last changed.
    pub(super) shown_at: Option<Timestamp>,
    pub(super) attention_requested: bool,
    pub(super) suppressed: Option<WithheldReason>,
}

impl ChatMemory {
    /// What was told of this conversation, since it last came and since the agent last looked.
    pub(super) fn notified(&mut self, row: &Conversation) -> &mut Notified {
        let told = self.notified.entry(row.id).or_default();
        if told.round != row.round() {
            *told = Notified { round: row.round(), ..Notified::default() };
        }
        if row.unread == 0 {
            told.lines = 0;
        }
        told
    }
}

/// What is on screen about the messages of one account.
#[derive(Clone, Debug, Default)]
pub(super) struct MessageNotifications {
    /// Messages with a notification of their own, oldest first.
    pub(super) own: Vec<(Timestamp, String)>,
    /// Messages behind the one notification with a count, and the newest one's time.
    pub(super) burst: Vec<String>,
    pub(super) burst_at: Timestamp,
}

/// The lines of the menu that stand before and behind those about what is unread and who waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FixedInTray {
    pub(super) calls: Vec<TrayItem>,
    pub(super) statuses: Vec<TrayItem>,
}
