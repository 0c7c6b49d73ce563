//! What the agent was told, and what was withheld: attention's own memory.

use super::facts::{Notice, Notification, Tray, Withheld};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use std::collections::{BTreeMap, VecDeque};

/// Everything that was told.
#[derive(Clone, Debug)]
pub(crate) struct Attention {
    pub(crate) notices: Vec<Notice>,
    pub(crate) next_notice: u32,
    pub(crate) withheld: VecDeque<Withheld>,
    /// Notifications on screen as we asked for them, by key.
    pub(crate) shown: BTreeMap<String, Notification>,
    pub(crate) tray: Option<Tray>,
    pub(crate) by_account: BTreeMap<AccountId, AccountAttention>,
}

/// What was told about one account.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountAttention {
    /// A sign-out was withheld in do-not-disturb: it is told when that ends.
    pub(crate) owes_sign_out: bool,
    pub(crate) told_no_web_rtc: bool,
    /// When notifications about its conversations were shown lately.
    pub(crate) chats_shown: VecDeque<Timestamp>,
    /// When a notification about permissions was shown.
    pub(crate) ask_told_at: Option<Timestamp>,
}

impl Default for Attention {
    fn default() -> Self {
        Self {
            notices: Vec::new(),
            next_notice: 1,
            withheld: VecDeque::new(),
            shown: BTreeMap::new(),
            tray: None,
            by_account: BTreeMap::new(),
        }
    }
}
