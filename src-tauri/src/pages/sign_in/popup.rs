//! The widget's own sign-in popup: let through, watched, and closed when its work is done.

use super::answer::{Verdict, is_redirect, judge};
use super::request::Request;
use super::{Reporter, SIZE, close, finish, next_label, stays_home, title};
use crate::pages::guard::{Guard, Role};
use crate::pages::outside::Pace;
use crate::pages::saving;
use deskbell_core::{AccountConfig, PageNews, SignInStop};
use deskbell_vendors::{Address, Vendor};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::webview::{NewWindowResponse, WebviewBuilder};
use tauri::{AppHandle, WebviewUrl, WebviewWindowBuilder, Wry};
use url::Url;

/// Most popups one page gets within [`PERIOD`]: a person presses the button now and then.
const POPUPS_MAX: usize = 10;
/// The time over which they are counted.
const PERIOD: Duration = Duration::from_secs(60);

/// Lets the page, which is shown by the webview `label`, open its own sign-in window; a file is saved, and every other
/// new window goes to the system's browser.
pub fn with_popups(
    builder: WebviewBuilder<Wry>,
    app: &AppHandle,
    label: String,
    config: &AccountConfig,
    vendor: &'static dyn Vendor,
    address: &Address,
    guard: &Guard,
) -> WebviewBuilder<Wry> {
    let app = app.clone();
    let config = config.clone();
    let redirect = address.redirect.clone();
    let guard = guard.clone();
    let lately = Mutex::new(Pace::new(POPUPS_MAX, PERIOD));
    builder.on_new_window(move |target, features| {
        if saving::saves(&app, &label, vendor, &guard, &target) {
            return NewWindowResponse::Deny;
        }
        if !vendor.is_sign_in(&config.options, &target) {
            guard.leave(&target);
            return NewWindowResponse::Deny;
        }
        if !lately.lock().unwrap_or_else(PoisonError::into_inner).allows(Instant::now()) {
            guard.refuse_window(&target);
            return NewWindowResponse::Deny;
        }
        close(&app, &config.id);
        let Ok(blank) = Url::parse("about:blank") else { return NewWindowResponse::Deny };
        let finished = Arc::new(AtomicBool::new(false));
        let reporter = Reporter { account: config.id.clone(), mailbox: guard.mailbox().clone() };
        let (options, own) = (config.options.clone(), redirect.clone());
        let own_options = options.clone();
        let asks = move |to: &Url| {
            let is_ours = vendor.is_sign_in(&options, to);
            is_ours.then(|| Request::read(to, own.as_deref())).flatten()
        };
        let redirect = redirect.as_deref().and_then(|redirect| Url::parse(redirect).ok());
        let watch = Mutex::new(Watch { redirect, waiting: asks(&target) });
        let (done, watching) = (Arc::clone(&finished), reporter.clone());
        let going = guard.clone();
        let built =
            WebviewWindowBuilder::new(&app, next_label(&config.id), WebviewUrl::External(blank))
                .window_features(features)
                .inner_size(SIZE.0, SIZE.1)
                .title(title(&target))
                .on_navigation(move |to| {
                    let step =
                        watch.lock().unwrap_or_else(PoisonError::into_inner).step(to, || asks(to));
                    let step = match step {
                        Step::Answer if !stays_home(vendor, &own_options, to) => Step::Strange,
                        step => step,
                    };
                    if step != Step::Pass {
                        done.store(true, Ordering::Relaxed);
                    }
                    match step {
                        Step::Pass => {}
                        // The widget's own redirect page hands the answer over.
                        Step::Answer => watching.news(PageNews::SignInAnswered),
                        Step::Failed(error) => watching.news(PageNews::SignInFailed { error }),
                        Step::Strange => {
                            let why = SignInStop::StrangeAnswer;
                            watching.news(PageNews::SignInStopped { why });
                            return false;
                        }
                        Step::Again => return false,
                    }
                    going.may_go(Role::SignIn, to)
                });
        reporter.news(PageNews::SignInOpened);
        match finish(built, finished, None, reporter.clone(), &guard) {
            Ok(window) => NewWindowResponse::Create { window },
            Err(error) => {
                log::warn!("the sign-in window of {} could not be opened: {error}", config.id);
                reporter.news(PageNews::SignInTimedOut);
                NewWindowResponse::Deny
            }
        }
    })
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
        match judge(to, request.state.reveal(), request.flow) {
            Verdict::Granted => Step::Answer,
            Verdict::Failed(error) => Step::Failed(error),
            Verdict::Refused => Step::Strange,
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
        let (mut lately, now) = (Pace::new(POPUPS_MAX, PERIOD), Instant::now());
        assert_eq!((0..1000).filter(|_| lately.allows(now)).count(), POPUPS_MAX);
        assert!(lately.allows(now + PERIOD));
    }
}
