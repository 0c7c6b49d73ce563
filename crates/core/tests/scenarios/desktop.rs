//! The desktop as people have it: a notification service that refuses, a tray that goes, a key store that opens late.
//! The numbers are of public reports of such situations.

use crate::desk::*;
use crate::status_desk::*;
use ObservedState::Alerting;
use deskbell_core::*;

fn check(desk: &Desk, id: CheckId) -> Check {
    let checks = desk.view().reach.checks;
    checks.into_iter().find(|check| check.id == id && check.account.is_none()).unwrap()
}

#[test]
fn a_refused_notification_is_told_until_one_is_shown() {
    // python-sdbus#110
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    let refused = |key: &str| Outcome::NotificationFailed {
        key: key.to_owned(),
        reason: "too many at a time".to_owned(),
    };
    let shown = |key: &str| Outcome::NotificationShown { key: key.to_owned() };
    assert_eq!(check(&desk, CheckId::Notifications).level, ReachLevel::Good);
    desk.outcome(refused("call-1"));
    let told = check(&desk, CheckId::Notifications);
    assert_eq!(told.level, ReachLevel::Look);
    assert!(told.text.contains("too many at a time") && told.fix.is_some(), "{told:?}");
    desk.outcome(shown("message-phone-1"));
    assert_eq!(check(&desk, CheckId::Notifications).level, ReachLevel::Look, "it still rings");
    desk.outcome(shown("call-1"));
    assert_eq!(check(&desk, CheckId::Notifications).level, ReachLevel::Good);
    // One that is not wanted any more says nothing about the next.
    desk.outcome(refused("call-1"));
    desk.call(ended_as(leg(ObservedState::Ended), EndReason::Declined));
    assert_eq!(check(&desk, CheckId::Notifications).level, ReachLevel::Look, "nothing was shown");
    desk.outcome(shown("message-phone-1"));
    assert_eq!(check(&desk, CheckId::Notifications).level, ReachLevel::Good);
}

#[test]
fn without_an_icon_a_hidden_window_comes_back() {
    // opensnitch#1659
    let mut desk = Desk::new();
    assert!(!desk.os(SystemFact::TrayHost { present: false }).contains(&Effect::ShowWindow));
    desk.os(SystemFact::TrayHost { present: true });
    desk.os(SystemFact::Visible { visible: false });
    let effects = desk.os(SystemFact::TrayHost { present: false });
    assert!(effects.contains(&Effect::ShowWindow), "the way back has gone: {effects:?}");
    // Started hidden, and the icon was never there.
    let mut state = State::new(Settings::default(), "en", T0);
    let effects = start(&mut state, None::<String>, Opening::Hidden, T0);
    assert!(!effects.contains(&Effect::ShowWindow));
    let gone = Event::Os { fact: SystemFact::TrayHost { present: false } };
    assert!(update(&mut state, gone, T0).contains(&Effect::ShowWindow));
}

#[test]
fn a_token_that_comes_late_is_used_when_it_comes() {
    // zed#64518
    let mut settings = both_settings();
    let token = settings.accounts[1].options.remove(STATUS_TOKEN_OPTION).unwrap();
    let mut desk = Desk::both_with(settings);
    desk.request(set(Presence::Away));
    desk.presence_is("phone", Presence::Away);
    let problem = Some("it is locked".to_owned());
    desk.os(SystemFact::KeyStore { problem });
    assert_eq!(desk.notices(), [NoticeKind::KeyStore], "told at once");
    desk.take();
    let came = |value: &str| SystemFact::Secret {
        account: id("hub"),
        key: STATUS_TOKEN_OPTION.to_owned(),
        value: Private::from(value),
    };
    let effects = desk.os(came(&token));
    let pushed = effects.iter().any(|effect| {
        matches!(effect, Effect::PushStatus { config, .. }
            if config.option(STATUS_TOKEN_OPTION) == Some(&token))
    });
    assert!(pushed, "the status waited for it: {effects:?}");
    desk.os(SystemFact::KeyStore { problem: None });
    assert!(desk.notices().is_empty());
    // What was typed meanwhile is newer, and of an account that has gone nothing is known.
    assert!(desk.os(came("older")).is_empty());
    desk.request(Intent::RemoveAccount { account: id("hub"), forget_history: false });
    assert!(desk.os(came("late")).is_empty());
}

#[test]
fn a_secret_of_a_page_loads_it_anew() {
    let mut desk = Desk::new();
    let (account, key) = (id("phone"), "clientSecret".to_owned());
    let effects = desk.os(SystemFact::Secret { account, key, value: "s3cret".into() });
    let reloads = |effect: &Effect| matches!(effect, Effect::ReloadPage { config } if config.option("clientSecret") == Some("s3cret"));
    assert!(effects.iter().any(reloads), "{effects:?}");
}

#[test]
fn a_shortcut_is_one_however_it_is_typed() {
    let reply =
        |shortcut: &str| CannedReply { shortcut: shortcut.to_owned(), text: "Hi".to_owned() };
    let mut desk = Desk::new();
    for (second, answer) in
        [("Grüße", "bad-input"), ("GRU\u{308}SSE", "bad-input"), ("grusse", "done")]
    {
        let replies = vec![reply("grüsse"), reply(second)];
        let request =
            desk.ask(Intent::ChangeSetting { change: SettingChange::CannedReplies(replies) });
        let expected = if second == "Grüße" { "bad-input" } else { answer };
        assert_eq!(desk.answer(request).as_deref(), Some(expected), "{second}");
    }
}

/// The notifications on screen after these effects, by key and title.
fn on_screen(effects: &[Effect]) -> std::collections::BTreeMap<String, String> {
    let mut screen = std::collections::BTreeMap::new();
    for effect in effects {
        match effect {
            Effect::Notify { notification } => {
                let title = notification.title.reveal().clone();
                screen.insert(notification.key.clone(), title);
            }
            Effect::WithdrawNotification { key } => drop(screen.remove(key)),
            _ => {}
        }
    }
    screen
}

/// A call of its own that rings and that nobody takes.
fn miss(desk: &mut Desk, number: u32) {
    let keys = [format!("sip:{number}"), format!("telephony:{number}")];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let party = Party { number: Some(format!("+1650555{number:04}").as_str().into()), name: None };
    let ring = CallObservation {
        direction: Some(Direction::Inbound),
        party,
        ..seen(CallSource::Leg, &keys, Alerting)
    };
    desk.call(ring.clone());
    desk.call(ended_as(
        CallObservation { state: Some(ObservedState::Ended), ..ring },
        EndReason::Missed,
    ));
    desk.wait(std::time::Duration::from_secs(10));
}

#[test]
fn many_missed_calls_are_one_notification_with_a_count() {
    // gsconnect#364
    let mut desk = Desk::new();
    miss(&mut desk, 1);
    assert!(on_screen(&desk.effects)["missed-1"].contains("555-0001"));
    for number in 2..=45 {
        miss(&mut desk, number);
    }
    let screen = on_screen(&desk.effects);
    assert_eq!(screen.len(), 1, "{screen:?}");
    assert_eq!(screen["missed-1"], "45 missed calls");
    // Closed by the user, it comes back with the next call and not before.
    desk.outcome(Outcome::NotificationClosed { key: "missed-1".to_owned() });
    desk.take();
    desk.os(SystemFact::Focus { focused: false });
    assert!(on_screen(&desk.effects).is_empty());
    miss(&mut desk, 46);
    assert_eq!(on_screen(&desk.effects).into_values().collect::<Vec<_>>(), ["46 missed calls"]);
    desk.request(mark_all(SeenKind::Calls));
    assert!(on_screen(&desk.effects).is_empty(), "seen");
}

#[test]
fn a_ring_finds_room_among_all_that_stands() {
    let names: Vec<String> = (0..30).map(|number| format!("phone-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut desk = Desk::with(&names);
    for name in &names {
        desk.receive_at(name, WidgetFact::SignedOut);
    }
    let standing = on_screen(&desk.effects);
    assert_eq!(standing.len(), 10, "{standing:?}");
    assert!(standing.contains_key("signed-out-phone-29"), "the oldest go first");
    desk.receive_at("phone-0", WidgetFact::Call { observation: leg(Alerting) });
    assert!(on_screen(&desk.effects).contains_key("call-1"));
    assert_eq!(on_screen(&desk.effects).len(), 11, "a ring takes nobody's place");
}
