//! What is on disk: session data lives and dies with its account, and a broken file is kept aside.

use crate::stage::{DESK, PATIENCE, binary, in_session, wait};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::{App, Plan, until_true};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn session_data_survive_a_restart_and_go_with_their_account() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        let id = app.view()?["accounts"][0]["config"]["id"].as_str().map(str::to_owned);
        let id = id.context("the account has no id")?;
        // A desk that was never opened signs itself in; one that remembers being signed out does not.
        app.desk(&["sign-out"])?;
        wait(&app, "signed out", |view| view["accounts"][0]["signIn"] == "signedOut")?;
        app.quit()?;
        ensure!(!named(profile, &id)?.is_empty(), "no folder of {id} below the profile");

        let app = App::start(session, &binary()?, profile, &[])?;
        wait(&app, "it remembers", |view| view["accounts"][0]["signIn"] == "signedOut")?;
        app.run(&["accounts", "remove", &id, "--yes"])?;
        wait(&app, "removed", |view| view["accounts"].as_array().is_some_and(Vec::is_empty))?;
        until_true("its data are deleted", PATIENCE, || Ok(named(profile, &id)?.is_empty()))?;
        app.add_desk(DESK)?;
        app.quit()
    })
}

#[test]
fn a_corrupt_settings_file_is_kept_aside_and_the_program_starts() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        app.quit()?;
        let file = profile.join("settings.json");
        let good = fs::read(&file).context("there is no settings file")?;
        for old in fs::read_dir(profile)? {
            let path = old?.path();
            if path.is_file() {
                fs::remove_file(path)?;
            }
        }
        fs::write(&file, &good[..good.len() / 2])?;

        let app = App::start(session, &binary()?, profile, &[])?;
        wait(&app, "it is reported", |view| {
            let notices = view["notices"].as_array();
            notices.is_some_and(|all| all.iter().any(|one| one["kind"] == "settingsReset"))
        })?;
        let aside = named(profile, "settings.json.")?;
        let kept =
            aside.iter().any(|path| fs::read(path).is_ok_and(|b| b == good[..good.len() / 2]));
        ensure!(kept, "the broken file is not kept: {aside:?}");
        app.quit()
    })
}

/// Everything below `folder` whose own name contains `part`.
fn named(folder: &Path, part: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().contains(part) {
            found.push(entry.path());
        } else if entry.file_type()?.is_dir() {
            found.extend(named(&entry.path(), part)?);
        }
    }
    Ok(found)
}
