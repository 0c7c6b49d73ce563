//! Traps: sequences in which a status was once lost, overwritten or claimed.

use crate::desk::*;
use crate::status_desk::*;
use Presence::*;
use deskbell_core::*;

fn tell(desk: &mut Desk, word: &str, note: Option<&str>, at: Timestamp) {
    let told =
        StatusReport { word: word.to_owned(), note: note.map(str::to_owned), changed_at: Some(at) };
    desk.play(Event::StatusReported { account: id("hub"), told });
}

/// Paused by hand at the vendor (drift), screen locked and unlocked.
#[test]
fn drift_pause_then_lock_unlock() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("pause", at);
    desk.wait_alive(SECOND * 30);
    assert!(matches!(desk.standing("hub"), SyncState::Drifted { .. }));
    desk.take();
    desk.os(SystemFact::Locked { locked: true });
    desk.wait_alive(MINUTE * 30);
    desk.os(SystemFact::Locked { locked: false });
    desk.wait_alive(MINUTE);
    assert_eq!(desk.words(), Vec::<String>::new(), "overwritten silently");
}

#[test]
fn drift_pause_then_call() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("pause", at);
    desk.wait_alive(SECOND * 30);
    desk.take();
    desk.talk();
    desk.hang_up();
    desk.wait_alive(MINUTE);
    assert_eq!(desk.words(), Vec::<String>::new(), "overwritten silently");
}

/// News in doubt, and a rule that begins and ends meanwhile.
#[test]
fn doubt_and_rule() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("offline", at);
    desk.wait_alive(SECOND);
    desk.take();
    desk.os(SystemFact::Locked { locked: true });
    desk.all_confirm();
    desk.os(SystemFact::Locked { locked: false });
    desk.wait_alive(MINUTE);
    assert_eq!(desk.words(), Vec::<String>::new(), "overwritten silently");
}

#[test]
fn phone_away_by_hand_then_lock() {
    let mut desk = Desk::at(Available);
    desk.presence_is("phone", Away);
    desk.wait_alive(SECOND * 30);
    assert!(matches!(desk.standing("phone"), SyncState::Drifted { .. }));
    desk.take();
    desk.os(SystemFact::Locked { locked: true });
    desk.wait_alive(MINUTE);
    desk.os(SystemFact::Locked { locked: false });
    assert_eq!(desk.asked_of_phone(), None);
}

#[test]
fn other_agent_still_confirmed() {
    let mut desk = Desk::at(Available);
    let mut config = hub();
    config.options.insert(STATUS_AGENT_OPTION.to_owned(), "bob@company.example".to_owned());
    desk.request(Intent::ChangeAccount { config });
    assert!(desk.standing("hub") != SyncState::Confirmed, "nothing was ever told of bob");
}

#[test]
fn push_for_former_agent_confirms_new() {
    let mut desk = Desk::both();
    desk.request(set(Available));
    let (push, _) = desk.pushing().unwrap();
    let mut config = hub();
    config.options.insert(STATUS_AGENT_OPTION.to_owned(), "bob@company.example".to_owned());
    desk.request(Intent::ChangeAccount { config });
    desk.accepted(push);
    assert!(desk.standing("hub") != SyncState::Confirmed, "nothing was ever told of bob");
}

#[test]
fn other_option_overwrites_drift() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("pause", at);
    desk.wait_alive(SECOND * 30);
    desk.take();
    let mut config = hub();
    config.options.insert("zoom".to_owned(), "2".to_owned());
    desk.request(Intent::ChangeAccount { config });
    assert_eq!(desk.words(), Vec::<String>::new(), "overwritten silently");
}

/// Schedules are in local time from the first moment.
#[test]
fn shift_before_local_time() {
    let shift = Schedule {
        name: "Day".into(),
        kind: ScheduleKind::Shift,
        on: true,
        days: [true; 7],
        from: 23 * 60,
        to: 7 * 60,
    };
    let mut settings = both_settings();
    settings.preferences.rules.schedules = vec![shift];
    let mut desk = Desk::from(settings, "en");
    desk.os(SystemFact::LocalTime { offset: 60 }); // 23:13 local: on shift
    desk.open_both();
    desk.request(set(Available));
    desk.all_confirm();
    desk.wait_alive(SECOND * 3);
    assert_eq!(desk.aims(), (Some(Available), Some(Available)));
    let saved = desk.saved();
    let mut s2 = saved.clone();
    // chosen before: the day before
    s2.status.chosen.as_mut().unwrap().at = Timestamp(T0.0 - 86_400_000);
    let mut state = State::new(s2, "en", T0).speaking(dialects()).in_zone(60);
    let effects = start(&mut state, None::<String>, Opening::Shown, T0);
    let pushed = effects.iter().any(|effect| matches!(effect, Effect::PushStatus { .. }));
    assert!(!pushed, "on shift, an hour east");
}

/// Nothing is confirmed before the page speaks.
#[test]
fn confirmed_before_page() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    desk.all_confirm();
    desk.wait_alive(SECOND * 3);
    let again = Desk::from(desk.saved(), "en");
    assert!(again.standing("phone") != SyncState::Confirmed);
}

#[test]
fn same_choice_signed_out() {
    let mut desk = Desk::at(Available);
    desk.receive(WidgetFact::SignedOut);
    let request = desk.ask(set(Available));
    desk.sign_in_as_away();
    desk.wait_alive(MINUTE);
    assert_eq!(desk.answer(request).as_deref(), Some("not-confirmed"));
}

impl Desk {
    fn sign_in_as_away(&mut self) {
        self.receive(WidgetFact::SignedIn { line: OwnLine::default() });
        self.presence_is("phone", Away);
    }
}

#[test]
fn two_pushes_underway() {
    let mut settings = both_settings();
    settings.accounts[1].options.insert(mapping_option(Offline).to_owned(), LEAVE_ALONE.to_owned());
    let mut desk = Desk::both_with(settings);
    desk.request(set(Available));
    desk.request(set(Offline));
    desk.request(set(Away));
    assert_eq!(desk.words(), ["online"], "one at a time");
}

#[test]
fn disable_enable_two_pushes() {
    let mut desk = Desk::both();
    desk.request(set(Away));
    desk.request(Intent::EnableAccount { account: id("hub"), enabled: false });
    desk.request(Intent::EnableAccount { account: id("hub"), enabled: true });
    assert_eq!(desk.words().len(), 1);
}

#[test]
fn answer_after_later_news() {
    let mut desk = Desk::at(Away);
    desk.request(set(Available));
    let (push, _) = desk.pushing().unwrap();
    let at = desk.now;
    desk.told("online", at); // echo: it was applied
    let at = at + SECOND;
    desk.now = at;
    desk.told("pause", at); // then changed elsewhere
    desk.accepted(push);
    desk.wait_alive(MINUTE);
    assert!(desk.standing("hub") != SyncState::Confirmed);
}

#[test]
fn old_news_redelivered() {
    let mut desk = Desk::both();
    let old = desk.now;
    desk.wait_alive(HOUR);
    desk.request(set(Available));
    desk.all_confirm();
    desk.wait_alive(MINUTE * 5);
    desk.told("pause", old); // retry of an hour ago
    desk.wait_alive(MINUTE);
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
}

#[test]
fn future_time_silences() {
    let mut desk = Desk::at(Available);
    desk.told("online", Timestamp(u64::MAX));
    desk.wait_alive(MINUTE * 5);
    let at = desk.now;
    desk.told("pause", at);
    desk.wait_alive(MINUTE);
    assert!(matches!(desk.standing("hub"), SyncState::Drifted { .. }));
}

#[test]
fn adopt_offline_pushes_pause() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("offline", at);
    desk.wait_alive(SECOND * 5);
    desk.take();
    desk.request(Intent::AdoptStatus { account: id("hub") });
    assert_eq!(desk.pushes(), []);
}

#[test]
fn adopt_long_note() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    tell(&mut desk, "pause", Some(&"x".repeat(100)), at);
    desk.wait_alive(SECOND * 5);
    let r = desk.ask(Intent::AdoptStatus { account: id("hub") });
    desk.all_confirm();
    assert_eq!(desk.answer(r).as_deref(), Some("done"));
}
#[test]
fn adopt_control_note() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    tell(&mut desk, "pause", Some("a\nb\u{202e}\u{1b}[2J"), at);
    desk.wait_alive(SECOND * 5);
    let r = desk.ask(Intent::AdoptStatus { account: id("hub") });
    desk.all_confirm();
    assert_eq!(desk.answer(r).as_deref(), Some("done"));
}

/// A note the vendor does not tell again.
#[test]
fn restart_pushes_again() {
    let mut desk = Desk::at(Available);
    desk.request(Intent::SetPresence {
        presence: Away,
        note: Some("Lunch".into()),
        after_call: false,
        until: None,
    });
    desk.all_confirm();
    let at = desk.now;
    desk.told("pause", at); // echo without sub_status
    desk.wait_alive(SECOND * 30);
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    let again = Desk::from(desk.saved(), "en");
    assert_eq!(again.pushes(), []);
}

#[test]
fn disable_leaves_banner() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("pause", at);
    desk.wait_alive(SECOND * 5);
    assert!(banners(&desk.effects).contains("status-hub"));
    desk.take();
    desk.request(Intent::EnableAccount { account: id("hub"), enabled: false });
    let gone = |effect: &Effect| matches!(effect, Effect::WithdrawNotification { key } if key == "status-hub");
    assert!(desk.effects.iter().any(gone), "still on screen");
}

#[test]
fn next_beats_rules_that_began_later() {
    let mut desk = Desk::at(DoNotDisturb);
    desk.talk();
    desk.request(Intent::SetPresence {
        presence: Available,
        note: None,
        after_call: true,
        until: None,
    });
    desk.wait_alive(MINUTE);
    desk.os(SystemFact::Locked { locked: true });
    desk.wait_alive(MINUTE);
    desk.hang_up();
    assert_eq!(desk.aims().0, Some(Away));
}

#[test]
fn idle_right_after_call() {
    let mut desk = Desk::at(Available);
    desk.change_rules(|rules| {
        rules.away_when_idle = true;
        rules.wrap_up = true;
    });
    desk.talk();
    let since = Some(desk.now);
    desk.os(SystemFact::Idle { since });
    desk.wait_alive(MINUTE * 30);
    desk.hang_up();
    assert_eq!(desk.rules(), [Rule::WrapUp]);
}

#[test]
fn light_with_left_alone() {
    let mut settings = both_settings();
    settings.accounts[0]
        .options
        .insert(mapping_option(Available).to_owned(), LEAVE_ALONE.to_owned());
    let mut desk = Desk::both_with(settings);
    desk.presence_is("phone", DoNotDisturb);
    desk.request(set(Available));
    desk.all_confirm();
    desk.wait_alive(SECOND * 3);
    let reach = desk.view().reach;
    assert!(reach.level != ReachLevel::Good);
}

#[test]
fn drift_text_signed_out() {
    let mut desk = Desk::at(Available);
    desk.presence_is("phone", Away);
    desk.wait_alive(SECOND * 5);
    desk.receive(WidgetFact::SignedOut);
    assert!(!desk.status("phone").text.unwrap().contains("says ,"));
}

#[test]
fn retry_over_manual_change() {
    let mut desk = Desk::at(Away);
    desk.request(set(Available));
    desk.refuse(PushProblem::Server { status: 503 });
    desk.take();
    let at = desk.now + SECOND;
    desk.now = at;
    desk.told("offline", at);
    desk.wait_alive(MINUTE);
    assert_eq!(desk.words(), Vec::<String>::new());
}

#[test]
fn rule_at_restart_over_change() {
    let mut desk = Desk::at(Available);
    desk.wait_alive(SECOND * 3);
    let mut s = desk.state.settings();
    s.status.chosen.as_mut().unwrap().at = Timestamp(T0.0 - 86_400_000);
    s.preferences.rules.schedules = vec![Schedule {
        name: "Day".into(),
        kind: ScheduleKind::Shift,
        on: true,
        days: [true; 7],
        from: 8 * 60,
        to: 16 * 60,
    }];
    let mut again = Desk::from(s, "en");
    again.page_of("hub", PageFact::Started { abilities: abilities(true) });
    again.page(PageFact::Started { abilities: abilities(true) });
    again.presence_is("phone", DoNotDisturb);
    again.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    again.wait_alive(MINUTE);
    assert_eq!(again.asked_of_phone(), None);
}

fn fine_dialect() -> std::collections::BTreeMap<VendorId, StatusDialect> {
    let w = |word: &str, presence| StatusWord {
        word: word.into(),
        presence,
        label: same_label(word),
        settable: true,
        second_session: false,
    };
    let d = StatusDialect {
        channel: Channel::Phone,
        route: StatusRoute::Widget,
        notes: false,
        words: vec![
            w("Available/TakeAllCalls", Available),
            w("Available/DoNotAcceptDepartmentCalls", Available),
            w("Busy/TakeAllCalls", Away),
            w("Busy/DoNotAcceptDepartmentCalls", Away),
        ],
        mapping: [
            (Available, "Available/TakeAllCalls".to_owned()),
            (Away, "Busy/TakeAllCalls".to_owned()),
            (WrapUp, "Busy/DoNotAcceptDepartmentCalls".to_owned()),
        ]
        .into(),
    };
    [(VendorId("some".into()), d)].into()
}
/// A vendor with finer words than ours: the agent took themselves out of the queues by hand.
#[test]
fn out_of_queue_is_confirmed_and_undone() {
    let mut now = T0;
    let settings = Settings { accounts: vec![config("phone")], ..Settings::default() };
    let mut state = State::new(settings, "en", now).speaking(fine_dialect());
    start(&mut state, None::<String>, Opening::Shown, now);
    let acc = id("phone");
    let go = |state: &mut State, event: Event, now: Timestamp| update(state, event, now);
    let fact = |word: &str| Event::Widget {
        account: id("phone"),
        fact: WidgetFact::PresenceChanged {
            presence: Some(if word.starts_with("Av") { Available } else { Away }),
            word: Some(word.into()),
            user_status: None,
            dnd_status: None,
        },
    };
    go(
        &mut state,
        Event::Page {
            account: acc.clone(),
            fact: PageFact::Started { abilities: abilities(true) },
        },
        now,
    );
    go(
        &mut state,
        Event::Widget {
            account: acc.clone(),
            fact: WidgetFact::SignedIn { line: OwnLine::default() },
        },
        now,
    );
    go(&mut state, fact("Available/TakeAllCalls"), now);
    go(
        &mut state,
        Event::Intent { intent: set(Available), from: Source::Window, request: None },
        now,
    );
    now = now + SECOND * 10;
    go(&mut state, fact("Available/DoNotAcceptDepartmentCalls"), now);
    now = now + SECOND * 5;
    go(&mut state, Event::Tick, now);
    let mut out = go(&mut state, Event::Os { fact: SystemFact::Locked { locked: true } }, now);
    out.extend(go(&mut state, Event::Os { fact: SystemFact::Locked { locked: false } }, now));
    let posts: Vec<_> = out
        .iter()
        .filter_map(|e| match e {
            Effect::Post { command: VendorCommand::SetPresence { word }, .. } => Some(word.clone()),
            _ => None,
        })
        .collect();
    assert!(!posts.contains(&"Available/TakeAllCalls".to_owned()));
}

/// A phone that is unknown (signed out) while a rule passes: not pushed at sign-in over what it shows then.
#[test]
fn rule_while_signed_out() {
    let mut desk = Desk::at(Available);
    desk.receive(WidgetFact::SignedOut);
    desk.os(SystemFact::Locked { locked: true });
    desk.os(SystemFact::Locked { locked: false });
    desk.presence_is("phone", DoNotDisturb);
    desk.take();
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    assert_eq!(desk.asked_of_phone(), None);
}
