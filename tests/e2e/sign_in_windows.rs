//! Signing in at a platform in embedded windows, whatever its pages demand.

use crate::person::{
    SIGN_IN, add, fill_in, is, no_window_of_sign_in, notices, platform, press_sign_in, row,
    sign_in_there, start, told, window_of_sign_in,
};
use crate::stage::{PATIENCE, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::{NotificationWatch, Plan, notifications, until_true, window};
use deskbell_journeys::platform::ringcentral::{Grant, ONE_TIME_CODE, PASSWORD, SignInPage, USER};
use std::time::Duration;

const LABEL: &str = "Phone";
/// The widget refreshes with less than a minute left: so this is refreshed within some seconds.
const SHORT: Duration = Duration::from_secs(63);

#[test]
fn the_widgets_own_popup_at_a_platform_beside_it() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, address) = platform()?;
        let app = start(session, profile)?;
        add(&app, LABEL, &address, &["disableLoginPopup="])?;
        press_sign_in(session)?;
        sign_in_there(session, &app, LABEL)?;
        no_window_of_sign_in(session)?;
        ensure!(notices(&app.view()?).is_empty());
        let issued = platform.tokens_issued();
        ensure!(issued.len() == 1 && issued[0].grant == Grant::Code, "{issued:?}");
        app.quit()
    })
}

#[test]
fn a_second_factor_then_four_hosts_in_a_window_of_ours() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, address) = platform()?;
        platform.sign_in_page(SignInPage::SecondFactor);
        let app = start(session, profile)?;
        add(&app, LABEL, &address, &[])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        window_of_sign_in(session)?;
        let asks_again = || {
            let posted = platform.requests();
            Ok(posted.iter().any(|one| one.path == "/identity/second-factor"))
        };
        fill_in(session, &[USER, PASSWORD], asks_again)?;
        let signed_in = || Ok(row(&app.view()?, LABEL)["signIn"] == "signedIn");
        fill_in(session, &[ONE_TIME_CODE], signed_in)?;
        no_window_of_sign_in(session)?;

        app.run(&["accounts", "sign-out", LABEL])?;
        is(&app, LABEL, "signedOut")?;
        platform.wait_for_requests("POST", "/revoke", 1, PATIENCE)?;
        platform.sign_in_page(SignInPage::Chain);
        app.run(&["accounts", "sign-in", LABEL])?;
        // The last of the four hosts is the one that asks for the password, and the one that is shown.
        until_true("the title follows the redirects", PATIENCE, || {
            Ok(!window::visible(session, "Sign in — localhost")?.is_empty())
        })?;
        sign_in_there(session, &app, LABEL)?;
        no_window_of_sign_in(session)?;
        ensure!(notices(&app.view()?).is_empty());
        app.quit()
    })
}

#[test]
fn a_refusal_is_told_and_a_page_that_never_answers_can_be_given_up() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, address) = platform()?;
        platform.sign_in_page(SignInPage::Fails("access_denied".to_owned()));
        let app = start(session, profile)?;
        add(&app, LABEL, &address, &[])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        let view = told(&app, "signInFailed")?;
        ensure!(view["notices"][0]["detail"] == "access_denied", "{:#}", view["notices"]);
        no_window_of_sign_in(session)?;

        platform.sign_in_page(SignInPage::NeverAnswers);
        app.run(&["accounts", "sign-in", LABEL])?;
        is(&app, LABEL, "inProgress")?;
        until_true("the window is there", PATIENCE, || {
            Ok(window::visible(session, SIGN_IN)?.len() == 1)
        })?;
        // Once more is the same window.
        app.run(&["accounts", "sign-in", LABEL])?;
        app.run(&["accounts", "cancel-sign-in", LABEL])?;
        is(&app, LABEL, "signedOut")?;
        no_window_of_sign_in(session)?;
        ensure!(!notices(&app.view()?).contains(&"signInCancelled"), "who gives up knows it");
        app.quit()
    })
}

#[test]
fn a_session_that_ends_rings_and_a_click_signs_in_again() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, address) = platform()?;
        platform.access_lifetime(SHORT);
        let watch = NotificationWatch::start(session)?;
        let app = start(session, profile)?;
        add(&app, LABEL, &address, &[])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        sign_in_there(session, &app, LABEL)?;
        app.run(&["hide"])?;
        // It stays signed in while the platform gives it new tokens.
        let refreshed = |least: usize| {
            platform.tokens_issued().iter().filter(|one| one.grant == Grant::Refresh).count()
                >= least
        };
        until_true("it stays signed in", PATIENCE, || Ok(refreshed(1)))?;
        ensure!(row(&app.view()?, LABEL)["signIn"] == "signedIn");
        platform.expire_session();
        is(&app, LABEL, "signedOut")?;
        told(&app, "signedOut")?;
        let shown = watch.wait("signed out", PATIENCE, |one| one.summary == "Signed out")?;
        let (_, label) = shown.actions.first().cloned().unwrap_or_default();
        notifications::press(session, &watch, &shown, &label)?;
        sign_in_there(session, &app, LABEL)?;
        app.quit()
    })
}
