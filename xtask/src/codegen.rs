//! What the UI takes from the core and the vendors: the wire's types as ts-rs exports them, sample views, and the account
//! forms of every vendor, in `ui/src/wire`.

use crate::context::Context;
use crate::run;
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files by name with their text.
type Files = BTreeMap<String, String>;

/// Compares; true if everything is up to date.
pub(crate) fn check(context: &Context) -> Result<bool> {
    let fresh = export(context)?;
    let kept = read(&context.root.join("ui/src/wire"))?;
    let lines = differences(&fresh, &kept);
    for line in &lines {
        println!("  {line}");
    }
    if !lines.is_empty() {
        println!("  `cargo xtask codegen` writes them.");
    }
    Ok(lines.is_empty())
}

/// Writes what differs and removes what is gone.
pub(crate) fn write(context: &Context) -> Result<()> {
    let fresh = export(context)?;
    let folder = context.root.join("ui/src/wire");
    fs::create_dir_all(&folder)?;
    let kept = read(&folder)?;
    for name in kept.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, text) in fresh.iter().filter(|(name, text)| kept.get(*name) != Some(text)) {
        fs::write(folder.join(name), text)?;
    }
    for line in differences(&fresh, &kept) {
        println!("  {line}");
    }
    Ok(())
}

fn export(context: &Context) -> Result<Files> {
    let folder = context.target.join("wire");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut export = context.cargo(["test", "--quiet", "--package", "deskbell-core"]);
    // ts-rs makes a test of each type's export; the core's own test writes the views.
    export.args(["--features", "ts", "--", "export_bindings", "views"]);
    export.env("TS_RS_EXPORT_DIR", &folder);
    run::quiet(context, "codegen", export)?;
    let mut forms = context.cargo(["test", "--quiet", "--package", "deskbell-vendors"]);
    forms.args(["--test", "forms"]);
    forms.env("TS_RS_EXPORT_DIR", &folder);
    run::quiet(context, "codegen-forms", forms)?;
    let files = read(&folder)?;
    ensure!(!files.is_empty(), "the core exported no types");
    ensure!(files.contains_key("forms.ts"), "the vendors exported no forms");
    Ok(files)
}

fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.is_dir() {
            let inner = read(&path)?;
            let outer = entry.file_name().to_string_lossy().into_owned();
            files.extend(inner.into_iter().map(|(name, text)| (format!("{outer}/{name}"), text)));
        } else {
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            // A checkout on Windows may have changed the line ends.
            let name = entry.file_name().to_string_lossy().into_owned();
            files.insert(name, text.replace("\r\n", "\n"));
        }
    }
    Ok(files)
}

fn differences(fresh: &Files, kept: &Files) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in fresh {
        match kept.get(name) {
            None => lines.push(format!("missing: ui/src/wire/{name}")),
            Some(old) if old != text => lines.push(format!("out of date: ui/src/wire/{name}")),
            Some(_) => {}
        }
    }
    for name in kept.keys().filter(|name| !fresh.contains_key(*name)) {
        lines.push(format!("no longer exported: ui/src/wire/{name}"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Files, differences};

    #[test]
    fn tells_every_kind_of_difference() {
        let files = |pairs: &[(&str, &str)]| -> Files {
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let fresh = files(&[("A.ts", "a"), ("B.ts", "b"), ("C.ts", "c")]);
        let kept = files(&[("A.ts", "a"), ("B.ts", "old"), ("D.ts", "d")]);
        assert_eq!(
            differences(&fresh, &kept),
            [
                "out of date: ui/src/wire/B.ts",
                "missing: ui/src/wire/C.ts",
                "no longer exported: ui/src/wire/D.ts"
            ]
        );
    }
}
