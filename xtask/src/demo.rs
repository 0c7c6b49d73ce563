//! `demo`: builds the program and starts it with the simulated desk, or lets the tour show it without a display.

use crate::context::{Context, SELECTION};
use crate::packages::Purpose;
use crate::run;
use crate::{node, packages, workflow};
use anyhow::{Context as _, Result, bail};
use std::env;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may take until it answers, on a slow machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// Pause between two questions whether it answers.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// Installs, builds and shows; true if every step of a tour was observed.
pub(crate) fn run(context: &mut Context, headless: bool, json: bool) -> Result<bool> {
    let headless = headless || !has_display();
    if headless && env::consts::OS != "linux" {
        bail!("the tour without a display needs Linux; leave --headless away");
    }
    // Progress goes to the error stream, so that --json prints JSON and nothing else.
    eprintln!("system packages");
    let purpose = if headless { Purpose::Session } else { Purpose::Build };
    packages::ensure(context, purpose)?;
    eprintln!("Node");
    node::ensure(context)?;
    if context.no_install {
        eprintln!("Nothing is missing.");
        return Ok(true);
    }
    eprintln!("the windows");
    workflow::install_ui(context)?;
    workflow::build_ui(context)?;
    eprintln!("the program (a first build takes some minutes)");
    if headless {
        build(context)?;
        eprintln!("the tour");
        let mut tour = tour(context);
        if json {
            tour.arg("--json");
        }
        return Ok(tour.status()?.success());
    }
    run::quiet(context, "app-build", context.cargo(["build", "-p", "deskbell-app"]))?;
    show(context)?;
    Ok(true)
}

/// Builds every program and the end-to-end tests. The tests are named too because they turn on the features that
/// `cargo test` builds with: without them everything below Tauri would be built a second time.
pub(crate) fn build(context: &Context) -> Result<()> {
    let mut build = context.cargo(["build", "--bins", "--test", "e2e"]);
    build.args(SELECTION);
    run::quiet(context, "e2e-build", build)
}

/// The tour, ready to start.
pub(crate) fn tour(context: &Context) -> Command {
    let mut tour = context.command(context.built("debug", "tour"));
    tour.arg(context.built("debug", "deskbell")).arg(context.target.join("demo"));
    tour
}

/// Starts the program on the user's own display, adds the simulated desk, and stays until it is closed.
fn show(context: &Context) -> Result<()> {
    let profile = context.target.join("demo/profile");
    std::fs::create_dir_all(&profile)?;
    let binary = context.built("debug", "deskbell");
    let deskbell = |arguments: &[&str]| {
        let mut command = Command::new(&binary);
        command.arg("--profile").arg(&profile).args(arguments);
        command
    };
    let mut app = deskbell(&[]).spawn().context("Deskbell could not be started")?;
    if !answers(&mut app, || deskbell(&["view", "--json"]))? {
        // A running Deskbell with this profile has taken over and shows its window.
        return Ok(());
    }
    let view = deskbell(&["view", "--json"]).output()?.stdout;
    let view: serde_json::Value = serde_json::from_slice(&view)?;
    if view["accounts"].as_array().is_some_and(Vec::is_empty) {
        let add = ["accounts", "add", "--simulated", "--label", "Simulated desk"];
        deskbell(&add).stdout(Stdio::null()).status()?;
    }
    eprintln!("Deskbell runs with the simulated desk. In another terminal:");
    let words = format!("{} --profile {}", binary.display(), profile.display());
    eprintln!("    {words} desk ring from=+16505550100 name='Avery Stone'");
    eprintln!("    {words} quit");
    app.wait()?;
    Ok(())
}

/// Waits until the program answers; false if it left at once.
fn answers(app: &mut Child, ask: impl Fn() -> Command) -> Result<bool> {
    let start = Instant::now();
    while start.elapsed() < START_TIMEOUT {
        if let Some(status) = app.try_wait()? {
            if status.success() {
                return Ok(false);
            }
            bail!("Deskbell left at once: {status}");
        }
        let asked = ask().stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if asked.success() {
            return Ok(true);
        }
        thread::sleep(ASK_EVERY);
    }
    bail!("Deskbell does not answer after {} s", START_TIMEOUT.as_secs())
}

fn has_display() -> bool {
    env::consts::OS != "linux"
        || env::var_os("DISPLAY").is_some()
        || env::var_os("WAYLAND_DISPLAY").is_some()
}
