//! `replay`: plays what `deskbell export --incident` wrote, and keeps it as a scenario.

use crate::context::Context;
use crate::run::{tail, watched};
use anyhow::{Context as _, Result, bail};
use std::path::Path;

/// Plays `file` and every scenario there is; true if all of it went as recorded. A file that did becomes the scenario
/// `name`, if one is given.
pub(crate) fn run(context: &Context, names: &[String], keep: bool) -> Result<bool> {
    let (file, name) = match names {
        [file, name] if keep => (file, Some(name)),
        [file] if !keep => (file, None),
        _ => bail!("give a file, and with --scenario a name for it"),
    };
    let file = std::path::absolute(Path::new(file))?;
    let arguments = ["test", "-p", "deskbell-vendors", "--test", "incidents", "--", "--nocapture"];
    let mut command = context.cargo(arguments);
    command.env("INCIDENT", &file);
    let finished = watched(context, "replay", command)?;
    println!("{}", tail(&finished));
    if !finished.success {
        return Ok(false);
    }
    if let Some(name) = name {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            bail!("a scenario is named in small letters, digits and dashes");
        }
        let place =
            context.root.join("crates/vendors/tests/incidents").join(format!("{name}.json"));
        std::fs::copy(&file, &place).with_context(|| format!("{} not written", place.display()))?;
        println!("  {} is a scenario now", place.display());
    }
    Ok(true)
}
