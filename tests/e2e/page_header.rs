//! The header of ours over a vendor's page with chats, in the real program: what it says, where it stands, and that a real
//! pointer reaches both it and the page below.

use crate::stage::{PATIENCE, binary, in_session, main_window, wait};
use anyhow::Result;
use deskbell_journeys::desktop::webdriver::{SEEN, WebDriver};
use deskbell_journeys::desktop::{Plan, screenshot, until_true, window};
use std::thread;

/// What the sidebar takes of the window, and the header of the rest, in pixels.
const SIDEBAR: i32 = 320;
const HEADER: i32 = 48;

#[test]
fn a_page_with_chats_has_a_header_that_says_who_writes_and_leads_back() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (app, web) = WebDriver::start(session, &binary()?, profile, &[])?;
        let add = ["accounts", "add", "--simulated", "--vendor", "smartagent", "--label", "Shop"];
        app.run(&add)?;
        wait(&app, "the page works", |view| view["accounts"][0]["page"]["kind"] == "alive")?;
        app.run(&["show", "activity"])?;
        app.desk(&["say", "text=Hello"])?;
        wait(&app, "a chat", |view| view["conversations"][0]["waitingSince"].is_number())?;
        app.run(&["show", "Shop"])?;

        let says = |what: &str| {
            web.switch_to("main.html", PATIENCE)?;
            until_true(&format!("the header says {what}"), PATIENCE, || {
                let words = web.script(
                    "return document.querySelector('.window.headed > header')?.textContent ?? ''",
                )?;
                Ok(words.as_str().is_some_and(|words| words.contains(what)))
            })
        };
        says("Answer in the page")?;
        says("Waiting for")?;
        // Our page is as wide as the window, the other one lies over it.
        let wide = |least: i64| {
            until_true(&format!("our page is wider than {least}"), PATIENCE, || {
                Ok(web.script("return innerWidth")?.as_i64().is_some_and(|width| width > least))
            })
        };
        wide(i64::from(SIDEBAR) + 300)?;
        if let Some(folder) = std::env::var_os("DESKBELL_E2E_SHOTS") {
            let path = std::path::Path::new(&folder).join("page-header.png");
            screenshot::save_at_rest(session, &path)?;
        }

        let has_keyboard = |wanted: bool, when: &str| {
            until_true(&format!("our page has the keyboard: {wanted}, {when}"), PATIENCE, || {
                Ok(web.script("return document.hasFocus()")? == wanted)
            })
        };
        // Also when our page comes back after the vendor's: out of the tray.
        for from in ["from the list", "out of the tray"] {
            if from == "out of the tray" {
                app.run(&["hide"])?;
                app.run(&["show", "Shop"])?;
                says("Answer in the page")?;
                wide(i64::from(SIDEBAR) + 300)?;
            }
            // Just below the header the page is pressed, just above its end ours; between the words nothing happens.
            for (y, ours) in [(HEADER + 6, false), (HEADER - 6, true), (HEADER + 6, false)] {
                window::click(session, &main_window(session)?, (SIDEBAR + 360, y))?;
                has_keyboard(ours, from)?;
            }
        }
        thread::sleep(SEEN);
        window::click(session, &main_window(session)?, (SIDEBAR + 30, HEADER / 2))?;
        wait(&app, "back to the page of ours", |view| view["stage"]["stage"] == "activity")?;
        app.quit()
    })
}
