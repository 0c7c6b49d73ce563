//! What the settings file holds, in a fixed order so that two saves of the same settings are equal.

use deskbell_core::Settings;
use serde_json::Value;
use std::collections::BTreeMap;

/// The file's top-level entries.
///
/// # Errors
/// If a value cannot be written as JSON, which no setting of ours should cause.
pub fn entries(settings: &Settings) -> Result<BTreeMap<String, Value>, serde_json::Error> {
    match serde_json::to_value(settings)? {
        Value::Object(entries) => Ok(entries.into_iter().collect()),
        other => Ok(BTreeMap::from([("settings".to_owned(), other)])),
    }
}

/// The file's bytes: readable by people, ordered, ending in a line feed.
///
/// # Errors
/// As [`entries`].
pub fn serialise<'a>(
    entries: impl IntoIterator<Item = (&'a String, &'a Value)>,
) -> Result<Vec<u8>, serde_json::Error> {
    let ordered: BTreeMap<_, _> = entries.into_iter().collect();
    let mut bytes = serde_json::to_vec_pretty(&ordered)?;
    bytes.push(b'\n');
    Ok(bytes)
}
