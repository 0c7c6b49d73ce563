//! Replay: every fixture's messages give exactly the facts written beside it (`UPDATE=1` rewrites them).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests read and rewrite fixtures")]

mod common;

use common::{fixtures, messages};
use deskbell_vendors::VENDORS;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// Absent and "not said" are the same, so a snapshot shows only what was said.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, without_nothing(value)))
            .filter(|(_, value)| {
                !value.is_null() && value.as_object().is_none_or(|o| !o.is_empty())
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nothing).collect(),
        other => other,
    }
}

fn line(value: &impl serde::Serialize) -> String {
    without_nothing(serde_json::to_value(value).unwrap()).to_string()
}

#[test]
fn every_message_gives_the_facts_beside_it() {
    let mut stale = Vec::new();
    for vendor in VENDORS {
        for path in fixtures(vendor.id()) {
            let mut facts = String::new();
            for (number, message) in messages(&path).iter().enumerate() {
                let kind = serde_json::from_str::<Value>(message)
                    .ok()
                    .and_then(|value| Some(value.get("type")?.as_str()?.chars().take(60).collect()))
                    .unwrap_or_else(|| "(no type)".to_owned());
                writeln!(facts, "{number} {}", kind.escape_default()).unwrap();
                let parsed = vendor.parse(message);
                for fact in &parsed.facts {
                    writeln!(facts, "  {}", line(fact)).unwrap();
                }
                for problem in &parsed.problems {
                    writeln!(facts, "  ! {}", line(problem)).unwrap();
                }
                if parsed.facts.is_empty() && parsed.problems.is_empty() {
                    writeln!(facts, "  (nothing)").unwrap();
                }
            }
            let snapshot = path.with_extension("facts");
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&snapshot, &facts).unwrap();
            } else if std::fs::read_to_string(&snapshot).unwrap_or_default() != facts {
                stale.push(format!("{}\n{facts}", snapshot.display()));
            }
        }
    }
    assert!(
        stale.is_empty(),
        "UPDATE=1 cargo test rewrites, if this is meant:\n{}",
        stale.join("\n")
    );
}

#[test]
fn every_message_type_has_a_fixture() {
    for vendor in VENDORS {
        let mut seen = BTreeSet::new();
        for message in common::all_messages(vendor.id()) {
            if let Ok(Value::Object(fields)) = serde_json::from_str(&message) {
                seen.extend(fields.get("type").and_then(Value::as_str).map(str::to_owned));
            }
        }
        let types = vendor.message_types();
        let missing: Vec<_> = types.iter().filter(|name| !seen.contains(**name)).collect();
        assert!(
            !types.is_empty() && missing.is_empty(),
            "{}: no fixture for {missing:?}",
            vendor.id()
        );
    }
}

#[test]
fn no_snapshot_is_left_over() {
    for vendor in VENDORS {
        for entry in std::fs::read_dir(common::folder(vendor.id())).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.with_extension("json").exists(), "{} has no fixture", path.display());
        }
    }
}

#[test]
fn every_message_type_is_in_the_docs_page() {
    for vendor in VENDORS {
        let id = vendor.id();
        let page =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/vendors/{id}.md"));
        let page = std::fs::read_to_string(page).unwrap();
        let types = vendor.message_types();
        // What the tap reports may stand there as the vendor calls it.
        let is_named = |name: &str| page.contains(&format!("`{name}`"));
        let missing: Vec<_> = types
            .iter()
            .filter(|name| !is_named(name))
            .filter(|name| !name.split_once(':').is_some_and(|(_, event)| is_named(event)))
            .collect();
        assert!(missing.is_empty(), "docs/vendors/{id}.md does not name {missing:?}");
    }
}
