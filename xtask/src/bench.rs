//! `bench`: figures of a release build beside what they are measured against, as a table and as JSON.

mod table;

use crate::context::{Context, SELECTION};
use crate::packages::Purpose;
use crate::{node, packages, run, vendors, workflow};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use table::{rows, table};

/// What the gauge measures.
const DESKTOP: [&str; 6] = ["bridge", "notify", "start", "weight", "accounts", "soak"];

/// Measures everything, or only what is named; true if it could be measured. Aims that are missed are shown, and
/// fail nothing: a busy machine is slow for reasons of its own.
pub(crate) fn run(context: &mut Context, names: &[String]) -> Result<bool> {
    let wanted = |name: &str| names.is_empty() || names.iter().any(|one| one == name);
    let mut figures = BTreeMap::new();
    for (name, package) in [
        ("pipeline", "deskbell-journeys"),
        ("listener", "deskbell-snapengage"),
        ("history", "deskbell-history"),
        ("voice", "deskbell-journeys"),
    ] {
        if wanted(name) && (name != "voice" || std::env::consts::OS == "linux") {
            println!("{name}");
            if name == "voice" {
                packages::ensure(context, Purpose::Session)?;
            }
            let bench = context.cargo(["bench", "--package", package, "--bench", name]);
            collect(context, &format!("bench-{name}"), bench, &mut figures)?;
        }
    }
    if wanted("page") && std::env::consts::OS == "linux" {
        println!("page");
        packages::ensure(context, Purpose::Session)?;
        node::ensure(context)?;
        workflow::install_ui(context)?;
        collect(context, "bench-page", page(context)?, &mut figures)?;
    }
    let chosen: Vec<&str> = DESKTOP.into_iter().filter(|name| wanted(name)).collect();
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
        let mut gauge = gauge(context, "release")?;
        gauge.args(chosen);
        collect(context, "bench-gauge", gauge, &mut figures)?;
    }
    let table = table(&rows(&vendors::all(&context.root)?), &figures);
    let folder = context.target.join("bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("figures.json"), format!("{:#}\n", json!(figures)))?;
    fs::write(folder.join("table.txt"), &table)?;
    println!("\n{table}");
    Ok(true)
}

/// Runs every benchmark for a moment, unoptimised: what it says means nothing, but it runs, and every line of the table
/// gets its figure. Needs what the end-to-end tests need.
pub(crate) fn check(context: &Context) -> Result<()> {
    let mut figures = BTreeMap::new();
    // Not under `cargo bench`, so that each knows that a moment is enough.
    let mut benches = context.cargo(["test", "--bench", "*"]);
    benches.args(SELECTION);
    collect(context, "bench-rust", benches, &mut figures)?;
    let mut page = page(context)?;
    page.arg("--short");
    collect(context, "bench-page", page, &mut figures)?;
    let mut build = context.cargo(["build", "--example", "bare"]);
    build.args(SELECTION);
    run::quiet(context, "bench-build", build)?;
    let mut gauge = gauge(context, "debug")?;
    gauge.arg("--short");
    collect(context, "bench-gauge", gauge, &mut figures)?;
    let rows = rows(&vendors::all(&context.root)?);
    let wanted = rows.iter().flat_map(|row| row.beside.iter().chain([&row.figure]));
    let missing: Vec<&String> = wanted.filter(|name| !figures.contains_key(*name)).collect();
    ensure!(missing.is_empty(), "no benchmark gives the figures {missing:?}");
    Ok(())
}

/// What the bridge and the taps cost a page.
fn page(context: &Context) -> Result<Command> {
    let mut bench = context.command("node");
    bench.arg("tests/desk/bridge.bench.mjs");
    bench.env("CHROMIUM", packages::chromium(context).context("Chromium is missing")?);
    Ok(bench)
}

/// What measures the program of this profile from outside.
fn gauge(context: &Context, profile: &str) -> Result<Command> {
    let mut gauge = context.command(context.built("debug", "gauge"));
    gauge.arg(context.built(profile, "deskbell"));
    gauge.arg(context.built(&format!("{profile}/examples"), "bare"));
    gauge.arg(packages::chromium(context).context("Chromium is missing")?);
    gauge.arg(context.root.join("src-tauri/desk"));
    Ok(gauge)
}

/// Runs a program that prints one JSON object per figure.
fn collect(
    context: &Context,
    name: &str,
    command: Command,
    figures: &mut BTreeMap<String, f64>,
) -> Result<()> {
    let finished = run::watched(context, name, command)?;
    ensure!(finished.success, "{name} failed:\n{}", run::tail(&finished));
    for line in finished.output.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
        if let (Some(name), Some(value)) = (line["name"].as_str(), line["value"].as_f64()) {
            figures.insert(name.to_owned(), value);
        }
    }
    Ok(())
}
