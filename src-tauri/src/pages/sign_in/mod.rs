//! Signing in: the widget's own popup, the window we open when the widget asks us to, and the system's browser.
//!
//! `request` reads what is asked, `answer` judges what comes back; both are pure. `popup` and `window` are the two
//! windows; `browser`, `attempts` and `listener` the way through the system's browser.

mod answer;
mod attempts;
mod browser;
mod listener;
mod popup;
mod request;
mod window;

pub use browser::{Browser, needs_port};
pub use listener::Door;
pub use popup::with_popups;
pub use request::Request;

use crate::engine::Mailbox;
use crate::pages::guard::{Guard, Role};
use crate::pages::page::HostedPage;
use deskbell_core::{AccountId, Event, PageNews, Private, SignInStop, VendorCommand};
use deskbell_vendors::Vendor;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::webview::{NewWindowResponse, PageLoadEvent, PermissionResponse};
use tauri::{AppHandle, Manager, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry};
use url::Url;

pub use window::open as open_window;

/// Size of a sign-in window in logical pixels.
const SIZE: (f64, f64) = (560.0, 720.0);
/// Most characters of a host in a title; of a longer one the end is shown, which says whose it is.
const HOST_MAX: usize = 60;

/// Parameters of an answer that say where to take it.
const LEADS: [&str; 2] = ["token_uri", "discovery_uri"];

/// Counts windows, so that a label is never used twice.
static OPENED: AtomicU32 = AtomicU32::new(0);

fn next_label(account: &AccountId) -> String {
    format!("signin-{account}-{}", OPENED.fetch_add(1, Ordering::Relaxed))
}

/// What `page` asks for with `address`, if that is its platform's and the answer is to come where the page is answered.
///
/// # Errors
/// For the agent: what it was instead.
pub fn asked(page: &HostedPage, address: &Private<String>) -> Result<(Url, Request), SignInStop> {
    let strange = |host: &str| SignInStop::StrangeAddress { host: host.to_owned() };
    let target = Url::parse(address.reveal()).map_err(|_| strange("?"))?;
    let request = page
        .vendor
        .is_sign_in(&page.options, &target)
        .then(|| Request::read(&target, page.address.redirect.as_deref()))
        .flatten();
    let request = request.ok_or_else(|| strange(target.host_str().unwrap_or(target.scheme())))?;
    Ok((target, request))
}

/// Answers may say where the widget shall take them (RingCentral's discovery): a code, its proof and perhaps a client
/// secret go there, so it must be the platform.
fn stays_home(vendor: &dyn Vendor, options: &BTreeMap<String, String>, to: &Url) -> bool {
    let fragment = url::form_urlencoded::parse(to.fragment().unwrap_or_default().as_bytes());
    let said = to.query_pairs().chain(fragment);
    let mut leads = said.filter(|(name, _)| LEADS.contains(&name.as_ref()));
    leads
        .all(|(_, place)| Url::parse(&place).is_ok_and(|place| vendor.is_platform(options, &place)))
}

/// Closes the account's sign-in windows; their end is no cancellation.
pub fn close(app: &AppHandle, account: &AccountId) {
    for label in app.state::<SignInWindows>().give_up(account) {
        let Some(window) = app.get_webview_window(&label) else { continue };
        if let Err(error) = window.destroy() {
            log::warn!("the sign-in window {label} could not be closed: {error}");
        }
    }
}

/// Open sign-in windows by label.
#[derive(Default)]
pub struct SignInWindows(Mutex<HashMap<String, Open>>);

struct Open {
    account: AccountId,
    /// Its work is done: its end is no cancellation.
    finished: Arc<AtomicBool>,
    /// What we opened it with; none for the widget's own.
    address: Option<Private<String>>,
}

/// What an answer is worth when its turn comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It goes to the widget.
    Right,
    /// Its window was given up since: it belongs to an older attempt.
    Late,
    /// It would be taken to a strange place.
    Strange,
}

impl SignInWindows {
    /// Judges the answer in `command` for a page of `vendor` with these options, which was caught in `window` if in
    /// one of ours.
    pub fn turn(
        &self,
        window: Option<&str>,
        vendor: &dyn Vendor,
        options: &BTreeMap<String, String>,
        command: &VendorCommand,
    ) -> Turn {
        if window.is_some_and(|label| !self.lock().contains_key(label)) {
            return Turn::Late;
        }
        let VendorCommand::FinishSignIn { callback } = command else { return Turn::Strange };
        match Url::parse(callback.reveal()) {
            Ok(to) if stays_home(vendor, options, &to) => Turn::Right,
            Ok(_) | Err(_) => Turn::Strange,
        }
    }

    /// Forgets the account's windows, and gives their labels.
    fn give_up(&self, account: &AccountId) -> Vec<String> {
        let mut windows = self.lock();
        let theirs: Vec<String> = windows
            .iter()
            .filter(|(_, open)| open.account == *account)
            .map(|(label, _)| label.clone())
            .collect();
        for open in theirs.iter().filter_map(|label| windows.remove(label)) {
            open.finished.store(true, Ordering::Relaxed);
        }
        theirs
    }

    fn remember(&self, label: &str, open: Open) {
        self.lock().insert(label.to_owned(), open);
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
}

/// What both kinds of window share: the host in the title, no windows of their own, a known end.
fn finish(
    builder: WebviewWindowBuilder<'_, Wry, AppHandle>,
    finished: Arc<AtomicBool>,
    address: Option<Private<String>>,
    reporter: Reporter,
    guard: &Guard,
) -> tauri::Result<WebviewWindow> {
    let leaving = guard.clone();
    let first = address.as_ref().and_then(|address| Url::parse(address.reveal()).ok());
    let window = builder
        .center()
        // Nobody signs in with a microphone: these windows go where a vendor leads them.
        .on_permission_request(|_, _| PermissionResponse::Deny)
        // There is nothing to save.
        .on_download(|_, _| false)
        .on_new_window(move |target, _| {
            leaving.leave(&target);
            NewWindowResponse::Deny
        })
        .on_page_load(|window, load| match load.event() {
            // The second shows where redirects have led.
            PageLoadEvent::Started | PageLoadEvent::Finished => {
                let _ = window.set_title(&title(load.url()));
            }
        })
        .build()?;
    guard.protect(window.as_ref(), Role::SignIn, first)?;
    let label = window.label().to_owned();
    let app = window.app_handle().clone();
    let open = Open { account: reporter.account.clone(), finished: Arc::clone(&finished), address };
    app.state::<SignInWindows>().remember(&label, open);
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            app.state::<SignInWindows>().forget(&label);
            if !finished.swap(true, Ordering::Relaxed) {
                reporter.news(PageNews::SignInCancelled);
            }
        }
    });
    Ok(window)
}

/// The host is always visible, never the rest of the address.
fn title(url: &Url) -> String {
    let Some(host) = url.host_str() else { return "Sign in".to_owned() };
    let hidden = host.chars().count().saturating_sub(HOST_MAX);
    let end: String = host.chars().skip(hidden).collect();
    format!("Sign in — {}{end}", if hidden > 0 { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_shows_whose_page_it_is_and_nothing_secret() {
        let title = |url: &str| title(&Url::parse(url).unwrap());
        assert_eq!(title("https://login.example/x?code=c&state=s"), "Sign in — login.example");
        assert_eq!(title("https://user:secret@login.example:8443/"), "Sign in — login.example");
        assert_eq!(title("about:blank"), "Sign in");
        let long = format!("https://apps.ringcentral.com.{}.evil.test/", "x".repeat(60));
        assert!(title(&long).ends_with(".evil.test") && title(&long).chars().count() < 80);
        // A letter that only looks like another one is shown as what it is.
        assert!(title("https://ringcentr\u{430}l.com/").starts_with("Sign in — xn--"));
    }

    #[test]
    fn an_answer_is_taken_to_the_platform_only() {
        let vendor = deskbell_vendors::vendor("ringcentral").unwrap();
        let options = [("clientId".to_owned(), "abc".to_owned())].into();
        let stays = |more: &str| {
            let to = format!("https://a.example/r.html?code=c&state=s{more}");
            stays_home(vendor, &options, &Url::parse(&to).unwrap())
        };
        assert!(stays(""));
        assert!(stays(
            "&token_uri=https%3A%2F%2Fplatform.ringcentral.com%2Frestapi%2Foauth%2Ftoken"
        ));
        for evil in [
            "&token_uri=https://evil.test/",
            "&discovery_uri=https%3A%2F%2Fevil.test",
            "&%74oken_uri=https://evil.test/",
            "&token_uri=https://platform.ringcentral.com/&token_uri=https://evil.test/",
            "&token_uri=//evil.test",
            "#token_uri=https://evil.test/",
            "&token_uri=",
        ] {
            assert!(!stays(evil), "{evil}");
        }
    }

    #[test]
    fn the_answer_of_a_window_that_was_given_up_comes_too_late() {
        let windows = SignInWindows::default();
        let open = |account: &str| Open {
            account: AccountId::new(account).unwrap(),
            finished: Arc::default(),
            address: None,
        };
        windows.remember("signin-a-0", open("a"));
        windows.remember("signin-a-b-1", open("a-b"));
        let vendor = deskbell_vendors::vendor("ringcentral").unwrap();
        let options = [("clientId".to_owned(), "abc".to_owned())].into();
        let turn = |window: Option<&str>, more: &str| {
            let callback = Private::new(format!("https://a.example/r.html?code=c&state=s{more}"));
            windows.turn(window, vendor, &options, &VendorCommand::FinishSignIn { callback })
        };
        let strange = "&token_uri=https://evil.test/";
        assert_eq!(turn(Some("signin-a-0"), ""), Turn::Right);
        assert_eq!(turn(Some("signin-a-0"), strange), Turn::Strange);
        let given_up = windows.give_up(&AccountId::new("a").unwrap());
        assert_eq!(given_up, ["signin-a-0"]);
        assert_eq!(turn(Some("signin-a-0"), ""), Turn::Late);
        assert_eq!(turn(Some("signin-a-b-1"), ""), Turn::Right, "other accounts stay");
        assert_eq!(turn(None, ""), Turn::Right, "the system's browser has no window");
        assert_eq!(turn(None, strange), Turn::Strange);
    }
}
