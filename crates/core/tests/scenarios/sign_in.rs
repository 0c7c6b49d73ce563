//! Signing in through the system's browser, and every way a sign-in can be stopped or come to nothing.

use crate::desk::{Desk, abilities, config, id};
use deskbell_core::*;
use std::time::Duration;

/// Longer than a widget may take with an answer, far shorter than a person may take to sign in.
const A_MINUTE: Duration = Duration::from_secs(60);

fn asked(number: u32) -> WidgetFact {
    WidgetFact::SignInRequested { address: Private::new(format!("https://login.example/{number}")) }
}

fn opens(effects: &[Effect]) -> usize {
    effects.iter().filter(|it| matches!(it, Effect::OpenSignIn { .. })).count()
}

fn closes(effects: &[Effect]) -> usize {
    effects.iter().filter(|it| matches!(it, Effect::CloseSignIn { .. })).count()
}

fn signed_out() -> Desk {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.receive(WidgetFact::SignedOut);
    desk.take();
    desk
}

fn row(desk: &Desk) -> AccountRow {
    desk.view().accounts[0].clone()
}

#[test]
fn the_browser_is_waited_for_opened_again_and_given_up() {
    let options = [(SIGN_IN_OPTION.to_owned(), IN_BROWSER.to_owned())].into();
    let accounts = vec![AccountConfig { options, ..config("phone") }];
    let mut desk = Desk::from(Settings { accounts, ..Settings::default() }, "en");
    desk.page(PageFact::Started { abilities: abilities(true) });
    assert_eq!(opens(&desk.receive(asked(1))), 1);
    assert!(row(&desk).waits_for_browser && row(&desk).sign_in == SignIn::InProgress);
    let again = desk.request(Intent::SignIn { account: id("phone") });
    assert_eq!(opens(&again), 1, "the same address once more");
    let given_up = desk.request(Intent::CancelSignIn { account: id("phone") });
    assert_eq!(closes(&given_up), 1);
    assert!(!row(&desk).waits_for_browser && row(&desk).sign_in == SignIn::SignedOut);
    assert!(desk.notices().is_empty(), "who gives up knows it");
    let twice = desk.ask(Intent::CancelSignIn { account: id("phone") });
    assert_eq!(desk.answer(twice).as_deref(), Some("no-sign-in"));
    assert_eq!(closes(&desk.request(Intent::CancelSignIn { account: id("phone") })), 0, "twice");
    assert!(desk.notices().is_empty(), "pressed twice is no trouble");
}

#[test]
fn a_cancelled_sign_in_names_the_browser_only_where_that_is_another_way() {
    let browser = || [(SIGN_IN_OPTION.to_owned(), IN_BROWSER.to_owned())].into();
    for (account, named) in [
        (AccountConfig { simulated: false, ..config("phone") }, Some("browser")),
        (AccountConfig { simulated: true, ..config("phone") }, None),
        (AccountConfig { simulated: false, options: browser(), ..config("phone") }, None),
    ] {
        let mut desk =
            Desk::from(Settings { accounts: vec![account], ..Settings::default() }, "en");
        desk.page(PageFact::Started { abilities: abilities(true) });
        desk.page(PageFact::SignInOpened);
        desk.page(PageFact::SignInCancelled);
        let view = desk.view();
        assert_eq!(view.notices[0].kind, NoticeKind::SignInCancelled);
        assert_eq!(view.notices[0].detail.as_deref(), named);
    }
}

#[test]
fn an_answer_that_the_widget_does_not_take_is_told() {
    let mut desk = signed_out();
    desk.receive(asked(1));
    desk.page(PageFact::SignInAnswered);
    assert!(!row(&desk).waits_for_browser);
    let waited = desk.wait_alive(A_MINUTE);
    assert_eq!(desk.notices(), [NoticeKind::SignInUnfinished]);
    assert_eq!(row(&desk).sign_in, SignIn::SignedOut);
    assert_eq!(closes(&waited), 1, "a blank window does not stay");
    // One that is taken ends all that was said.
    desk.receive(asked(2));
    desk.page(PageFact::SignInAnswered);
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    desk.wait_alive(A_MINUTE);
    assert!(desk.notices().is_empty() && row(&desk).sign_in == SignIn::SignedIn);
}

#[test]
fn an_answer_nobody_asked_for_changes_nothing() {
    let mut desk = signed_out();
    desk.page(PageFact::SignInAnswered);
    desk.page(PageFact::SignInStopped { why: SignInStop::StrangeAnswer });
    desk.wait_alive(A_MINUTE);
    assert!(desk.notices().is_empty() && row(&desk).sign_in == SignIn::SignedOut);
}

#[test]
fn a_new_wish_after_an_answer_has_its_whole_time() {
    let mut desk = signed_out();
    desk.receive(asked(1));
    desk.page(PageFact::SignInAnswered);
    desk.receive(asked(2));
    desk.wait_alive(A_MINUTE);
    assert!(desk.notices().is_empty() && row(&desk).sign_in == SignIn::InProgress);
}

#[test]
fn what_stopped_a_sign_in_is_told_with_its_detail() {
    let host = "evil.test".to_owned();
    for (why, kind, detail) in [
        (SignInStop::StrangeAddress { host }, NoticeKind::StrangeSignIn, Some("evil.test")),
        (SignInStop::StrangeAnswer, NoticeKind::StrangeAnswer, None),
        (SignInStop::NoBrowser, NoticeKind::NoBrowser, None),
        (SignInStop::NoPort { port: 28370 }, NoticeKind::PortTaken, Some("28370")),
    ] {
        let mut desk = signed_out();
        desk.receive(asked(1));
        let effects = desk.page(PageFact::SignInStopped { why });
        assert_eq!(closes(&effects), 1);
        let told = desk.view().notices.pop().unwrap();
        assert_eq!((told.kind, told.detail.as_deref()), (kind, detail));
        assert_eq!(row(&desk).sign_in, SignIn::SignedOut);
        desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
        assert!(desk.notices().is_empty(), "over");
    }
}

#[test]
fn who_tries_again_is_told_of_the_new_try_only() {
    let mut desk = signed_out();
    let told = |desk: &Desk| desk.view().notices.iter().map(|it| it.kind).collect::<Vec<_>>();
    desk.receive(asked(1));
    desk.page(PageFact::SignInFailed { error: "access_denied".to_owned() });
    assert_eq!(told(&desk), [NoticeKind::SignInFailed]);
    desk.receive(asked(2));
    assert_eq!(told(&desk), []);
    desk.page(PageFact::SignInCancelled);
    assert_eq!(told(&desk), [NoticeKind::SignInCancelled]);
    // The widget's own window begins a new try as well.
    desk.page(PageFact::SignInOpened);
    assert_eq!(told(&desk), []);
}

/// Titles of the notifications about sign-outs, and `-` for one taken back.
fn told_sign_outs(effects: &[Effect]) -> Vec<String> {
    let told = |effect: &Effect| match effect {
        Effect::Notify { notification } if notification.key == "signed-out-phone" => {
            Some(notification.title.reveal().clone())
        }
        Effect::WithdrawNotification { key } if key == "signed-out-phone" => Some("-".to_owned()),
        _ => None,
    };
    effects.iter().filter_map(told).collect()
}

#[test]
fn an_account_that_keeps_being_signed_out_says_so_once() {
    let mut desk = Desk::new();
    let signed_in = || WidgetFact::SignedIn { line: OwnLine::default() };
    let mut round = || {
        let out = told_sign_outs(&desk.receive(WidgetFact::SignedOut));
        let back = told_sign_outs(&desk.receive(signed_in()));
        (out, back)
    };
    assert_eq!(round(), (vec!["Signed out".to_owned()], vec!["-".to_owned()]));
    assert_eq!(round(), (vec!["Keeps being signed out".to_owned()], vec![]));
    for _ in 0..20 {
        assert_eq!(round(), (vec![], vec![]), "a wall of notifications says no more");
    }
    assert!(desk.notices().is_empty(), "it is signed in, after all");
    let waited = desk.wait_alive(SIGN_OUTS_PERIOD);
    assert_eq!(told_sign_outs(&waited), ["-"], "it stayed signed in");
    let again = desk.receive(WidgetFact::SignedOut);
    assert_eq!(told_sign_outs(&again), ["Signed out"], "news again");
}

#[test]
fn what_keeps_being_signed_out_is_settled_by_the_next_sign_in_after_a_while() {
    let mut desk = Desk::new();
    for _ in 0..2 {
        desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
        desk.receive(WidgetFact::SignedOut);
    }
    let waited = desk.wait_alive(SIGN_OUTS_PERIOD * 2);
    assert_eq!(told_sign_outs(&waited), Vec::<String>::new(), "still signed out");
    assert_eq!(desk.notices(), [NoticeKind::SignedOut]);
    let back = desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    assert_eq!(told_sign_outs(&back), ["-"]);
}

#[test]
fn a_sign_out_that_was_asked_for_is_none_that_keeps_happening() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.request(Intent::SignOut { account: id("phone") });
        assert_eq!(told_sign_outs(&desk.receive(WidgetFact::SignedOut)), Vec::<String>::new());
        desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    }
    assert_eq!(told_sign_outs(&desk.receive(WidgetFact::SignedOut)), ["Signed out"]);
}
