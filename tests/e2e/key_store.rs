//! A key store that comes late, with the real GNOME keyring: nothing waits for it, and nothing is lost.

use crate::stage::{PATIENCE, binary, in_session, main_window, wait};
use crate::status::{CHAT, last, start};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::{App, Plan, Session, until_true};
use deskbell_journeys::platform::snapengage::StandIn;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};
use zbus::blocking::Proxy;
use zbus::zvariant::OwnedObjectPath;

const DAEMON: &str = "gnome-keyring-daemon";
const SERVICE: &str = "org.freedesktop.secrets";

/// Runs once with a token, then starts again while the key store is away.
fn without_key_store<'s>(
    session: &'s mut Session,
    profile: &Path,
    vendor: &StandIn,
) -> Result<(&'s mut Session, std::path::PathBuf)> {
    // The key store's refusals are told at this level.
    session.set("DESKBELL_LOG", "info");
    let app = start(session, profile, vendor)?;
    app.run(&["status", "available"])?;
    app.quit()?;
    ensure!(!items(session)?.is_empty(), "the token is not in the key store");
    session.stop(DAEMON)?;
    let binary = binary()?;
    let mut command = session.command(&binary);
    command.arg("--profile").arg(profile);
    let begun = Instant::now();
    session.spawn("deskbell", command)?;
    main_window(session)?;
    ensure!(begun.elapsed() < Duration::from_secs(15), "the start waited for the key store");
    let mut app = App::attach(session, &binary, profile);
    app.wait_for_answer()?;
    wait(&app, "it is told", |view| {
        view["surroundings"]["keyStore"].is_string()
            && view["notices"].as_array().is_some_and(|all| {
                all.iter().any(|it| it["kind"] == "keyStore")
                    && all.iter().all(|it| it["kind"] != "settingsReset")
            })
    })?;
    drop(app);
    Ok((session, binary))
}

#[test]
fn a_token_is_taken_when_the_key_store_opens() -> Result<()> {
    // zed#64518
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let (session, binary) = without_key_store(session, profile, &vendor)?;
        let posts = vendor.posts().len();
        session.start_secrets()?;
        let app = App::attach(session, &binary, profile);
        wait(&app, "it works again", |view| view["surroundings"]["keyStore"].is_null())?;
        app.run(&["status", "pause"])?;
        until_true("the status is set with the token", PATIENCE, || {
            Ok(vendor.posts().len() > posts && last(&vendor.posts())?.authorised)
        })?;
        app.run(&["quit", "--yes"])?;
        Ok(())
    })
}

#[test]
fn the_token_of_an_account_removed_meanwhile_goes_when_it_opens() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let (session, binary) = without_key_store(session, profile, &vendor)?;
        let app = App::attach(session, &binary, profile);
        app.run(&["accounts", "remove", CHAT, "--yes"])?;
        drop(app);
        session.start_secrets()?;
        let app = App::attach(session, &binary, profile);
        nothing_is_left(session, &app)?;
        app.run(&["quit", "--yes"])?;
        Ok(())
    })
}

#[test]
fn the_token_of_an_account_removed_meanwhile_goes_at_the_next_start() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let (session, binary) = without_key_store(session, profile, &vendor)?;
        let app = App::attach(session, &binary, profile);
        app.run(&["accounts", "remove", CHAT, "--yes"])?;
        app.run(&["quit", "--yes"])?;
        until_true("it has left", PATIENCE, || Ok(app.view().is_err()))?;
        drop(app);
        session.start_secrets()?;
        ensure!(!items(session)?.is_empty(), "the token is still in the key store");
        let app = App::start(session, &binary, profile, &[])?;
        nothing_is_left(session, &app)?;
        app.quit()
    })
}

#[test]
fn the_token_of_a_removed_account_goes_at_once() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.set("DESKBELL_LOG", "info");
        let vendor = StandIn::start()?;
        let app = start(session, profile, &vendor)?;
        until_true("its token is in the key store", PATIENCE, || Ok(!items(session)?.is_empty()))?;
        app.run(&["accounts", "remove", CHAT, "--yes"])?;
        nothing_is_left(session, &app)?;
        app.quit()
    })
}

/// Waits until the key store has nothing of ours; the program's log says why it still has.
fn nothing_is_left(session: &Session, app: &App<'_>) -> Result<()> {
    until_true("nothing of it is in the key store", PATIENCE, || Ok(items(session)?.is_empty()))
        .with_context(|| app.log_tail())
}

/// Everything of ours in the key store.
fn items(session: &Session) -> Result<Vec<OwnedObjectPath>> {
    let connection = session.connect()?;
    let interface = "org.freedesktop.Secret.Service";
    let proxy = Proxy::new(&connection, SERVICE, "/org/freedesktop/secrets", interface)?;
    let ours = HashMap::from([("service", "org.deskbell.Deskbell")]);
    let (unlocked, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
        proxy.call("SearchItems", &(ours,))?;
    Ok([unlocked, locked].concat())
}
