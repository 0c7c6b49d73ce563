//! Open and recent conversations, and the widgets they come through.

use super::conversation::Conversation;
use super::deferred::Held;
use super::facts::{ConversationId, ConversationStatus};
use super::widgets::ChatWidget;
use crate::accounts::{AccountId, VendorId};
use std::collections::BTreeMap;

/// Everything known of chats.
#[derive(Clone, Debug)]
pub(crate) struct Chats {
    /// Open and recent conversations, oldest first.
    pub(crate) rows: Vec<Conversation>,
    pub(crate) next: u32,
    /// Requests to chat widgets that wait for a window.
    pub(crate) deferred: Vec<Held>,
    /// Chat widgets recognised on each account's page.
    pub(crate) widgets: BTreeMap<AccountId, BTreeMap<VendorId, ChatWidget>>,
}

impl Default for Chats {
    fn default() -> Self {
        Self { rows: Vec::new(), next: 1, deferred: Vec::new(), widgets: BTreeMap::new() }
    }
}

impl Chats {
    /// One conversation.
    pub(crate) fn get(&self, id: ConversationId) -> Option<&Conversation> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// One conversation, to change it.
    pub(crate) fn get_mut(&mut self, id: ConversationId) -> Option<&mut Conversation> {
        self.rows.iter_mut().find(|row| row.id == id)
    }

    /// Leaving would leave a visitor alone who waits for this agent or was answered.
    pub(crate) fn would_be_abandoned(&self) -> bool {
        self.rows.iter().any(|row| match row.status {
            ConversationStatus::Offered => true,
            ConversationStatus::Active => row.replied,
            ConversationStatus::Queued | ConversationStatus::Closed => row.is_waiting(),
        })
    }

    /// Conversations that wait to be taken.
    pub(crate) fn waiting(&self) -> u32 {
        let waiting = self.rows.iter().filter(|row| row.is_waiting()).count();
        u32::try_from(waiting).unwrap_or(u32::MAX)
    }
}
