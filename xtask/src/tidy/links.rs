//! Links between the project's own documents: every file and every heading they name must exist.

use super::Finding;
use super::tree::TextFile;
use std::fs;
use std::path::{Path, PathBuf};

/// Checks every relative link of every Markdown file.
pub(crate) fn check(root: &Path, files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.extension() == "md") {
        for (number, line) in file.text.lines().enumerate() {
            for target in targets(line) {
                if let Some(rule) = wrong(root, file, target) {
                    findings.push(Finding { path: file.path.clone(), line: number + 1, rule });
                }
            }
        }
    }
    findings
}

/// What is wrong with one link.
fn wrong(root: &Path, file: &TextFile, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let here = root.join(&file.path);
    let place = if path.is_empty() { here } else { folder(&here).join(path) };
    if !place.exists() {
        return Some(format!("{path} does not exist"));
    }
    if heading.is_empty() {
        return None;
    }
    let text = fs::read_to_string(&place).ok()?;
    let known = text.lines().filter_map(|line| line.strip_prefix('#')).any(|l| slug(l) == heading);
    (!known).then(|| format!("{target} names a heading that does not exist"))
}

fn folder(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The targets of `[text](target)` in a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// A heading's name as the usual Markdown hosts give it.
fn slug(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree;

    #[test]
    fn finds_files_and_headings_that_are_not_there() {
        let root = tempfile::tempdir().expect("a folder");
        let text = "# Where does it go?\n[a](README.md) [b](gone.md) [c](https://example.org/x)\n\
                    [d](#where-does-it-go) [e](README.md#elsewhere)\n";
        std::fs::write(root.path().join("README.md"), text).expect("a file");
        let files = tree::read(root.path()).expect("a tree");
        let found: Vec<String> =
            check(root.path(), &files).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "README.md:2: gone.md does not exist",
                "README.md:3: README.md#elsewhere names a heading that does not exist"
            ]
        );
    }
}
