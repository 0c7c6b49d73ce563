//! The vendors, as the folders of their adapters name them.

use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

/// Where the adapters are, from the root.
const ADAPTERS: &str = "crates/vendors/src/";

/// The vendor whose adapter begins in the file `path`, a path from the root; none for every other file.
pub(crate) fn of_path(path: &str) -> Option<&str> {
    path.strip_prefix(ADAPTERS)?.strip_suffix("/mod.rs").filter(|id| !id.contains('/'))
}

/// Every vendor, and of which there is a chat: those have a tap.
pub(crate) fn all(root: &Path) -> Result<Vec<(String, bool)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root.join(ADAPTERS)).context(ADAPTERS)? {
        let folder = entry?.path();
        let Some(name) = folder.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            continue;
        };
        if folder.join("mod.rs").exists() {
            all.push((name, folder.join("tap.js").exists()));
        }
    }
    anyhow::ensure!(!all.is_empty(), "no vendor has a folder in {ADAPTERS}");
    all.sort();
    Ok(all)
}
