//! What the agent was told, and what was withheld: attention's own memory.

use super::calls::CallAttention;
use super::change::Change;
use super::chats::ChatMemory;
use super::facts::{Notice, Notification, Tray, Withheld};
use super::messages::MessageNotifications;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::changes::Changes;
use crate::calls::CallId;
use std::collections::{BTreeMap, VecDeque};

/// Everything that was told.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(crate) notices: Vec<Notice>,
    pub(crate) next_notice: u32,
    pub(crate) withheld: VecDeque<Withheld>,
    /// Notifications on screen as we asked for them, by key.
    pub(crate) shown: BTreeMap<String, Notification>,
    /// Their keys, the longest on screen first; some may have gone.
    pub(super) order: VecDeque<String>,
    pub(crate) tray: Option<Tray>,
    pub(crate) by_account: BTreeMap<AccountId, AccountAttention>,
    pub(super) chats: ChatMemory,
    /// Finished downloads in the notification on screen.
    pub(super) downloads: u32,
    pub(super) calls: BTreeMap<CallId, CallAttention>,
    pub(crate) changes: Changes<Change>,
}

/// What was told about one account.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountAttention {
    /// A sign-out was withheld in do-not-disturb: it is told when that ends.
    pub(crate) owes_sign_out: bool,
    pub(crate) told_no_web_rtc: bool,
    /// The present trouble with its status was told.
    pub(super) told_status: bool,
    /// When notifications about its conversations were shown lately.
    pub(super) chats_shown: VecDeque<Timestamp>,
    /// When a notification about permissions was shown.
    pub(crate) ask_told_at: Option<Timestamp>,
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
            tray: None,
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
