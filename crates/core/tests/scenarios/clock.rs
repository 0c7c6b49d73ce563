//! The wall clock is set while things run: nothing rings on, freezes, ends early or is told at a wrong hour by that.
//! Situations of nextcloud/spreed#18759 and their kin.

use crate::chat_desk::*;
use crate::desk::*;
use crate::messages::sms;
use crate::status_desk::*;
use deskbell_core::*;

const BACK: i64 = -10 * 60 * 1000;
const FORTH: i64 = 2 * 60 * 60 * 1000;
/// Set back, set on, one step and another, and back to where it was.
const STEPS: [&[i64]; 4] = [&[BACK], &[FORTH], &[1500, -1500, FORTH, BACK], &[BACK, 0]];

impl Desk {
    /// The wall clock is set so that it is this far ahead of our time.
    fn clock_set(&mut self, ahead: i64) {
        self.os(SystemFact::ClockSet { ahead });
    }

    /// What the wall clock shows now.
    fn wall(&self) -> Timestamp {
        self.view().now
    }
}

fn later(at: Timestamp, by: i64) -> Timestamp {
    Timestamp(at.0.saturating_add_signed(by))
}

#[test]
fn a_ring_is_forgotten_after_its_time_and_not_after_the_clocks() {
    for steps in STEPS {
        let mut desk = Desk::new();
        desk.call(leg(ObservedState::Alerting));
        desk.wait_alive(SECOND * 30);
        for ahead in steps {
            desk.clock_set(*ahead);
        }
        desk.wait_alive(SECOND * 80);
        assert_eq!(desk.live().state, CallState::Alerting, "{steps:?}");
        let out = desk.wait_alive(SECOND * 12);
        assert!(banners(&out).starts_with("-call-1\n+missed-1: Missed call: Ada"), "{steps:?}");
        let row = desk.over();
        let length = row.ended_at.unwrap().since(row.since);
        assert_eq!(length, RING_FORGOTTEN, "{steps:?}");
        assert!(desk.wall().since(row.ended_at.unwrap()) <= SECOND * 2, "{steps:?}");
    }
}

#[test]
fn a_call_lasts_as_long_as_it_lasted_and_its_wrap_up_too() {
    for steps in STEPS {
        let mut desk = Desk::at(Presence::Available);
        desk.change_rules(|rules| rules.wrap_up = true);
        desk.talk();
        desk.all_confirm();
        desk.wait_alive(MINUTE);
        for ahead in steps {
            desk.clock_set(*ahead);
        }
        let shown = desk.view();
        assert_eq!(shown.now.since(shown.calls[0].connected_at.unwrap()), MINUTE, "{steps:?}");
        desk.wait_alive(MINUTE);
        desk.hang_up();
        let row = desk.over();
        let length = row.ended_at.unwrap().since(row.connected_at.unwrap());
        assert_eq!(length, MINUTE * 2, "{steps:?}");
        assert_eq!(desk.rules(), [Rule::WrapUp], "{steps:?}");
        let until = desk.view().status.rules[0].until.unwrap();
        assert_eq!(until, later(desk.now + SECOND * 30, *steps.last().unwrap()), "{steps:?}");
        desk.clock_set(FORTH * 2);
        desk.wait_alive(SECOND * 28);
        assert_eq!(desk.rules(), [Rule::WrapUp], "{steps:?}");
        desk.wait_alive(SECOND * 3);
        assert_eq!(desk.rules(), [], "{steps:?}");
    }
}

#[test]
fn a_vendors_time_of_the_answer_is_read_by_the_clock_it_was_named_by() {
    let mut desk = Desk::new();
    desk.clock_set(FORTH);
    let answered = desk.wall();
    desk.call(CallObservation { connected_at: Some(answered), ..leg(ObservedState::Connected) });
    desk.wait_alive(SECOND * 40);
    assert_eq!(desk.live().connected_at, Some(answered));
    desk.clock_set(FORTH + BACK);
    assert_eq!(desk.wall().since(desk.live().connected_at.unwrap()), SECOND * 40);
}

#[test]
fn commands_and_chats_wait_their_time_and_no_other() {
    for steps in STEPS {
        let mut desk = Desk::chats();
        desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
        let request = desk.asked_of_chat(reply("Good morning"));
        desk.wait(SECOND * 4);
        for ahead in steps {
            desk.clock_set(*ahead);
        }
        desk.wait(CHAT_TIMEOUT - SECOND * 5);
        assert_eq!(desk.answer(request), None, "{steps:?}");
        desk.wait(SECOND);
        assert_eq!(desk.answer(request).as_deref(), Some("no-answer"), "{steps:?}");
    }
}

#[test]
fn the_clock_of_the_first_reply_neither_jumps_nor_stands_still() {
    for steps in STEPS {
        let mut desk = Desk::chats();
        desk.chat(of("a", offered()));
        desk.wait_alive(SECOND * 20);
        for ahead in steps {
            desk.clock_set(*ahead);
        }
        assert_eq!(desk.conversation().clock, Some(ReplyClock::Green), "{steps:?}");
        assert_eq!(desk.wall().since(desk.conversation().waiting_since.unwrap()), SECOND * 20);
        desk.wait_alive(SECOND * 10);
        assert_eq!(desk.conversation().clock, Some(ReplyClock::Amber), "{steps:?}");
        desk.wait_alive(SECOND * 30);
        assert_eq!(desk.conversation().clock, Some(ReplyClock::Red), "{steps:?}");
    }
}

#[test]
fn what_is_told_of_before_keeps_its_order_over_the_step() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), at(1, of("a", asks("first")))]);
    desk.wait_alive(SECOND * 30);
    desk.clock_set(BACK);
    // The vendor's clock was right before: what it names now is later, whatever ours shows.
    let behind = |seconds: u64| Timestamp(T0.0 + seconds * 1000 - BACK.unsigned_abs());
    let second = ChatObservation { at: Some(behind(31)), ..of("a", asks("second")) };
    desk.chat(second);
    desk.show_chat(1);
    assert_eq!(desk.transcript(), "Visitor: first\nVisitor: second\n");
}

#[test]
fn a_message_is_shown_with_the_time_its_vendor_gave_it() {
    let mut desk = Desk::new();
    desk.clock_set(FORTH);
    let created_at = Some(desk.wall());
    desk.wait_alive(SECOND);
    desk.message(MessageObservation { created_at, ..sms("1", true) });
    assert_eq!(Some(desk.view().messages[0].at), created_at);
    assert!(desk.view().withheld.is_empty(), "it is new");
}

/// Quiet hours are hours of the day: who sets the clock into them is quiet, and who sets it out is not.
#[test]
fn quiet_hours_follow_the_wall_clock() {
    let mut desk = Desk::at(Presence::Available);
    let minutes = u32::try_from(desk.now.0 / 60_000 % 1440).unwrap();
    let quiet = Schedule {
        name: "Night".to_owned(),
        kind: ScheduleKind::QuietHours,
        on: true,
        days: [true; 7],
        from: (minutes + 60) % 1440,
        to: (minutes + 180) % 1440,
    };
    desk.change_rules(|rules| rules.schedules = vec![quiet]);
    assert_eq!(desk.rules(), []);
    desk.clock_set(FORTH);
    assert_eq!(desk.rules(), [Rule::QuietHours]);
    let until = desk.view().status.rules[0].until.unwrap();
    assert!(until.since(desk.wall()) <= HOUR, "named by the wall clock");
    desk.clock_set(0);
    assert_eq!(desk.rules(), []);
    desk.wait_alive(HOUR + SECOND);
    assert_eq!(desk.rules(), [Rule::QuietHours], "and the next border is found without a word");
}

/// Every time of a snapshot moves with the clock: a field that was forgotten would stand at another hour.
#[test]
fn every_time_that_is_shown_is_by_the_wall_clock() {
    let mut desk = Desk::at(Presence::Available);
    desk.change_rules(|rules| rules.wrap_up = true);
    desk.request(Intent::Show { stage: Stage::Activity });
    desk.receive_at("hub", WidgetFact::WidgetRecognised { widget: console() });
    for fact in [offered(), asks("Hello?")] {
        desk.receive_at("hub", WidgetFact::Chat { observation: of("a", fact) });
    }
    desk.ask(about(None, reply("Hi")));
    desk.show_chat(1);
    desk.message(MessageObservation { created_at: Some(desk.now), ..sms("1", true) });
    desk.talk();
    desk.act(CallAction::Hold);
    desk.request(Intent::SetPresence {
        presence: Presence::Away,
        note: None,
        after_call: true,
        until: None,
    });
    desk.receive_at("phone", WidgetFact::SignedOut);
    desk.page_of("hub", PageFact::Broke { problem: PageProblem::Crashed });
    let ask = PermissionId(1);
    desk.page(PageFact::RightWanted { ask, right: Permission::Microphone, detail: None });
    let before = serde_json::to_value(desk.view()).unwrap();
    desk.clock_set(FORTH);
    let after = serde_json::to_value(desk.view()).unwrap();
    let mut moved = 0;
    compare("", &before, &after, &mut moved);
    assert!(moved >= 18, "only {moved} times were there to compare");
}

fn compare(path: &str, before: &serde_json::Value, after: &serde_json::Value, moved: &mut u32) {
    use serde_json::Value::{Array, Number, Object};
    match (before, after) {
        (Object(a), Object(b)) => {
            a.iter().for_each(|(key, one)| compare(&format!("{path}.{key}"), one, &b[key], moved));
        }
        (Array(a), Array(b)) => {
            a.iter().zip(b).for_each(|(one, other)| compare(path, one, other, moved));
        }
        (Number(a), Number(b)) if a.as_u64().is_some_and(|at| at > 1_000_000_000_000) => {
            let by = b.as_i64().unwrap() - a.as_i64().unwrap();
            assert_eq!(by, FORTH, "{path} is not by the wall clock");
            *moved += 1;
        }
        _ => {}
    }
}

/// What another run reads is written by the wall clock.
#[test]
fn files_hold_the_wall_clocks_times() {
    let mut desk = Desk::both();
    desk.clock_set(FORTH);
    desk.take();
    desk.request(set(Presence::Away));
    let shown = desk.wall();
    assert_eq!(desk.saved().status.chosen.map(|chosen| chosen.at), Some(shown));
    let recorded = desk.effects.iter().find_map(|effect| match effect {
        Effect::RecordStatus { change } => Some(change.at),
        _ => None,
    });
    assert_eq!(recorded, Some(shown));
    assert_eq!(desk.state.status_history().next().map(|change| change.at), Some(shown));
}
