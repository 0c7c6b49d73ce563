//! Servers and proxies that ask for a name and a password: answered in the page, or put away.

use crate::stage::{PATIENCE, binary, in_session, main_window};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::server::{Answer, Server};
use deskbell_journeys::desktop::{App, NotificationWatch, Plan, Session, until_true, window};
use serde_json::Value;
use std::time::Duration;

/// How long a typed answer may take to arrive before it is typed again.
pub(crate) const TYPE_AGAIN: Duration = Duration::from_secs(6);

pub(crate) const PAGE: &str = "<!doctype html><title>In</title><script>
setInterval(() => window.postMessage({ type: 'rc-own-in-notify' }, '*'), 200);
</script>";

/// Adds an account whose own page is at `url`.
pub(crate) fn add(app: &App<'_>, url: &str, more: &[&str]) -> Result<()> {
    let url = format!("url={url}/app.html");
    let mut arguments =
        vec!["accounts", "add", "--vendor", "ringcentral", "--label", "Own page", "--option", &url];
    for option in more {
        arguments.extend(["--option", option]);
    }
    app.run(&arguments).map(drop)
}

/// What a notice of this kind says.
pub(crate) fn notice(view: &Value, kind: &str) -> Option<String> {
    let all = view["notices"].as_array()?;
    let found = all.iter().find(|one| one["kind"] == kind)?;
    Some(found["detail"].as_str().unwrap_or_default().to_owned())
}

/// The page is there and speaks.
pub(crate) fn is_in(view: &Value) -> bool {
    view["accounts"][0]["page"]["kind"] == "alive"
        && view["accounts"][0]["unparsed"].to_string().contains("rc-own-in-notify")
}

/// Types the name and the password into the dialog in the page, as a person does, until they are taken: a key that went
/// astray makes them wrong, and then they are asked for again.
fn log_in(session: &Session, is_let_in: impl Fn() -> Result<bool>) -> Result<()> {
    let main = main_window(session)?;
    until_true("the name and the password are taken", PATIENCE * 2, || {
        window::focus(session, &main)?;
        // A name may stand there from the last time.
        window::press_keys(session, &["ctrl+a"])?;
        window::press_keys(
            session,
            &["d", "e", "s", "k", "Tab", "s", "e", "c", "r", "e", "t", "Return"],
        )?;
        Ok(until_true("in", TYPE_AGAIN, &is_let_in).is_ok())
    })
}

/// Presses `keys` in the dialog in the page until it is gone; what is not in it, no key is pressed for.
fn press_until_settled(session: &Session, app: &App<'_>, keys: &[&str]) -> Result<()> {
    let main = main_window(session)?;
    let settled = |view: &Value| notice(view, "passwordWanted").is_none();
    until_true("the question is settled", PATIENCE * 2, || {
        window::focus(session, &main)?;
        window::press_keys(session, keys)?;
        Ok(app.wait_view("settled", TYPE_AGAIN, settled).is_ok())
    })
}

#[test]
fn a_server_that_asks_is_answered_in_the_page() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let watch = NotificationWatch::start(session)?;
        let own = Server::locked([("/app.html", Answer::page(PAGE))], "desk", "secret")?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, own.origin(), &[])?;
        let view =
            app.wait_view("it is told", PATIENCE, |view| notice(view, "passwordWanted").is_some())?;
        let says = notice(&view, "passwordWanted").unwrap_or_default();
        ensure!(says == "127.0.0.1 asks for a user name and a password.", "{says}");
        watch.wait("a notification tells of it", PATIENCE, |shown| {
            shown.body.contains("asks for a user name")
        })?;
        log_in(session, || Ok(is_in(&app.view()?)))?;
        ensure!(!app.log_tail().contains("secret"), "the password is in the log");
        app.quit()
    })
}

/// The request carries a header of this name.
fn gives(request: &str, name: &str) -> bool {
    let mut fields = request.lines().filter_map(|line| line.split_once(':'));
    fields.any(|(field, _)| field.eq_ignore_ascii_case(name))
}

#[test]
fn a_question_that_is_put_away_lets_nobody_in() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let watch = NotificationWatch::start(session)?;
        let own = Server::locked([("/app.html", Answer::page(PAGE))], "desk", "secret")?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, own.origin(), &[])?;
        app.wait_view("it is told", PATIENCE, |view| notice(view, "passwordWanted").is_some())?;
        watch.wait("a notification tells of it", PATIENCE, |shown| {
            shown.body.contains("asks for a user name")
        })?;
        // From the password on to *Cancel*, with the right answer in the fields.
        let keys = ["d", "e", "s", "k", "Tab", "s", "e", "c", "r", "e", "t", "Tab", "Return"];
        press_until_settled(session, &app, &keys)?;
        let given = own.requests().into_iter().filter(|one| gives(one, "Authorization"));
        ensure!(given.count() == 0, "what was put away was sent");
        ensure!(!is_in(&app.view()?), "it let us in");
        // Whoever wants in after all loads the page again and is asked again.
        app.run(&["reload", "own-page"])?;
        app.wait_view("it asks again", PATIENCE, |view| notice(view, "passwordWanted").is_some())?;
        log_in(session, || Ok(is_in(&app.view()?)))?;
        app.quit()
    })
}

#[test]
fn a_proxy_that_asks_is_named_as_one() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let inside = ("http://behind.example/frame", Answer::page("in"));
        let proxy = Server::locked_proxy([inside], "desk", "secret")?;
        session.set("http_proxy", proxy.origin());
        session.set("no_proxy", "127.0.0.1");
        let page = format!("{PAGE}<iframe src='http://behind.example/frame'></iframe>");
        let own = Server::of_answers([("/app.html", Answer::page(page))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, own.origin(), &[])?;
        app.wait_view("it is told", PATIENCE, |view| {
            notice(view, "passwordWanted").is_some_and(|says| says.starts_with("The proxy "))
        })?;
        // The name and the password as they go to the proxy.
        let right = "Basic ZGVzazpzZWNyZXQ=";
        log_in(session, || Ok(proxy.requests().iter().any(|one| one.contains(right))))?;
        let to_page = own.requests().into_iter().filter(|one| gives(one, "Proxy-Authorization"));
        ensure!(to_page.count() == 0, "what is the proxy's went to the page's server");
        app.quit()
    })
}
