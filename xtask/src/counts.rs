//! Reads how many tests passed and failed out of what the test runners print.

use std::ops::AddAssign;

/// Totals of one step or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Tests that passed.
    pub(crate) passed: u32,
    /// Tests that failed.
    pub(crate) failed: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Adds up every summary line in `output`: of `cargo test`, of Vitest, of Node's TAP reporter, of the page tests
/// (`N pages looked at, N faults, …`), and of other runners of ours, whose last line reads `N passed, N failed`.
pub(crate) fn read(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines() {
        let line = plain(line);
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result:") {
            counts.passed += before(rest, "passed");
            counts.failed += before(rest, "failed");
        } else if let Some(rest) = line.strip_prefix("Tests ") {
            counts.passed += before(rest, "passed");
            counts.failed += before(rest, "failed");
        } else if let Some(rest) = line.strip_prefix("# pass ") {
            counts.passed += rest.trim().parse().unwrap_or(0);
        } else if let Some(rest) = line.strip_prefix("# fail ") {
            counts.failed += rest.trim().parse().unwrap_or(0);
        } else if line.contains(" pages looked at, ") {
            counts.passed += before(line, "pages");
            counts.failed += before(line, "faults");
        } else if line.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(" failed") {
            counts.passed += before(line, "passed");
            counts.failed += before(line, "failed");
        }
    }
    counts
}

/// The number in front of `word`.
fn before(line: &str, word: &str) -> u32 {
    let mut words = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut last = "";
    for found in words.by_ref() {
        if found == word {
            return last.parse().unwrap_or(0);
        }
        last = found;
    }
    0
}

/// The line without colour codes.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            // A colour code ends with its first letter.
            let _ = rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Counts, read};

    #[test]
    fn reads_every_runner() {
        let output = "\
running 3 tests
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
 Test Files  1 failed | 4 passed (5)
\u{1b}[2m      Tests \u{1b}[22m 1 failed | 40 passed (41)
# pass 7
# fail 1
5 passed, 1 failed
8 pages looked at, 2 faults, screenshots in somewhere
";
        assert_eq!(read(output), Counts { passed: 75, failed: 7 });
    }

    #[test]
    fn a_line_that_only_looks_similar_counts_nothing() {
        assert_eq!(read("test tests::a_call_failed ... ok\n3 retries failed"), Counts::default());
    }
}
