//! Open and recent conversations, and the widgets they come through.

use super::asked::Deferred;
use super::change::Change;
use super::conversation::{Conversation, ReplyLimits};
use super::conversations::Conversations;
use super::facts::{ConversationId, ConversationStatus};
use super::widget::ChatWidget;
use crate::accounts::{AccountId, VendorId};
use crate::base::Timestamp;
use crate::base::changes::Changes;
use std::collections::BTreeMap;

/// Everything known of chats.
#[derive(Clone, Debug)]
pub(crate) struct Chats {
    pub(super) rows: Conversations,
    pub(super) next: u32,
    /// Requests to chat widgets that wait for a window.
    pub(super) deferred: Vec<Deferred>,
    /// Chat widgets recognised on each account's page.
    pub(super) widgets: BTreeMap<AccountId, BTreeMap<VendorId, ChatWidget>>,
    /// When the clock of the first reply turns, as the user set it.
    pub(super) limits: ReplyLimits,
    /// Until then time does nothing to any conversation.
    pub(super) due: Option<Timestamp>,
    pub(crate) changes: Changes<Change>,
}

impl Chats {
    /// No conversation yet.
    pub(crate) fn new(limits: ReplyLimits) -> Self {
        Self {
            rows: Conversations::default(),
            next: 1,
            deferred: Vec::new(),
            widgets: BTreeMap::new(),
            limits,
            due: None,
            changes: Changes::default(),
        }
    }

    /// One conversation.
    pub(crate) fn get(&self, id: ConversationId) -> Option<&Conversation> {
        self.rows.get(id)
    }

    /// All conversations, the oldest first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Conversation> {
        self.rows.all()
    }

    /// What is kept about all of them at once is what each of them says.
    pub(crate) fn adds_up(&self) -> bool {
        self.rows.is_filed_right()
    }

    /// Leaving would leave a visitor alone who waits for this agent or was answered.
    pub(crate) fn would_abandon(&self) -> bool {
        self.rows.open().any(|row| match row.status {
            ConversationStatus::Offered => true,
            ConversationStatus::Active => row.replied,
            ConversationStatus::Queued | ConversationStatus::Closed => row.is_waiting(),
        })
    }

    /// Conversations that wait to be taken, the oldest first.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Conversation> {
        self.rows.waiting()
    }

    /// How many wait to be taken.
    pub(crate) fn count_waiting(&self) -> u32 {
        u32::try_from(self.rows.count_waiting()).unwrap_or(u32::MAX)
    }

    /// Lines not seen, of all conversations.
    pub(crate) fn unread(&self) -> u32 {
        u32::try_from(self.rows.unread()).unwrap_or(u32::MAX)
    }

    /// A conversation is different: its clock follows, and what time will do to it.
    pub(super) fn changed(&mut self, id: ConversationId, now: Timestamp) {
        let limits = self.limits;
        let due = self.rows.change(id, |row| {
            row.clock = row.clock_at(limits, now);
            row.deadline(limits)
        });
        let Some(due) = due else { return };
        self.due = earlier(self.due, due);
        self.changes.push(Change::Changed { conversation: id });
    }

    /// Takes rows off the list.
    pub(super) fn remove(&mut self, gone: impl Fn(&Conversation) -> bool) {
        let gone = self.rows.all().filter(|row| gone(row));
        for id in gone.map(|row| row.id).collect::<Vec<_>>() {
            self.rows.remove(id);
            self.changes.push(Change::Removed { conversation: id });
        }
    }
}

/// The earlier of two moments, as far as there are any.
pub(super) fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
