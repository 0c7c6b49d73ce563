//! The policy at work: what is shown, what is withheld and why, and the tray that goes with it.

use crate::desk::*;
use ObservedState::{Alerting, Connected, Ended};
use deskbell_core::*;
use expect_test::expect;

fn reasons(desk: &Desk) -> Vec<(String, WithheldReason)> {
    desk.view().withheld.into_iter().map(|w| (w.what, w.reason)).collect()
}

/// The tray as lines.
fn tray(effects: &[Effect]) -> String {
    let last = effects.iter().rev().find_map(|effect| match effect {
        Effect::SetTray { tray } => Some(tray),
        _ => None,
    });
    let Some(tray) = last else { return "unchanged".to_owned() };
    let mut lines = format!("{:?}: {}\n", tray.mood, tray.tooltip);
    for item in &tray.items {
        lines += &match item {
            TrayItem::Action { label, .. } => format!("[{label}]\n"),
            TrayItem::Choice { label, checked, .. } => {
                format!("({}) {label}\n", if *checked { "x" } else { " " })
            }
            TrayItem::Label { label } => format!("{label}\n"),
            TrayItem::Separator => "--\n".to_owned(),
        };
    }
    lines
}

#[test]
fn do_not_disturb_is_silent_unless_the_user_wants_to_be_rung() {
    let mut desk = Desk::new();
    desk.presence_is("phone", Presence::DoNotDisturb);
    let effects = desk.call(leg(Alerting));
    assert_eq!(banners(&effects), "");
    assert!(!effects.contains(&Effect::RequestAttention));
    assert_eq!(reasons(&desk), [("call".to_owned(), WithheldReason::DoNotDisturb)]);
    assert_eq!(desk.live().actions.len(), 4, "it can still be answered");
    desk.call(leg(Alerting));
    assert_eq!(reasons(&desk).len(), 1, "recorded once per call");
    let change = SettingChange::RingInDoNotDisturb(true);
    let effects = desk.request(Intent::ChangeSetting { change });
    assert!(banners(&effects).contains("+call-1"));
    assert!(effects.contains(&Effect::RequestAttention));
}

#[test]
fn a_call_rings_even_in_front_but_asks_no_attention_there() {
    let mut desk = Desk::new();
    desk.os(SystemFact::Focus { focused: true });
    let effects = desk.call(leg(Alerting));
    assert!(banners(&effects).contains("+call-1"));
    assert!(!effects.contains(&Effect::RequestAttention));
}

#[test]
fn without_a_service_the_window_asks_for_attention_and_the_reason_is_kept() {
    let mut desk = Desk::new();
    desk.os(SystemFact::NotificationService { abilities: None });
    assert_eq!(desk.notices(), [NoticeKind::NoNotifications]);
    let effects = desk.call(leg(Alerting));
    assert_eq!(banners(&effects), "");
    assert!(effects.contains(&Effect::RequestAttention));
    assert_eq!(reasons(&desk), [("call".to_owned(), WithheldReason::NoService)]);
    let effects = desk.os(SystemFact::NotificationService { abilities: Some(service()) });
    assert!(banners(&effects).contains("+call-1"), "a service that appears is used at once");
    assert!(desk.notices().is_empty());
}

#[test]
fn a_service_without_buttons_gets_none() {
    let mut desk = Desk::new();
    let plain = NotificationAbilities { actions: false, ..service() };
    desk.os(SystemFact::NotificationService { abilities: Some(plain) });
    assert!(!banners(&desk.call(leg(Alerting))).contains("Answer"));
}

#[test]
fn a_refused_notification_is_recorded_and_not_tried_for_ever() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    let key = "call-1".to_owned();
    desk.outcome(Outcome::NotificationFailed { key, reason: "busy".to_owned() });
    assert_eq!(reasons(&desk), [("call".to_owned(), WithheldReason::ServiceFailed)]);
    assert_eq!(banners(&desk.call(leg(Alerting))), "");
}

#[test]
fn hidden_content_and_several_accounts_and_a_queue() {
    let mut desk = Desk::with(&["phone", "other"]);
    let effects = desk.call(CallObservation { queue: Some("Sales".into()), ..leg(Alerting) });
    let hidden = desk.request(Intent::ChangeSetting { change: SettingChange::HideContent(true) });
    let german = Intent::ChangeSetting { change: SettingChange::Language(Language::German) };
    let german = desk.request(german);
    expect![[r#"
        +call-1: Incoming call: Ada | +1 650-555-0100 / Queue: Sales / My phone ["Answer", "Decline"]
        +call-1: Incoming call | My phone ["Answer", "Decline"]
        +call-1: Eingehender Anruf | My phone ["Annehmen", "Ablehnen"]
    "#]]
    .assert_eq(&banners(&[effects, hidden, german.clone()].concat()));
    assert!(tray(&german).contains("[Eingehender Anruf]\n"));
}

#[test]
fn the_tray_follows_the_state() {
    let mut desk = Desk::bare(&["phone"]);
    expect![[r#"
        Idle: Deskbell
        ( ) Available
        ( ) Away
        ( ) Do not disturb
        ( ) Offline
        --
        [Show Deskbell]
        [Quit]
    "#]]
    .assert_eq(&tray(&desk.take()));
    desk.sign_in("phone", CallingMode::Browser);
    let ringing = desk.call(leg(Alerting));
    expect![[r#"
        Ringing: Deskbell — Ringing, Available
        [Incoming call: Ada]
        [Answer]
        [Decline]
        --
        (x) Available
        ( ) Away
        ( ) Do not disturb
        ( ) Offline
        --
        [Show Deskbell]
        [Quit]
    "#]]
    .assert_eq(&tray(&ringing));
    let talking = desk.call(leg(Connected));
    assert!(tray(&talking).starts_with("OnCall: Deskbell — On a call, Available\n"));
    assert!(tray(&talking).contains("[Hang up]"));
    desk.call(leg(Ended));
    let other = |state| CallObservation { keys: vec![CallKey("sip:z".into())], ..leg(state) };
    desk.call(other(Alerting));
    desk.call(other(Ended));
    let missed = desk.wait(END_REASON_DELAY);
    assert!(tray(&missed).starts_with("Unread: Deskbell — Available, 1 missed\n"));
    let out = desk.receive(WidgetFact::SignedOut);
    assert!(tray(&out).starts_with("SignedOut: Deskbell — Signed out, 1 missed\n"));
}

#[test]
fn a_sign_out_nobody_asked_for_is_told_until_signed_in_again() {
    let mut desk = Desk::new();
    let effects = desk.receive(WidgetFact::SignedOut);
    expect![[r#"
        +signed-out-phone: Signed out | My phone is signed out: calls and messages do not reach you. Click to sign in.
    "#]]
    .assert_eq(&banners(&effects));
    assert_eq!(desk.notices(), [NoticeKind::SignedOut]);
    assert_eq!(desk.receive(WidgetFact::SignedOut), []);
    let effects = desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    assert_eq!(banners(&effects), "-signed-out-phone\n");
    assert!(desk.notices().is_empty());
}

#[test]
fn missed_call_banners_can_be_switched_off_and_the_badge_stays() {
    let mut desk = Desk::new();
    desk.request(Intent::ChangeSetting { change: SettingChange::MissedCallBanners(false) });
    desk.call(leg(Alerting));
    desk.call(leg(Ended));
    let effects = desk.wait(END_REASON_DELAY);
    assert_eq!((banners(&effects).as_str(), desk.view().missed), ("", 1));
    assert_eq!(reasons(&desk), [("missed call".to_owned(), WithheldReason::SwitchedOff)]);
}

#[test]
fn notices_are_replaced_not_stacked_and_can_be_dismissed() {
    let mut desk = Desk::new();
    for reason in ["disk full", "read only"] {
        desk.outcome(Outcome::SaveFailed { reason: reason.to_owned() });
    }
    let notices = desk.view().notices;
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].detail.as_deref(), Some("read only"));
    desk.request(Intent::DismissNotice { notice: notices[0].id });
    assert!(desk.notices().is_empty());
}

#[test]
fn no_more_than_fifty_reasons_are_kept() {
    let mut desk = Desk::new();
    desk.presence_is("phone", Presence::DoNotDisturb);
    for n in 0..80 {
        desk.message(crate::messages::sms(&n.to_string(), true));
    }
    assert_eq!(desk.view().withheld.len(), 50);
}

#[test]
fn a_sign_out_withheld_in_do_not_disturb_is_told_when_that_ends() {
    let choose =
        |presence| Intent::SetPresence { presence, note: None, after_call: false, until: None };
    let told = |effects: &[Effect]| banners(effects).matches("Signed out").count();
    let quiet = || {
        let mut desk = Desk::with(&["phone"]);
        desk.request(choose(Presence::DoNotDisturb));
        assert_eq!(told(&desk.receive(WidgetFact::SignedOut)), 0);
        assert_eq!(desk.notices(), [NoticeKind::SignedOut]);
        assert_eq!(reasons(&desk), [("signed out".to_owned(), WithheldReason::DoNotDisturb)]);
        desk
    };
    let mut desk = quiet();
    assert_eq!(told(&desk.request(mark_all(SeenKind::All))), 0);
    assert_eq!(told(&desk.request(choose(Presence::Available))), 1);
    desk.request(choose(Presence::DoNotDisturb));
    assert_eq!(told(&desk.request(choose(Presence::Available))), 0, "once");
    // Who has seen to it or put it away knows.
    let mut desk = quiet();
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    assert_eq!(told(&desk.request(choose(Presence::Available))), 0);
    let mut desk = quiet();
    let notice = desk.view().notices[0].id;
    desk.request(Intent::DismissNotice { notice });
    assert_eq!(told(&desk.request(choose(Presence::Available))), 0);
}
