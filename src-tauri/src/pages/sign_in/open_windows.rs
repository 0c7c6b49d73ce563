//! The open windows to sign in: what they share, and whether an answer caught in one still counts.

use super::answer::stays_home;
use crate::engine::EngineHandle;
use crate::pages::guard::{PageGuard, Role};
use crate::web::sign_in_window::{self, Beginning, SignInSpec, SignInWindow};
use deskbell_core::{AccountId, Event, PageFact, Private, VendorCommand};
use deskbell_vendors::Vendor;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Manager};
use url::Url;

/// Size of a sign-in window in logical pixels.
const SIZE: (f64, f64) = (560.0, 720.0);
/// Most characters of a host in a title; of a longer one the end is shown, which says whose it is.
const HOST_MAX: usize = 60;

/// Counts windows, so that a label is never used twice.
static OPENED: AtomicU32 = AtomicU32::new(0);

/// A label for a new window of `account`.
pub(super) fn next_label(account: &AccountId) -> String {
    format!("signin-{account}-{}", OPENED.fetch_add(1, Ordering::Relaxed))
}

/// Closes the account's sign-in windows; their end is no cancellation.
pub fn close(app: &AppHandle, account: &AccountId) {
    for label in app.state::<SignInWindows>().give_up(account) {
        if let Err(error) = sign_in_window::close(app, &label) {
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
    Permission,
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
            Ok(to) if stays_home(vendor, options, &to) => Turn::Permission,
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
    pub(super) fn at(&self, address: &Private<String>) -> Option<String> {
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

/// Tells the core what becomes of a sign-in.
#[derive(Clone)]
pub(super) struct Reporter {
    /// Whose.
    pub(super) account: AccountId,
    /// Where to.
    pub(super) engine: EngineHandle,
}

impl Reporter {
    pub(super) fn report(&self, fact: PageFact) {
        self.engine.send(Event::Page { account: self.account.clone(), fact });
    }
}

/// What is said of one window before it is opened.
pub(super) struct NewWindow {
    /// Names it.
    pub(super) label: String,
    /// What it shows first.
    pub(super) beginning: Beginning,
    /// What it will show.
    pub(super) target: Url,
    /// Whether it may go there.
    pub(super) may_go: Box<dyn Fn(&Url) -> bool + Send>,
    /// Set once its work is done: its end is no cancellation.
    pub(super) finished: Arc<AtomicBool>,
}

/// Opens a window to sign in: guarded, known while it is open, and its end told if it was not finished.
pub(super) fn open(
    app: &AppHandle,
    new: NewWindow,
    reporter: Reporter,
    guard: &PageGuard,
) -> tauri::Result<SignInWindow> {
    let NewWindow { label, beginning, target, may_go, finished } = new;
    let address = match &beginning {
        Beginning::Address(address, _) => Some(address.clone()),
        Beginning::Opened(_) => None,
    };
    let leaving = guard.clone();
    let spec = SignInSpec {
        label: label.clone(),
        beginning,
        size: SIZE,
        first_title: title(&target),
        title,
        may_go,
        leave: Box::new(move |target| leaving.leave(target)),
        policy: guard.policy(Role::SignIn, address.clone()),
    };
    let window = SignInWindow::open(app, spec)?;
    let address = address.map(|address| Private::new(address.into()));
    let open = Open { account: reporter.account.clone(), finished: Arc::clone(&finished), address };
    app.state::<SignInWindows>().remember(&label, open);
    let app = app.clone();
    window.on_closed(move || {
        app.state::<SignInWindows>().forget(&label);
        if !finished.swap(true, Ordering::Relaxed) {
            reporter.report(PageFact::SignInCancelled);
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
        assert_eq!(turn(Some("signin-a-0"), ""), Turn::Permission);
        assert_eq!(turn(Some("signin-a-0"), strange), Turn::Strange);
        let given_up = windows.give_up(&AccountId::new("a").unwrap());
        assert_eq!(given_up, ["signin-a-0"]);
        assert_eq!(turn(Some("signin-a-0"), ""), Turn::Late);
        assert_eq!(turn(Some("signin-a-b-1"), ""), Turn::Permission, "other accounts stay");
        assert_eq!(turn(None, ""), Turn::Permission, "the system's browser has no window");
        assert_eq!(turn(None, strange), Turn::Strange);
    }
}
