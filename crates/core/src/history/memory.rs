//! What was handed over to be kept already, as fingerprints: nothing is handed over twice.

use super::facts::EntryKind;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// Fingerprints of what was handed over, by sort, owner and number or name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(BTreeMap<(EntryKind, u32, String), u64>);

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
        self.0.insert((kind, number, name.to_owned()), fingerprint) != Some(fingerprint)
    }

    /// Whether anything was handed over under this number and name.
    pub(crate) fn knows(&self, kind: EntryKind, number: u32, name: &str) -> bool {
        self.0.contains_key(&(kind, number, name.to_owned()))
    }

    /// What these were is no longer compared.
    pub(crate) fn forget(&mut self, kind: EntryKind, number: u32) {
        let from = self.0.range((kind, number, String::new())..).map(|(key, _)| key);
        let these: Vec<_> =
            from.take_while(|(known, of, _)| (*known, *of) == (kind, number)).cloned().collect();
        for key in &these {
            self.0.remove(key);
        }
    }
}
