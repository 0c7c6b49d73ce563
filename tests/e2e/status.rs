//! One status over a phone and a chat vendor, with a real HTTP server in the vendor's place and a real key store.

use crate::stage::{DESK, PATIENCE, binary, in_session, wait, wait_call};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::notifications::press;
use deskbell_journeys::desktop::{App, NotificationWatch, Plan, until_true};
use deskbell_journeys::platform::snapengage::{Behaviour, Endpoint, Post, StandIn, TOKEN};
use serde_json::{Value, json};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

pub(crate) const CHAT: &str = "Web chat";
const AGENT: &str = "ada@company.example";
const HOOK: &str = "e2e-hook-token-0815";
/// Long enough for a push that should not come.
const NOTHING_COMES: Duration = Duration::from_secs(3);

#[test]
fn one_press_reaches_phone_and_chat_and_both_confirm() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let app = start(session, profile, &vendor)?;
        let said = app.run(&["status", "pause", "--note", "Lunch"])?;
        ensure!(said.contains("Away"), "{said:?}");
        let post = last(&vendor.posts())?;
        ensure!(post.agent.as_deref() == Some(AGENT) && post.authorised, "{post:?}");
        ensure!(post.status.as_deref() == Some("pause"), "{post:?}");
        ensure!(post.sub_status.as_deref() == Some("Lunch"), "{post:?}");
        wait(&app, "both confirmed", |view| standings(view) == ["confirmed", "confirmed"])?;
        wait(&app, "the phone shows it", |view| view["accounts"][0]["presence"] == "away")?;
        app.quit()?;
        no_token_in(profile)?;

        // The next day: the token comes from the key store.
        let app = App::start(session, &binary()?, profile, &[])?;
        wait(&app, "remembered", |view| view["status"]["chosen"]["note"] == "Lunch")?;
        wait(&app, "signed in", |view| view["accounts"][0]["signIn"] == "signedIn")?;
        app.run(&["status", "available"])?;
        let post = last(&vendor.posts())?;
        ensure!(post.authorised && post.status.as_deref() == Some("online"), "{post:?}");
        wait(&app, "the line is up", |view| view["accounts"][0]["dialerReady"] == true)?;
        let doctor = app.json(&["doctor", "--json"])?;
        ensure!(doctor["reach"]["level"] == "good", "{doctor:#}");
        app.quit()
    })
}

#[test]
fn without_a_key_store_a_token_is_kept_for_this_run_alone() -> Result<()> {
    in_session(Plan { secrets: false, ..Plan::FULL }, |session, profile| {
        let vendor = StandIn::start()?;
        let app = start(session, profile, &vendor)?;
        app.run(&["status", "available"])?;
        ensure!(last(&vendor.posts())?.authorised, "it works in this run");
        wait(&app, "it is said", |view| view["surroundings"]["keyStore"].is_string())?;
        let doctor = app.run_raw(&["doctor"])?;
        let text = String::from_utf8_lossy(&doctor.stdout).into_owned();
        ensure!(!doctor.status.success() && text.contains("key store"), "{text}");
        app.quit()?;
        no_token_in(profile)?;

        let posts = vendor.posts().len();
        let app = App::start(session, &binary()?, profile, &[])?;
        let asked = app.run_raw(&["status", "away"])?;
        ensure!(!asked.status.success(), "it cannot be confirmed");
        let view = app.wait_view("no token", PATIENCE, |view| {
            view["status"]["accounts"][1]["standing"]["problem"]["problem"] == "noToken"
        })?;
        let text = view["status"]["accounts"][1]["text"].as_str().unwrap_or_default().to_owned();
        ensure!(text.contains("no API token"), "{text}");
        ensure!(vendor.posts().len() == posts, "nothing was sent without it");
        app.quit()
    })
}

#[test]
fn chats_pause_during_a_call_and_come_back_after_wrap_up() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        prefer(profile, &json!({ "rules": { "wrapUp": true, "wrapUpSeconds": 4 } }))?;
        let app = start(session, profile, &vendor)?;
        app.run(&["status", "available"])?;
        ring(&app)?;
        app.run(&["answer"])?;
        let view = app.wait_view("chats are paused", PATIENCE, |view| {
            standings(view) == ["confirmed", "confirmed"]
                && view["status"]["rules"][0]["rule"] == "onCall"
        })?;
        ensure!(view["status"]["rules"][0]["text"] == "Chats paused while on a call");
        ensure!(view["accounts"][0]["presence"] == "available", "the phone knows calls by itself");
        app.run(&["hangup"])?;
        wait(&app, "wrap-up", |view| view["status"]["rules"][0]["rule"] == "wrapUp")?;
        wait(&app, "all as before", |view| {
            view["status"]["rules"].as_array().is_some_and(Vec::is_empty)
                && standings(view) == ["confirmed", "confirmed"]
                && view["presence"] == "available"
        })?;
        let words: Vec<_> = vendor.posts().into_iter().map(|post| post.status).collect();
        let words: Vec<&str> = words.iter().flatten().map(String::as_str).collect();
        ensure!(words == ["online", "pause", "pause", "online"], "{words:?}");

        // And a choice by hand in the middle wins.
        ring(&app)?;
        app.run(&["answer"])?;
        wait(&app, "paused again", |view| view["status"]["rules"][0]["rule"] == "onCall")?;
        app.run(&["status", "dnd"])?;
        app.run(&["hangup"])?;
        std::thread::sleep(Duration::from_secs(6));
        let view = app.view()?;
        ensure!(view["presence"] == "doNotDisturb", "{:#}", view["status"]);
        let history = app.json(&["status", "history", "--json"])?;
        let kinds: Vec<&str> = history["changes"]
            .as_array()
            .context("no history")?
            .iter()
            .filter_map(|change| change["kind"].as_str())
            .collect();
        ensure!(kinds.contains(&"ruleBegan") && kinds.contains(&"ruleEnded"), "{kinds:?}");
        app.quit()
    })
}

#[test]
fn killed_between_press_and_push_the_last_choice_is_pushed_once() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let app = start(session, profile, &vendor)?;
        app.run(&["status", "available"])?;
        vendor.close()?;
        let asked = app.run_raw(&["status", "pause", "--note", "Break"])?;
        let said = String::from_utf8_lossy(&asked.stderr).into_owned();
        ensure!(!asked.status.success() && said.contains("does not take connections"), "{said}");
        // Killed without a word, as by a power cut.
        drop(app);
        vendor.open()?;
        let before = vendor.posts().len();
        let app = App::start(session, &binary()?, profile, &[])?;
        let posts = vendor.wait_for_posts(before + 1, PATIENCE)?;
        let post = last(&posts)?;
        ensure!(post.status.as_deref() == Some("pause"), "{post:?}");
        ensure!(post.sub_status.as_deref() == Some("Break"), "{post:?}");
        wait(&app, "confirmed", |view| standings(view) == ["confirmed", "confirmed"])?;
        std::thread::sleep(NOTHING_COMES);
        ensure!(vendor.posts().len() == before + 1, "once: {:#?}", vendor.posts());
        app.quit()
    })
}

#[test]
fn every_refusal_has_its_own_words_and_what_fails_is_tried_again() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let app = start(session, profile, &vendor)?;
        for (behaviour, words) in [
            (Behaviour::Unauthorized, "token is not valid (401)"),
            (Behaviour::Forbidden, "may not do this (403)"),
            (Behaviour::BadRequest, "refused (400"),
        ] {
            vendor.behave_once(behaviour);
            let asked = app.run_raw(&["status", "available"])?;
            let said = String::from_utf8_lossy(&asked.stderr).into_owned();
            ensure!(!asked.status.success() && said.contains(words), "{behaviour:?}: {said}");
            let doctor = app.run_raw(&["doctor"])?;
            let text = String::from_utf8_lossy(&doctor.stdout).into_owned();
            ensure!(text.contains(words), "{text}");
        }
        app.run(&["status", "available"])?;
        for (behaviour, words, status) in [
            (Behaviour::ServerError, "server failed (500)", "away"),
            (
                Behaviour::TooMany { retry_after: Some(Duration::from_secs(2)) },
                "too often (429)",
                "available",
            ),
            (Behaviour::DropConnection, "connection broke", "away"),
        ] {
            vendor.behave_once(behaviour);
            let asked = app.run_raw(&["status", status])?;
            let said = String::from_utf8_lossy(&asked.stderr).into_owned();
            ensure!(said.contains(words), "{behaviour:?}: {said}");
            wait(&app, "tried again by itself", |view| {
                standings(view) == ["confirmed", "confirmed"]
            })?;
        }
        app.quit()
    })
}

#[test]
fn a_second_session_is_told_and_one_button_sets_it_right() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let port = free_port()?;
        prefer(profile, &json!({ "listener": { "on": true, "port": port } }))?;
        let watch = NotificationWatch::start(session)?;
        let app = start(session, profile, &vendor)?;
        let listening = app.wait_view("listening", PATIENCE, |view| {
            view["surroundings"]["listener"]["kind"] == "listening"
        })?;
        ensure!(listening["surroundings"]["listener"]["port"] == port);
        let id = listening["accounts"][1]["config"]["id"].as_str().unwrap_or_default().to_owned();
        let url = format!("http://127.0.0.1:{port}/snapengage/{id}/agent-status");
        let token = Some(HOOK.to_owned());
        vendor.tell(Some(Endpoint { url, token, retry: Duration::from_millis(200), copies: 2 }));
        app.run(&["status", "available"])?;
        vendor.wait_for_attempts(1, PATIENCE)?;
        // What is in front of the agent needs no notification.
        app.run(&["hide"])?;

        vendor.agent_changes("somebody.else@company.example", "pause", None);
        vendor.wait_for_attempts(2, PATIENCE)?;
        ensure!(standings(&app.view()?)[1] == "confirmed", "a colleague's pause is not ours");
        let team = app.json(&["team", "--json"])?;
        ensure!(team["team"][0]["agent"] == "somebody.else@company.example", "{team:#}");
        ensure!(team["team"][0]["presence"] == "away", "{team:#}");
        let said = app.run(&["team"])?;
        ensure!(said.contains("somebody.else@company.example  away"), "{said}");
        vendor.agent_changes(AGENT, "pause", None);
        let told = vendor.wait_for_attempts(3, PATIENCE)?;
        ensure!(told.iter().all(|attempt| attempt.answered == Some(204)), "{told:#?}");
        let view =
            app.wait_view("it is drift", PATIENCE, |view| standings(view)[1] == "drifted")?;
        ensure!(view["status"]["accounts"][1]["standing"]["secondSession"] == true);
        let shown = watch.wait("the agent is told", PATIENCE, |shown| {
            shown.body.contains("paused you") && shown.offers("Set again")
        })?;
        press(session, &watch, &shown, "Set again")?;
        wait(&app, "set right", |view| standings(view) == ["confirmed", "confirmed"])?;
        ensure!(last(&vendor.posts())?.status.as_deref() == Some("online"));
        let spool = fs::metadata(profile.join("deliveries.jsonl"))?.len();
        ensure!(spool == 0, "what was taken in has left the disk: {spool} bytes");
        app.quit()
    })
}

/// Starts the program with a simulated phone and a chat account at `vendor`.
pub(crate) fn start<'s>(
    session: &'s deskbell_journeys::desktop::Session,
    profile: &Path,
    vendor: &StandIn,
) -> Result<App<'s>> {
    let app = App::start(session, &binary()?, profile, &[])?;
    app.add_desk(DESK)?;
    let options = [
        format!("statusAgent={AGENT}"),
        format!("statusToken={TOKEN}"),
        format!("statusHook={HOOK}"),
        format!("statusAddress={}", vendor.address()),
    ];
    let mut arguments =
        vec!["accounts", "add", "--simulated", "--vendor", "snapengage", "--label", CHAT];
    for option in &options {
        arguments.extend(["--option", option]);
    }
    app.run(&arguments)?;
    wait(&app, "both are there", |view| {
        view["accounts"][0]["signIn"] == "signedIn"
            && view["accounts"][1]["page"]["kind"] == "alive"
    })?;
    Ok(app)
}

/// Lets a call ring at the phone.
fn ring(app: &App<'_>) -> Result<()> {
    app.run(&["desk", "ring", "from=+16505550100", "name=Avery Stone", "--account", DESK])?;
    wait_call(app, "it rings", "alerting")
}

/// Writes preferences before the first start.
fn prefer(profile: &Path, preferences: &Value) -> Result<()> {
    fs::create_dir_all(profile)?;
    let settings = json!({ "version": 1, "preferences": preferences });
    fs::write(profile.join("settings.json"), settings.to_string())?;
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn standings(view: &Value) -> Vec<&str> {
    let rows = view["status"]["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().map(|row| row["standing"]["kind"].as_str().unwrap_or_default()).collect()
}

pub(crate) fn last(posts: &[Post]) -> Result<Post> {
    posts.last().cloned().context("nothing was posted")
}

/// No file of the profile holds a token.
fn no_token_in(profile: &Path) -> Result<()> {
    for entry in fs::read_dir(profile)? {
        let path = entry?.path();
        if path.is_file() {
            let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
            ensure!(!text.contains(TOKEN) && !text.contains(HOOK), "a token is in {path:?}");
        }
    }
    Ok(())
}

#[test]
fn an_hour_without_the_vendor_and_then_it_follows() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let vendor = StandIn::start()?;
        let app = start(session, profile, &vendor)?;
        app.run(&["status", "available"])?;
        vendor.close()?;
        let _ = app.run_raw(&["status", "dnd"])?;
        wait(&app, "retrying", |view| standings(view)[1] == "retrying")?;
        vendor.open()?;
        until_true("set by itself", PATIENCE, || {
            Ok(last(&vendor.posts())?.status.as_deref() == Some("pause"))
        })?;
        wait(&app, "confirmed", |view| standings(view) == ["confirmed", "confirmed"])?;
        app.quit()
    })
}
