//! The widget's own sign-in popup: let through, watched, and closed when its work is done.

use super::answer::{AnswerResult, evaluate, is_redirect, stays_home};
use super::open_windows::{self, NewWindow, Reporter, close, next_label};
use super::request::Request;
use crate::pages::external_links::RateLimit;
use crate::pages::guard::{PageGuard, Role};
use crate::pages::saving;
use crate::web::sign_in_window::{Beginning, Opener, SignInWindow};
use deskbell_core::{PageFact, SignInStop};
use deskbell_vendors::{Address, Vendor};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::AppHandle;
use url::Url;

/// Most popups one page gets within [`PERIOD`]: a person presses the button now and then.
const POPUPS_MAX: usize = 10;
/// The time over which they are counted.
const PERIOD: Duration = Duration::from_secs(60);

/// What becomes of the windows that one page wants.
pub struct Popups {
    app: AppHandle,
    /// The page's.
    label: String,
    vendor: &'static dyn Vendor,
    options: BTreeMap<String, String>,
    redirect: Option<String>,
    guard: PageGuard,
    lately: Mutex<RateLimit>,
}

impl Popups {
    /// Those of the page in the webview `label`, of an account of `vendor` with these options, at `address`.
    pub fn of(
        app: &AppHandle,
        label: &str,
        vendor: &'static dyn Vendor,
        options: &BTreeMap<String, String>,
        address: &Address,
        guard: &PageGuard,
    ) -> Self {
        Self {
            app: app.clone(),
            label: label.to_owned(),
            vendor,
            options: options.clone(),
            redirect: address.redirect.clone(),
            guard: guard.clone(),
            lately: Mutex::new(RateLimit::new(POPUPS_MAX, PERIOD)),
        }
    }

    /// The page wants a window at `target`: its own sign-in gets one, a file is saved, and every other address goes to
    /// the system's browser.
    pub fn open(&self, target: &Url, opener: Opener) -> Option<SignInWindow> {
        let Self { app, vendor, guard, .. } = self;
        if saving::saves(app, &self.label, *vendor, guard, target) {
            return None;
        }
        if !vendor.is_sign_in(&self.options, target) {
            guard.leave(target);
            return None;
        }
        if !self.lately.lock().unwrap_or_else(PoisonError::into_inner).allows(Instant::now()) {
            guard.refuse_window(target);
            return None;
        }
        let account = guard.account();
        close(app, account);
        let finished = Arc::new(AtomicBool::new(false));
        let reporter = Reporter { account: account.clone(), engine: guard.engine().clone() };
        let new = NewWindow {
            label: next_label(account),
            beginning: Beginning::Opened(opener),
            target: target.clone(),
            may_go: self.navigation(target, reporter.clone(), Arc::clone(&finished)),
            finished,
        };
        reporter.report(PageFact::SignInOpened);
        let opened = open_windows::open(app, new, reporter.clone(), guard);
        if let Err(error) = &opened {
            log::warn!("the sign-in window of {account} could not be opened: {error}");
            reporter.report(PageFact::SignInTimedOut);
        }
        opened.ok()
    }

    /// What a popup that begins at `target` may do, and what its steps mean.
    fn navigation(
        &self,
        target: &Url,
        reporter: Reporter,
        done: Arc<AtomicBool>,
    ) -> Box<dyn Fn(&Url) -> bool + Send> {
        let (vendor, options) = (self.vendor, self.options.clone());
        let (own, going) = (self.redirect.clone(), self.guard.clone());
        let asks = move |to: &Url| {
            let is_ours = vendor.is_sign_in(&options, to);
            is_ours.then(|| Request::read(to, own.as_deref())).flatten()
        };
        let options = self.options.clone();
        let redirect = self.redirect.as_deref().and_then(|redirect| Url::parse(redirect).ok());
        let watch = Mutex::new(Watch { redirect, waiting: asks(target) });
        Box::new(move |to| {
            let step = watch.lock().unwrap_or_else(PoisonError::into_inner).step(to, || asks(to));
            let step = match step {
                Step::Answer if !stays_home(vendor, &options, to) => Step::Strange,
                step => step,
            };
            if step != Step::Pass {
                done.store(true, Ordering::Relaxed);
            }
            match step {
                Step::Pass => {}
                // The widget's own redirect page hands the answer over.
                Step::Answer => reporter.report(PageFact::SignInAnswered),
                Step::Failed(error) => reporter.report(PageFact::SignInFailed { error }),
                Step::Strange => {
                    let why = SignInStop::StrangeAnswer;
                    reporter.report(PageFact::SignInStopped { why });
                    return false;
                }
                Step::Again => return false,
            }
            going.may_go(Role::SignIn, to)
        })
    }
}

/// What a popup waits for.
struct Watch {
    redirect: Option<Url>,
    /// None before it was asked for and after it came.
    waiting: Option<Request>,
}

/// What a navigation of a popup means.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// On the way.
    Pass,
    /// The answer.
    Answer,
    /// The answer is no.
    Failed(String),
    /// An answer to something else.
    Strange,
    /// An answer after the answer.
    Again,
}

impl Watch {
    /// `asks` reads what an address asks for. The widget may press on in an open popup: then only the newest address
    /// can be answered.
    fn step(&mut self, to: &Url, asks: impl FnOnce() -> Option<Request>) -> Step {
        if !self.redirect.as_ref().is_some_and(|redirect| is_redirect(redirect, to)) {
            if let Some(request) = asks() {
                self.waiting = Some(request);
            }
            return Step::Pass;
        }
        let Some(request) = self.waiting.take() else { return Step::Again };
        match evaluate(to, request.state.reveal(), request.flow) {
            AnswerResult::Granted => Step::Answer,
            AnswerResult::Failed(error) => Step::Failed(error),
            AnswerResult::Refused => Step::Strange,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "https://a.example/redirect.html";

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn asked(state: &str) -> Option<Request> {
        let to = format!(
            "https://p.example/authorize?response_type=code&redirect_uri={REDIRECT}&state={state}"
        );
        Request::read(&url(&to), Some(REDIRECT))
    }

    fn watch() -> Watch {
        Watch { redirect: Some(url(REDIRECT)), waiting: asked("s1") }
    }

    fn answer(watch: &mut Watch, with: &str) -> Step {
        watch.step(&url(&format!("{REDIRECT}?{with}")), || None)
    }

    #[test]
    fn one_answer_with_the_right_state_passes() {
        let mut popup = watch();
        assert_eq!(popup.step(&url("https://p.example/login?state=x"), || None), Step::Pass);
        assert_eq!(answer(&mut popup, "code=c&state=s1"), Step::Answer);
        assert_eq!(answer(&mut popup, "code=c&state=s1"), Step::Again);
        assert_eq!(answer(&mut popup, "code=c2&state=s1"), Step::Again);
        assert_eq!(
            answer(&mut watch(), "error=access_denied&state=s1"),
            Step::Failed("access_denied".into())
        );
        for strange in ["code=c&state=s2", "code=c", "code=c&state=s1&state=s2", ""] {
            assert_eq!(answer(&mut watch(), strange), Step::Strange, "{strange}");
        }
    }

    #[test]
    fn only_the_newest_address_can_be_answered() {
        let mut popup = watch();
        popup.step(&url("https://p.example/authorize"), || asked("s2"));
        assert_eq!(answer(&mut popup, "code=c&state=s1"), Step::Strange, "an older attempt");
        popup.step(&url("https://p.example/authorize"), || asked("s3"));
        assert_eq!(answer(&mut popup, "code=c&state=s3"), Step::Answer);
    }

    #[test]
    fn a_popup_that_asked_for_nothing_is_not_answered() {
        let mut popup = Watch { waiting: None, ..watch() };
        assert_eq!(answer(&mut popup, "code=c&state=s1"), Step::Again);
    }

    #[test]
    fn a_thousand_popups_are_ten() {
        let (mut lately, now) = (RateLimit::new(POPUPS_MAX, PERIOD), Instant::now());
        assert_eq!((0..1000).filter(|_| lately.allows(now)).count(), POPUPS_MAX);
        assert!(lately.allows(now + PERIOD));
    }
}
