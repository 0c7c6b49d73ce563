//! Microphone and speaker of calls: chosen, lost in a call and taken up again, heard in a test, and missing altogether.

use crate::stage::{DESK, PATIENCE, binary, in_session, wait, wait_call};
use crate::voice::{Heard, pactl, wait_for_tone};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::sound::{Ear, Tone};
use deskbell_journeys::desktop::{App, Plan, Session, until_true};
use serde_json::Value;
use std::process::Stdio;
use std::time::Duration;

/// Notices in the view, by kind.
fn has_notice(view: &Value, kind: &str) -> bool {
    view["notices"].as_array().is_some_and(|all| all.iter().any(|one| one["kind"] == kind))
}

fn start<'s>(session: &'s Session, profile: &std::path::Path) -> Result<App<'s>> {
    let app = App::start(session, &binary()?, profile, &[])?;
    app.add_desk(DESK)?;
    app.run(&["accounts", "allow", "test-desk", "microphone"])?;
    wait(&app, "the devices are known", |view| view["surroundings"]["speaker"] == "ears")?;
    Ok(app)
}

fn plug_in(session: &Session) -> Result<String> {
    let arguments = ["load-module", "module-null-sink", "sink_name=headset"];
    Ok(pactl(session, &arguments)?.trim().to_owned())
}

#[test]
fn a_chosen_speaker_is_used_lost_in_a_call_and_taken_up_again() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_sound()?;
        let app = start(session, profile)?;
        let module = plug_in(session)?;
        // Told by the server, not found at the next look: an idle program looks once a minute.
        wait(&app, "the headset is listed", |view| {
            let speakers = view["surroundings"]["sound"]["devices"]["speakers"].as_array();
            speakers.is_some_and(|all| all.iter().any(|one| one["name"] == "headset"))
        })?;
        app.run(&["devices", "use", "speaker", "headset"])?;
        wait(&app, "it is used", |view| view["surroundings"]["speaker"] == "headset")?;
        let _tone = Tone::play(session, "mouth", 1000.0)?;
        app.run(&["dial", "0"])?;
        wait_call(&app, "the echo answers", "connected")?;
        let mut headset = Ear::at(session, "headset.monitor")?;
        wait_for_tone(&mut headset, "at the headset", Heard::Tone)?;
        drop(headset);
        pactl(session, &["unload-module", &module])?;
        wait(&app, "that it went is told", |view| has_notice(view, "speakerLost"))?;
        let mut ear = Ear::at(session, "ears.monitor")?;
        wait_for_tone(&mut ear, "at the next one", Heard::Tone)?;
        let module = plug_in(session)?;
        wait(&app, "it is back", |view| !has_notice(view, "speakerLost"))?;
        let mut headset = Ear::at(session, "headset.monitor")?;
        wait_for_tone(&mut headset, "at the headset again", Heard::Tone)?;
        drop(headset);
        // A tone into a muted microphone is somebody who speaks.
        app.run(&["mute"])?;
        wait(&app, "it is said that one is muted", |view| {
            view["calls"][0]["sound"]["speakingWhileMuted"] == true
        })?;
        app.run(&["hangup"])?;
        wait(&app, "the figures of the call are told", |view| {
            let checks = view["reach"]["checks"].as_array();
            checks.is_some_and(|all| all.iter().any(|one| one["id"] == "lastCall"))
        })?;
        let descriptions = app.run(&["doctor", "--sdp"])?;
        for said in ["# offer", "# answer", "a=rtpmap:111 opus/48000/2", "a=ice-ufrag:ufrag1"] {
            ensure!(descriptions.contains(said), "{said} in {descriptions}");
        }
        pactl(session, &["unload-module", &module])?;
        app.quit()?;
        let app = App::start(session, &binary()?, profile, &[])?;
        let chosen = &app.view()?["preferences"]["sound"]["speaker"]["name"];
        ensure!(*chosen == "headset", "after a restart {chosen} is chosen");
        app.quit()
    })
}

#[test]
fn one_hears_oneself_in_the_test_of_the_headset() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_sound()?;
        let app = start(session, profile)?;
        let tone = Tone::play(session, "mouth", 1000.0)?;
        let mut ear = Ear::at(session, "ears.monitor")?;
        let said = std::thread::scope(|scope| {
            let test = scope.spawn(|| app.run(&["devices", "test", "--json"]));
            wait_for_tone(&mut ear, "what was recorded", Heard::Tone)?;
            test.join().ok().context("the test of the headset panicked")?
        })?;
        let said: Value = serde_json::from_str(&said)?;
        let heard = said["heardDb"].as_i64().context("no loudness")?;
        ensure!((-25..=-5).contains(&heard), "{said}");
        wait_for_tone(&mut ear, "after the test", Heard::Silence)?;
        drop(tone);
        std::thread::sleep(Duration::from_millis(500));
        ensure!(!app.run_raw(&["devices", "test"])?.status.success(), "silence was heard");
        // The ear of the test itself is left: the microphone is closed a second after the last look at its level.
        until_true("the microphone is closed", PATIENCE, || {
            Ok(pactl(session, &["list", "short", "source-outputs"])?.lines().count() <= 1)
        })?;
        app.quit()
    })
}

#[test]
fn without_a_sound_server_it_is_said_before_the_first_call() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        wait(&app, "the missing server is told", |view| {
            view["surroundings"]["sound"]["kind"] == "absent"
        })?;
        let listed = app.run(&["devices"])?;
        ensure!(listed.contains("There is no sound server"), "{listed}");
        let checked = String::from_utf8(app.run_raw(&["doctor"])?.stdout)?;
        ensure!(checked.contains("no sound server"), "{checked}");
        ensure!(!app.run_raw(&["devices", "test"])?.status.success(), "there is nothing to test");
        // It is found when it comes.
        let mut server = session.sound_server()?;
        let mut server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let found = wait(&app, "it is found", |view| view["surroundings"]["speaker"] == "ears");
        server.kill()?;
        server.wait()?;
        found?;
        app.quit()
    })
}
