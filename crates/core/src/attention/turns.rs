//! Notifications that wait for their turn: whose, and when.

use crate::base::Timestamp;
use crate::chats::ConversationId;
use std::collections::{BTreeMap, BTreeSet};

/// The conversations whose notification waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    of: BTreeMap<ConversationId, Timestamp>,
    order: BTreeSet<(Timestamp, ConversationId)>,
}

impl Turns {
    /// It has its turn then, and not when it had it before.
    pub(super) fn set(&mut self, id: ConversationId, at: Timestamp) {
        self.remove(id);
        self.of.insert(id, at);
        self.order.insert((at, id));
    }

    /// It waits no more.
    pub(super) fn remove(&mut self, id: ConversationId) {
        if let Some(at) = self.of.remove(&id) {
            self.order.remove(&(at, id));
        }
    }

    /// When it has its turn, if it waits.
    pub(super) fn get(&self, id: ConversationId) -> Option<Timestamp> {
        self.of.get(&id).copied()
    }

    /// When the first has its turn.
    pub(super) fn first(&self) -> Option<Timestamp> {
        self.order.first().map(|(at, _)| *at)
    }

    /// Those whose turn it is.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = ConversationId> {
        self.order.iter().take_while(move |(at, _)| *at <= now).map(|(_, id)| *id)
    }
}
