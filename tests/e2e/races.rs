//! Races with a real pointer: a press means what was seen, however the calls change under the hand.

use crate::stage::{PATIENCE, binary, in_session, main_window, ring, wait, wait_call};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::desktop::webdriver::{SEEN, WebDriver};
use deskbell_journeys::desktop::{App, Plan, until, window};
use serde_json::Value;
use std::thread;
use std::time::Duration;

/// How soon after a change the hand comes down.
const AT_ONCE: Duration = Duration::from_millis(150);
/// Long enough for a press to do what it would.
const SETTLED: Duration = Duration::from_secs(2);

/// The middle of the button with these words, in pixels from the window's corner: our page begins there.
fn middle(web: &WebDriver, label: &str) -> Result<(i32, i32)> {
    let script = format!(
        "const found = [...document.querySelectorAll('button')]
           .find((button) => button.textContent.trim() === '{label}' && !button.closest('[inert]'));
         const box = found?.getBoundingClientRect();
         return box ? [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)] : null;"
    );
    let place = until(&format!("{label:?} is there"), PATIENCE, || {
        Ok(Some(web.script(&script)?).filter(Value::is_array))
    })?;
    let at = |index: usize| place[index].as_i64().and_then(|n| i32::try_from(n).ok());
    Ok((at(0).context("no place")?, at(1).context("no place")?))
}

/// How the calls stand: number and state, in the order they came.
fn calls(app: &App<'_>) -> Result<Vec<(u64, String)>> {
    let view = app.view()?;
    let rows = view["calls"].as_array().cloned().unwrap_or_default();
    let told = |row: &Value| Some((row["id"].as_u64()?, row["state"].as_str()?.to_owned()));
    let mut calls: Vec<_> = rows.iter().filter_map(told).collect();
    calls.sort_unstable();
    Ok(calls)
}

#[test]
fn a_press_never_hits_another_call_than_the_one_that_was_seen() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (app, web) = WebDriver::start(session, &binary()?, profile, &[])?;
        web.switch_to("main.html", PATIENCE)?;
        web.click_on("Try it with a simulated desk", PATIENCE)?;
        app.wait_view("the desk is ready", PATIENCE, |view| {
            view["accounts"][0]["dialerReady"] == true
        })?;
        let main = main_window(session)?;
        let second = ["ring", "from=+16505550177", "name=Second Caller"];
        let rings = |view: &Value| {
            let rows = view["calls"].as_array().map(Vec::as_slice).unwrap_or_default();
            rows.len() == 2 && rows.iter().any(|row| row["state"] == "alerting")
        };

        ring(&app)?;
        app.run(&["answer"])?;
        wait_call(&app, "the first call is taken", "connected")?;
        let hold = middle(&web, "Hold")?;

        // The pointer is on Hold, a second call rings, and the hand comes down.
        window::point_at(session, &main, hold)?;
        thread::sleep(SEEN);
        app.desk(&second)?;
        wait(&app, "the second call rings", rings)?;
        thread::sleep(AT_ONCE);
        ensure!(middle(&web, "Hold")? == hold, "Hold moved when a second call rang");
        window::click_here(session)?;
        wait(&app, "the first call is held, the second rings on", |view| {
            let rows = view["calls"].as_array().map(Vec::as_slice).unwrap_or_default();
            rows.iter().any(|row| row["state"] == "held") && rings(view)
        })?;

        // The pointer is on Decline, the second caller gives up, and the hand comes down.
        window::point_at(session, &main, middle(&web, "Decline")?)?;
        thread::sleep(SEEN);
        app.desk(&["hang-up-remotely"])?;
        wait(&app, "the second caller gave up", |view| {
            view["calls"].as_array().is_some_and(|rows| rows.len() == 1)
        })?;
        thread::sleep(AT_ONCE);
        window::click_here(session)?;
        thread::sleep(SETTLED);
        let left = calls(&app)?;
        ensure!(left.len() == 1 && left[0].1 == "held", "the running call was hit: {left:?}");

        // Answer, and a second press soon after in the same place.
        app.run(&["hangup"])?;
        wait(&app, "all over", |view| view["calls"].as_array().is_some_and(Vec::is_empty))?;
        ring(&app)?;
        thread::sleep(SEEN);
        window::point_at(session, &main, middle(&web, "Answer")?)?;
        window::click_here(session)?;
        thread::sleep(Duration::from_millis(750));
        window::click_here(session)?;
        wait_call(&app, "it is taken", "connected")?;
        thread::sleep(SETTLED);
        let taken = calls(&app)?;
        ensure!(taken.len() == 1 && taken[0].1 == "connected", "a second press: {taken:?}");
        app.run(&["hangup"])?;
        app.quit()
    })
}
