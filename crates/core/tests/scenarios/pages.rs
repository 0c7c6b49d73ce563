//! Hosted pages: how they break, how they are tried again, and when we ask first.

use crate::desk::*;
use ObservedState::{Alerting, Connected, Ended};
use deskbell_core::*;

fn page(desk: &Desk) -> PageState {
    desk.view().accounts.into_iter().next().unwrap().page
}

fn broken(desk: &Desk) -> (PageProblem, Option<u64>, u32) {
    match page(desk) {
        PageState::Broken { problem, retry_at, tries } => {
            (problem, retry_at.map(|at| at.since(desk.now).as_secs()), tries)
        }
        other => panic!("not broken: {other:?}"),
    }
}

fn reloads(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::ReloadPage { .. })).count()
}

#[test]
fn start_opens_enabled_pages_shows_the_last_one_and_sets_the_tray() {
    let off = AccountConfig { enabled: false, ..config("off") };
    let settings = Settings {
        accounts: vec![config("one"), off, config("two")],
        last_shown: Some(id("two")),
        ..Settings::default()
    };
    let mut state = State::new(settings, "de_DE", T0);
    let effects = start(&mut state, Some("damaged"), Opening::Shown, T0);
    let opened: Vec<_> = effects
        .iter()
        .filter_map(|e| {
            if let Effect::OpenPage { config } = e { Some(config.id.as_str()) } else { None }
        })
        .collect();
    assert_eq!(opened, ["one", "two"]);
    assert!(effects.contains(&Effect::ShowWindow));
    assert!(effects.contains(&Effect::Arrange { widget: Some(id("two")) }));
    assert_eq!(moods(&effects), [TrayState::Idle]);
    let view = view(&state, T0);
    assert_eq!(view.notices.first().map(|n| n.kind), Some(NoticeKind::SettingsReset));
    assert_eq!(view.stage, Stage::Widget { account: id("two") });
}

#[test]
fn a_hidden_start_comes_to_light_where_there_is_no_tray() {
    let mut state = State::new(Settings::default(), "en", T0);
    let effects = start(&mut state, None::<&str>, Opening::Hidden, T0);
    assert!(!effects.contains(&Effect::ShowWindow));
    assert_eq!(view(&state, T0).stage, Stage::Welcome);
    let fact = SystemFact::TrayHost { present: false };
    assert_eq!(update(&mut state, Event::Os { fact }, T0)[0], Effect::ShowWindow);
}

#[test]
fn a_page_that_never_speaks_is_silent_and_one_that_stops_is_hung() {
    let mut desk = Desk::bare(&["phone"]);
    assert_eq!(page(&desk), PageState::Loading);
    desk.wait(HELLO_LOST);
    assert_eq!(broken(&desk), (PageProblem::Silent, Some(2), 0));
    let mut desk = Desk::new();
    desk.wait_alive(SECOND * 300);
    assert_eq!(page(&desk), PageState::Alive);
    desk.wait(HEARTBEAT_LOST);
    assert_eq!(broken(&desk).0, PageProblem::Hung);
    assert!(desk.effects.contains(&Effect::Arrange { widget: None }), "our page gives the reason");
    desk.page(PageFact::Heartbeat);
    assert_eq!(page(&desk), PageState::Alive);
}

#[test]
fn sleep_is_no_silence() {
    let mut desk = Desk::new();
    desk.now = desk.now + SECOND * 3600;
    desk.os(SystemFact::Woke);
    assert_eq!(page(&desk), PageState::Alive);
    desk.now = desk.now + SECOND * 3600;
    desk.play(Event::Tick);
    assert_eq!(page(&desk), PageState::Alive, "even if the tick comes before the news");
}

#[test]
fn tries_come_with_growing_pauses_and_start_anew_after_a_good_time() {
    let mut desk = Desk::new();
    let mut pauses = Vec::new();
    for _ in 0..7 {
        desk.page(PageFact::Broke { problem: PageProblem::Crashed });
        let (_, pause, _) = broken(&desk);
        pauses.push(pause.unwrap());
        let effects = desk.wait(SECOND * u32::try_from(pause.unwrap()).unwrap());
        assert_eq!((reloads(&effects), page(&desk)), (1, PageState::Loading));
    }
    assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60]);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.page(PageFact::Broke { problem: PageProblem::Crashed });
    assert_eq!(broken(&desk).2, 7, "a short life is no recovery");
    desk.wait(RETRY_MAX);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.wait_alive(RETRY_MAX);
    desk.page(PageFact::Broke { problem: PageProblem::Crashed });
    assert_eq!(broken(&desk).2, 0);
}

#[test]
fn a_bad_configuration_is_not_tried_again() {
    let mut desk = Desk::new();
    desk.page(PageFact::Broke { problem: PageProblem::BadConfig { reason: "no url".to_owned() } });
    assert_eq!(broken(&desk).1, None);
    assert_eq!(reloads(&desk.wait(SECOND * 3600)), 0);
}

#[test]
fn a_hung_page_with_a_live_call_is_never_reloaded_unasked() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.wait(HEARTBEAT_LOST);
    assert_eq!(broken(&desk), (PageProblem::Hung, None, 0));
    assert_eq!(reloads(&desk.wait(SECOND * 600)), 0);
    desk.request(Intent::Reload { account: id("phone"), confirmed: false });
    assert_eq!(desk.view().question, Some(Question::ReloadDuringCall { account: id("phone") }));
    desk.request(Intent::CancelQuestion);
    assert_eq!((desk.view().question, reloads(&desk.take())), (None, 0));
    let effects = desk.request(Intent::Reload { account: id("phone"), confirmed: true });
    assert_eq!(reloads(&effects), 1);
}

#[test]
fn a_call_can_be_ended_while_its_page_is_hung_and_nothing_else_is_handed_to_it() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.wait(HEARTBEAT_LOST);
    assert_eq!(broken(&desk).0, PageProblem::Hung);
    assert_eq!(desk.live().actions, [CallAction::HangUp]);
    let tray = desk.effects.iter().rev().find(|effect| matches!(effect, Effect::SetTray { .. }));
    assert!(format!("{tray:?}").contains("HangUp"), "the tray offers it as well: {tray:?}");
    desk.take();
    for action in [CallAction::Hold, CallAction::Mute] {
        let request = desk.act(action);
        assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
        assert_eq!(desk.posts(), 0);
    }
    desk.act(CallAction::HangUp);
    assert_eq!(desk.posts(), 1);
    assert_eq!(desk.live().pending.map(|pending| pending.action), Some(CallAction::HangUp));
    desk.wait(COMMAND_TIMEOUT);
    let trouble = desk.live().trouble.unwrap();
    assert!(trouble.contains("as soon as it does"), "neither done nor never to be: {trouble}");
    assert_eq!(desk.live().actions, [CallAction::HangUp], "and may be tried again");
    desk.page(PageFact::Heartbeat);
    assert!(desk.live().actions.contains(&CallAction::Hold), "a page that came back takes all");
}

#[test]
fn a_ringing_call_of_a_hung_page_can_be_declined_and_not_answered_late() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    desk.wait(HEARTBEAT_LOST);
    assert_eq!(desk.live().actions, [CallAction::Decline]);
}

#[test]
fn a_crashed_page_lost_its_call_and_is_tried_when_that_is_certain() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.page(PageFact::Broke { problem: PageProblem::Crashed });
    assert_eq!(broken(&desk).1, None);
    assert_eq!(desk.live().actions, []);
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    assert_eq!(desk.notices(), [NoticeKind::CallLost]);
    assert_eq!(broken(&desk).1, Some(2));
    assert_eq!(reloads(&desk.wait(RETRY_FIRST)), 1);
}

#[test]
fn without_a_network_a_failed_load_is_offline_and_tried_at_once_when_it_is_back() {
    let mut desk = Desk::new();
    desk.os(SystemFact::Network { online: false });
    assert_eq!(page(&desk), PageState::Alive, "a working page is left alone");
    desk.page(PageFact::Broke { problem: PageProblem::LoadFailed { reason: "host".to_owned() } });
    assert_eq!(broken(&desk).0, PageProblem::Offline);
    assert!(!desk.view().surroundings.online);
    let effects = desk.os(SystemFact::Network { online: true });
    assert_eq!((reloads(&effects), page(&desk)), (1, PageState::Loading));
}

#[test]
fn leaving_during_a_call_is_asked_and_moot_when_the_call_ends() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    let request = desk.ask(Intent::Quit { confirmed: false });
    assert_eq!(desk.answer(request).as_deref(), Some("needs-confirmation"));
    assert_eq!(desk.view().question, None, "a program gets its question as an answer");
    let intent = Intent::Quit { confirmed: false };
    let effects = desk.play(Event::Intent { intent, from: Source::Tray, request: None });
    assert!(effects.contains(&Effect::ShowWindow) && !effects.contains(&Effect::Quit));
    assert_eq!(desk.view().question, Some(Question::QuitDuringCall));
    desk.call(leg(Ended));
    assert_eq!(desk.view().question, None);
    assert!(desk.request(Intent::Quit { confirmed: false }).contains(&Effect::Quit));
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    assert!(desk.request(Intent::Quit { confirmed: true }).contains(&Effect::Quit));
}

#[test]
fn closing_hides_into_a_tray_that_is_there_and_otherwise_says_so_once() {
    let mut desk = Desk::new();
    assert_eq!(desk.os(SystemFact::CloseRequested), [Effect::HideWindow]);
    desk.os(SystemFact::TrayHost { present: false });
    let effects = desk.os(SystemFact::CloseRequested);
    assert!(effects.contains(&Effect::MinimizeWindow));
    assert!(desk.state.settings().told_no_tray);
    assert!(effects.iter().any(|e| matches!(e, Effect::SaveSettings { .. })));
    assert_eq!(desk.notices(), [NoticeKind::NoTray]);
    assert_eq!(desk.os(SystemFact::CloseRequested), [Effect::MinimizeWindow]);
    desk.os(SystemFact::TrayHost { present: true });
    desk.request(Intent::ChangeSetting { change: SettingChange::CloseToTray(false) });
    assert_eq!(desk.os(SystemFact::CloseRequested), [Effect::MinimizeWindow]);
}

#[test]
fn unreadable_messages_are_counted_by_name_and_a_flood_is_one_notice() {
    let mut desk = Desk::new();
    let account = id("phone");
    for n in 0..300 {
        let problem = Problem::UnknownType { name: format!("type-{n}") };
        desk.play(Event::Unparsed { account: account.clone(), problem, count: 1 });
    }
    let row = desk.view().accounts.into_iter().next().unwrap();
    assert_eq!(row.unparsed.len(), 201);
    assert!(row.unparsed.contains(&NamedCount { name: "other".to_owned(), count: 100 }));
    for count in [5, 7] {
        desk.play(Event::Unparsed { account: account.clone(), problem: Problem::Dropped, count });
    }
    let notices = desk.view().notices;
    assert_eq!(notices.len(), 1);
    assert_eq!((notices[0].kind, notices[0].detail.as_deref()), (NoticeKind::Flood, Some("12")));
}
