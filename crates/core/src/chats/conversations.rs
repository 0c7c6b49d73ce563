//! Open and recent conversations, filed by what is asked of all of them: every change of one goes through here, so that no
//! event looks through conversations it does not concern.

use super::conversation::Conversation;
use super::facts::{ConversationId, ConversationKey};
use std::collections::{BTreeMap, BTreeSet};

/// All conversations by their numbers, the oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Conversations {
    rows: BTreeMap<ConversationId, Box<Filed>>,
    files: Files,
}

/// One conversation, and how it was filed.
#[derive(Clone, Debug)]
struct Filed {
    row: Conversation,
    key: Option<ConversationKey>,
    unread: u32,
}

#[derive(Clone, Debug, Default)]
struct Files {
    open: BTreeSet<ConversationId>,
    waiting: BTreeSet<ConversationId>,
    keys: BTreeMap<ConversationKey, BTreeSet<ConversationId>>,
    /// Lines that count as unread, of all.
    unread: u64,
}

impl Conversations {
    pub(super) fn get(&self, id: ConversationId) -> Option<&Conversation> {
        self.rows.get(&id).map(|filed| &filed.row)
    }

    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = &Conversation> {
        self.rows.values().map(|filed| &filed.row)
    }

    /// Those that are not over.
    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = &Conversation> {
        self.files.open.iter().filter_map(|id| self.get(*id))
    }

    /// Those that wait to be taken.
    pub(super) fn waiting(&self) -> impl DoubleEndedIterator<Item = &Conversation> {
        self.files.waiting.iter().filter_map(|id| self.get(*id))
    }

    /// Those of any widget with this name.
    pub(super) fn with_key(
        &self,
        key: &ConversationKey,
    ) -> impl DoubleEndedIterator<Item = &Conversation> {
        let ids = self.files.keys.get(key).into_iter().flatten();
        ids.filter_map(|id| self.get(*id))
    }

    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn count_open(&self) -> usize {
        self.files.open.len()
    }

    pub(super) fn count_waiting(&self) -> usize {
        self.files.waiting.len()
    }

    /// Lines that count as unread, of all.
    pub(super) const fn unread(&self) -> u64 {
        self.files.unread
    }

    /// How they are filed is how they stand, looked at one by one.
    pub(super) fn is_filed_right(&self) -> bool {
        let of = |belongs: fn(&Conversation) -> bool| {
            self.all().filter(|row| belongs(row)).map(|row| row.id).collect::<BTreeSet<_>>()
        };
        let named = |row: &Conversation| {
            row.key.iter().all(|key| self.with_key(key).any(|it| it.id == row.id))
        };
        of(Conversation::is_open) == self.files.open
            && of(Conversation::is_waiting) == self.files.waiting
            && self.all().map(|row| u64::from(row.unread())).sum::<u64>() == self.files.unread
            && self.all().all(named)
    }

    /// Adds a conversation.
    pub(super) fn insert(&mut self, row: Conversation) {
        let id = row.id;
        self.remove(id);
        self.rows.insert(id, Box::new(Filed { row, key: None, unread: 0 }));
        self.change(id, |_| ());
    }

    /// Changes a conversation; gives what `change` gives.
    pub(super) fn change<R>(
        &mut self,
        id: ConversationId,
        change: impl FnOnce(&mut Conversation) -> R,
    ) -> Option<R> {
        let filed = self.rows.get_mut(&id)?;
        let result = change(&mut filed.row);
        self.files.refile(filed);
        Some(result)
    }

    /// Changes each of them.
    pub(super) fn change_each(&mut self, mut change: impl FnMut(&mut Conversation)) {
        for filed in self.rows.values_mut() {
            change(&mut filed.row);
            self.files.refile(filed);
        }
    }

    pub(super) fn remove(&mut self, id: ConversationId) {
        if let Some(filed) = self.rows.remove(&id) {
            self.files.take_out(&filed);
        }
    }
}

impl Files {
    fn refile(&mut self, filed: &mut Filed) {
        let row = &filed.row;
        put(&mut self.open, row.id, row.is_open());
        put(&mut self.waiting, row.id, row.is_waiting());
        let unread = row.unread();
        self.unread = self.unread - u64::from(filed.unread) + u64::from(unread);
        filed.unread = unread;
        if filed.key != row.key {
            self.drop_key(filed);
            filed.key.clone_from(&filed.row.key);
            if let Some(key) = &filed.key {
                self.keys.entry(key.clone()).or_default().insert(filed.row.id);
            }
        }
    }

    fn take_out(&mut self, filed: &Filed) {
        self.open.remove(&filed.row.id);
        self.waiting.remove(&filed.row.id);
        self.unread -= u64::from(filed.unread);
        self.drop_key(filed);
    }

    fn drop_key(&mut self, filed: &Filed) {
        if let Some(key) = &filed.key
            && let Some(ids) = self.keys.get_mut(key)
        {
            ids.remove(&filed.row.id);
            if ids.is_empty() {
                self.keys.remove(key);
            }
        }
    }
}

/// Puts a number into a file or takes it out.
fn put(file: &mut BTreeSet<ConversationId>, id: ConversationId, belongs: bool) {
    if belongs {
        file.insert(id);
    } else {
        file.remove(&id);
    }
}
