//! Pages that lie about signing in: no window for a foreign address, no answer that was not asked for, no flood.

use crate::person::{SIGN_IN, is, no_window_of_sign_in, notices, press_sign_in, row, start, told};
use crate::stage::{PATIENCE, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::server::{Answer, Server};
use deskbell_journeys::desktop::{App, Plan, Session, until_true, window};
use serde_json::{Value, json};
use std::time::Duration;

const LABEL: &str = "Phone";

/// A widget that says it is signed out and then runs `script`; `ask(uri)` wants a sign-in window for that address, and
/// `authorise(origin, redirect, state)` builds one as the real one does.
fn widget(script: &str) -> String {
    format!(
        r#"<!doctype html><html lang=en><title>Widget</title><body><button>Sign in</button><script>
        const say = (message) => window.postMessage(message, '*');
        const ask = (oAuthUri) => say({{ type: 'rc-login-popup-notify', oAuthUri }});
        const authorise = (origin, redirect, state) => origin + '/restapi/oauth/authorize?' +
          new URLSearchParams({{ response_type: 'code', redirect_uri: redirect, client_id: 'c', state }});
        const own = new URL('./redirect.html', location.href).href;
        addEventListener('message', ({{ data }}) => {{
          if (data.type === 'rc-adapter-authorization-code') say({{ type: 'rc-own-got-a-code-notify' }});
        }});
        say({{ type: 'rc-login-status-notify', loggedIn: false, features: {{}} }});
        {script}
        </script>"#
    )
}

/// Opens `page` as an account's widget, with `authorise` as the platform's page at its own origin.
fn host(app: &App<'_>, page: &str, authorise: &str, option: &str) -> Result<Server> {
    let redirect = "<!doctype html><title>Redirect</title><script>opener?.postMessage({ type: 'rc-own-redirected-notify' }, '*')</script>";
    let server = Server::of_pages(&[
        ("/app.html", page),
        ("/restapi/oauth/authorize", authorise),
        ("/redirect.html", redirect),
    ])?;
    let url = format!("url={}/app.html", server.origin());
    let arguments = ["accounts", "add", "--vendor", "ringcentral", "--label", LABEL, "--option"];
    app.run(&[&arguments[..], &[&url, "--option", option]].concat())?;
    app.wait_view("it is there", PATIENCE, |view| row(view, LABEL)["page"]["kind"] == "alive")?;
    Ok(server)
}

fn heard(app: &App<'_>, name: &str) -> Result<bool> {
    let view = app.view()?;
    Ok(row(&view, LABEL)["unparsed"].to_string().contains(name))
}

#[test]
fn no_window_for_an_address_that_is_not_the_platforms() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        for (address, by_core) in [
            ("'javascript:alert(1)//' + authorise('', own, 's')", false),
            ("'file:///etc/passwd?' + authorise('', own, 's')", false),
            ("authorise('http://evil.test', own, 's')", false),
            ("authorise('https://evil.test', own, 's')", true),
            ("authorise('https://platform.ringcentral.com.evil.test', own, 's')", true),
            ("authorise(location.origin, 'https://evil.test/redirect.html', 's')", true),
            ("authorise(location.origin, own + '.evil', 's')", true),
            ("authorise(location.origin, own, '')", true),
            ("authorise(location.origin, own, 's') + '&state=t'", true),
            ("location.origin + '/other?' + authorise('', own, 's').split('?')[1]", true),
        ] {
            let script = format!("setTimeout(() => ask({address}), 500);");
            let _server = host(&app, &widget(&script), "never", "disableLoginPopup=1")?;
            // What nobody would open is not even taken for a wish.
            let refused = || match by_core {
                true => Ok(notices(&app.view()?).contains(&"strangeSignIn")),
                false => heard(&app, "rc-login-popup-notify"),
            };
            until_true(address, PATIENCE, refused)?;
            is(&app, LABEL, "signedOut")?;
            ensure!(window::visible(session, SIGN_IN)?.is_empty(), "opened: {address}");
            remove(&app)?;
        }
        ensure!(crate::person::opened(session).is_empty(), "the browser was opened");
        app.quit()
    })
}

/// Takes the account away, with what was said about it.
fn remove(app: &App<'_>) -> Result<()> {
    app.run(&["accounts", "remove", LABEL, "--yes"])?;
    let gone = |view: &Value| view["accounts"] == json!([]) && notices(view).is_empty();
    app.wait_view("it is gone", PATIENCE, gone).map(drop)
}

#[test]
fn a_thousand_wishes_are_one_window() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        let script = "setTimeout(() => { for (let i = 0; i < 1000; i += 1) ask(authorise(location.origin, own, 's' + i)); }, 500);";
        let page = "<!doctype html><title>Sign in</title><p>Sign in";
        let _server = host(&app, &widget(script), page, "disableLoginPopup=1")?;
        let mark = app.events()?.mark();
        until_true("the window is there", PATIENCE, || {
            Ok(window::visible(session, SIGN_IN)?.len() == 1)
        })?;
        std::thread::sleep(Duration::from_secs(2));
        ensure!(window::visible(session, SIGN_IN)?.len() == 1, "{:?}", window::titles(session)?);
        let lines = app.events()?.since(0);
        let opened = lines
            .iter()
            .filter(|line| line.pointer("/effect/effect") == Some(&json!("openSignIn")));
        ensure!(opened.count() == 10, "after {mark} lines");
        app.quit()
    })
}

/// A platform's page that answers by itself, with this query.
fn answering(query: &str) -> String {
    format!(
        "<!doctype html><title>Sign in</title><script>\
         const asked = new URLSearchParams(location.search);\
         const state = encodeURIComponent(asked.get('state'));\
         setTimeout(() => location.assign(asked.get('redirect_uri') + '?' + {query}), 500)</script>"
    )
}

/// Every answer but the right one, in a window of ours or in the widget's own.
fn is_refused(session: &Session, app: &App<'_>, query: &str, option: &str) -> Result<()> {
    let own = option.ends_with('=');
    let script = if own {
        "document.querySelector('button').onclick = () => window.open(authorise(location.origin, own, 'right'), 'rc-oauth', 'width=600,height=600');"
    } else {
        "setTimeout(() => ask(authorise(location.origin, own, 'right')), 500);"
    };
    let server = host(app, &widget(script), &answering(query), option)?;
    if own {
        press_sign_in(session)?;
    }
    let view = told(app, "strangeAnswer")?;
    ensure!(row(&view, LABEL)["signIn"] == "signedOut", "{view:#}");
    no_window_of_sign_in(session)?;
    // The address itself is tried when the account is added, but not by the engine.
    let asked: Vec<String> =
        server.requests().into_iter().filter(|one| one.contains("AppleWebKit")).collect();
    let times = |path: &str| asked.iter().filter(|one| one.contains(path)).count();
    ensure!(times("GET /app.html") == 1 && times("GET /restapi") == 1, "asked twice: {asked:?}");
    ensure!(!heard(app, "got-a-code")? && !heard(app, "redirected")?, "it went through: {query}");
    remove(app)
}

#[test]
fn an_answer_without_its_state_is_refused_in_a_window_of_ours() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        for query in [
            "'code=c&state=wrong'",
            "'code=c'",
            "'code=c&state=' + state + '&state=x'",
            "'error=access_denied'",
            "'code=c&state=' + state + '&token_uri=https%3A%2F%2Fevil.test%2F'",
        ] {
            is_refused(session, &app, query, "disableLoginPopup=1")?;
        }
        app.quit()
    })
}

#[test]
fn an_answer_without_its_state_is_refused_in_the_widgets_own_window() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        for query in [
            "'code=c&state=wrong'",
            "'code=c'",
            "'code=c&state=' + state + '&token_uri=https%3A%2F%2Fevil.test%2F'",
        ] {
            is_refused(session, &app, query, "disableLoginPopup=")?;
        }
        app.quit()
    })
}

#[test]
fn an_answer_counts_once_however_often_it_is_given() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        let script = "setTimeout(() => ask(authorise(location.origin, own, 'right')), 500);";
        // As often as there is time for until the first answer closes the window.
        let page = "<!doctype html><title>Sign in</title><script>
            const asked = new URLSearchParams(location.search);
            const answer = asked.get('redirect_uri') + '?code=c&state=' + asked.get('state');
            setTimeout(() => setInterval(() => location.assign(answer), 0), 500);
            </script>";
        let _server = host(&app, &widget(script), page, "disableLoginPopup=1")?;
        until_true("the widget gets it", PATIENCE, || heard(&app, "rc-own-got-a-code"))?;
        no_window_of_sign_in(session)?;
        std::thread::sleep(Duration::from_secs(1));
        let view = app.view()?;
        let heard = row(&view, LABEL)["unparsed"].as_array().map(Vec::as_slice);
        let codes =
            heard.unwrap_or_default().iter().find(|one| one["name"] == "rc-own-got-a-code-notify");
        ensure!(codes.is_some_and(|codes| codes["count"] == 1), "{heard:?}");
        ensure!(told_of(&app, "signInAnswered")? == 1, "it is told again");
        app.quit()
    })
}

/// How often this was heard of the page.
fn told_of(app: &App<'_>, fact: &str) -> Result<usize> {
    let lines = app.events()?.since(0);
    let told = |line: &&Value| line.pointer("/event/news/news") == Some(&json!(fact));
    Ok(lines.iter().filter(told).count())
}

#[test]
fn a_thousand_popups_of_the_widget_are_ten() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        let script = "document.querySelector('button').onclick = () => {
              for (let n = 0; n < 1000; n += 1) window.open(authorise(location.origin, own, 's' + n));
              say({ type: 'rc-own-opened-all-notify' });
            };";
        let page = "<!doctype html><title>Sign in</title><p>Sign in";
        let _server = host(&app, &widget(script), page, "disableLoginPopup=")?;
        press_sign_in(session)?;
        until_true("all are tried", PATIENCE * 2, || heard(&app, "rc-own-opened-all"))?;
        told(&app, "notFollowed")?;
        ensure!(told_of(&app, "signInOpened")? == 10);
        until_true("one is left", PATIENCE, || Ok(window::visible(session, SIGN_IN)?.len() == 1))?;
        app.quit()
    })
}

#[test]
fn a_sign_in_window_saves_nothing() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        let script = "setTimeout(() => ask(authorise(location.origin, own, 's')), 500);";
        let file = Answer::of("saved").header("Content-Disposition", "attachment; filename=a.txt");
        let page = "<!doctype html><title>Sign in</title><p>Sign in<script>
            setTimeout(() => location.assign('/file'), 500);</script>";
        let server = Server::of_answers([
            ("/app.html", Answer::page(widget(script))),
            ("/restapi/oauth/authorize", Answer::page(page)),
            ("/file", file),
        ])?;
        let url = format!("url={}/app.html", server.origin());
        let add = ["accounts", "add", "--vendor", "ringcentral", "--label", LABEL, "--option"];
        app.run(&[&add[..], &[&url, "--option", "disableLoginPopup=1"]].concat())?;
        let view = told(&app, "signInDownload")?;
        ensure!(view["downloads"] == json!([]), "{:#}", view["downloads"]);
        std::thread::sleep(Duration::from_secs(1));
        let folder = session.folder().join("home/Downloads");
        let saved = std::fs::read_dir(folder).into_iter().flatten().count();
        ensure!(saved == 0, "{saved} files");
        app.quit()
    })
}
