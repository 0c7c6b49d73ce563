//! What the key store still has to delete, kept in a file over the end of the program: names alone, no secrets.

use deskbell_core::AccountId;
use deskbell_store::{SecretName, files};
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::Path;

/// Pairs of account and option that the file had; none if there is no file, or one that is not ours.
pub(super) fn read(file: &Path) -> BTreeSet<SecretName> {
    let text = files::read_bounded(file).unwrap_or_else(|problem| {
        log::warn!("{}: {problem}", file.display());
        None
    });
    let Some(text) = text else { return BTreeSet::new() };
    let pairs: Vec<(AccountId, String)> = serde_json::from_slice(&text).unwrap_or_else(|error| {
        log::warn!("{}: {error}", file.display());
        Vec::new()
    });
    pairs.into_iter().map(|(account, key)| SecretName { account, key }).collect()
}

/// Replaces the file; without names there is none.
///
/// # Errors
/// The system's.
pub(super) fn write(file: &Path, names: &BTreeSet<SecretName>) -> io::Result<()> {
    if names.is_empty() {
        return match std::fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let pairs: Vec<_> = names.iter().map(|name| (&name.account, &name.key)).collect();
    let text = serde_json::to_vec(&pairs)?;
    files::write_whole(file, |staged| staged.write_all(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_a_broken_file_is_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("owed.json");
        assert!(read(&file).is_empty());
        let account = AccountId::new("main").unwrap();
        let names = BTreeSet::from([SecretName { account, key: "jwt".to_owned() }]);
        write(&file, &names).unwrap();
        assert_eq!(read(&file), names);
        std::fs::write(&file, "[[\"../..\", 1]]").unwrap();
        assert!(read(&file).is_empty());
        write(&file, &BTreeSet::new()).unwrap();
        assert!(!file.exists());
        write(&file, &BTreeSet::new()).unwrap();
    }
}
