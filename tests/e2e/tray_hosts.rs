//! Trays that refuse, take their time, or come and go: what counts is that the icon is there.

use crate::stage::{PATIENCE, binary, in_session, main_window, wait};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::tray_watcher::{TrayManners, TrayWatcher};
use deskbell_journeys::desktop::{App, Plan, Session, until_true, window};
use std::path::Path;
use std::time::Duration;

fn start<'s>(
    session: &'s Session,
    profile: &Path,
    manners: TrayManners,
) -> Result<(TrayWatcher, App<'s>)> {
    let tray = TrayWatcher::start(session, manners)?;
    let app = App::start(session, &binary()?, profile, &["--hidden"])?;
    Ok((tray, app))
}

fn has_tray(app: &App<'_>, there: bool) -> Result<()> {
    wait(app, "the tray is known", |view| view["surroundings"]["trayHost"] == there)
}

#[test]
fn a_refused_icon_is_tried_again() -> Result<()> {
    // opensnitch#1659
    in_session(Plan::WITHOUT_TRAY, |session, profile| {
        let (tray, app) =
            start(session, profile, TrayManners { refusals: 2, ..TrayManners::GOOD })?;
        has_tray(&app, true)?;
        ensure!(tray.icons() == 1 && tray.tried() == 3, "{tray:?}");
        ensure!(window::visible(session, "Deskbell")?.is_empty(), "it was to stay hidden");
        app.quit()
    })
}

#[test]
fn an_icon_that_is_always_refused_brings_the_window() -> Result<()> {
    in_session(Plan::WITHOUT_TRAY, |session, profile| {
        let manners = TrayManners { refusals: u32::MAX, ..TrayManners::GOOD };
        let (_tray, app) = start(session, profile, manners)?;
        let shown = main_window(session)?;
        has_tray(&app, false)?;
        window::close(session, &shown)?;
        wait(&app, "closing does not hide it", |view| {
            view["notices"]
                .as_array()
                .is_some_and(|all| all.iter().any(|it| it["kind"] == "noTray"))
        })?;
        app.quit()
    })
}

#[test]
fn a_tray_that_takes_its_time_is_a_tray() -> Result<()> {
    in_session(Plan::WITHOUT_TRAY, |session, profile| {
        let slow = Duration::from_secs(3);
        let manners = TrayManners { slow, slow_property: slow, ..TrayManners::GOOD };
        let (tray, app) = start(session, profile, manners)?;
        has_tray(&app, true)?;
        ensure!(tray.icons() >= 1);
        app.quit()
    })
}

#[test]
fn a_host_that_only_a_property_tells_of_comes_and_goes() -> Result<()> {
    in_session(Plan::WITHOUT_TRAY, |session, profile| {
        let (tray, app) =
            start(session, profile, TrayManners { host: false, ..TrayManners::GOOD })?;
        main_window(session)?;
        tray.set_host(true)?;
        until_true("the icon is there", PATIENCE, || Ok(tray.icons() == 1))?;
        has_tray(&app, true)?;
        app.run(&["hide"])?;
        until_true("hidden", PATIENCE, || Ok(window::visible(session, "Deskbell")?.is_empty()))?;
        tray.set_host(false)?;
        main_window(session)?;
        has_tray(&app, false)?;
        app.quit()
    })
}

#[test]
fn a_panel_that_ends_brings_a_hidden_window_back_and_a_new_one_the_icon() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        {
            let app = App::start(session, &binary()?, profile, &["--hidden"])?;
            has_tray(&app, true)?;
            app.quit()?;
        }
        let binary = binary()?;
        let mut command = session.command(&binary);
        command.arg("--profile").arg(profile).arg("--hidden");
        session.spawn("deskbell", command)?;
        let mut app = App::attach(session, &binary, profile);
        app.wait_for_answer()?;
        has_tray(&app, true)?;
        ensure!(window::visible(session, "Deskbell")?.is_empty());
        drop(app);
        session.stop("xfce4-panel")?;
        main_window(session)?;
        session.start_tray_host()?;
        let app = App::attach(session, &binary, profile);
        has_tray(&app, true)?;
        app.run(&["quit", "--yes"])?;
        Ok(())
    })
}
