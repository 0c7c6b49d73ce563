//! What was marked as seen last.

use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::calls::CallId;
use crate::chats::lifecycle::WasUnread;

/// Everything that one mark made seen: what an undo brings back, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) calls: Vec<CallId>,
    /// By the vendor's ids.
    pub(crate) messages: Vec<(AccountId, String)>,
    pub(crate) chats: Vec<WasUnread>,
}

impl Marked {
    /// How many calls, messages and conversations.
    pub(crate) fn count(&self) -> u32 {
        let all = self.calls.len() + self.messages.len() + self.chats.len();
        u32::try_from(all).unwrap_or(u32::MAX)
    }
}

/// A mark that can be undone.
#[derive(Clone, Debug)]
pub(super) struct Undo {
    pub(super) mark: u32,
    pub(super) marked: Marked,
    pub(super) until: Timestamp,
}
