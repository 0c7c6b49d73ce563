//! The files tidy looks at: what people write, not what tools make.

use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

/// A text file of the workspace.
#[derive(Debug)]
pub(crate) struct TextFile {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl TextFile {
    /// What follows the last dot of the name.
    pub(crate) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The name without folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name)
    }
}

/// Folders that tools fill, by name or by path.
const SKIPPED: [&str; 7] =
    [".git", "target", "node_modules", "ui/dist", "src-tauri/gen", "icons", "proptest-regressions"];
/// Kinds of file that hold text people write.
const KINDS: [&str; 13] =
    ["css", "html", "js", "json", "md", "mjs", "rs", "sh", "svelte", "toml", "ts", "xml", "yml"];

/// Reads every text file below `root`.
pub(crate) fn read(root: &Path) -> Result<Vec<TextFile>> {
    let mut files = Vec::new();
    walk(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<TextFile>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if SKIPPED.contains(&name.as_str()) || SKIPPED.contains(&path.as_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else if KINDS.contains(&path.rsplit_once('.').map_or("", |(_, kind)| kind)) {
            // A file that is not text, or went away under our hands, has no lines to judge.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.push(TextFile { path, text });
            }
        }
    }
    Ok(())
}
