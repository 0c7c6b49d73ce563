//! Open and recent conversations, and the widgets they come through.

use super::asked::Deferred;
use super::change::Change;
use super::conversation::{Conversation, ReplyLimits};
use super::facts::{ConversationId, ConversationStatus};
use super::widget::ChatWidget;
use crate::accounts::{AccountId, VendorId};
use crate::base::Timestamp;
use crate::base::changes::Changes;
use std::collections::BTreeMap;

/// Everything known of chats.
#[derive(Clone, Debug)]
pub(crate) struct Chats {
    /// Open and recent conversations, oldest first: their numbers grow.
    pub(super) rows: Vec<Conversation>,
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
            rows: Vec::new(),
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
        let index = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        self.rows.get(index)
    }

    /// One conversation, to change it; [`Self::changed`] belongs to it.
    pub(super) fn get_mut(&mut self, id: ConversationId) -> Option<&mut Conversation> {
        let index = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        self.rows.get_mut(index)
    }

    /// All conversations, the oldest first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Conversation> {
        self.rows.iter()
    }

    /// Leaving would leave a visitor alone who waits for this agent or was answered.
    pub(crate) fn would_abandon(&self) -> bool {
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

    /// A conversation is different: its clock follows, and what time will do to it.
    pub(super) fn changed(&mut self, id: ConversationId, now: Timestamp) {
        let limits = self.limits;
        let Some(row) = self.get_mut(id) else { return };
        row.clock = row.clock_at(limits, now);
        let due = row.deadline(limits);
        self.due = earlier(self.due, due);
        self.changes.push(Change::Changed { conversation: id });
    }

    /// Takes rows off the list.
    pub(super) fn remove(&mut self, gone: impl Fn(&Conversation) -> bool) {
        let changes = &mut self.changes;
        self.rows.retain(|row| {
            let gone = gone(row);
            if gone {
                changes.push(Change::Removed { conversation: row.id });
            }
            !gone
        });
    }
}

/// The earlier of two moments, as far as there are any.
pub(super) fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
