//! Sign-in windows: the widget's own popup, and the one we open when the widget asks us to.

use crate::engine::Mailbox;
use crate::windows::hosting::{Hosting, Order};
use crate::windows::outside::open_outside;
use crate::windows::page::data_directory;
use deskbell_core::{AccountConfig, AccountId, Event, PageNews, Private, VendorCommand};
use deskbell_vendors::{Address, Vendor};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::webview::{NewWindowResponse, PageLoadEvent, WebviewBuilder};
use tauri::{
    AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry,
};
use url::Url;

/// Size of a sign-in window in logical pixels.
const SIZE: (f64, f64) = (560.0, 720.0);

/// Counts windows, so that a label is never used twice.
static OPENED: AtomicU32 = AtomicU32::new(0);

/// Label prefix of an account's sign-in windows.
fn prefix(account: &AccountId) -> String {
    format!("signin-{account}-")
}

fn next_label(account: &AccountId) -> String {
    format!("{}{}", prefix(account), OPENED.fetch_add(1, Ordering::Relaxed))
}

/// Lets the page open its own sign-in window; every other new window goes to the system's browser.
pub fn with_popups(
    builder: WebviewBuilder<Wry>,
    app: &AppHandle,
    config: &AccountConfig,
    vendor: &'static dyn Vendor,
    address: &Address,
    mailbox: &Mailbox,
) -> WebviewBuilder<Wry> {
    let app = app.clone();
    let config = config.clone();
    let address = address.clone();
    let mailbox = mailbox.clone();
    builder.on_new_window(move |target, features| {
        if !vendor.is_sign_in(&config.options, &target) {
            open_outside(&target);
            return NewWindowResponse::Deny;
        }
        close(&app, &config.id);
        let Ok(blank) = Url::parse("about:blank") else { return NewWindowResponse::Deny };
        let built =
            WebviewWindowBuilder::new(&app, next_label(&config.id), WebviewUrl::External(blank))
                .window_features(features)
                .inner_size(SIZE.0, SIZE.1)
                .title(title(&target));
        let finished = Arc::new(AtomicBool::new(false));
        let redirect = address.redirect.clone();
        let reporter = Reporter { account: config.id.clone(), mailbox: mailbox.clone() };
        let arrived = Arc::clone(&finished);
        let watching = reporter.clone();
        let built = built.on_navigation(move |to| {
            if is_redirect(redirect.as_deref(), to) {
                // The widget's own redirect page hands the code over; the window's work is done.
                arrived.store(true, Ordering::Relaxed);
                watching.failed_if_it_says_so(to);
            }
            true
        });
        reporter.news(PageNews::SignInOpened);
        match finish(built, finished, reporter) {
            Ok(window) => NewWindowResponse::Create { window },
            Err(error) => {
                log::warn!("the sign-in window of {} could not be opened: {error}", config.id);
                let news = PageNews::SignInTimedOut;
                mailbox.send(Event::Page { account: config.id.clone(), news });
                NewWindowResponse::Deny
            }
        }
    })
}

/// Opens `address` for `account`, whose redirect is caught and handed to the widget.
pub fn open(
    app: &AppHandle,
    hosting: &Hosting,
    account: &AccountId,
    redirect: Option<String>,
    address: &Private<String>,
    profile: &Path,
    mailbox: &Mailbox,
) -> anyhow::Result<()> {
    // The same address again means the open window, with what was typed into it.
    if let Some(window) =
        app.state::<SignInWindows>().at(address).and_then(|it| app.get_window(&it))
    {
        window.unminimize()?;
        window.show()?;
        return Ok(window.set_focus()?);
    }
    // Only the newest address can complete: an older window would end in an error.
    close(app, account);
    let target = Url::parse(address.reveal())?;
    let url = if matches!(target.scheme(), "http" | "https") {
        WebviewUrl::External(target.clone())
    } else {
        WebviewUrl::CustomProtocol(target.clone())
    };
    let finished = Arc::new(AtomicBool::new(false));
    let reporter = Reporter { account: account.clone(), mailbox: mailbox.clone() };
    let (arrived, watching, hosting) = (Arc::clone(&finished), reporter.clone(), hosting.clone());
    let account_of_code = account.clone();
    let built = WebviewWindowBuilder::new(app, next_label(account), url)
        .data_directory(data_directory(profile, account))
        .inner_size(SIZE.0, SIZE.1)
        .title(title(&target))
        .on_navigation(move |to| {
            let caught = is_redirect(redirect.as_deref(), to);
            if caught && !arrived.swap(true, Ordering::Relaxed) {
                watching.failed_if_it_says_so(to);
                let callback = Private::new(to.as_str().to_owned());
                let account = account_of_code.clone();
                let command = VendorCommand::FinishSignIn { callback };
                hosting.send(Order::FinishSignIn { account, command });
            }
            !caught
        });
    let window = finish(built, finished, reporter)?;
    app.state::<SignInWindows>().shows(window.label(), address);
    Ok(())
}

/// Closes the account's sign-in windows; their end is no cancellation.
pub fn close(app: &AppHandle, account: &AccountId) {
    let prefix = prefix(account);
    for (label, window) in app.webview_windows() {
        if label.starts_with(&prefix) {
            if let Some(finished) = window.try_state::<SignInWindows>() {
                finished.mark(&label);
            }
            if let Err(error) = window.destroy() {
                log::warn!("the sign-in window {label} could not be closed: {error}");
            }
        }
    }
}

/// Open sign-in windows by label.
#[derive(Default)]
pub struct SignInWindows(Mutex<HashMap<String, Open>>);

struct Open {
    /// Its work is done: its end is no cancellation.
    finished: Arc<AtomicBool>,
    /// What we opened it with; none for the widget's own.
    address: Option<Private<String>>,
}

impl SignInWindows {
    fn mark(&self, label: &str) {
        if let Some(open) = self.lock().get_mut(label) {
            open.finished.store(true, Ordering::Relaxed);
            open.address = None;
        }
    }

    fn remember(&self, label: &str, finished: &Arc<AtomicBool>) {
        let open = Open { finished: Arc::clone(finished), address: None };
        self.lock().insert(label.to_owned(), open);
    }

    fn shows(&self, label: &str, address: &Private<String>) {
        if let Some(open) = self.lock().get_mut(label) {
            open.address = Some(address.clone());
        }
    }

    /// The open window that was opened with `address` and still waits for its answer.
    fn at(&self, address: &Private<String>) -> Option<String> {
        let windows = self.lock();
        let mut waiting = windows.iter().filter(|(_, it)| !it.finished.load(Ordering::Relaxed));
        waiting.find(|(_, it)| it.address.as_ref() == Some(address)).map(|(label, _)| label.clone())
    }

    fn forget(&self, label: &str) {
        self.lock().remove(label);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone)]
struct Reporter {
    account: AccountId,
    mailbox: Mailbox,
}

impl Reporter {
    fn news(&self, news: PageNews) {
        self.mailbox.send(Event::Page { account: self.account.clone(), news });
    }

    /// Reads OAuth's `error` from a redirect address; nothing else of it is kept.
    fn failed_if_it_says_so(&self, redirect: &Url) {
        if let Some((_, error)) = redirect.query_pairs().find(|(name, _)| name == "error") {
            let error =
                error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(60).collect();
            self.news(PageNews::SignInFailed { error });
        }
    }
}

/// What both kinds of window share: the host in the title, no windows of their own, a known end.
fn finish(
    builder: WebviewWindowBuilder<'_, Wry, AppHandle>,
    finished: Arc<AtomicBool>,
    reporter: Reporter,
) -> tauri::Result<WebviewWindow> {
    let window = builder
        .center()
        .on_new_window(|target, _| {
            open_outside(&target);
            NewWindowResponse::Deny
        })
        .on_page_load(|window, load| {
            if matches!(load.event(), PageLoadEvent::Started) {
                let _ = window.set_title(&title(load.url()));
            }
        })
        .build()?;
    let label = window.label().to_owned();
    let app = window.app_handle().clone();
    app.state::<SignInWindows>().remember(&label, &finished);
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            app.state::<SignInWindows>().forget(&label);
            if !finished.load(Ordering::Relaxed) {
                reporter.news(PageNews::SignInCancelled);
            }
        }
    });
    Ok(window)
}

/// The host is always visible, never the rest of the address.
fn title(url: &Url) -> String {
    url.host_str().map_or_else(|| "Sign in".to_owned(), |host| format!("Sign in — {host}"))
}

/// `to` is the redirect address, whatever it carries behind its path. Compared part by part: a mere
/// beginning may go on into another host's name, and an address may be spelled in several ways.
fn is_redirect(redirect: Option<&str>, to: &Url) -> bool {
    // Windows spells the simulated desk's scheme as a host.
    let place = |url: &Url| match (url.scheme(), url.host_str().unwrap_or_default()) {
        ("http", "desk.localhost") => ("desk".to_owned(), "localhost".to_owned(), None),
        (scheme, host) => (scheme.to_owned(), host.to_owned(), url.port_or_known_default()),
    };
    redirect
        .and_then(|redirect| Url::parse(redirect).ok())
        .is_some_and(|redirect| place(&redirect) == place(to) && redirect.path() == to.path())
}

#[cfg(test)]
mod tests {
    use super::is_redirect;
    use url::Url;

    #[test]
    fn only_the_redirect_itself_carries_the_answer() {
        let is = |redirect: &str, to: &str| is_redirect(Some(redirect), &Url::parse(to).unwrap());
        assert!(is("https://a.example/r.html", "https://a.example/r.html?code=1#x"));
        assert!(is("https://A.example:443/r.html", "https://a.example/r.html?code=1"));
        assert!(is("https://a.example", "https://a.example/?code=1"));
        assert!(is("desk://localhost/r.html", "desk://localhost/r.html?code=1"));
        assert!(is("desk://localhost/r.html", "http://desk.localhost/r.html?code=1"));
        for other in [
            "https://a.example.evil.test/?code=1",
            "https://a.example/r.html.evil?code=1",
            "http://a.example/?code=1",
            "https://a.example:8443/?code=1",
        ] {
            assert!(!is("https://a.example", other), "{other}");
        }
        assert!(!is_redirect(None, &Url::parse("https://a.example").unwrap()));
    }
}
