//! The architecture's rules as checks: each finding names a file, a line and the rule.

mod crates;
mod floors;
mod links;
mod rules;
mod security;
mod tree;

use crate::context::Context;
use anyhow::Result;
use std::fmt;

/// One place where a rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// Line from 1; 0 means the whole file.
    pub(crate) line: usize,
    /// The rule, in words.
    pub(crate) rule: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

/// Checks everything; true if every rule holds.
pub(crate) fn run(context: &Context) -> Result<bool> {
    let files = tree::read(&context.root)?;
    let mut findings = rules::check(&files, &foreign_paths(context));
    findings.extend(links::check(&context.root, &files));
    findings.extend(security::check(&files));
    findings.extend(floors::check(&files));
    findings.extend(crates::check(context)?);
    findings.sort();
    for finding in &findings {
        println!("  {finding}");
    }
    if findings.is_empty() {
        println!("  {} files, every rule holds", files.len());
    }
    Ok(findings.is_empty())
}

/// Absolute paths that make sense on this machine only.
fn foreign_paths(context: &Context) -> Vec<String> {
    let home = std::env::var("HOME").or_else(|_| std::env::var("USERPROFILE")).ok();
    let root = context.root.to_string_lossy().into_owned();
    // `/` and other roots would be found everywhere.
    let long_enough = |path: &String| path.trim_matches('/').len() > 3;
    home.into_iter().filter(long_enough).map(|home| format!("{home}/")).chain([root]).collect()
}
