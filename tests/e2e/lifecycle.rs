//! Starting, hiding, starting again, leaving.

use crate::stage::{PATIENCE, binary, in_session, main_window, wait};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::tray::{self, TrayIcon};
use deskbell_journeys::desktop::{App, Plan, processes, until_true, window};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn starts_with_an_icon_and_leaves_nothing_behind() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        let root = app.process_id()?;
        TrayIcon::wait(session, PATIENCE)?;
        main_window(session)?;
        app.quit()?;
        ensure!(processes::tree(root)?.is_empty(), "processes are left");
        let bus = session.connect()?;
        until_true("the icon is gone", PATIENCE, || Ok(tray::registered(&bus)?.is_empty()))
    })
}

#[test]
fn a_second_start_focuses_the_first() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        let window = main_window(session)?;
        app.run(&["hide"])?;
        until_true("hidden", PATIENCE, || Ok(window::visible(session, "Deskbell")?.is_empty()))?;
        let mut second = app.command();
        let start = Instant::now();
        let status = second.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(status.success(), "the second start failed: {status}");
        ensure!(start.elapsed() < PATIENCE, "the second start stayed");
        main_window(session)?;
        until_true("the first has the keyboard", PATIENCE, || {
            Ok(window::visible(session, "Deskbell")?.contains(&window::focused(session)?))
        })?;
        ensure!(window::visible(session, "Deskbell")?.len() == 1, "one window, not two: {window}");
        app.quit()
    })
}

#[test]
fn closing_goes_to_the_tray_and_drops_our_page() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        TrayIcon::wait(session, PATIENCE)?;
        wait(&app, "the tray host is known", |view| view["surroundings"]["trayHost"] == true)?;
        let pages = || processes::web_processes(app.process_id()?).map(|all| all.len());
        // Other work on the machine only ever adds to the time, so the fastest counts.
        let mut fastest = Duration::MAX;
        for _ in 0..3 {
            let window = main_window(session)?;
            until_true("our page exists", PATIENCE, || Ok(pages()? == 1))?;
            window::close(session, &window)?;
            let hidden = || Ok(window::visible(session, "Deskbell")?.is_empty());
            until_true("hidden", PATIENCE, hidden)?;
            until_true("our page is gone", PATIENCE, || Ok(pages()? == 0))?;
            let start = Instant::now();
            app.run(&["show"])?;
            main_window(session)?;
            fastest = fastest.min(start.elapsed());
        }
        ensure!(fastest < Duration::from_millis(500), "the window came back after {fastest:?}");
        app.quit()
    })
}

#[test]
fn closing_without_a_tray_host_minimises_and_says_so_once() -> Result<()> {
    in_session(Plan::WITHOUT_TRAY, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        wait(&app, "no tray host", |view| view["surroundings"]["trayHost"] == false)?;
        let window = main_window(session)?;
        window::close(session, &window)?;
        wait(&app, "told", |view| notices(view) == 1)?;
        app.view()?;
        until_true("minimised", PATIENCE, || Ok(window::focused(session)? != window))?;
        app.run(&["show"])?;
        window::close(session, &main_window(session)?)?;
        until_true("minimised", PATIENCE, || Ok(window::focused(session)? != window))?;
        ensure!(notices(&app.view()?) == 1, "told twice");
        app.quit()
    })
}

fn notices(view: &serde_json::Value) -> usize {
    let all = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|notice| notice["kind"] == "noTray").count()
}
