//! A status with an end: when it ends, and what comes back.

use crate::desk::*;
use crate::status_desk::*;
use Presence::{Available, Away, DoNotDisturb};
use deskbell_core::*;

/// T0 is 22:13:20 in UTC.
const AT_23: StatusEnd = StatusEnd::At { minutes: 23 * 60 };

fn until(presence: Presence, end: StatusEnd) -> Intent {
    Intent::SetPresence { presence, note: None, after_call: false, until: Some(end) }
}

fn chosen(desk: &Desk) -> Presence {
    desk.view().status.chosen.unwrap().presence
}

#[test]
fn it_ends_by_itself_and_what_was_before_comes_back() {
    for (before, after) in [
        (None, Available),
        (Some(Away), Away),
        (Some(Available), Available),
        (Some(DoNotDisturb), Available),
    ] {
        let mut desk = Desk::both();
        if let Some(before) = before {
            desk.request(set(before));
            desk.all_confirm();
        }
        desk.request(until(DoNotDisturb, StatusEnd::In { seconds: 1800 }));
        desk.all_confirm();
        desk.wait_alive(MINUTE * 29);
        assert_eq!(chosen(&desk), DoNotDisturb, "{before:?}");
        desk.wait_alive(MINUTE);
        assert_eq!(chosen(&desk), after, "{before:?}");
        let view = desk.view().status;
        assert_eq!((view.chosen.unwrap().until, view.after), (None, None));
        desk.all_confirm();
        assert_eq!(desk.standing("phone"), SyncState::Confirmed);
    }
}

#[test]
fn a_time_of_the_day_is_the_next_one_wherever_local_time_is() {
    let length = |minutes: u32, offset: i32| {
        let mut desk = Desk::both();
        desk.os(SystemFact::LocalTime { offset });
        desk.request(until(Away, StatusEnd::At { minutes }));
        desk.view().status.chosen.unwrap().until.unwrap().since(desk.now).as_secs()
    };
    let hour = 60 * 60;
    let to_23 = 46 * 60 + 40;
    assert_eq!(length(23 * 60, 0), to_23);
    assert_eq!(length(0, 60), to_23, "past midnight in Berlin in winter");
    assert_eq!(length(22 * 60 + 13, 0), 24 * hour - 20, "it was a moment ago");
    assert_eq!(length(17 * 60 + 30, -5 * 60), 16 * 60 + 40);
}

#[test]
fn who_sets_the_clock_moves_no_end() {
    let mut desk = Desk::both();
    desk.request(until(DoNotDisturb, AT_23));
    desk.os(SystemFact::ClockSet { ahead: 60 * 60 * 1000 });
    desk.wait_alive(MINUTE * 46);
    assert_eq!(chosen(&desk), DoNotDisturb);
    desk.wait_alive(MINUTE);
    assert_eq!(chosen(&desk), Available);
}

#[test]
fn an_end_survives_a_restart_and_is_found_passed() {
    for (minutes, expected) in [(10, DoNotDisturb), (50, Away)] {
        let mut desk = Desk::both();
        desk.request(set(Away));
        desk.request(until(DoNotDisturb, AT_23));
        let settings: Settings =
            serde_json::from_value(serde_json::to_value(desk.state.settings()).unwrap()).unwrap();
        let now = desk.now + MINUTE * minutes;
        let mut state = State::new(settings, "en", now).speaking(dialects());
        start(&mut state, None::<String>, Opening::Shown, now);
        let view = view(&state, now).status;
        assert_eq!(view.chosen.unwrap().presence, expected, "after {minutes} minutes");
    }
}

#[test]
fn a_second_end_leads_back_to_the_choice_without_one() {
    let mut desk = Desk::both();
    desk.request(set(Away));
    desk.request(until(DoNotDisturb, StatusEnd::In { seconds: 60 }));
    desk.request(until(Presence::Offline, StatusEnd::In { seconds: 120 }));
    assert_eq!(desk.view().status.after.unwrap().presence, Away);
    desk.wait_alive(MINUTE * 2);
    assert_eq!(chosen(&desk), Away);
    // A choice without an end forgets what was before.
    desk.request(until(DoNotDisturb, StatusEnd::In { seconds: 60 }));
    desk.request(set(Available));
    desk.wait_alive(MINUTE * 2);
    assert_eq!((chosen(&desk), desk.view().status.after), (Available, None));
}

#[test]
fn quiet_hours_that_began_meanwhile_hold_after_it() {
    let mut desk = Desk::at(Available);
    let quiet = Schedule {
        name: "Night".to_owned(),
        kind: ScheduleKind::QuietHours,
        on: true,
        days: [true; 7],
        from: 22 * 60 + 30,
        to: 6 * 60,
    };
    desk.change_rules(|rules| rules.schedules = vec![quiet]);
    desk.wait_alive(MINUTE * 20);
    assert_eq!(desk.view().status.aim, Some(DoNotDisturb));
    desk.request(until(Away, AT_23));
    assert_eq!(desk.view().status.aim, Some(Away), "what is chosen by hand wins");
    desk.all_confirm();
    desk.wait_alive(MINUTE * 27);
    desk.all_confirm();
    assert_eq!((chosen(&desk), desk.view().status.aim), (Available, Some(DoNotDisturb)));
    assert_eq!(desk.view().reach.summary, "Calls stay silent until 6 AM");
}

#[test]
fn an_end_is_said_and_an_impossible_one_refused() {
    let mut desk = Desk::both();
    let note = Some("Inventory".to_owned());
    let presence = DoNotDisturb;
    desk.take();
    desk.request(Intent::SetPresence { presence, note, after_call: false, until: Some(AT_23) });
    desk.all_confirm();
    let tray = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::SetTray { tray } => Some(tray.clone()),
        _ => None,
    });
    let label = "Do not disturb · Inventory until 11 PM".to_owned();
    assert!(tray.unwrap().items.contains(&TrayItem::Label { label: label.into() }));
    assert_eq!(desk.view().reach.summary, "Calls stay silent until 11 PM");
    for end in [
        StatusEnd::At { minutes: DAY_MINUTES },
        StatusEnd::In { seconds: 0 },
        StatusEnd::In { seconds: STATUS_END_MAX + 1 },
        StatusEnd::At { minutes: u32::MAX },
    ] {
        let request = desk.ask(until(Away, end));
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"), "{end:?}");
    }
    desk.wait_alive(MINUTE * 50);
    desk.request(Intent::Show { stage: Stage::Activity });
    let last =
        desk.view().status.history.into_iter().find(|it| it.kind == StatusChangeKind::Chosen);
    let last = last.unwrap();
    assert_eq!((last.presence, last.by), (Some(Available), StatusCause::End));
}

#[test]
fn what_a_vendor_changed_by_itself_is_not_overwritten_at_the_end() {
    let mut desk = Desk::at(Available);
    desk.request(until(DoNotDisturb, StatusEnd::In { seconds: 600 }));
    desk.all_confirm();
    desk.presence_is("phone", Away);
    desk.wait_alive(MINUTE);
    assert!(matches!(desk.standing("phone"), SyncState::Drifted { .. }));
    desk.take();
    desk.wait_alive(MINUTE * 10);
    assert_eq!((chosen(&desk), desk.asked_of_phone()), (Available, None));
}
