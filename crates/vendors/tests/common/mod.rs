//! Finding and reading fixtures.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod chat;

use serde_json::value::RawValue;
use std::path::{Path, PathBuf};

/// Where a vendor's fixtures are.
pub(crate) fn folder(vendor: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(vendor)
}

/// Every fixture of a vendor, by name.
pub(crate) fn fixtures(vendor: &str) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder(vendor))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    paths
}

/// The messages of a fixture, each as its page would send it: compact, exactly these keys and escapes.
pub(crate) fn messages(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let raw: Vec<&RawValue> = serde_json::from_str(&text)
        .or_else(|_| serde_json::from_str::<&RawValue>(&text).map(|one| vec![one]))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    raw.into_iter().map(|message| compact(message.get())).collect()
}

/// Drops the blanks between tokens and nothing else, so that odd escapes survive.
fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut is_text, mut is_escaped) = (false, false);
    for c in json.chars() {
        if !is_text && c.is_ascii_whitespace() {
            continue;
        }
        if is_text && !is_escaped && c == '\\' {
            is_escaped = true;
        } else {
            if c == '"' && !is_escaped {
                is_text = !is_text;
            }
            is_escaped = false;
        }
        out.push(c);
    }
    out
}

/// Every message of every fixture.
pub(crate) fn all_messages(vendor: &str) -> Vec<String> {
    fixtures(vendor).iter().flat_map(|path| messages(path)).collect()
}
