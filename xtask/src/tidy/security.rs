//! The security document: every test it names must exist, and every threat in its tables must name one or say why not.

use super::Finding;
use super::tree::TextFile;

/// Where the threats are.
const DOCUMENT: &str = "docs/security.md";
/// Stands in a row whose threat no test covers.
const UNTESTED: &str = "not tested";
/// What the last column of a table of threats is called.
const COLUMN: &str = "Test";

/// Compares the document with the tests there are.
pub(crate) fn check(files: &[TextFile]) -> Vec<Finding> {
    let Some(document) = files.iter().find(|file| file.path == DOCUMENT) else {
        return vec![Finding { path: DOCUMENT.to_owned(), line: 0, rule: "is missing".to_owned() }];
    };
    let mut findings = Vec::new();
    let mut found = |line: usize, rule: String| {
        findings.push(Finding { path: DOCUMENT.to_owned(), line, rule });
    };
    let mut in_table = false;
    for (place, line) in document.text.lines().enumerate() {
        let tests = || line.split('`').skip(1).step_by(2).filter_map(|span| span.split_once("::"));
        for (path, name) in tests() {
            if let Some(rule) = wrong(files, path, name) {
                found(place + 1, rule);
            }
        }
        let last = line.trim_end().strip_suffix('|').and_then(|line| line.rsplit('|').next());
        let Some(last) = last.map(str::trim).filter(|_| line.starts_with('|')) else {
            in_table = false;
            continue;
        };
        if last == COLUMN {
            in_table = true;
        } else if in_table
            && !last.starts_with("---")
            && tests().next().is_none()
            && !last.contains(UNTESTED)
        {
            found(place + 1, format!("names no test; if there is none, say {UNTESTED:?} and why"));
        }
    }
    findings
}

/// What is wrong with `path::name`, if anything. Names of Rust are functions, all others stand in quotes.
fn wrong(files: &[TextFile], path: &str, name: &str) -> Option<String> {
    let Some(file) = files.iter().find(|file| file.path == path) else {
        return Some(format!("{path} does not exist"));
    };
    let is_there = if file.extension() == "rs" {
        file.text.contains(&format!("fn {name}("))
    } else {
        ['\'', '"'].iter().any(|quote| file.text.contains(&format!("{quote}{name}{quote}")))
    };
    (!is_there).then(|| format!("{path} has no test {name:?}"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree;
    use std::fs;

    fn findings(document: &str) -> Vec<String> {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("docs")).expect("a folder");
        for (path, text) in [
            ("docs/security.md", document),
            ("a.rs", "//! A.\n#[test]\nfn holds() {}\n"),
            ("b.test.ts", "// B.\ntest('it holds', () => {});\n"),
        ] {
            fs::write(root.path().join(path), text).expect("a file");
        }
        let files = tree::read(root.path()).expect("a tree");
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_test_that_is_gone_is_found() {
        let table = "| Threat | Guard | Test |\n|---|---|---|\n";
        let good = "| a | b | `a.rs::holds`, `b.test.ts::it holds` |\n| a | b | not tested: no such system |\n";
        assert_eq!(findings(&format!("{table}{good}\n| free | table |\n")), [""; 0]);
        let bad = "| a | b | `a.rs::hold` |\n| a | b | `c.rs::holds` |\n| a | b | by eye |\n";
        assert_eq!(
            findings(&format!("{table}{bad}Also `b.test.ts::it hold`.\n")),
            [
                "docs/security.md:3: a.rs has no test \"hold\"",
                "docs/security.md:4: c.rs does not exist",
                "docs/security.md:5: names no test; if there is none, say \"not tested\" and why",
                "docs/security.md:6: b.test.ts has no test \"it hold\"",
            ]
        );
    }
}
