//! Our own page, clicked through WebDriver: from the first start to a call that was answered in its card.

use crate::stage::{PATIENCE, binary, in_session, main_window, ring, wait_call};
use anyhow::Result;
use deskbell_journeys::desktop::webdriver::WebDriver;
use deskbell_journeys::desktop::{Plan, until_true, window};

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
        ring(&app)?;
        web.click_on("Answer", PATIENCE)?;
        wait_call(&app, "connected", "connected")?;
        web.click_on("Hold", PATIENCE)?;
        wait_call(&app, "held", "held")?;
        web.click_on("Hang up", PATIENCE)?;
        app.wait_view("over", PATIENCE, |view| view["recent"][0]["end"] == "answered")?;
        app.quit()
    })
}
