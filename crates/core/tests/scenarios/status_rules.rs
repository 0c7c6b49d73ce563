//! Rules about the status: a table of what each makes of it, and that a choice by hand always wins.

use crate::desk::*;
use crate::status_desk::*;
use deskbell_core::*;

use Presence::{Available, Away, DoNotDisturb, Offline, OnContact, WrapUp};

fn with_rules(how: impl FnOnce(&mut StatusRules)) -> Desk {
    let mut desk = Desk::at(Available);
    desk.change_rules(how);
    desk.take();
    desk
}

/// A call arrives while available on two vendors → chats pause → it ends → wrap-up → all as before.
#[test]
fn chats_pause_during_a_call_and_come_back_after_wrap_up() {
    let mut desk = with_rules(|rules| rules.wrap_up = true);
    desk.call(leg(ObservedState::Alerting));
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.pushes(), [], "a call that only rings pauses nothing");
    desk.call(leg(ObservedState::Connected));
    assert_eq!(desk.pushes(), [("pause".to_owned(), Some("On a call".to_owned()))]);
    assert_eq!(desk.rules(), [Rule::OnCall]);
    assert_eq!(desk.view().status.rules[0].text, "Chats paused while on a call");
    assert_eq!(desk.aims(), (Some(Available), Some(OnContact)), "the phone knows calls by itself");
    desk.all_confirm();
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    assert_eq!(desk.view().presence, Some(Available), "as a whole");
    desk.wait_alive(MINUTE * 20);
    desk.hang_up();
    assert_eq!(desk.rules(), [Rule::WrapUp]);
    assert_eq!(desk.aims(), (Some(WrapUp), Some(WrapUp)));
    assert_eq!(desk.view().status.rules[0].until, Some(desk.now + SECOND * 30));
    desk.all_confirm();
    desk.wait_alive(SECOND * 31);
    assert_eq!(desk.aims(), (Some(Available), Some(Available)));
    desk.all_confirm();
    assert_eq!(desk.words(), ["pause", "pause", "online"], "the note changed in between");
    assert_eq!((desk.standing("phone"), desk.standing("hub")), confirmed());
    assert_eq!(desk.view().reach.level, ReachLevel::Good);
}

fn confirmed() -> (SyncState, SyncState) {
    (SyncState::Confirmed, SyncState::Confirmed)
}

#[test]
fn a_choice_during_the_call_wins_over_everything_that_follows() {
    for chosen in [Away, DoNotDisturb, Offline, Available] {
        let mut desk = with_rules(|rules| rules.wrap_up = true);
        desk.talk();
        desk.all_confirm();
        desk.request(set(chosen));
        desk.all_confirm();
        assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(chosen), Some(chosen))));
        desk.wait_alive(SECOND * 20);
        desk.hang_up();
        assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(chosen), Some(chosen))));
        desk.wait_alive(MINUTE * 5);
        assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(chosen), Some(chosen))));
    }
}

#[test]
fn a_change_elsewhere_during_the_call_is_not_undone_after_it() {
    let mut desk = with_rules(|_| {});
    desk.talk();
    desk.all_confirm();
    let at = desk.now;
    desk.told("offline", at);
    desk.wait_alive(SECOND * 3);
    desk.take();
    desk.hang_up();
    desk.wait_alive(MINUTE);
    assert_eq!(desk.pushes(), [], "restored never over a change made by hand");
    assert!(matches!(desk.standing("hub"), SyncState::Drifted { .. }));
}

#[test]
fn ready_now_ends_wrap_up() {
    let mut desk = with_rules(|rules| rules.wrap_up = true);
    desk.talk();
    desk.all_confirm();
    desk.hang_up();
    desk.all_confirm();
    desk.wait_alive(SECOND * 5);
    desk.request(set(Available));
    assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(Available), Some(Available))));
}

#[test]
fn a_minute_more_prolongs_the_wrap_up_that_runs_and_only_that() {
    let mut desk = with_rules(|rules| rules.wrap_up = true);
    let none = desk.ask(Intent::ExtendWrapUp);
    assert_eq!(desk.answer(none).as_deref(), Some("not-possible"));
    desk.talk();
    desk.hang_up();
    let until = desk.view().status.rules[0].until.unwrap();
    desk.wait_alive(SECOND * 10);
    desk.request(Intent::ExtendWrapUp);
    assert_eq!(desk.view().status.rules[0].until, Some(until + MINUTE));
    desk.wait_alive(SECOND * 60);
    assert_eq!(desk.rules(), [Rule::WrapUp]);
    desk.wait_alive(SECOND * 21);
    assert_eq!(desk.rules(), []);
    desk.call(second(ObservedState::Connected));
    desk.wait_alive(SECOND);
    desk.call(second(ObservedState::Ended));
    for _ in 0..100 {
        desk.request(Intent::ExtendWrapUp);
    }
    let longest = Some(desk.now + MINUTE * 60);
    assert_eq!(desk.view().status.rules[0].until, longest, "an hour is the longest there can be");
}

#[test]
fn a_call_nobody_took_and_a_call_that_follows_have_their_wrap_up_right() {
    let mut desk = with_rules(|rules| rules.wrap_up = true);
    desk.call(leg(ObservedState::Alerting));
    desk.wait_alive(SECOND * 10);
    desk.hang_up();
    assert_eq!(desk.rules(), [], "missed: nothing to wrap up");
    desk.wait_alive(MINUTE);
    desk.call(second(ObservedState::Connected));
    desk.call(CallObservation { keys: vec![CallKey("sip:3".into())], ..leg(ObservedState::Held) });
    assert_eq!(desk.rules(), [Rule::OnCall]);
    desk.call(second(ObservedState::Ended));
    assert_eq!(desk.rules(), [Rule::OnCall], "one is still held");
    let third =
        CallObservation { keys: vec![CallKey("sip:3".into())], ..leg(ObservedState::Ended) };
    desk.call(third);
    assert_eq!(desk.rules(), [Rule::WrapUp]);
    desk.call(CallObservation {
        keys: vec![CallKey("sip:4".into())],
        ..leg(ObservedState::Connected)
    });
    assert_eq!(desk.rules(), [Rule::OnCall], "the next call ends it");
}

fn second(state: ObservedState) -> CallObservation {
    CallObservation { keys: vec![CallKey("sip:second".to_owned())], ..leg(state) }
}

#[test]
fn the_next_status_comes_at_the_end_of_the_call_instead_of_wrap_up() {
    let mut desk = with_rules(|rules| rules.wrap_up = true);
    let later = |presence| Intent::SetPresence {
        presence,
        note: Some("Break".to_owned()),
        after_call: true,
        until: None,
    };
    desk.talk();
    desk.all_confirm();
    let request = desk.ask(later(Away));
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    assert_eq!(desk.view().status.next.map(|next| next.presence), Some(Away));
    desk.wait_alive(MINUTE);
    assert_eq!(desk.aims(), (Some(Available), Some(OnContact)));
    desk.take();
    desk.hang_up();
    assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(Away), Some(Away))));
    assert_eq!(desk.pushes(), [("pause".to_owned(), Some("Break".to_owned()))]);
    desk.all_confirm();
    // A call comes in all the same.
    desk.call(second(ObservedState::Connected));
    desk.request(later(DoNotDisturb));
    desk.request(Intent::DropNextPresence);
    desk.call(second(ObservedState::Ended));
    assert_eq!(desk.aims(), (Some(Away), Some(Away)), "taken back");
    desk.request(later(Available));
    assert_eq!(desk.aims().0, Some(Available), "at once without a call");
}

#[test]
fn locked_and_idle_are_away_and_back() {
    let mut desk = with_rules(|rules| rules.away_when_idle = true);
    desk.os(SystemFact::Locked { locked: true });
    assert_eq!((desk.rules(), desk.aims()), (vec![Rule::Locked], (Some(Away), Some(Away))));
    desk.all_confirm();
    desk.os(SystemFact::Locked { locked: false });
    assert_eq!((desk.rules(), desk.aims().0), (vec![], Some(Available)));
    desk.all_confirm();

    let since = Some(desk.now);
    desk.wait_alive(MINUTE * 5);
    desk.os(SystemFact::Idle { since });
    assert_eq!(desk.rules(), []);
    desk.wait_alive(MINUTE * 5);
    assert_eq!((desk.rules(), desk.aims().0), (vec![Rule::Idle], Some(Away)));
    assert_eq!(desk.view().status.rules[0].text, "Away after 10 min without keyboard or mouse");
    desk.all_confirm();
    desk.os(SystemFact::Idle { since: None });
    assert_eq!((desk.rules(), desk.aims().0), (vec![], Some(Available)));
}

#[test]
fn nobody_types_while_they_talk() {
    let mut desk = with_rules(|rules| rules.away_when_idle = true);
    desk.talk();
    let since = Some(desk.now);
    desk.os(SystemFact::Idle { since });
    desk.wait_alive(MINUTE * 30);
    assert_eq!(desk.rules(), [Rule::OnCall]);
}

#[test]
fn rules_only_take_from_available() {
    for chosen in [Away, DoNotDisturb, Offline] {
        let mut desk = Desk::at(chosen);
        desk.change_rules(|rules| rules.wrap_up = true);
        desk.os(SystemFact::Locked { locked: true });
        desk.talk();
        desk.hang_up();
        assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(chosen), Some(chosen))));
    }
}

#[test]
fn each_rule_can_be_switched_off() {
    let mut desk = with_rules(|rules| {
        rules.pause_chats_on_call = false;
        rules.away_when_locked = false;
    });
    desk.os(SystemFact::Locked { locked: true });
    desk.os(SystemFact::Idle { since: Some(T0) });
    desk.talk();
    desk.hang_up();
    desk.wait_alive(HOUR);
    assert_eq!((desk.rules(), desk.pushes()), (vec![], vec![]));
}

/// T0 is a Tuesday, 22:13 UTC; the desk is an hour east of it.
#[test]
fn quiet_hours_and_shifts_in_local_time() {
    let quiet = Schedule {
        name: "Night".to_owned(),
        kind: ScheduleKind::QuietHours,
        on: true,
        days: [true; 7],
        from: 23 * 60 + 30,
        to: 60,
    };
    let mut desk = with_rules(|rules| rules.schedules = vec![quiet]);
    desk.os(SystemFact::LocalTime { offset: 60 });
    assert_eq!(desk.rules(), []);
    desk.wait_alive(MINUTE * 17);
    assert_eq!((desk.rules(), desk.aims().0), (vec![Rule::QuietHours], Some(DoNotDisturb)));
    assert_eq!(desk.view().status.rules[0].text, "Do not disturb: Night");
    desk.all_confirm();
    desk.call(leg(ObservedState::Alerting));
    assert_eq!(banners(&desk.effects), "", "nothing rings");
    desk.hang_up();
    desk.request(set(Available));
    assert_eq!((desk.rules(), desk.aims().0), (vec![], Some(Available)), "by hand, for tonight");
    desk.all_confirm();
    desk.wait_alive(HOUR * 2);
    assert_eq!(desk.rules(), []);
    desk.wait_alive(HOUR * 22);
    assert_eq!(desk.rules(), [Rule::QuietHours], "and again tomorrow");

    let early = Schedule {
        name: "Early".to_owned(),
        kind: ScheduleKind::Shift,
        on: true,
        days: [true, true, true, true, true, false, false],
        from: 6 * 60,
        to: 14 * 60,
    };
    let late = Schedule { name: "Late".to_owned(), from: 14 * 60, to: 22 * 60, ..early.clone() };
    let mut desk = with_rules(|rules| rules.schedules = vec![early, late]);
    // Chosen after the late shift ended: worked on by hand.
    assert_eq!((desk.rules(), desk.aims().0), (vec![], Some(Available)));
    desk.wait_alive(HOUR * 8);
    assert_eq!(desk.rules(), [], "on shift");
    desk.wait_alive(HOUR * 16);
    assert_eq!((desk.rules(), desk.aims().0), (vec![Rule::OffShift], Some(Offline)));
    assert!(desk.view().status.rules[0].until.is_some());
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    let good = Schedule {
        name: "N".to_owned(),
        kind: ScheduleKind::Shift,
        on: true,
        days: [true; 7],
        from: 0,
        to: 1,
    };
    for (schedule, is_good) in [
        (good.clone(), true),
        (Schedule { from: DAY_MINUTES, ..good.clone() }, false),
        (Schedule { to: DAY_MINUTES, ..good.clone() }, false),
        (Schedule { name: " ".to_owned(), ..good.clone() }, false),
        (Schedule { name: "x".repeat(41), ..good.clone() }, false),
    ] {
        assert_eq!(schedule.is_good(), is_good, "{schedule:?}");
        let mut desk = Desk::both();
        desk.change_rules(|rules| rules.schedules = vec![schedule]);
        assert_eq!(desk.view().preferences.rules.schedules.len(), usize::from(is_good));
    }
    for seconds in [0, 3601] {
        let mut desk = Desk::both();
        desk.change_rules(|rules| rules.wrap_up_seconds = seconds);
        assert_eq!(desk.view().preferences.rules, StatusRules::default());
    }
}
