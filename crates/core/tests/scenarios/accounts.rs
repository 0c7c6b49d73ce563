//! Accounts and the stage: added, changed, moved, switched and removed, and what each saves.

use crate::desk::*;
use ObservedState::{Alerting, Connected};
use deskbell_core::*;

fn order(desk: &Desk) -> Vec<String> {
    desk.view().accounts.iter().map(|row| row.config.id.to_string()).collect()
}

fn saves(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::SaveSettings { .. })).count()
}

fn code(desk: &mut Desk, intent: Intent) -> String {
    let request = desk.ask(intent);
    desk.answer(request).unwrap()
}

#[test]
fn the_first_account_takes_the_stage() {
    let mut desk = Desk::bare(&[]);
    assert_eq!(desk.view().stage, Stage::Welcome);
    let effects = desk.request(Intent::AddAccount { config: config("new") });
    assert!(effects.contains(&Effect::OpenPage { config: config("new") }));
    assert!(effects.contains(&Effect::Arrange { widget: Some(id("new")) }));
    assert_eq!(saves(&effects), 1);
    assert_eq!(desk.view().stage, Stage::Widget { account: id("new") });
    assert_eq!(code(&mut desk, Intent::AddAccount { config: config("new") }), "bad-input");
    let nameless = AccountConfig { label: " ".to_owned(), ..config("other") };
    assert_eq!(code(&mut desk, Intent::AddAccount { config: nameless }), "bad-input");
}

#[test]
fn accounts_move_and_get_names() {
    let mut desk = Desk::bare(&["a", "b", "c"]);
    assert_eq!(code(&mut desk, Intent::MoveAccount { account: id("a"), to: 99 }), "done");
    assert_eq!(order(&desk), ["b", "c", "a"]);
    desk.request(Intent::MoveAccount { account: id("a"), to: 0 });
    assert_eq!(order(&desk), ["a", "b", "c"]);
    assert_eq!(saves(&desk.request(Intent::MoveAccount { account: id("a"), to: 0 })), 0);
    desk.request(Intent::RenameAccount { account: id("b"), label: "Bee".to_owned() });
    assert_eq!(desk.view().accounts[1].config.label, "Bee");
    let long = Intent::RenameAccount { account: id("b"), label: "x".repeat(81) };
    assert_eq!(code(&mut desk, long), "bad-input");
    let nobody = Intent::RenameAccount { account: id("z"), label: "Z".to_owned() };
    assert_eq!(code(&mut desk, nobody), "unknown-account");
}

#[test]
fn changed_options_reload_the_page_after_a_question_during_a_call() {
    let changed = |url: &str| AccountConfig {
        options: [("url".to_owned(), url.to_owned())].into(),
        ..config("phone")
    };
    let mut desk = Desk::new();
    let effects = desk.request(Intent::ChangeAccount { config: changed("https://a.example") });
    assert!(effects.contains(&Effect::ReloadPage { config: changed("https://a.example") }));
    desk.sign_in("phone", CallingMode::Browser);
    desk.call(leg(Connected));
    let effects = desk.request(Intent::ChangeAccount { config: changed("https://b.example") });
    assert_eq!(saves(&effects), 1);
    assert!(!effects.iter().any(|e| matches!(e, Effect::ReloadPage { .. })));
    assert_eq!(desk.view().question, Some(Question::ReloadDuringCall { account: id("phone") }));
    let other = AccountConfig { vendor: VendorId("else".to_owned()), ..config("phone") };
    assert_eq!(code(&mut desk, Intent::ChangeAccount { config: other }), "bad-input");
}

#[test]
fn switching_off_closes_the_page_but_not_during_a_call() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    let off = Intent::EnableAccount { account: id("phone"), enabled: false };
    assert_eq!(code(&mut desk, off.clone()), "not-possible");
    desk.call(leg(ObservedState::Ended));
    let effects = desk.request(off);
    assert!(effects.contains(&Effect::ClosePage { account: id("phone") }));
    assert!(effects.contains(&Effect::Arrange { widget: None }));
    let view = desk.view();
    assert_eq!((view.accounts[0].page.clone(), view.recent.len()), (PageState::Closed, 0));
    desk.call(leg(Alerting));
    assert_eq!(desk.view().calls, [], "a closed page has nothing to say");
    let effects = desk.request(Intent::EnableAccount { account: id("phone"), enabled: true });
    assert!(effects.iter().any(|e| matches!(e, Effect::OpenPage { .. })));
}

#[test]
fn removing_takes_everything_along() {
    let mut desk = Desk::with(&["phone", "other"]);
    desk.call(leg(Alerting));
    desk.message(crate::messages::sms("1", true));
    desk.play(Event::Unparsed { account: id("phone"), problem: Problem::Dropped, count: 1 });
    desk.take();
    assert_eq!(
        code(&mut desk, Intent::RemoveAccount { account: id("phone"), forget_history: false }),
        "done"
    );
    let effects = desk.take();
    let close = effects.iter().position(|e| *e == Effect::ClosePage { account: id("phone") });
    let delete = effects.iter().position(|e| *e == Effect::DeleteData { account: id("phone") });
    assert!(close.unwrap() < delete.unwrap());
    assert_eq!(saves(&effects), 1);
    let shown = banners(&effects);
    assert!(shown.contains("-call-1") && shown.contains("-message-phone-1"), "{shown}");
    let view = desk.view();
    assert_eq!((view.calls.len(), view.unread, view.notices.len()), (0, 0, 0));
    assert_eq!(view.stage, Stage::Widget { account: id("other") });
    assert_eq!(desk.call(leg(Alerting)), [], "late messages of it are nobody's");
    desk.request(Intent::RemoveAccount { account: id("other"), forget_history: false });
    assert_eq!(desk.view().stage, Stage::Welcome);
}

#[test]
fn showing_an_account_remembers_it_and_marks_nothing_as_seen() {
    let mut desk = Desk::with(&["phone", "other"]);
    desk.call(leg(Alerting));
    desk.call(leg(ObservedState::Ended));
    desk.wait(SECOND * 2);
    assert_eq!(desk.view().accounts[0].missed, 1);
    let stage = Stage::Widget { account: id("other") };
    let effects = desk.request(Intent::Show { stage: stage.clone() });
    assert_eq!(saves(&effects), 1);
    assert!(effects.contains(&Effect::Arrange { widget: Some(id("other")) }));
    assert_eq!(desk.view().missed, 1);
    let intent = Intent::Show { stage: Stage::Widget { account: id("phone") } };
    let effects = desk.play(Event::Intent { intent, from: Source::Notification, request: None });
    assert!(effects.contains(&Effect::ShowWindow));
    assert_eq!(desk.view().missed, 1);
    let effects = desk.request(Intent::Show { stage: Stage::Settings });
    assert!(effects.contains(&Effect::Arrange { widget: None }));
    let nobody = Intent::Show { stage: Stage::Widget { account: id("nobody") } };
    assert_eq!(code(&mut desk, nobody), "unknown-account");
}

#[test]
fn the_windows_place_is_saved() {
    let mut desk = Desk::new();
    let place = WindowPlace { x: 1, y: 2, width: 3, height: 4, maximized: false };
    assert_eq!(saves(&desk.os(SystemFact::WindowPlaced { place })), 1);
    assert_eq!(saves(&desk.os(SystemFact::WindowPlaced { place })), 0);
    assert_eq!(desk.state.settings().window, Some(place));
    let whole = WindowPlace { x: 0, y: 0, width: 3000, height: 2000, maximized: true };
    desk.os(SystemFact::WindowPlaced { place: whole });
    let kept = WindowPlace { maximized: true, ..place };
    assert_eq!(desk.state.settings().window, Some(kept), "what it goes back to is remembered");
}

#[test]
fn what_is_kept_is_saved_once_before_it_is_called_done() {
    let mut desk = Desk::with(&["phone", "other"]);
    let position = |effects: &[Effect], of: fn(&Effect) -> bool| effects.iter().position(of);
    let changes = [
        Intent::AddAccount { config: config("new") },
        Intent::ChangeAccount {
            config: AccountConfig { label: "Else".to_owned(), enabled: false, ..config("other") },
        },
        Intent::SetGrant { account: id("other"), right: Permission::Camera, allowed: true },
        Intent::RemoveAccount { account: id("new"), forget_history: false },
    ];
    for intent in changes {
        desk.take();
        desk.ask(intent.clone());
        let effects = desk.take();
        assert_eq!(saves(&effects), 1, "{intent:?}");
        let save = position(&effects, |effect| matches!(effect, Effect::SaveSettings { .. }));
        let answer = position(&effects, |effect| matches!(effect, Effect::Answer { .. }));
        assert!(save < answer, "{intent:?}: {effects:?}");
        let saved = effects.into_iter().find_map(|effect| match effect {
            Effect::SaveSettings { settings } => Some(*settings),
            _ => None,
        });
        assert_eq!(saved, Some(desk.state.settings()), "all of it: {intent:?}");
    }
}

#[test]
fn a_form_that_would_cut_a_call_changes_nothing() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    let off = AccountConfig { label: "Else".to_owned(), enabled: false, ..config("phone") };
    assert_eq!(code(&mut desk, Intent::ChangeAccount { config: off.clone() }), "not-possible");
    assert_eq!(desk.view().accounts[0].config, config("phone"));
    desk.call(leg(ObservedState::Ended));
    let effects = desk.request(Intent::ChangeAccount { config: off.clone() });
    assert!(effects.contains(&Effect::ClosePage { account: id("phone") }));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ReloadPage { .. })));
    assert_eq!(desk.view().accounts[0].config, off);
}

#[test]
fn a_page_closes_after_what_it_had_open() {
    let ask = PermissionId(7);
    let busy = || {
        let mut desk = Desk::new();
        desk.page(PageFact::RightWanted { ask, right: Permission::Microphone, detail: None });
        let (host, from) = ("a.example".to_owned(), PasswordFor::Proxy);
        desk.page(PageFact::PasswordWanted { host, from });
        desk.receive(WidgetFact::SignedOut);
        let address = Private::from("https://login.example/1");
        desk.receive(WidgetFact::SignInRequested { address });
        let fact = DownloadFact::Begun { host: None, opener: DownloadOpener::Page };
        desk.play(Event::Download { account: id("phone"), download: DownloadId(1), fact });
        desk
    };
    for intent in [
        Intent::EnableAccount { account: id("phone"), enabled: false },
        Intent::RemoveAccount { account: id("phone"), forget_history: false },
    ] {
        let effects = busy().request(intent);
        let close = effects.iter().position(|e| *e == Effect::ClosePage { account: id("phone") });
        let cancel = Effect::Download { download: DownloadId(1), order: DownloadOrder::Cancel };
        for before in [
            Effect::AnswerAsk { account: id("phone"), ask, allowed: false },
            Effect::CloseSignIn { account: id("phone") },
            cancel,
        ] {
            let at = effects.iter().position(|effect| *effect == before);
            assert!(at.is_some() && at < close, "{before:?} in {effects:?}");
        }
        let gone = banners(&effects);
        assert!(gone.contains("-password-phone") && gone.contains("-ask-phone"), "{gone}");
    }
}

#[test]
fn a_phone_that_cannot_ring_is_no_news_once_it_is_switched_off() {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(false) });
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::Browser });
    assert_eq!(desk.notices(), [NoticeKind::NoWebRtc]);
    desk.request(Intent::EnableAccount { account: id("phone"), enabled: false });
    assert!(desk.notices().is_empty());
}
