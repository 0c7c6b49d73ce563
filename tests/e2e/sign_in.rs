//! Signing in, both ways a widget can ask for it, with mouse and keyboard as a person does.

use crate::stage::{DESK, PATIENCE, binary, in_session, main_window};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::{App, Plan, Session, screenshot, until, until_true, window};
use serde_json::Value;
use std::time::Duration;

/// How long the sign-in may take before its button is pressed again.
const PRESS_AGAIN: Duration = Duration::from_secs(3);
/// Part of the title of the simulated sign-in page.
const SIGN_IN: &str = "Sign in";
/// An empty place in the simulated desk's page, in pixels from the window's corner.
const EMPTY_PLACE: (i32, i32) = (328, 500);

#[test]
fn the_widgets_own_popup() -> Result<()> {
    sign_in("disableLoginPopup=")
}

#[test]
fn a_window_of_ours() -> Result<()> {
    sign_in("disableLoginPopup=1")
}

#[test]
fn a_closed_sign_in_window_says_so() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        begin(session, &app, "disableLoginPopup=1")?;
        let popup = until("the sign-in window", PATIENCE, || popup(session))?;
        window::close(session, &popup)?;
        app.wait_view("it is told", PATIENCE, |view| {
            let notices = view["notices"].as_array();
            notices.is_some_and(|all| all.iter().any(|one| one["kind"] == "signInCancelled"))
        })?;
        app.quit()
    })
}

/// Signs in through the sign-in page and waits until the widget says so.
fn sign_in(option: &str) -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        begin(session, &app, option)?;
        let popup = until("the sign-in window", PATIENCE, || popup(session))?;
        // A key that comes before the page has the keyboard is lost, and a person presses again.
        until_true("signed in again", PATIENCE, || {
            if window::focus(session, &popup).is_ok() {
                window::press_keys(session, &["Return"])?;
            }
            Ok(app.wait_view("signed in", PRESS_AGAIN, |view| signed(view, "signedIn")).is_ok())
        })?;
        until_true("the sign-in window closes", PATIENCE, || {
            Ok(window::visible(session, SIGN_IN)?.is_empty())
        })?;
        let view = app.view()?;
        ensure!(view["notices"].as_array().is_some_and(Vec::is_empty), "{:#}", view["notices"]);
        app.quit()
    })
}

/// Opens a desk that is signed out, and presses the widget's own button.
fn begin(session: &Session, app: &App<'_>, option: &str) -> Result<()> {
    app.run(&["accounts", "add", "--simulated", "--label", DESK, "--option", option])?;
    app.wait_view("signed in at first", PATIENCE, |view| signed(view, "signedIn"))?;
    app.desk(&["sign-out"])?;
    app.wait_view("signed out", PATIENCE, |view| signed(view, "signedOut"))?;
    let main = main_window(session)?;
    // Only one web context can be driven by WebDriver, and that is our own page's: the widget gets real keys.
    window::click(session, &main, EMPTY_PLACE)?;
    window::press_keys(session, &["Tab", "Return"])
}

/// The sign-in window, once its page has been painted.
fn popup(session: &Session) -> Result<Option<String>> {
    /// Letters with smooth edges have more; an empty page has one or two.
    const PAINTED: u32 = 30;
    let Some(window) = window::visible(session, SIGN_IN)?.pop() else { return Ok(None) };
    Ok((screenshot::colours(session, &window)? > PAINTED).then_some(window))
}

fn signed(view: &Value, state: &str) -> bool {
    view["accounts"][0]["signIn"] == state
}
