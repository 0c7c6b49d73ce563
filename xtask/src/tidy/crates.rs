//! The direction of dependencies between crates: what cargo lists is compared with what may be there.

use super::Finding;
use crate::context::Context;
use anyhow::{Result, ensure};

/// What a member of the workspace may depend on.
struct Direction {
    member: &'static str,
    /// Members it may know.
    ours: &'static [&'static str],
    /// Packages it must not reach, through whatever.
    never: &'static [&'static str],
}

/// What makes a crate impure: windows, threads that wait, the network, the desktop.
const IMPURE: &[&str] = &["gtk", "hyper", "mio", "reqwest", "tauri", "tokio", "wry", "zbus"];

const DIRECTIONS: [Direction; 8] = [
    Direction { member: "deskbell-numbers", ours: &[], never: IMPURE },
    Direction { member: "deskbell-core", ours: &["deskbell-numbers"], never: IMPURE },
    Direction {
        member: "deskbell-vendors",
        ours: &["deskbell-core", "deskbell-numbers"],
        never: IMPURE,
    },
    Direction {
        member: "deskbell-store",
        ours: &["deskbell-core", "deskbell-numbers"],
        never: &["gtk", "reqwest", "tauri", "tokio", "wry"],
    },
    Direction {
        member: "deskbell-history",
        ours: &["deskbell-core", "deskbell-numbers"],
        never: IMPURE,
    },
    Direction { member: "deskbell-snapengage", ours: &[], never: &["gtk", "tauri", "wry"] },
    Direction {
        member: "deskbell-relay",
        ours: &["deskbell-snapengage"],
        never: &["gtk", "tauri", "wry"],
    },
    Direction { member: "deskbell-voice", ours: &[], never: IMPURE },
];

/// Lists the dependencies of each pure member and compares.
pub(crate) fn check(context: &Context) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for direction in &DIRECTIONS {
        let mut tree = context.cargo(["tree", "--edges", "normal", "--all-features", "--prefix"]);
        tree.args(["none", "--format", "{lib}|{p}", "--package", direction.member]);
        let output = tree.output()?;
        let listed = String::from_utf8_lossy(&output.stdout).into_owned();
        // A typo must not pass as "depends on nothing".
        ensure!(
            output.status.success() && listed.contains(direction.member),
            "cargo tree does not know {}: {}",
            direction.member,
            String::from_utf8_lossy(&output.stderr)
        );
        for name in wrong(direction, &listed) {
            findings.push(Finding {
                path: direction.member.to_owned(),
                line: 0,
                rule: format!("must not depend on {name}"),
            });
        }
    }
    Ok(findings)
}

/// Package names in `listed` (one `lib|name version …` per line) that should not be there.
fn wrong(direction: &Direction, listed: &str) -> Vec<String> {
    let mut names: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_once('|')?.1.split_whitespace().next())
        .filter(|name| *name != direction.member)
        .filter(|name| {
            let foreign_member = name.starts_with("deskbell-") && !direction.ours.contains(name);
            foreign_member || direction.never.contains(name)
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{DIRECTIONS, wrong};

    #[test]
    fn a_dependency_that_points_back_is_found() {
        let listed = "deskbell_vendors|deskbell-vendors v0.1.0 (/x)\n\
                      deskbell_core|deskbell-core v0.1.0 (/x)\n\
                      tokio|tokio v1.40.0\nserde|serde v1.0.0\n\
                      deskbell_store|deskbell-store v0.1.0 (/x)\n";
        assert_eq!(wrong(&DIRECTIONS[2], listed), ["deskbell-store", "tokio"]);
    }

    #[test]
    fn what_may_be_there_is_not_found() {
        let listed = "deskbell_core|deskbell-core v0.1.0 (/x)\nserde|serde v1.0.0\n";
        assert!(wrong(&DIRECTIONS[1], listed).is_empty());
    }
}
