//! Dependencies against known faults, licences and sources. What needs the network or a tool that is not there is said, not
//! failed: continuous integration has both (`.github/workflows/ci.yml`).

use crate::context::Context;
use crate::run;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::process::Command;

/// Kinds of fault, the mildest first.
const LEVELS: [&str; 5] = ["info", "low", "moderate", "high", "critical"];

/// What is wrong with packages, or that nobody could be asked.
#[derive(Debug, PartialEq, Eq)]
enum Report {
    /// How many faults of at least the level asked for.
    Faults(u64),
    /// The service did not answer; its words.
    NoAnswer(String),
}

/// Checks Rust crates and npm packages.
pub(crate) fn check(context: &Context) -> Result<()> {
    match context.find("cargo-deny") {
        // Advisories need the network; these do not.
        Some(_) => {
            let rules = ["deny", "--offline", "check", "licenses", "bans", "sources"];
            run::quiet(context, "audit-crates", context.cargo(rules))?;
        }
        None => println!(
            "      cargo-deny is not installed: licences and sources of crates are not checked here"
        ),
    }
    // What reaches users may have no fault at all; tools that only we run, none that is grave.
    for (what, only, level) in [("shipped", &["--omit=dev"][..], "low"), ("all", &[], "high")] {
        let mut audit = context.npm(["audit", "--json", "--package-lock-only"]);
        // A service that does not answer is told of at once, not waited for.
        audit.args(["--fetch-retries=0", "--fetch-timeout=15000"]);
        audit.args(only);
        match ask(audit, level)? {
            Report::Faults(0) => {}
            Report::Faults(count) => bail!(
                "      {count} faults of level {level} or worse in {what} npm packages: see `npm audit` in ui/"
            ),
            Report::NoAnswer(why) => {
                println!("      {what} npm packages are not checked here: {why}")
            }
        }
    }
    Ok(())
}

fn ask(mut audit: Command, level: &str) -> Result<Report> {
    // It also ends with a failure when it has found something.
    let output = audit.output().context("npm cannot be run")?;
    Ok(read(&String::from_utf8_lossy(&output.stdout), level))
}

fn read(answer: &str, level: &str) -> Report {
    let answer: Value = serde_json::from_str(answer).unwrap_or_default();
    let counts = &answer["metadata"]["vulnerabilities"];
    if !counts.is_object() {
        let why = answer["message"].as_str().unwrap_or("npm gave no report");
        return Report::NoAnswer(why.to_owned());
    }
    let grave = LEVELS.iter().skip_while(|known| **known != level);
    Report::Faults(grave.filter_map(|level| counts[*level].as_u64()).sum())
}

#[cfg(test)]
mod tests {
    use super::{Report, read};

    #[test]
    fn faults_count_from_their_level_up() {
        let answer = r#"{"metadata":{"vulnerabilities":{"info":1,"low":2,"moderate":0,"high":3,"critical":1,"total":7}}}"#;
        assert_eq!(read(answer, "low"), Report::Faults(6));
        assert_eq!(read(answer, "high"), Report::Faults(4));
        let none = r#"{"metadata":{"vulnerabilities":{"info":0,"low":0,"moderate":0,"high":0,"critical":0}}}"#;
        assert_eq!(read(none, "low"), Report::Faults(0));
    }

    #[test]
    fn no_answer_is_told_from_no_fault() {
        let refused = r#"{"message":"405 Method Not Allowed","error":{}}"#;
        assert_eq!(read(refused, "low"), Report::NoAnswer("405 Method Not Allowed".to_owned()));
        assert!(matches!(read("", "low"), Report::NoAnswer(_)));
        assert!(matches!(read("{}", "low"), Report::NoAnswer(_)));
    }
}
