//! `bench`: figures of a release build beside what they are measured against, as a table and as JSON.

use crate::context::Context;
use crate::packages::Purpose;
use crate::{node, packages, run, workflow};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

/// One line of the table.
struct Row {
    title: &'static str,
    /// The figure's name.
    figure: &'static str,
    unit: &'static str,
    /// What it is measured against, if it is not judged by itself.
    beside: Option<&'static str>,
    judge: Judge,
}

/// When a figure is good.
enum Judge {
    /// At least this.
    AtLeast(f64),
    /// At most this much more than what stands beside it.
    AtMostAbove(f64),
    /// At most this many times what stands beside it.
    AtMostTimes(f64),
    /// Only to be known.
    Known,
}

const ROWS: &[Row] = &[
    row(
        "pipeline, all message types",
        "pipeline mixed",
        "messages/s",
        None,
        Judge::AtLeast(200_000.0),
    ),
    row("pipeline, calls", "pipeline calls", "messages/s", None, Judge::AtLeast(200_000.0)),
    row(
        "pipeline, unknown 1 KB",
        "pipeline unknown-1k",
        "messages/s",
        None,
        Judge::AtLeast(200_000.0),
    ),
    stream("pipeline, Engage events", "pipeline engage"),
    stream("pipeline, SnapEngage events", "pipeline snapengage"),
    stream("pipeline, SmartAgent events", "pipeline smartagent"),
    stream("pipeline, onWebChat events", "pipeline onwebchat"),
    hooked("hooked call, Engage", "hooked call engage", "bare call engage"),
    hooked("hooked call, SnapEngage", "hooked call snapengage", "bare call snapengage"),
    hooked("hooked call, SmartAgent", "hooked call smartagent", "bare call smartagent"),
    hooked("hooked call, onWebChat", "hooked call onwebchat", "bare call onwebchat"),
    beside_bare("deliveries kept on the disk", "deliveries on disk"),
    beside_bare("deliveries kept by the system", "deliveries in system"),
    row("script put into a chat page", "script of a chat page", "KB", None, Judge::Known),
    row("script put into a phone page", "script of a phone page", "KB", None, Judge::Known),
    row("script put into a console frame", "script of a console frame", "KB", None, Judge::Known),
    row("bridge, 1 KB from page to event", "bridge", "messages/s", None, Judge::AtLeast(50_000.0)),
    row("longest answer during a flood", "bridge longest answer", "ms", None, Judge::Known),
    row(
        "ringing call to notification, p50",
        "ring notification p50",
        "ms",
        Some("bare notification p50"),
        Judge::Known,
    ),
    row(
        "ringing call to notification, p95",
        "ring notification p95",
        "ms",
        Some("bare notification p95"),
        Judge::AtMostAbove(30.0),
    ),
    row(
        "the same with its page hidden, p50",
        "hidden ring notification p50",
        "ms",
        Some("bare notification p50"),
        Judge::Known,
    ),
    row(
        "the same with its page hidden, p95",
        "hidden ring notification p95",
        "ms",
        Some("bare notification p95"),
        Judge::AtMostAbove(30.0),
    ),
    row(
        "message to notification, p50",
        "message notification p50",
        "ms",
        Some("bare notification p50"),
        Judge::Known,
    ),
    row(
        "message to notification, p95",
        "message notification p95",
        "ms",
        Some("bare notification p95"),
        Judge::AtMostAbove(30.0),
    ),
    row(
        "start to tray icon",
        "start to tray",
        "ms",
        Some("bare start to tray"),
        Judge::AtMostTimes(1.2),
    ),
    row(
        "weight on stage",
        "weight on stage",
        "MB",
        Some("chromium weight"),
        Judge::AtMostTimes(0.8),
    ),
    row("weight of each further account", "weight of a further account", "MB", None, Judge::Known),
    row(
        "weight in the tray",
        "weight in the tray",
        "MB",
        Some("chromium weight"),
        Judge::AtMostTimes(0.8),
    ),
    soak("program after 10 minutes of noise", "soak 10 min, program", "soak 2 min, program"),
    soak("page 0 after 10 minutes of noise", "soak 10 min, page 0", "soak 2 min, page 0"),
    soak("page 1 after 10 minutes of noise", "soak 10 min, page 1", "soak 2 min, page 1"),
];

/// Memory late in the noise beside memory early in it: what has filled by then must not grow any more.
const fn soak(title: &'static str, late: &'static str, early: &'static str) -> Row {
    row(title, late, "MB", Some(early), Judge::AtMostTimes(1.2))
}

/// All events of one chat vendor, from the tap's text to effects.
const fn stream(title: &'static str, figure: &'static str) -> Row {
    row(title, figure, "messages/s", None, Judge::AtLeast(200_000.0))
}

/// One call of a vendor's script that we hear of, beside the same without us.
const fn hooked(title: &'static str, figure: &'static str, bare: &'static str) -> Row {
    row(title, figure, "µs", Some(bare), Judge::Known)
}

/// Posts through listener and spool, beside a server that only answers.
const fn beside_bare(title: &'static str, figure: &'static str) -> Row {
    row(title, figure, "posts/s", Some("deliveries bare"), Judge::Known)
}

const fn row(
    title: &'static str,
    figure: &'static str,
    unit: &'static str,
    beside: Option<&'static str>,
    judge: Judge,
) -> Row {
    Row { title, figure, unit, beside, judge }
}

/// Measures everything, or only what is named; true if it could be measured. Aims that are missed are shown, and
/// fail nothing: a busy machine is slow for reasons of its own.
pub(crate) fn run(context: &mut Context, names: &[String]) -> Result<bool> {
    let wanted = |name: &str| names.is_empty() || names.iter().any(|one| one == name);
    let mut figures = BTreeMap::new();
    if wanted("pipeline") {
        println!("pipeline");
        let mut bench = context.cargo(["bench", "--package", "deskbell-journeys"]);
        bench.args(["--bench", "pipeline"]);
        collect(context, "bench-pipeline", bench, &mut figures)?;
    }
    if wanted("listener") {
        println!("listener");
        let mut bench = context.cargo(["bench", "--package", "deskbell-snapengage"]);
        bench.args(["--bench", "listener"]);
        collect(context, "bench-listener", bench, &mut figures)?;
    }
    if wanted("page") && std::env::consts::OS == "linux" {
        println!("page");
        packages::ensure(context, Purpose::Session)?;
        node::ensure(context)?;
        workflow::install_ui(context)?;
        let mut bench = context.command("node");
        bench.arg("tests/desk/bridge.bench.mjs");
        bench.env("CHROMIUM", packages::chromium(context).context("Chromium is missing")?);
        collect(context, "bench-page", bench, &mut figures)?;
    }
    let desktop = ["bridge", "notify", "start", "weight", "accounts", "soak"];
    let chosen: Vec<&str> = desktop.into_iter().filter(|name| wanted(name)).collect();
    if !chosen.is_empty() && std::env::consts::OS == "linux" {
        println!("release build");
        packages::ensure(context, Purpose::Session)?;
        node::ensure(context)?;
        workflow::install_ui(context)?;
        workflow::build_ui(context)?;
        let mut build = context.cargo(["build", "--release", "--bins", "--example", "bare"]);
        build.args(["--package", "deskbell-app"]);
        run::quiet(context, "bench-build", build)?;
        // It measures from outside, and optimising it would take minutes.
        let build = context.cargo(["build", "--bin", "gauge", "--package", "deskbell-journeys"]);
        run::quiet(context, "bench-gauge-build", build)?;
        println!("{}", chosen.join(", "));
        let mut gauge = context.command(context.built("debug", "gauge"));
        gauge.arg(context.built("release", "deskbell"));
        gauge.arg(context.built("release/examples", "bare"));
        gauge.arg(packages::chromium(context).context("Chromium is missing")?);
        gauge.arg(context.root.join("src-tauri/desk")).args(chosen);
        collect(context, "bench-gauge", gauge, &mut figures)?;
    }
    let table = table(&figures);
    let folder = context.target.join("bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("figures.json"), format!("{:#}\n", json!(figures)))?;
    fs::write(folder.join("table.txt"), &table)?;
    println!("\n{table}");
    Ok(true)
}

/// Runs a program that prints one JSON object per figure.
fn collect(
    context: &Context,
    name: &str,
    command: std::process::Command,
    figures: &mut BTreeMap<String, f64>,
) -> Result<()> {
    let finished = run::watched(context, name, command)?;
    anyhow::ensure!(finished.success, "{name} failed:\n{}", run::tail(&finished));
    for line in finished.output.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
        if let (Some(name), Some(value)) = (line["name"].as_str(), line["value"].as_f64()) {
            figures.insert(name.to_owned(), value);
        }
    }
    Ok(())
}

fn table(figures: &BTreeMap<String, f64>) -> String {
    let mut text = String::new();
    for row in ROWS {
        let Some(value) = figures.get(row.figure) else { continue };
        let beside = row.beside.and_then(|name| figures.get(name).map(|value| (name, *value)));
        text.push_str(&format!("{:<38} {} {:<11}", row.title, number(*value), row.unit));
        if let Some((name, other)) = beside {
            text.push_str(&format!(
                "{name} {}, ratio {:.2}; ",
                number(other).trim(),
                value / other
            ));
        }
        let other = beside.map_or(f64::NAN, |(_, value)| value);
        let (aim, met) = match row.judge {
            Judge::AtLeast(least) => (format!("aim: {}", number(least).trim()), *value >= least),
            Judge::AtMostAbove(most) => {
                (format!("aim: {most:+} {}", row.unit), *value <= other + most)
            }
            Judge::AtMostTimes(most) => (format!("aim: {most} times"), *value <= other * most),
            Judge::Known => (String::new(), true),
        };
        let verdict = if met { "met" } else { "MISSED" };
        if !aim.is_empty() {
            text.push_str(&format!("{aim}, {verdict}"));
        }
        text.push('\n');
    }
    text
}

/// A number with as many places as it deserves.
fn number(value: f64) -> String {
    if value >= 1000.0 { format!("{value:>9.0}") } else { format!("{value:>9.1}") }
}

#[cfg(test)]
mod tests {
    use super::table;
    use std::collections::BTreeMap;

    #[test]
    fn judges_by_itself_and_beside_another() {
        let figures = BTreeMap::from([
            ("bridge".to_owned(), 49_000.0),
            ("ring notification p95".to_owned(), 12.0),
            ("bare notification p95".to_owned(), 2.0),
            ("weight on stage".to_owned(), 300.0),
            ("chromium weight".to_owned(), 400.0),
        ]);
        let table = table(&figures);
        let line = |title: &str| table.lines().find(|line| line.starts_with(title)).unwrap_or("");
        assert!(line("bridge").ends_with("aim: 50000, MISSED"), "{table}");
        assert!(line("ringing call to notification, p95").ends_with("aim: +30 ms, met"), "{table}");
        assert!(line("weight on stage").contains("ratio 0.75"), "{table}");
        assert_eq!(table.lines().count(), 3, "{table}");
    }
}
