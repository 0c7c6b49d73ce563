//! Rights in the real engine: a page asks, the agent answers, the page learns it, and nothing else changes.

use crate::stage::{binary, in_session, wait};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::server::Server;
use deskbell_journeys::desktop::{App, Plan};
use serde_json::Value;
use std::time::Duration;

/// Asks for what it is sent to, and says to itself what came of it: `rc-told-location-yes`.
const PAGE: &str = r#"<!doctype html><title>Asking page</title><script>
const say = (type) => window.postMessage({ type }, '*');
const stop = (stream) => { for (const track of stream.getTracks()) track.stop(); };
const media = (wanted) => navigator.mediaDevices.getUserMedia(wanted).then(stop);
const ways = {
  microphone: () => media({ audio: true }),
  camera: () => media({ video: true }),
  both: () => media({ audio: true, video: true }),
  screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }).then(stop),
  location: () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, (error) => no({ name: 'code' + error.code }), { timeout: 600000 })),
  notifications: () => Notification.requestPermission().then((said) => { if (said !== 'granted') throw { name: said }; }),
  clipboard: () => navigator.clipboard.read(),
};
const ask = (name) => Promise.resolve().then(ways[name]).then(() => say('rc-told-' + name + '-yes'), (error) => say('rc-told-' + name + '-' + error.name));
window.addEventListener('message', ({ data }) => {
  if (data?.type !== 'rc-adapter-navigate-to') return;
  const [, name, times] = data.path.split('/');
  if (name === 'away') location.href = location.pathname + '?again';
  else if (name === 'popup') window.open('login.html?response_type=code&state=s&redirect_uri=' + encodeURIComponent(location.origin + '/redirect.html'));
  else for (let n = 0; n < Number(times ?? 1); n += 1) ask(name);
});
setInterval(() => say('rc-alive'), 200);
</script>"#;

/// Records as soon as it is there.
const ELSEWHERE: &str = r#"<!doctype html><title>Elsewhere</title><script>
setInterval(() => navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => {}), 500);
</script>"#;

fn add(app: &App<'_>, label: &str, origin: &str) -> Result<()> {
    let url = format!("url={origin}/app.html");
    app.run(&["accounts", "add", "--vendor", "ringcentral", "--label", label, "--option", &url])?;
    wait(app, "the page lives", |view| row(view, label)["page"]["kind"] == "alive")
}

fn row<'v>(view: &'v Value, label: &str) -> &'v Value {
    let rows = view["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().find(|row| row["config"]["label"] == label).unwrap_or(&Value::Null)
}

fn ask(app: &App<'_>, account: &str, path: &str) -> Result<()> {
    app.run(&["navigate", path, "--account", account]).map(drop)
}

/// What a page was told about `name`, as often as it was told.
fn told(view: &Value, label: &str, name: &str) -> u64 {
    let unparsed = row(view, label)["unparsed"].as_array();
    let all = unparsed.map(Vec::as_slice).unwrap_or_default();
    let named = all.iter().filter(|one| one["name"].as_str().is_some_and(|n| n.contains(name)));
    named.filter_map(|one| one["count"].as_u64()).sum()
}

/// The open questions: `account right`.
fn asked(view: &Value) -> Vec<String> {
    let asks = view["asks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    asks.iter()
        .map(|ask| format!("{} {}", text(&ask["account"]), text(&ask["right"]["kind"])))
        .collect()
}

/// What the agent said: `account right yes kept`.
fn said(app: &App<'_>) -> Result<Vec<(String, bool)>> {
    let rights = app.json(&["--json", "accounts", "rights"])?;
    let rows = rights["grants"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| {
        let name = format!("{} {}", text(&row["account"]), text(&row["right"]["kind"]));
        (name, row["allowed"] == true)
    };
    Ok(rows.iter().map(row).collect())
}

#[test]
fn a_page_that_asks_waits_for_its_own_accounts_answer() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_microphone()?;
        let first = Server::of_pages(&[("/app.html", PAGE)])?;
        let second = Server::of_pages(&[("/app.html", PAGE)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, "First", first.origin())?;
        // A page that is not shown does not even ask: the engine keeps the wish until it is looked at.
        ask(&app, "first", "/microphone")?;
        ask(&app, "first", "/microphone")?;
        wait(&app, "the first page asks", |view| !asked(view).is_empty())?;
        add(&app, "Second", second.origin())?;
        ask(&app, "second", "/microphone")?;
        let both = ["first microphone", "second microphone"];
        wait(&app, "each account is asked for once", |view| asked(view) == both)?;
        app.run(&["accounts", "allow", "first", "microphone"])?;
        app.run(&["show", "first"])?;
        wait(&app, "both wishes of the page are fulfilled", |view| {
            told(view, "First", "microphone-yes") == 2
        })?;
        let view = app.view()?;
        ensure!(asked(&view) == ["second microphone"], "{:?}", asked(&view));
        ensure!(told(&view, "Second", "microphone-") == 0, "another account's answer");
        app.run(&["show", "second"])?;
        app.run(&["accounts", "forbid", "second", "microphone"])?;
        wait(&app, "the other page is refused", |view| {
            told(view, "Second", "microphone-NotAllowedError") == 1
        })?;
        // Who was refused is told so, with the way out.
        wait(&app, "the refused microphone is explained", |view| {
            let notices = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
            notices.iter().any(|n| n["kind"] == "microphoneForbidden" && n["account"] == "second")
        })?;
        app.run(&["accounts", "allow", "second", "microphone"])?;
        ask(&app, "second", "/microphone")?;
        wait(&app, "a yes after a no holds at once", |view| {
            told(view, "Second", "microphone-yes") == 1
        })?;
        app.quit()?;

        // Remembered over a restart, and forgotten when told to.
        let app = App::start(session, &binary()?, profile, &[])?;
        let all = [("first microphone".to_owned(), true), ("second microphone".to_owned(), true)];
        ensure!(said(&app)? == all, "{:?}", said(&app)?);
        app.run(&["show", "first"])?;
        wait(&app, "the page lives", |view| row(view, "First")["page"]["kind"] == "alive")?;
        ask(&app, "first", "/microphone")?;
        wait(&app, "nobody is asked again", |view| told(view, "First", "microphone-yes") == 1)?;
        ensure!(asked(&app.view()?).is_empty());
        // The engine keeps a yes while its page lives, also over documents: so the page is loaded again.
        app.run(&["accounts", "forget", "first", "microphone"])?;
        wait(&app, "it is loaded again", |view| told(view, "First", "microphone-yes") == 0)?;
        wait(&app, "the page lives", |view| row(view, "First")["page"]["kind"] == "alive")?;
        ask(&app, "first", "/microphone")?;
        wait(&app, "it is asked again", |view| asked(view) == ["first microphone"])?;
        // A page that goes takes its question with it.
        ask(&app, "first", "/away")?;
        wait(&app, "the question is moot", |view| asked(view).is_empty())?;
        app.quit()
    })
}

#[test]
fn every_right_is_asked_for_by_its_name_and_answered() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_microphone()?;
        let server = Server::of_pages(&[("/app.html", PAGE)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, "First", server.origin())?;
        // Nobody can be found here: an allowed page learns that (2), a refused one that it may not (1).
        for (name, yes, no) in [
            ("location", "location-code2", "location-code1"),
            ("notifications", "notifications-yes", "notifications-denied"),
        ] {
            for (verb, outcome) in [("forbid", no), ("allow", yes)] {
                if verb == "allow" {
                    // The no before it.
                    app.run(&["accounts", "forget", "first", name])?;
                }
                ask(&app, "first", &format!("/{name}"))?;
                let question = format!("first {name}");
                wait(&app, &format!("{name} is asked for"), |view| {
                    asked(view) == [question.clone()]
                })?;
                app.run(&["accounts", verb, "first", name])?;
                wait(&app, outcome, |view| told(view, "First", outcome) == 1)?;
                // An engine may keep an answer as long as the document lives.
                ask(&app, "first", "/away")?;
                std::thread::sleep(Duration::from_secs(2));
            }
        }
        // The page would stand still for an answer about the clipboard: it gets a no, and the next time what was said.
        for (verb, outcome, times) in
            [("forbid", "clipboard-NotAllowedError", 2), ("allow", "clipboard-yes", 1)]
        {
            if verb == "allow" {
                // The no before it.
                app.run(&["accounts", "forget", "first", "clipboard"])?;
            }
            ask(&app, "first", "/clipboard")?;
            wait(&app, "it is refused and asked for", |view| {
                told(view, "First", "clipboard-NotAllowedError") == 1
                    && asked(view) == ["first clipboard"]
            })?;
            app.run(&["accounts", verb, "first", "clipboard"])?;
            ask(&app, "first", "/clipboard")?;
            wait(&app, outcome, |view| told(view, "First", outcome) == times)?;
            ask(&app, "first", "/away")?;
            std::thread::sleep(Duration::from_secs(2));
        }
        // Nothing here has a camera or a screen to share; the engine says so before anybody is asked.
        for name in ["camera", "screen", "both"] {
            ask(&app, "first", &format!("/{name}"))?;
            let outcome = format!("{name}-OverconstrainedError");
            wait(&app, &outcome, |view| told(view, "First", &outcome) == 1)?;
        }
        ensure!(asked(&app.view()?).is_empty());
        app.quit()
    })
}

#[test]
fn a_page_gone_wild_gets_one_question_a_right() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_microphone()?;
        let server = Server::of_pages(&[("/app.html", PAGE)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, "First", server.origin())?;
        for name in ["location", "notifications", "microphone"] {
            ask(&app, "first", &format!("/{name}/1000"))?;
        }
        let all = ["first location", "first notifications", "first microphone"];
        wait(&app, "each is asked for", |view| asked(view).len() >= all.len())?;
        std::thread::sleep(Duration::from_secs(2));
        ensure!(asked(&app.view()?) == all, "{:?}", asked(&app.view()?));
        for (name, outcome) in [
            ("location", "location-code1"),
            ("notifications", "notifications-denied"),
            ("microphone", "microphone-NotAllowedError"),
        ] {
            app.run(&["accounts", "forbid", "first", name])?;
            wait(&app, "every wish is answered", |view| told(view, "First", outcome) == 1000)?;
        }
        ensure!(asked(&app.view()?).is_empty());
        app.quit()
    })
}

/// Tries to record, and leaves for the redirect page with what came of it.
const LOGIN: &str = r#"<!doctype html><title>Sign in</title><script>
const leave = (outcome) => location.replace('redirect.html?state=s&error=' + outcome);
navigator.mediaDevices.getUserMedia({ audio: true }).then(() => leave('recorded'), () => leave('refused'));
</script>"#;

#[test]
fn a_sign_in_window_records_nothing_though_its_account_may() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_microphone()?;
        let nothing = "<!doctype html><title>Sign in</title>";
        let pages = [("/app.html", PAGE), ("/login.html", LOGIN), ("/redirect.html", nothing)];
        let server = Server::of_pages(&pages)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, "First", server.origin())?;
        app.run(&["accounts", "allow", "first", "microphone"])?;
        ask(&app, "first", "/popup")?;
        wait(&app, "the window was refused", |view| {
            let notices = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
            notices.iter().any(|n| n["kind"] == "signInFailed" && n["detail"] == "refused")
        })?;
        app.quit()
    })
}

#[test]
fn a_page_that_went_elsewhere_gets_nothing() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        session.start_microphone()?;
        let elsewhere = Server::of_pages(&[("/app.html", ELSEWHERE)])?;
        let way = format!(
            r#"<!doctype html><script>setTimeout(() => {{ location.href = "{}/app.html"; }}, 1000)</script>"#,
            elsewhere.origin()
        );
        let own = Server::of_pages(&[("/app.html", &way)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, "First", own.origin())?;
        app.run(&["accounts", "allow", "first", "microphone"])?;
        wait(&app, "it is kept where it is", |view| {
            let notices = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
            notices.iter().any(|one| one["kind"] == "linkOpened")
        })?;
        // Had it gone there, that page would have begun to ask by now.
        std::thread::sleep(Duration::from_secs(2));
        let view = app.view()?;
        ensure!(!row(&view, "First")["details"].to_string().contains("elsewhere"), "{view:#}");
        ensure!(asked(&app.view()?).is_empty());
        app.quit()
    })
}
