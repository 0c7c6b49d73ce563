//! What every test needs: the built program in a session of its own, with the simulated desk signed in if wanted.

use anyhow::{Context, Result};
use deskbell_journeys::desktop::{App, NotificationWatch, Plan, Session, until, window};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long anything that a person would wait for may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// The label of the simulated desk's account.
pub(crate) const DESK: &str = "Test desk";

/// The program under test.
pub(crate) fn binary() -> Result<PathBuf> {
    let path = std::env::var_os("DESKBELL_E2E_APP");
    path.map(PathBuf::from).context(
        "these tests need the built program and a desktop session of their own: \
         run `cargo xtask test e2e`",
    )
}

/// Starts a session with an empty profile folder. Real keys and clicks go astray now and then on a
/// machine that does other work, so a test may fail once; that is printed, and twice is a failure.
pub(crate) fn in_session(
    plan: Plan,
    test: impl Fn(&mut Session, &Path) -> Result<()>,
) -> Result<()> {
    binary()?;
    let attempt = || -> Result<()> {
        let mut session = Session::start(plan)?;
        let profile = session.folder().join("profile");
        test(&mut session, &profile)
    };
    attempt().or_else(|first| {
        eprintln!("FLAKY: failed once and is tried again: {first:#}");
        attempt()
    })
}

/// Starts the program with an empty profile and the simulated desk signed in, watched from the start.
pub(crate) fn with_desk(
    test: impl Fn(&Session, &NotificationWatch, &App<'_>) -> Result<()>,
) -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let watch = NotificationWatch::start(session)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        test(session, &watch, &app)?;
        app.quit()
    })
}

/// Lets a call ring and waits until the program knows.
pub(crate) fn ring(app: &App<'_>) -> Result<()> {
    app.desk(&["ring", "from=+16505550100", "name=Avery Stone"])?;
    wait_call(app, "it rings", "alerting")
}

/// Waits until the first live call has this state.
pub(crate) fn wait_call(app: &App<'_>, what: &str, state: &str) -> Result<()> {
    wait(app, what, |view| view["calls"][0]["state"] == state)
}

/// Waits until the view is as wanted.
pub(crate) fn wait(app: &App<'_>, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<()> {
    app.wait_view(what, PATIENCE, wanted).map(drop)
}

/// Waits for the main window.
pub(crate) fn main_window(session: &Session) -> Result<String> {
    until(
        "the main window is visible",
        PATIENCE,
        || Ok(window::visible(session, "Deskbell")?.pop()),
    )
}

/// The line is an effect that posts this action into a widget.
pub(crate) fn posts(line: &Value, action: &str) -> bool {
    line.pointer("/effect/effect").is_some_and(|name| name == "post")
        && line.pointer("/effect/command/action").is_some_and(|found| found == action)
}
