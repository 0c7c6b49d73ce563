//! A person who signs in: the account at the stand-in of the platform, the pages they fill in, and the browser they use.

use crate::stage::{PATIENCE, binary, main_window};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::desktop::{App, Session, screenshot, until, until_true, window};
use deskbell_journeys::platform::ringcentral::{CLIENT_ID, PASSWORD, Platform, USER};
use deskbell_journeys::platform::visitor::{Page, Visitor};
use serde_json::Value;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long filling in a form may take to show before it is filled in again.
const FILL_IN_AGAIN: Duration = Duration::from_secs(4);
/// Part of the title of every sign-in window.
pub(crate) const SIGN_IN: &str = "Sign in";
/// An empty place in the simulated desk's page, in pixels from the window's corner.
const EMPTY_PLACE: (i32, i32) = (328, 500);
/// What may open an address on Linux, in the order it is tried.
const LAUNCHERS: [&str; 6] =
    ["xdg-open", "gio", "gnome-open", "kde-open6", "kde-open5", "kde-open"];

/// Starts the platform with the simulated desk beside it; gives the page's address.
pub(crate) fn platform() -> Result<(Platform, String)> {
    let platform = Platform::start()?;
    let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/desk/ringcentral");
    let address = platform.serve_widget(&desk);
    Ok((platform, address))
}

/// The page's address for an account that is answered elsewhere than beside the page.
pub(crate) fn bare(platform: &Platform) -> String {
    format!("{}/app.html?clientId={CLIENT_ID}", platform.address())
}

/// Starts the program with its own opener of addresses.
pub(crate) fn start<'s>(session: &'s Session, profile: &Path) -> Result<App<'s>> {
    put_opener(session, "printf '%s\\n' \"$1\" >> \"$0.txt\"")?;
    App::start(session, &binary()?, profile, &[])
}

/// What opens an address in this session: the script's body.
pub(crate) fn put_opener(session: &Session, script: &str) -> Result<()> {
    for name in LAUNCHERS {
        let path = session.folder().join("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n"))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Every address the browser was sent to so far.
pub(crate) fn opened(session: &Session) -> Vec<String> {
    let text = fs::read_to_string(session.folder().join("bin/xdg-open.txt")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Waits until the browser was sent somewhere so often; gives where to last.
pub(crate) fn sent_to(session: &Session, times: usize) -> Result<String> {
    let found = until("the browser is opened", PATIENCE, || {
        let all = opened(session);
        Ok((all.len() >= times).then_some(all))
    });
    found?.pop().context("nothing was opened")
}

/// Adds an account at `url`, signed out.
pub(crate) fn add(app: &App<'_>, label: &str, url: &str, options: &[&str]) -> Result<()> {
    let url = format!("url={url}");
    let mut arguments = vec!["accounts", "add", "--simulated", "--label", label];
    for option in ["parameters=", url.as_str()].iter().chain(options) {
        arguments.extend(["--option", option]);
    }
    app.run(&arguments)?;
    is(app, label, "signedOut")
}

/// Waits until the account's sign-in stands so.
pub(crate) fn is(app: &App<'_>, label: &str, state: &str) -> Result<()> {
    let what = format!("{label} is {state}");
    app.wait_view(&what, PATIENCE, |view| row(view, label)["signIn"] == state).map(drop)
}

/// The account with this label.
pub(crate) fn row<'v>(view: &'v Value, label: &str) -> &'v Value {
    let rows = view["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().find(|row| row["config"]["label"] == label).unwrap_or(&Value::Null)
}

/// The kinds of all notices.
pub(crate) fn notices(view: &Value) -> Vec<&str> {
    let all = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|one| one["kind"].as_str()).collect()
}

/// Waits until the agent is told.
pub(crate) fn told(app: &App<'_>, kind: &str) -> Result<Value> {
    app.wait_view(kind, PATIENCE, |view| notices(view).contains(&kind))
}

/// Presses the widget's own button, with real keys: only one web context can be driven by WebDriver.
pub(crate) fn press_sign_in(session: &Session) -> Result<()> {
    let main = main_window(session)?;
    window::click(session, &main, EMPTY_PLACE)?;
    window::press_keys(session, &["Tab", "Return"])
}

/// Waits for a sign-in window whose page has been painted.
pub(crate) fn window_of_sign_in(session: &Session) -> Result<String> {
    /// Letters with smooth edges have more; an empty page has one or two.
    const PAINTED: u32 = 30;
    until("the sign-in window", PATIENCE, || {
        let Some(found) = window::visible(session, SIGN_IN)?.pop() else { return Ok(None) };
        Ok((screenshot::colours(session, &found)? > PAINTED).then_some(found))
    })
}

/// Waits until no sign-in window is left.
pub(crate) fn no_window_of_sign_in(session: &Session) -> Result<()> {
    until_true("the sign-in window closes", PATIENCE, || {
        Ok(window::visible(session, SIGN_IN)?.is_empty())
    })
}

/// Fills in the form that has the keyboard in the sign-in window, field by field, until `done`. What comes before the
/// page has the keyboard is lost, and a person types again.
pub(crate) fn fill_in(
    session: &Session,
    fields: &[&str],
    done: impl Fn() -> Result<bool>,
) -> Result<()> {
    until_true("the form is filled in", PATIENCE, || {
        if let Some(found) = window::visible(session, SIGN_IN)?.pop()
            && window::focus(session, &found).is_ok()
        {
            for (place, text) in fields.iter().enumerate() {
                if place > 0 {
                    window::press_keys(session, &["Tab"])?;
                }
                window::press_keys(session, &["ctrl+a"])?;
                window::type_text(session, text)?;
            }
            window::press_keys(session, &["Return"])?;
        }
        Ok(until_true("it shows", FILL_IN_AGAIN, &done).is_ok())
    })
}

/// Signs in with user and password in the window that is open.
pub(crate) fn sign_in_there(session: &Session, app: &App<'_>, label: &str) -> Result<()> {
    window_of_sign_in(session)?;
    fill_in(session, &[USER, PASSWORD], || Ok(row(&app.view()?, label)["signIn"] == "signedIn"))
}

/// Signs in with user and password in the browser that was sent to `address`; gives where that ends.
pub(crate) fn sign_in_at(address: &str) -> Result<Page> {
    let browser = Visitor { engine: FIREFOX.to_owned(), ..Visitor::default() };
    let page = browser.visit(address)?;
    browser.submit(&page, &[("user", USER), ("password", PASSWORD)])
}

/// The name a usual browser gives itself.
pub(crate) const FIREFOX: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A parameter of an address.
pub(crate) fn parameter(address: &str, name: &str) -> Result<String> {
    let url = url::Url::parse(address)?;
    let found = url.query_pairs().find(|(found, _)| found == name);
    Ok(found.with_context(|| format!("no {name} in {address}"))?.1.into_owned())
}

/// A port nobody listens at now.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Every file of the profile that is ours: what the web engine keeps is its own.
pub(crate) fn own_files(profile: &Path) -> Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![profile.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let is_engines = path.ends_with("web") && path.to_string_lossy().contains("/accounts/");
            match (path.is_dir(), is_engines) {
                (true, false) => folders.push(path),
                (true, true) => {}
                (false, _) => found.push(path),
            }
        }
    }
    ensure!(!found.is_empty(), "the profile is empty");
    Ok(found)
}
