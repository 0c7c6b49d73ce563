//! Direction inside a member: its folders stand on floors, and each uses only what stands below it.

use super::Finding;
use super::tree::TextFile;
use std::collections::{BTreeMap, BTreeSet};

/// The source of one member of the workspace. A room is a folder of it, or a file that stands alone.
struct Member {
    /// Path from the workspace's root, with `/` at the end.
    source: &'static str,
    /// Rooms, the lowest floor first. Rooms of one floor do not know each other.
    floors: &'static [&'static [&'static str]],
}

const MEMBERS: [Member; 2] = [CORE, SHELL];

const CORE: Member = Member {
    source: "crates/core/src/",
    floors: &[
        &["base"],
        &["words", "system"],
        &["accounts"],
        &["history"],
        &["pages"],
        &["sign_in"],
        &["permissions", "downloads", "chats", "messages", "links", "sound"],
        &["calls"],
        &["funnel", "status", "window"],
        &["settings"],
        &["intent", "commands"],
        &["change"],
        &["world"],
        &["reachability", "attention"],
        &["effect", "event", "state"],
        &["view"],
        &["clock"],
        &["update", "query"],
        &["incident"],
        &["lib"],
    ],
};

const SHELL: Member = Member {
    source: "src-tauri/src/",
    floors: &[
        &["raw_log", "desk", "platform"],
        &["clock", "voice"],
        &["history", "journal"],
        &["engine"],
        &["web"],
        &["window"],
        &["pages"],
        &["ipc"],
        &["sources"],
        &["executors"],
        &["cli", "lib"],
        &["main", "ipc_tests", "own_pages_tests"],
    ],
};

/// Checks every member that has a table.
pub(crate) fn check(files: &[TextFile]) -> Vec<Finding> {
    MEMBERS.iter().flat_map(|member| check_member(member, files)).collect()
}

fn check_member(member: &Member, files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |path: &str, line: usize, rule: String| {
        findings.push(Finding { path: path.to_owned(), line, rule });
    };
    let floor = |room: &str| member.floors.iter().position(|floor| floor.contains(&room));
    let mut within: BTreeMap<&str, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut sources: Vec<(&TextFile, &str, String)> = Vec::new();
    for file in files.iter().filter(|file| file.extension() == "rs") {
        if let Some(path) = file.path.strip_prefix(member.source) {
            let (room, inner) = place(path);
            sources.push((file, room, inner));
        }
    }
    for (file, room, inner) in &sources {
        let Some(own) = floor(room) else {
            found(&file.path, 0, format!("{room} stands on no floor: give it one in floors.rs"));
            continue;
        };
        for (line, path) in imports(&file.text) {
            let mut steps = path.split("::");
            let first = steps.next().unwrap_or_default();
            let same_room = first == "super" || first == *room;
            if same_room {
                let target = steps.next().unwrap_or_default();
                within
                    .entry(room)
                    .or_default()
                    .entry(inner.clone())
                    .or_default()
                    .insert(target.to_owned());
                continue;
            }
            let Some(other) = floor(first) else { continue };
            if other >= own {
                found(&file.path, line, format!("{room} must not know {first}"));
            }
        }
    }
    for (room, graph) in &within {
        let circle = circle(graph);
        if !circle.is_empty() {
            let rule = format!("files that import each other: {}", circle.join(", "));
            found(&format!("{}{room}", member.source), 0, rule);
        }
    }
    findings
}

/// The room of a file, and the file's name inside of it (empty for `mod.rs` and a file that stands alone).
fn place(path: &str) -> (&str, String) {
    let path = path.trim_end_matches(".rs");
    match path.split_once('/') {
        None => (path, String::new()),
        Some((room, "mod")) => (room, String::new()),
        Some((room, rest)) => (room, rest.split('/').next().unwrap_or_default().to_owned()),
    }
}

/// What a file of Rust names of its crate: `room::file` after `crate::` and `super::file`, with the line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    let mut group: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        let code = line.split("//").next().unwrap_or_default();
        if let Some((start, mut open)) = group.take() {
            open.push_str(code);
            if code.contains(';') {
                all.extend(leaves(&open).into_iter().map(|path| (start, path)));
            } else {
                group = Some((start, open));
            }
            continue;
        }
        let statement = code.trim_start();
        let statement = statement.rsplit_once("pub(crate) ").map_or(statement, |(_, rest)| rest);
        if statement.starts_with("use ") && !code.contains(';') {
            group = Some((number, code.to_owned()));
        } else if statement.starts_with("use ") {
            all.extend(leaves(code).into_iter().map(|path| (number, path)));
        } else {
            all.extend(inline(code).into_iter().map(|path| (number, path)));
        }
    }
    all
}

/// The paths of one `use`, groups opened to the second step.
fn leaves(statement: &str) -> Vec<String> {
    let compact: String = statement.chars().filter(|c| !c.is_whitespace()).collect();
    let Some((_, path)) = compact.split_once("use") else { return Vec::new() };
    let path = path.trim_end_matches(';');
    let path = path.strip_prefix("crate::").unwrap_or(path);
    let (base, rest) = match path.strip_prefix("super::") {
        Some(rest) => ("super::", rest),
        None if statement.contains("crate::") => ("", path),
        None => return Vec::new(),
    };
    expand(rest).into_iter().map(|leaf| format!("{base}{leaf}")).collect()
}

/// Opens `{…}` groups, nested ones too.
fn expand(path: &str) -> Vec<String> {
    let Some((prefix, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut parts, mut depth) = (vec![String::new()], 0_u32);
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.flat_map(|part| expand(&part)).map(|leaf| format!("{prefix}{leaf}")).collect()
}

/// Paths that stand in the code itself.
fn inline(code: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (mark, base) in [("crate::", ""), ("super::", "super::")] {
        for rest in code.split(mark).skip(1) {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            all.push(format!(
                "{base}{}",
                rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
            ));
        }
    }
    all
}

/// The files of a room that import each other in a circle, or stand between two circles.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut left: BTreeSet<&String> = graph.keys().filter(|file| !file.is_empty()).collect();
    loop {
        let leads = |file: &String| {
            graph.get(file).is_some_and(|to| to.iter().any(|to| to != file && left.contains(to)))
        };
        let is_led_to = |file: &String| {
            let others = left.iter().filter(|other| **other != file);
            others.flat_map(|other| graph.get(*other)).any(|to| to.contains(file))
        };
        let kept: BTreeSet<&String> =
            left.iter().copied().filter(|file| leads(file) && is_led_to(file)).collect();
        if kept.len() == left.len() {
            return kept.into_iter().cloned().collect();
        }
        left = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::{Member, check_member};
    use crate::tidy::tree::TextFile;

    const MEMBER: Member =
        Member { source: "a/src/", floors: &[&["ground"], &["left", "right"], &["roof"]] };

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<TextFile> = files
            .iter()
            .map(|(path, text)| TextFile { path: (*path).to_owned(), text: (*text).to_owned() })
            .collect();
        check_member(&MEMBER, &files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_points_down_is_not_found() {
        let files = [
            ("a/src/roof.rs", "use crate::{left, right::{X, y::Y}};\n// crate::nowhere\n"),
            ("a/src/left/a.rs", "use super::b::B;\n"),
            ("b/src/ground.rs", "use crate::roof::R;\n"),
        ];
        assert_eq!(findings(&files), [""; 0]);
    }

    #[test]
    fn what_points_up_or_beside_is_found() {
        let files = [
            ("a/src/ground/x.rs", "fn f() { crate::roof::f() }\n"),
            ("a/src/ground/y.rs", "use crate::{\n    left::L,\n    ground::G,\n};\n"),
            ("a/src/right/mod.rs", "//! X.\nfn f() { crate::left::f() }\n"),
            ("a/src/attic.rs", "//! X.\n"),
        ];
        assert_eq!(
            findings(&files),
            [
                "a/src/ground/x.rs:1: ground must not know roof",
                "a/src/ground/y.rs:1: ground must not know left",
                "a/src/right/mod.rs:2: right must not know left",
                "a/src/attic.rs:0: attic stands on no floor: give it one in floors.rs",
            ]
        );
    }

    #[test]
    fn a_circle_of_files_is_found() {
        let files = [
            ("a/src/right/a.rs", "use super::{b, c::C};\n"),
            ("a/src/right/b.rs", "fn f() { crate::right::a::f() }\n"),
            ("a/src/right/c.rs", "//! Used, and uses nothing.\n"),
        ];
        assert_eq!(findings(&files), ["a/src/right:0: files that import each other: a, b"]);
    }
}
