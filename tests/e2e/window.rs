//! Our own page, clicked through WebDriver: from the first start to a call that was answered in its card.

use crate::stage::{PATIENCE, binary, in_session, main_window, ring, wait_call};
use anyhow::Result;
use deskbell_journeys::desktop::webdriver::{SEEN, WebDriver};
use deskbell_journeys::desktop::{Plan, until_true, window};
use std::thread;

/// A place inside the hosted page.
const WIDGET: (i32, i32) = (600, 500);

#[test]
fn from_the_first_start_to_an_answered_call() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (app, web) = WebDriver::start(session, &binary()?, profile, &[])?;
        web.switch_to("main.html", PATIENCE)?;
        web.click_on("Try it with a simulated desk", PATIENCE)?;
        app.wait_view("the desk is ready", PATIENCE, |view| {
            view["accounts"][0]["dialerReady"] == true
        })?;
        let has_keyboard = |wanted: bool| {
            until_true(&format!("our page has the keyboard: {wanted}"), PATIENCE, || {
                Ok(web.script("return document.hasFocus()")? == wanted)
            })
        };
        window::click(session, &main_window(session)?, WIDGET)?;
        has_keyboard(false)?;
        for ours in [true, false] {
            window::press_keys(session, &["F6"])?;
            has_keyboard(ours)?;
        }
        // As a person does: a press counts once what it means was there to be seen.
        let press = |label: &str| {
            thread::sleep(SEEN);
            web.click_on(label, PATIENCE)
        };
        ring(&app)?;
        press("Answer")?;
        wait_call(&app, "connected", "connected")?;
        press("Hold")?;
        wait_call(&app, "held", "held")?;
        press("Hang up")?;
        app.wait_view("over", PATIENCE, |view| view["recent"][0]["end"] == "answered")?;
        app.quit()
    })
}
