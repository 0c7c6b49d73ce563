//! What was handed over to be kept already, as fingerprints and counts: nothing is handed over twice.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// What was handed over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// Fingerprints of calls by their numbers.
    calls: BTreeMap<u32, u64>,
    conversations: BTreeMap<u32, Conversation>,
}

/// What was handed over of a conversation.
#[derive(Clone, Debug, Default)]
struct Conversation {
    fingerprint: Option<u64>,
    /// It had no name once.
    was_nameless: bool,
    /// How often its lines had changed.
    line_changes: u32,
}

impl Memory {
    /// Whether this is not what was handed over of a call last. From now on it is.
    pub(crate) fn is_new_call(&mut self, call: u32, what: &impl Hash) -> bool {
        let fingerprint = fingerprint(what);
        self.calls.insert(call, fingerprint) != Some(fingerprint)
    }

    /// The call is gone.
    pub(crate) fn forget_call(&mut self, call: u32) {
        self.calls.remove(&call);
    }

    /// Whether this is not what was handed over of a conversation last. From now on it is.
    pub(crate) fn is_new_conversation(&mut self, conversation: u32, what: &impl Hash) -> bool {
        let fingerprint = fingerprint(what);
        let known = self.conversations.entry(conversation).or_default();
        known.fingerprint.replace(fingerprint) != Some(fingerprint)
    }

    /// Whether the conversation was ever handed over without a name; `nameless` says whether it is now.
    pub(crate) fn was_nameless(&mut self, conversation: u32, nameless: bool) -> bool {
        let known = self.conversations.entry(conversation).or_default();
        known.was_nameless |= nameless;
        known.was_nameless
    }

    /// How often the lines of a conversation had changed when they were handed over last. From now on it is `changes`.
    pub(crate) fn lines_handed_over(&mut self, conversation: u32, changes: u32) -> u32 {
        let known = self.conversations.entry(conversation).or_default();
        std::mem::replace(&mut known.line_changes, changes)
    }

    /// The conversation is gone.
    pub(crate) fn forget_conversation(&mut self, conversation: u32) {
        self.conversations.remove(&conversation);
    }
}

fn fingerprint(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
