//! Rights of pages: asked once by name, remembered, taken back; and what a page gone wild achieves.

use crate::desk::*;
use deskbell_core::*;
use std::time::Duration;

fn want(desk: &mut Desk, account: &str, ask: u32, right: Permission) -> Vec<Effect> {
    desk.page_of(account, PageFact::RightWanted { ask: PermissionId(ask), right, detail: None })
}

/// Every answer to a page: which wish, and what.
fn answers(effects: &[Effect]) -> Vec<(u32, bool)> {
    let answer = |effect: &Effect| match effect {
        Effect::AnswerAsk { ask, allowed, .. } => Some((ask.0, *allowed)),
        _ => None,
    };
    effects.iter().filter_map(answer).collect()
}

fn answer(desk: &mut Desk, allowed: bool, remember: bool) -> Vec<Effect> {
    let ask = desk.view().asks[0].id;
    desk.request(Intent::AnswerAsk { ask, allowed, remember })
}

fn grants(desk: &Desk) -> Vec<(String, bool, bool)> {
    let name = |row: &GrantRow| format!("{} {}", row.account, row.right.name());
    desk.view().grants.iter().map(|row| (name(row), row.allowed, row.kept)).collect()
}

fn saved(effects: &[Effect]) -> Option<Settings> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveSettings { settings } => Some((**settings).clone()),
        _ => None,
    })
}

fn withheld(desk: &Desk, what: &str) -> Vec<WithheldReason> {
    let rows = desk.view().withheld;
    rows.into_iter().filter(|row| row.what == what).map(|row| row.reason).collect()
}

#[test]
fn a_right_is_asked_once_by_name_of_the_account_and_then_never_again() {
    let mut desk = Desk::with(&["phone", "other"]);
    assert_eq!(answers(&want(&mut desk, "phone", 1, Permission::Microphone)), []);
    let view = desk.view();
    let [ask] = &view.asks[..] else { panic!("{:?}", view.asks) };
    assert_eq!(
        (ask.account.as_str(), &ask.right, ask.waits),
        ("phone", &Permission::Microphone, true)
    );
    // The same wish while it is being asked joins the question; what one page is told tells no other.
    assert_eq!(answers(&want(&mut desk, "phone", 2, Permission::Microphone)), []);
    assert_eq!(answers(&want(&mut desk, "other", 3, Permission::Microphone)), []);
    assert_eq!(desk.view().asks.len(), 2);
    let effects = answer(&mut desk, true, true);
    assert_eq!(answers(&effects), [(1, true), (2, true)]);
    let settings = saved(&effects).unwrap();
    assert_eq!(settings.grants.len(), 1);
    assert_eq!(grants(&desk), [("phone microphone".to_owned(), true, true)]);
    assert_eq!(answers(&want(&mut desk, "phone", 4, Permission::Microphone)), [(4, true)]);
    assert_eq!(desk.view().asks.len(), 1, "the other account's question stands");
    // After a restart nobody is asked.
    let mut desk = Desk::from(settings, "en");
    assert_eq!(answers(&want(&mut desk, "phone", 1, Permission::Microphone)), [(1, true)]);
    assert_eq!(answers(&want(&mut desk, "phone", 2, Permission::Camera)), []);
}

#[test]
fn an_answer_for_now_ends_with_the_document_and_is_not_saved() {
    for allowed in [true, false] {
        let mut desk = Desk::new();
        want(&mut desk, "phone", 1, Permission::Location);
        let effects = answer(&mut desk, allowed, false);
        assert_eq!(answers(&effects), [(1, allowed)]);
        assert_eq!(saved(&effects), None);
        assert_eq!(grants(&desk), [("phone location".to_owned(), allowed, false)]);
        assert_eq!(answers(&want(&mut desk, "phone", 2, Permission::Location)), [(2, allowed)]);
        desk.page(PageFact::Started { abilities: abilities(true) });
        assert_eq!(grants(&desk), []);
        assert_eq!(answers(&want(&mut desk, "phone", 3, Permission::Location)), []);
        assert_eq!(desk.view().asks.len(), 1);
    }
}

#[test]
fn a_yes_to_the_screen_never_outlives_the_page_and_a_no_does() {
    let mut desk = Desk::new();
    want(&mut desk, "phone", 1, Permission::Screen);
    let effects = answer(&mut desk, true, true);
    assert_eq!((answers(&effects), saved(&effects)), (vec![(1, true)], None));
    desk.request(Intent::SetGrant {
        account: id("phone"),
        right: Permission::Screen,
        allowed: true,
    });
    assert!(desk.state.settings().grants.is_empty());
    desk.request(Intent::SetGrant {
        account: id("phone"),
        right: Permission::Screen,
        allowed: false,
    });
    assert_eq!(grants(&desk), [("phone screen".to_owned(), false, true)]);
    // And a later yes for now takes the kept no away.
    desk.request(Intent::SetGrant {
        account: id("phone"),
        right: Permission::Screen,
        allowed: true,
    });
    assert_eq!(grants(&desk), [("phone screen".to_owned(), true, false)]);
    assert!(desk.state.settings().grants.is_empty());
}

#[test]
fn what_was_said_can_be_changed_and_taken_back_and_goes_with_the_account() {
    let mut desk = Desk::with(&["phone", "other"]);
    let set = |account, right, allowed| Intent::SetGrant { account: id(account), right, allowed };
    want(&mut desk, "phone", 1, Permission::Camera);
    let effects = desk.request(set("phone", Permission::Camera, false));
    assert_eq!(answers(&effects), [(1, false)], "an open question is answered with it");
    assert!(desk.view().asks.is_empty());
    desk.request(set("other", Permission::Camera, true));
    desk.request(set("phone", Permission::Camera, true));
    assert_eq!(answers(&want(&mut desk, "phone", 2, Permission::Camera)), [(2, true)]);
    desk.request(Intent::ForgetGrant { account: id("phone"), right: Permission::Camera });
    assert_eq!(grants(&desk), [("other camera".to_owned(), true, true)]);
    assert_eq!(answers(&want(&mut desk, "phone", 3, Permission::Camera)), []);
    let effects =
        desk.request(Intent::RemoveAccount { account: id("other"), forget_history: false });
    assert!(saved(&effects).unwrap().grants.is_empty());
    let effects =
        desk.request(Intent::RemoveAccount { account: id("phone"), forget_history: false });
    assert_eq!(answers(&effects), [(3, false)]);
    assert!(desk.view().asks.is_empty());
    for intent in [
        set("phone", Permission::Camera, true),
        Intent::ForgetGrant { account: id("phone"), right: Permission::Camera },
    ] {
        let request = desk.ask(intent);
        assert_eq!(desk.answer(request).as_deref(), Some("unknown-account"));
    }
}

#[test]
fn a_page_that_records_is_loaded_again_when_that_is_taken_back_but_not_during_a_call() {
    let reloads = |effects: &[Effect]| {
        effects.iter().filter(|effect| matches!(effect, Effect::ReloadPage { .. })).count()
    };
    let set = |right, allowed| Intent::SetGrant { account: id("phone"), right, allowed };
    let forget = |right| Intent::ForgetGrant { account: id("phone"), right };
    let mut desk = Desk::new();
    assert_eq!(reloads(&desk.request(set(Permission::Microphone, true))), 0);
    assert_eq!(reloads(&desk.request(forget(Permission::Microphone))), 1);
    assert_eq!(reloads(&desk.request(forget(Permission::Microphone))), 0, "nothing was allowed");
    desk.request(set(Permission::Location, true));
    assert_eq!(
        reloads(&desk.request(forget(Permission::Location))),
        0,
        "the engine asks for each use"
    );
    desk.request(set(Permission::Microphone, false));
    desk.request(set(Permission::Microphone, true));
    desk.sign_in("phone", CallingMode::Browser);
    desk.call(leg(ObservedState::Connected));
    assert_eq!(reloads(&desk.request(set(Permission::Microphone, false))), 0);
    assert_eq!(reloads(&desk.call(leg(ObservedState::Ended))), 1);
    // A page that is closed has nothing to go on with.
    desk.request(set(Permission::Microphone, true));
    desk.request(Intent::EnableAccount { account: id("phone"), enabled: false });
    assert_eq!(reloads(&desk.request(forget(Permission::Microphone))), 0);
}

#[test]
fn a_grant_without_its_account_waits_for_no_new_one_of_that_name() {
    let grant = Grant { account: id("phone"), right: Permission::Microphone, allowed: true };
    let settings = Settings { grants: vec![grant], ..Settings::default() };
    let mut desk = Desk::from(settings, "en");
    desk.request(Intent::AddAccount { config: config("phone") });
    assert_eq!(answers(&want(&mut desk, "phone", 1, Permission::Microphone)), []);
    assert_eq!(grants(&desk), []);
}

#[test]
fn an_unanswered_question_is_given_up_and_may_come_again() {
    let mut desk = Desk::new();
    want(&mut desk, "phone", 1, Permission::Microphone);
    let effects = desk.wait_alive(ASK_TIMEOUT - SECOND);
    assert_eq!(answers(&effects), []);
    let effects = desk.wait_alive(SECOND);
    assert_eq!(answers(&effects), [(1, false)]);
    assert!(desk.view().asks.is_empty() && desk.view().grants.is_empty());
    assert!(banners(&effects).contains("-ask-phone"), "{}", banners(&effects));
    assert_eq!(answers(&want(&mut desk, "phone", 2, Permission::Microphone)), []);
    assert_eq!(desk.view().asks.len(), 1);
    let late = desk.ask(Intent::AnswerAsk { ask: PermissionId(1), allowed: true, remember: true });
    assert_eq!(desk.answer(late).as_deref(), Some("no-ask"));
    assert!(desk.view().grants.is_empty() && desk.view().asks.len() == 1);
}

#[test]
fn questions_go_with_their_page() {
    let ways: [fn(&mut Desk) -> Vec<Effect>; 4] = [
        |desk| desk.request(Intent::Reload { account: id("phone"), confirmed: true }),
        |desk| desk.request(Intent::EnableAccount { account: id("phone"), enabled: false }),
        |desk| desk.page(PageFact::Broke { problem: PageProblem::Crashed }),
        |desk| {
            desk.now = desk.now + ASK_OVERTAKES;
            desk.page(PageFact::Started { abilities: abilities(true) })
        },
    ];
    for way in ways {
        let mut desk = Desk::with(&["phone", "other"]);
        want(&mut desk, "phone", 1, Permission::Microphone);
        want(&mut desk, "other", 2, Permission::Microphone);
        assert_eq!(answers(&way(&mut desk)), [(1, false)]);
        let asks: Vec<_> = desk.view().asks.into_iter().map(|ask| ask.id).collect();
        assert_eq!(asks, [PermissionId(2)]);
    }
    // What a new document wants at once may be heard before its hello.
    let mut desk = Desk::new();
    want(&mut desk, "phone", 1, Permission::Microphone);
    assert_eq!(answers(&desk.page(PageFact::Started { abilities: abilities(true) })), []);
    assert_eq!(desk.view().asks.len(), 1);
    // A closed page, and one that never was, get nothing.
    desk.request(Intent::EnableAccount { account: id("phone"), enabled: false });
    assert_eq!(answers(&want(&mut desk, "phone", 8, Permission::Microphone)), [(8, false)]);
    assert_eq!(answers(&want(&mut desk, "nobody", 9, Permission::Microphone)), [(9, false)]);
}

#[test]
fn one_wish_of_several_that_goes_leaves_the_question_to_the_others() {
    let mut desk = Desk::with(&["phone", "other"]);
    want(&mut desk, "phone", 1, Permission::Microphone);
    want(&mut desk, "phone", 2, Permission::Microphone);
    desk.page_of("other", PageFact::RightUnwanted { ask: PermissionId(1) });
    desk.page(PageFact::RightUnwanted { ask: PermissionId(1) });
    assert_eq!(answers(&answer(&mut desk, true, true)), [(2, true)]);
    want(&mut desk, "phone", 3, Permission::Camera);
    assert_eq!(answers(&desk.page(PageFact::RightUnwanted { ask: PermissionId(3) })), []);
    assert!(desk.view().asks.is_empty());
}

#[test]
fn hearing_a_wish_twice_changes_nothing() {
    let mut desk = Desk::new();
    want(&mut desk, "phone", 1, Permission::Microphone);
    want(&mut desk, "phone", 1, Permission::Microphone);
    assert_eq!(answers(&answer(&mut desk, true, false)), [(1, true)]);
    desk.page(PageFact::Started { abilities: abilities(true) });
    let before = desk.view();
    assert_eq!(answers(&want(&mut desk, "phone", 1, Permission::Microphone)), []);
    assert_eq!(desk.view(), before);
}

#[test]
fn a_page_gone_wild_gets_a_few_questions_and_every_wish_an_answer() {
    let mut desk = Desk::with(&["phone", "other"]);
    desk.take();
    for n in 0..1000 {
        let scheme = format!("x{n}");
        want(&mut desk, "phone", n, Permission::OtherProgram { scheme });
    }
    assert_eq!(desk.view().asks.len(), OPEN_ASKS);
    let refused = answers(&desk.take());
    assert_eq!(refused.len(), 1000 - OPEN_ASKS);
    assert!(refused.iter().all(|(_, allowed)| !allowed));
    // Recorded once, not a thousand times.
    let recorded = withheld(&desk, &format!("program:x{OPEN_ASKS}"));
    assert_eq!(recorded, [WithheldReason::TooMany]);
    assert_eq!(desk.view().withheld.len(), 1, "{:?}", desk.view().withheld);
    // The same wish over and over does not pile up either.
    let same = |n: u32| Permission::OtherProgram { scheme: format!("x{}", n % 4) };
    for n in 1000..2000 {
        want(&mut desk, "phone", n, same(n));
    }
    assert!(answers(&desk.take()).len() >= 1000 - 32 * OPEN_ASKS);
    // However fast it is answered, and though it reloads itself in between: the minute has so many.
    let mut asked = OPEN_ASKS;
    for n in 2000..3000 {
        if !desk.view().asks.is_empty() {
            answer(&mut desk, false, false);
        }
        desk.page(PageFact::Started { abilities: abilities(true) });
        let open = desk.view().asks.len();
        want(&mut desk, "phone", n, Permission::OtherProgram { scheme: format!("y{n}") });
        asked += desk.view().asks.len() - open;
    }
    assert_eq!(asked, ASKS_MAX);
    assert_eq!(banners(&desk.take()).matches('+').count(), 0, "one notification was enough");
    // Nobody else pays for it, and later it may ask again.
    want(&mut desk, "other", 5000, Permission::Microphone);
    assert_eq!(desk.view().asks.len(), 1);
    desk.wait_alive(ASKING_PERIOD);
    want(&mut desk, "phone", 5001, Permission::Microphone);
    assert_eq!(desk.view().asks.len(), 2);
}

#[test]
fn a_page_in_the_background_is_heard_once_and_one_in_front_is_seen() {
    let mut desk = Desk::with(&["phone", "other"]);
    let shown = banners(&want(&mut desk, "other", 1, Permission::Microphone));
    assert_eq!(
        shown,
        "+ask-other: My other asks you | It wants to use the microphone. Click to answer.\n"
    );
    assert_eq!(banners(&want(&mut desk, "other", 2, Permission::Camera)), "");
    let click = desk.effects.iter().find_map(|effect| match effect {
        Effect::Notify { notification } => Some(notification.click.clone()),
        _ => None,
    });
    let intent = click.unwrap();
    desk.play(Event::Intent { intent, from: Source::Notification, request: None });
    assert_eq!(desk.view().stage, Stage::Widget { account: id("other") });
    assert!(desk.effects.contains(&Effect::ShowWindow));
    assert_eq!(banners(&answer(&mut desk, true, true)), "", "one question is still open");
    assert_eq!(banners(&answer(&mut desk, true, true)), "-ask-other\n");
    // With the window in front the question is before everybody's eyes, whatever is on the stage.
    desk.os(SystemFact::Focus { focused: true });
    assert_eq!(banners(&want(&mut desk, "phone", 3, Permission::Microphone)), "");
    assert_eq!(withheld(&desk, "question"), [WithheldReason::InFront]);
    desk.wait_alive(ASKING_PERIOD);
    desk.os(SystemFact::Focus { focused: false });
    desk.presence_is("other", Presence::DoNotDisturb);
    assert_eq!(banners(&want(&mut desk, "other", 4, Permission::Location)), "");
    assert_eq!(withheld(&desk, "question")[0], WithheldReason::DoNotDisturb);
}

#[test]
fn a_page_that_asks_again_and_again_is_told_of_once_a_minute() {
    let mut desk = Desk::new();
    let mut shown = 0;
    for n in 0..8 {
        let scheme = format!("x{n}");
        shown += banners(&want(&mut desk, "phone", n, Permission::OtherProgram { scheme }))
            .matches('+')
            .count();
        answer(&mut desk, false, false);
    }
    assert_eq!(shown, 1);
    assert_eq!(withheld(&desk, "question")[0], WithheldReason::TooMany);
    desk.wait_alive(ASKING_PERIOD);
    assert!(banners(&want(&mut desk, "phone", 9, Permission::Camera)).starts_with("+ask-phone"));
}

#[test]
fn an_engine_that_cannot_wait_asks_for_the_next_time() {
    let mut desk = Desk::new();
    let missed = |ask, right| PageFact::RightMissed { ask: PermissionId(ask), right };
    let effects = desk.page(missed(1, Permission::Microphone));
    assert_eq!(answers(&effects), []);
    assert!(!desk.view().asks[0].waits);
    desk.page(missed(2, Permission::Microphone));
    assert_eq!(desk.view().asks.len(), 1);
    let effects = answer(&mut desk, true, false);
    assert_eq!(answers(&effects), [], "nothing waits for it");
    assert_eq!(grants(&desk), [("phone microphone".to_owned(), true, false)]);
    // A frame that waits joins such a question and is answered.
    desk.page(missed(3, Permission::Camera));
    want(&mut desk, "phone", 4, Permission::Camera);
    assert!(desk.view().asks[0].waits);
    assert_eq!(answers(&answer(&mut desk, false, true)), [(4, false)]);
}

#[test]
fn another_program_is_asked_for_by_its_scheme() {
    let mut desk = Desk::new();
    let program = |scheme: &str| Permission::OtherProgram { scheme: scheme.to_owned() };
    let hostile = format!("zoommtg: zoom.us\u{202e}moc{}", "x".repeat(5000));
    desk.page(PageFact::RightWanted {
        ask: PermissionId(1),
        right: program("ZoomMtg"),
        detail: Some(hostile),
    });
    let ask = desk.view().asks.remove(0);
    assert_eq!(ask.right, program("zoommtg"));
    let detail = ask.detail.unwrap();
    assert!(detail.starts_with("zoommtg: zoom.usmoc") && detail.chars().count() == 200, "{detail}");
    answer(&mut desk, true, true);
    assert_eq!(answers(&want(&mut desk, "phone", 2, program("zoommtg"))), [(2, true)]);
    assert_eq!(answers(&want(&mut desk, "phone", 3, program("slack"))), []);
    for (n, bad) in
        ["", "1x", "a b", "a:b", "ä", "javascript\n", &"x".repeat(41)].iter().enumerate()
    {
        let ask = 10 + u32::try_from(n).unwrap();
        assert_eq!(
            answers(&want(&mut desk, "phone", ask, program(bad))),
            [(ask, false)],
            "{bad:?}"
        );
        let (account, right) = (id("phone"), program(bad));
        let request = desk.ask(Intent::SetGrant { account, right, allowed: true });
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"));
    }
}

#[test]
fn what_is_kept_of_one_account_has_an_end() {
    let mut desk = Desk::new();
    for n in 0..=GRANTS_MAX {
        let right = Permission::OtherProgram { scheme: format!("s{n}") };
        let request = desk.ask(Intent::SetGrant { account: id("phone"), right, allowed: true });
        let wanted = if n < GRANTS_MAX { "done" } else { "not-possible" };
        assert_eq!(desk.answer(request).as_deref(), Some(wanted), "{n}");
    }
    assert_eq!(desk.state.settings().grants.len(), GRANTS_MAX);
}

#[test]
fn a_right_has_a_name_both_ways() {
    let program = Permission::OtherProgram { scheme: "zoommtg".to_owned() };
    for right in [
        Permission::Microphone,
        Permission::Camera,
        Permission::Screen,
        Permission::Notifications,
        Permission::Clipboard,
        Permission::Location,
        program,
    ] {
        assert_eq!(Permission::from_name(&right.name()), Some(right));
    }
    for bad in ["", "midi", "program:", "program:a b", "zoommtg"] {
        assert_eq!(Permission::from_name(bad), None, "{bad}");
    }
}

#[test]
fn a_question_says_what_it_is_about_in_german_too() {
    let settings = Settings { accounts: vec![config("phone")], ..Settings::default() };
    let mut desk = Desk::from(settings, "de_DE");
    let shown = banners(&want(&mut desk, "phone", 1, Permission::Screen));
    assert!(shown.contains("My phone fragt Sie | Es möchte Ihren Bildschirm sehen."), "{shown}");
    desk.wait(Duration::from_secs(1));
}

#[test]
fn what_never_opens_a_program_is_neither_allowed_nor_forbidden() {
    let mut desk = Desk::new();
    for scheme in
        ["file", "javascript", "data", "https", "mailto", "tel", "FILE", "ms-settings", "x"]
    {
        for allowed in [true, false] {
            let right = Permission::OtherProgram { scheme: scheme.to_owned() };
            let request = desk.ask(Intent::SetGrant { account: id("phone"), right, allowed });
            assert_eq!(desk.answer(request).as_deref(), Some("not-possible"), "{scheme}");
        }
    }
    assert!(grants(&desk).is_empty());
    let right = Permission::OtherProgram { scheme: "zoommtg".to_owned() };
    desk.request(Intent::SetGrant { account: id("phone"), right, allowed: true });
    assert_eq!(grants(&desk), [("phone program:zoommtg".to_owned(), true, true)]);
}

#[test]
fn taking_back_what_nobody_said_says_so() {
    let mut desk = Desk::new();
    let forget = |right| Intent::ForgetGrant { account: id("phone"), right };
    let request = desk.ask(forget(Permission::Camera));
    assert_eq!(desk.answer(request).as_deref(), Some("no-grant"));
    // A screen is allowed until the page goes only; that can be taken back as well.
    desk.page(PageFact::Started { abilities: abilities(true) });
    for right in [Permission::Camera, Permission::Screen] {
        desk.request(Intent::SetGrant {
            account: id("phone"),
            right: right.clone(),
            allowed: true,
        });
        let request = desk.ask(forget(right.clone()));
        assert_eq!(desk.answer(request).as_deref(), Some("done"), "{right:?}");
        let request = desk.ask(forget(right));
        assert_eq!(desk.answer(request).as_deref(), Some("no-grant"));
    }
    assert!(desk.notices().is_empty());
}
