//! Rules that one file keeps or breaks by itself.

use super::Finding;
use super::tree::TextFile;
use crate::vendors;

/// Longest source file in lines; tests, fixtures and generated types are exempt.
const LINES_AT_MOST: usize = 600;
/// Words that say nothing about what a thing is.
const EMPTY_WORDS: [&str; 7] =
    ["manager", "helper", "helpers", "util", "utils", "handler", "processor"];
/// Marks of unfinished work.
const UNFINISHED: [&str; 5] = ["TODO", "FIXME", "dbg!(", "todo!(", "unimplemented!("];
/// Older and inner names of vendors; the core may know them as little as those of the adapters' folders.
const OTHER_NAMES: [&str; 3] = ["chatq", "dimelo", "glip"];
/// What makes markup or a program out of text: none of our pages may do that with what a customer wrote.
const MARKUP: [&str; 11] = [
    "{@html",
    ".innerHTML",
    ".outerHTML",
    "insertAdjacentHTML",
    "createContextualFragment",
    "setHTMLUnsafe",
    "document.write",
    "parseFromString",
    "srcdoc",
    "eval(",
    "new Function(",
];
/// What introduces a type in Rust and TypeScript.
const TYPE_WORDS: [&str; 6] = ["struct ", "enum ", "trait ", "type ", "class ", "interface "];

/// Checks every file. `foreign` are absolute paths that make sense on this machine only.
pub(crate) fn check(files: &[TextFile], foreign: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let vendors: Vec<&str> =
        files.iter().filter_map(|file| vendors::of_path(&file.path)).chain(OTHER_NAMES).collect();
    for file in files {
        // These rules stand in this folder as words.
        if file.path.starts_with("xtask/src/tidy/") {
            continue;
        }
        let mut found = |line: usize, rule: String| {
            findings.push(Finding { path: file.path.clone(), line, rule });
        };
        size(file, &mut found);
        first_line(file, &mut found);
        names(file, &mut found);
        lines(file, foreign, &vendors, &mut found);
    }
    findings
}

fn is_source(file: &TextFile) -> bool {
    matches!(file.extension(), "css" | "html" | "js" | "mjs" | "rs" | "sh" | "svelte" | "ts")
}

fn is_exempt(file: &TextFile) -> bool {
    let path = &file.path;
    let is_test = path.starts_with("tests/")
        || path.contains("/tests/")
        || path.contains("_tests.")
        || path.ends_with("/tests.rs")
        || path.contains(".test.");
    is_test || path.contains("/fixtures/") || path.starts_with("ui/src/wire/")
}

fn size(file: &TextFile, found: &mut impl FnMut(usize, String)) {
    let lines = file.text.lines().count();
    if is_source(file) && !is_exempt(file) && lines > LINES_AT_MOST {
        found(0, format!("{lines} lines; {LINES_AT_MOST} at most: split it by what it is about"));
    }
}

fn first_line(file: &TextFile, found: &mut impl FnMut(usize, String)) {
    let starts: &[&str] = match file.extension() {
        "rs" => &["//! ", "// "],
        "ts" | "js" | "mjs" => &["// ", "/* ", "/** "],
        "svelte" | "html" => &["<!--"],
        "css" => &["/* ", "/** "],
        "sh" | "yml" => &["# "],
        _ => return,
    };
    // A shebang or a document type has to be the first line; what the file is for is then the second.
    let line = file.text.lines().find(|line| {
        !line.starts_with("#!/") && !line.to_ascii_lowercase().starts_with("<!doctype")
    });
    if !line.is_some_and(|line| starts.iter().any(|start| line.starts_with(start))) {
        found(1, "the first line says what the file is for".to_owned());
    }
}

fn names(file: &TextFile, found: &mut impl FnMut(usize, String)) {
    let stem = file.name().split('.').next().unwrap_or_default().to_ascii_lowercase();
    if let Some(word) = stem.split(['_', '-']).find(|word| EMPTY_WORDS.contains(word)) {
        found(0, format!("{word:?} in a file name says nothing: name the thing"));
    }
    if !is_source(file) {
        return;
    }
    for (number, line) in numbered(file) {
        for name in TYPE_WORDS.iter().filter_map(|word| named(line, word)) {
            if let Some(word) = camel_words(&name).find(|word| EMPTY_WORDS.contains(&word.as_str()))
            {
                found(number, format!("{word:?} in the type name {name} says nothing"));
            }
        }
    }
}

/// The name that `line` declares with `word` (`struct `, `class `…), if it does.
fn named(line: &str, word: &str) -> Option<String> {
    let line = line.trim_start();
    if line.starts_with("//") || line.starts_with('*') {
        return None;
    }
    let place = line.find(word)?;
    let before = line.get(..place)?;
    let is_word = before.is_empty() || before.ends_with(' ');
    let rest = line.get(place + word.len()..)?;
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (is_word && name.starts_with(char::is_uppercase)).then_some(name)
}

fn camel_words(name: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words.into_iter()
}

fn lines(
    file: &TextFile,
    foreign: &[String],
    vendors: &[&str],
    found: &mut impl FnMut(usize, String),
) {
    let is_core = file.path.starts_with("crates/core/");
    // The web module chooses the engine. The voice is a crate and a room of one system as a whole: each says so once, and
    // is empty elsewhere; so are those who speak with it.
    let knows_systems = [
        "src-tauri/src/platform/",
        "src-tauri/src/web/mod.rs",
        "src-tauri/src/voice/mod.rs",
        "crates/voice/src/lib.rs",
        "crates/voice/tests/",
        "tests/benches/voice/main.rs",
        "tests/e2e/voice_chromium.rs",
        "tests/journeys/ringcentral/phone/sound.rs",
        "tests/src/far_party/sound.rs",
    ]
    .iter()
    .any(|place| file.path.starts_with(place));
    for (number, line) in numbered(file) {
        if let Some(path) = foreign.iter().find(|path| line.contains(path.as_str())) {
            found(number, format!("{path} exists on this machine only"));
        }
        if !is_source(file) {
            continue;
        }
        if let Some(word) = UNFINISHED.iter().find(|word| line.contains(**word)) {
            found(number, format!("{word} is unfinished work"));
        }
        let is_page = matches!(file.extension(), "html" | "js" | "svelte" | "ts")
            && !is_exempt(file)
            // It names them to forbid them.
            && file.name() != "eslint.config.js"
            && !file.path.starts_with("ui/tests/");
        if is_page && let Some(word) = MARKUP.iter().find(|word| line.contains(**word)) {
            found(number, format!("{word} makes a page of text; text stays text"));
        }
        if file.extension() == "rs" && !knows_systems && line.contains("target_os") {
            found(number, "systems differ only in src-tauri/src/platform".to_owned());
        }
        if is_core && let Some(vendor) = vendors.iter().find(|vendor| names_vendor(line, vendor)) {
            found(number, format!("the core knows no vendor, not even {vendor}"));
        }
    }
}

/// The name stands there by itself or in a compound (`RingCentralCall`), and is not the beginning of a plain word
/// ("engagement").
fn names_vendor(line: &str, vendor: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices(vendor).any(|(at, _)| {
        let next = line.get(at + vendor.len()..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|c| c.is_ascii_lowercase())
    })
}

fn numbered(file: &TextFile) -> impl Iterator<Item = (usize, &str)> {
    file.text.lines().enumerate().map(|(place, line)| (place + 1, line))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree;
    use std::fs;

    /// Findings in a tree of just these files, as text.
    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let files = tree::read(root.path()).expect("a tree");
        check(&files, &["/somewhere/here/".to_owned()]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_tidy_tree_has_no_findings() {
        let found = findings(&[
            ("crates/core/src/call.rs", "//! Calls.\npub struct Call;\n"),
            (
                "src-tauri/src/platform/mod.rs",
                "//! Systems.\n#[cfg(target_os = \"linux\")]\nmod linux;\n",
            ),
            ("ui/main.html", "<!doctype html>\n<!-- The main window. -->\n"),
            ("target/debug/x.rs", "TODO"),
        ]);
        assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn a_long_file_is_found_unless_it_is_a_test() {
        let long = format!("//! Long.\n{}", "\n".repeat(700));
        let found = findings(&[("crates/x/src/long.rs", &long), ("crates/x/tests/long.rs", &long)]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("crates/x/src/long.rs:0: 701 lines"), "{found:#?}");
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_for_is_found() {
        let found =
            findings(&[("a.rs", "use std::fs;\n"), ("b.css", "a {}\n"), ("c.svelte", "<p>")]);
        assert_eq!(found.len(), 3, "{found:#?}");
    }

    #[test]
    fn empty_names_are_found() {
        let found = findings(&[
            ("src/call_manager.rs", "//! X.\n"),
            ("src/a.rs", "//! X.\npub(crate) struct EventHandler;\n// the struct Helper of old\n"),
            ("src/b.ts", "// X.\nexport interface CallProcessor {}\n"),
        ]);
        assert_eq!(found.len(), 3, "{found:#?}");
    }

    #[test]
    fn unfinished_work_is_found() {
        let found = findings(&[("a.rs", "//! X.\nfn f() { todo!() } // TODO\n")]);
        assert_eq!(found, ["a.rs:2: TODO is unfinished work"]);
    }

    #[test]
    fn systems_outside_the_platform_folder_are_found() {
        let found = findings(&[("src-tauri/src/a.rs", "//! X.\n#[cfg(target_os = \"linux\")]\n")]);
        assert_eq!(found, ["src-tauri/src/a.rs:2: systems differ only in src-tauri/src/platform"]);
    }

    #[test]
    fn text_that_becomes_a_page_is_found() {
        let found = findings(&[
            ("ui/src/calls/A.svelte", "<!-- A. -->\n<p>{@html name}</p>\n"),
            ("src-tauri/desk/a.js", "// A.\nbox.innerHTML = name;\n"),
            ("ui/tests/a.test.ts", "// A.\nbox.innerHTML = '';\n"),
        ]);
        let rule = "makes a page of text; text stays text";
        assert_eq!(
            found,
            [
                format!("src-tauri/desk/a.js:2: .innerHTML {rule}"),
                format!("ui/src/calls/A.svelte:2: {{@html {rule}"),
            ]
        );
    }

    #[test]
    fn a_vendor_in_the_core_is_found_by_the_name_of_its_folder() {
        let found = findings(&[
            ("crates/vendors/src/engage/mod.rs", "//! Engage.\n"),
            ("crates/vendors/src/newcomer/mod.rs", "//! Newcomer.\n"),
            ("crates/vendors/src/newcomer/form.rs", "//! Its form.\n"),
            ("crates/core/src/a.rs", "//! The engagement funnel.\n/// As Engage and Glip do.\n"),
            ("crates/core/src/b.rs", "//! B.\nstruct NewcomerCall;\n"),
        ]);
        let rule = "the core knows no vendor, not even";
        let wanted = ["a.rs:2: ", "b.rs:2: "].map(|place| format!("crates/core/src/{place}{rule}"));
        assert_eq!(found, [format!("{} engage", wanted[0]), format!("{} newcomer", wanted[1])]);
    }

    #[test]
    fn a_path_of_this_machine_is_found() {
        let found = findings(&[("README.md", "See /somewhere/here/notes.\n")]);
        assert_eq!(found, ["README.md:1: /somewhere/here/ exists on this machine only"]);
    }
}
