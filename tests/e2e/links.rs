//! Links of other programs, pressed for real: shown, never acted upon, and no way into our arguments.

use crate::stage::{PATIENCE, binary, in_session, main_window, wait};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::{App, Plan, Session, until_true, window};
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Time in which a number would have been dialled, were it dialled.
const LONG_ENOUGH: Duration = Duration::from_secs(3);

/// The program as a desktop starts it for a link: in the session, with the profile of the session's own user.
fn press(session: &Session, arguments: &[&str]) -> Result<Child> {
    let mut command: Command = session.command(binary()?);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().context("the program could not be started")
}

fn number_in(view: &Value) -> Option<&str> {
    view["link"]["number"].as_str()
}

#[test]
fn a_link_fills_the_dialer_of_the_running_app_and_dials_nothing() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk("Desk")?;
        app.run(&["hide"])?;
        until_true("hidden", PATIENCE, || Ok(window::visible(session, "Deskbell")?.is_empty()))?;
        let mark = app.events()?.mark();
        app.run(&["tel:+1-650-555-0100;ext=7", "--json", "--profile=/nowhere", "quit"])?;
        main_window(session)?;
        wait(&app, "the number", |view| number_in(view) == Some("+16505550100"))?;
        let view = app.view()?;
        ensure!(view["link"]["extension"] == "7", "{view:#}");
        app.run(&["open", "sms:+16505550111?body=Hello", "--yes", "quit", "--yes"])?;
        wait(&app, "the text", |view| view["link"]["text"] == "Hello")?;
        std::thread::sleep(LONG_ENOUGH);
        let posted = |line: &Value| line["effect"]["effect"] == "post";
        let asked = app.events()?.since(mark).into_iter().find(posted);
        ensure!(asked.is_none(), "a widget was asked for something: {asked:?}");
        ensure!(app.view()?["calls"] == Value::Array(Vec::new()), "a call is there");

        // A page fires them in a loop.
        let fire = || app.command().args(["tel:101"]).stderr(Stdio::null()).status();
        let codes: Vec<_> = (0..8).filter_map(|_| fire().ok()?.code()).collect();
        ensure!(codes.contains(&1), "none of {codes:?} was refused");
        wait(&app, "it is said", |view| view["notices"].to_string().contains("linkRefused"))?;
        app.quit()
    })
}

#[test]
fn a_link_starts_the_app_of_nobodys_choosing_but_the_users() -> Result<()> {
    in_session(Plan::FULL, |session, _| {
        let evil = session.folder().join("evil");
        let smuggled = format!("--profile={}", evil.display());
        // As Windows and a desktop entry start it, with what a broken quote would add.
        let mut started = press(session, &["tel:101", &smuggled, "--hidden", "dial", "666"])?;
        let own = session.folder().join("data/org.deskbell.Deskbell");
        let mut app = App::attach(session, &binary()?, &own);
        app.wait_for_answer()?;
        wait(&app, "the number", |view| number_in(view) == Some("101"))?;
        main_window(session)?;
        ensure!(!Path::new(&evil).exists(), "a link chose the profile");
        for odd in [
            &["open", "--", &smuggled][..],
            &["open", "--", "--hidden"],
            &["open", "--", "-h"],
            &["callto:--profile=/tmp/x"],
            &["tel:1\" --profile=/tmp/x \""],
        ] {
            let code = press(session, odd)?.wait()?.code();
            ensure!(code == Some(1), "{odd:?} ended with {code:?}");
        }
        // They are refused, and the number of the link before them does not stand beside the refusal.
        ensure!(!Path::new(&evil).exists() && number_in(&app.view()?).is_none());
        app.run(&["quit", "--yes"])?;
        ensure!(started.wait()?.success());
        Ok(())
    })
}
