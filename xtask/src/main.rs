//! `cargo xtask …`: the one entry point to every build, test, demo and bench step.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

mod audit;
mod bench;
mod codegen;
mod context;
mod counts;
mod demo;
mod node;
mod packages;
mod relay;
mod replay;
mod run;
mod steps;
mod summary;
mod tidy;
mod vendors;
mod workflow;

use anyhow::{Result, bail};
use context::Context;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask demo [--headless] [--json] [--no-install]
    Builds Deskbell and starts it with the simulated desk. Without a display (or with --headless) it
    performs the tour by itself in a private desktop session and saves pictures in target/demo/.
    --json prints one JSON object per observed step. --no-install only prints what it would install.
cargo xtask test [STEP…] [--no-install]
    Everything, from unit tests to end-to-end runs; or only the steps whose names contain a given word,
    with what they need. The last line reads `N passed, N failed`.
cargo xtask ci
    What continuous integration runs: the same steps under the same names, without incremental builds.
cargo xtask relay
    Starts the company's relay on this computer with a demo configuration and says what to try.
cargo xtask bench [NAME…]
    Figures and ratios from a release build, as a table and in target/bench/.
cargo xtask tidy
    The architecture's rules as checks.
cargo xtask codegen [--check]
    Writes the TypeScript types of ui/src/wire (or only compares them).
cargo xtask replay FILE [--scenario NAME]
    Plays what `deskbell export --incident` wrote, and compares; keeps it as a scenario.
cargo xtask fmt
    Formats the Rust code.
cargo xtask steps
    Lists the steps of `test`.";

fn main() -> ExitCode {
    match start() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the verb; false means it ran and something did not pass.
fn start() -> Result<bool> {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_else(|| "help".to_owned());
    let (flags, names): (Vec<String>, Vec<String>) = words.partition(|word| word.starts_with('-'));
    let allowed: &[&str] = match verb.as_str() {
        "demo" => &["--headless", "--json", "--no-install"],
        "test" | "ci" | "bench" => &["--no-install"],
        "codegen" => &["--check"],
        "replay" => &["--scenario"],
        _ => &[],
    };
    if let Some(flag) = flags.iter().find(|flag| !allowed.contains(&flag.as_str())) {
        bail!("`cargo xtask {verb}` does not know {flag}\n\n{HELP}");
    }
    let on = |flag: &str| flags.iter().any(|given| given == flag);
    let mut context = Context::new(on("--no-install"))?;
    match verb.as_str() {
        "demo" => demo::run(&mut context, on("--headless"), on("--json")),
        "test" => steps::run(&mut context, &names),
        "ci" => {
            context.set("CARGO_INCREMENTAL", "0");
            steps::run(&mut context, &names)
        }
        "bench" => bench::run(&mut context, &names),
        "relay" => relay::run(&context),
        "tidy" => tidy::run(&context),
        "codegen" if on("--check") => codegen::check(&context),
        "codegen" => codegen::write(&context).map(|()| true),
        "replay" => replay::run(&context, &names, on("--scenario")),
        "fmt" => run::quiet(&context, "fmt", context.cargo(["fmt", "--all"])).map(|()| true),
        "steps" => {
            steps::list();
            Ok(true)
        }
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(true)
        }
        other => bail!("no such verb: {other}\n\n{HELP}"),
    }
}
