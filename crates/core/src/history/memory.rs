//! What was handed over to be kept already, as fingerprints and counts: nothing is handed over twice.

use super::facts::EntryKind;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// What was handed over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// Fingerprints by sort, owner and number or name.
    fingerprints: BTreeMap<(EntryKind, u32, String), u64>,
    /// How often each conversation's lines had changed then.
    lines: BTreeMap<u32, u32>,
}

impl Memory {
    /// Whether this is not what was handed over last, under this number and name. From now on it is.
    pub(crate) fn is_new(
        &mut self,
        kind: EntryKind,
        number: u32,
        name: &str,
        what: &impl Hash,
    ) -> bool {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        let fingerprint = hasher.finish();
        self.fingerprints.insert((kind, number, name.to_owned()), fingerprint) != Some(fingerprint)
    }

    /// Whether anything was handed over under this number and name.
    pub(crate) fn knows(&self, kind: EntryKind, number: u32, name: &str) -> bool {
        self.fingerprints.contains_key(&(kind, number, name.to_owned()))
    }

    /// How often the lines of a conversation had changed when they were handed over last. From now on it is `changes`.
    pub(crate) fn lines_handed_over(&mut self, conversation: u32, changes: u32) -> u32 {
        self.lines.insert(conversation, changes).unwrap_or(0)
    }

    /// The conversation is gone.
    pub(crate) fn forget_lines(&mut self, conversation: u32) {
        self.lines.remove(&conversation);
    }

    /// What these were is no longer compared.
    pub(crate) fn forget(&mut self, kind: EntryKind, number: u32) {
        let from = self.fingerprints.range((kind, number, String::new())..).map(|(key, _)| key);
        let these: Vec<_> =
            from.take_while(|(known, of, _)| (*known, *of) == (kind, number)).cloned().collect();
        for key in &these {
            self.fingerprints.remove(key);
        }
    }
}
