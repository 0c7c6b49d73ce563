//! Schedules over changes of local time: what was chosen before or after a beginning stays before or after it.
//! Situations of Conversations#2679 and its kin.

use crate::desk::*;
use crate::status_desk::*;
use Presence::{Available, DoNotDisturb};
use deskbell_core::*;

/// Saturday, 28 March 2026, 20:00 UTC: 21:00 in Berlin, whose clocks go forward at 01:00 UTC on Sunday.
const BEFORE_SPRING: Timestamp = Timestamp(1_774_728_000_000);
/// Saturday, 24 October 2026, 19:00 UTC: 21:00 in Berlin, whose clocks go back at 01:00 UTC on Sunday.
const BEFORE_AUTUMN: Timestamp = Timestamp(1_792_868_400_000);
const WINTER: i32 = 60;
const SUMMER: i32 = 120;

fn night() -> Schedule {
    Schedule {
        name: "Night".to_owned(),
        kind: ScheduleKind::QuietHours,
        on: true,
        days: [false, false, false, false, false, true, false],
        from: 22 * 60,
        to: 6 * 60,
    }
}

fn desk_at(now: Timestamp, offset: i32, schedules: Vec<Schedule>) -> Desk {
    let mut settings = both_settings();
    settings.preferences.rules.schedules = schedules;
    let mut desk = Desk::both_with(settings);
    desk.now = now;
    desk.os(SystemFact::Woke);
    for account in ["phone", "hub"] {
        desk.page_of(account, PageFact::Heartbeat);
    }
    desk.local_time(offset);
    desk.take();
    desk
}

impl Desk {
    fn local_time(&mut self, offset: i32) {
        self.os(SystemFact::LocalTime { offset });
    }

    /// Lets time pass until then, and changes local time there.
    fn until(&mut self, at: Timestamp, offset: i32) {
        let time = at.since(self.now);
        self.wait_alive(time);
        self.local_time(offset);
    }
}

#[test]
fn quiet_hours_go_on_over_the_spring_change() {
    // Chosen in the hour by which the beginning moves, and well before it.
    for chosen_at in [BEFORE_SPRING, BEFORE_SPRING + MINUTE * 30] {
        let mut desk = desk_at(BEFORE_SPRING, WINTER, vec![night()]);
        desk.wait_alive(chosen_at.since(BEFORE_SPRING));
        desk.request(set(Available));
        desk.until(BEFORE_SPRING + HOUR * 2, WINTER);
        assert_eq!(desk.rules(), [Rule::QuietHours]);
        desk.until(BEFORE_SPRING + HOUR * 5, SUMMER);
        assert_eq!(desk.rules(), [Rule::QuietHours], "three o'clock in the morning");
        assert_eq!(desk.status("phone").aim, Some(DoNotDisturb));
        let seven_hours_after_ten = BEFORE_SPRING + HOUR * 8;
        assert_eq!(desk.view().status.rules[0].until, Some(seven_hours_after_ten));
        desk.until(seven_hours_after_ten + SECOND, SUMMER);
        assert_eq!(desk.rules(), [], "six o'clock");
    }
}

#[test]
fn a_choice_by_hand_stays_over_the_autumn_change() {
    for minutes_after_ten in [5, 30, 59, 120] {
        let mut desk = desk_at(BEFORE_AUTUMN, SUMMER, vec![night()]);
        desk.request(set(Available));
        desk.until(BEFORE_AUTUMN + HOUR + MINUTE * minutes_after_ten, SUMMER);
        assert_eq!(desk.rules(), [Rule::QuietHours]);
        desk.request(set(Available));
        assert_eq!(desk.rules(), [], "on call tonight");
        desk.until(BEFORE_AUTUMN + HOUR * 6, WINTER);
        desk.wait_alive(HOUR * 3);
        assert_eq!(desk.rules(), [], "{minutes_after_ten}");
    }
}

#[test]
fn a_choice_before_the_beginning_does_not_come_after_it_in_autumn() {
    let mut desk = desk_at(BEFORE_AUTUMN, SUMMER, vec![night()]);
    desk.wait_alive(MINUTE * 55);
    desk.request(set(Available));
    desk.until(BEFORE_AUTUMN + HOUR * 6, WINTER);
    assert_eq!(desk.rules(), [Rule::QuietHours]);
    desk.until(BEFORE_AUTUMN + HOUR * 9 + MINUTE * 59, WINTER);
    assert_eq!(desk.rules(), [Rule::QuietHours], "the night is an hour longer");
    desk.wait_alive(MINUTE + SECOND);
    assert_eq!(desk.rules(), []);
}

/// Who travels takes the evening along: a zone that is told within quiet hours neither ends nor overrules anything that
/// the new local time does not.
#[test]
fn travelling_within_quiet_hours_keeps_what_was_decided() {
    let lisbon = 0;
    // Chosen before, then three hours into the night an hour to the west.
    let mut desk = desk_at(BEFORE_SPRING, WINTER, vec![night()]);
    desk.wait_alive(MINUTE * 45);
    desk.request(set(Available));
    desk.until(BEFORE_SPRING + HOUR * 4, lisbon);
    assert_eq!(desk.rules(), [Rule::QuietHours], "midnight there");
    // Chosen within, and to the west and back again.
    desk.request(set(Available));
    for offset in [WINTER, lisbon, WINTER] {
        desk.until(desk.now + MINUTE * 10, offset);
        assert_eq!(desk.rules(), [], "{offset}");
    }
}

#[test]
fn a_zone_in_which_it_is_not_night_yet_ends_them_and_its_own_night_begins_them_again() {
    let new_york = -4 * 60;
    let mut desk = desk_at(BEFORE_SPRING, WINTER, vec![night()]);
    desk.request(set(Available));
    desk.until(BEFORE_SPRING + HOUR * 2, WINTER);
    assert_eq!(desk.rules(), [Rule::QuietHours]);
    desk.local_time(new_york);
    assert_eq!(desk.rules(), [], "six in the evening there");
    desk.wait_alive(HOUR * 4 + SECOND);
    assert_eq!(desk.rules(), [Rule::QuietHours], "ten there");
}

/// The end of a shift moves in the same way.
#[test]
fn the_end_of_the_last_shift_is_where_it_was_seen() {
    let evening = Schedule {
        name: "Evening".to_owned(),
        kind: ScheduleKind::Shift,
        from: 14 * 60,
        to: 22 * 60,
        ..night()
    };
    for (start, before, after) in [(BEFORE_SPRING, WINTER, SUMMER), (BEFORE_AUTUMN, SUMMER, WINTER)]
    {
        let mut desk = desk_at(start, before, vec![evening.clone()]);
        desk.wait_alive(MINUTE * 40);
        desk.request(set(Available));
        desk.until(start + HOUR + SECOND, before);
        assert_eq!(desk.rules(), [Rule::OffShift]);
        desk.until(start + HOUR * 6, after);
        assert_eq!(desk.rules(), [Rule::OffShift], "chosen before the shift was over");
        desk.request(set(Available));
        desk.until(desk.now + HOUR, before);
        desk.until(desk.now + HOUR, after);
        assert_eq!(desk.rules(), [], "chosen after it was over");
    }
}

/// A run that begins after the change knows only the local time of then: whether the choice came before or after the
/// beginning is known from the run that made it.
#[test]
fn a_program_started_after_the_change_knows_what_was_chosen_before_and_after_the_beginning() {
    // The hour by which a beginning worked out anew would move, before it and after it.
    let cases = [
        (BEFORE_SPRING, WINTER, SUMMER, MINUTE * 30, vec![Rule::QuietHours]),
        (BEFORE_SPRING, WINTER, SUMMER, MINUTE * 90, vec![]),
        (BEFORE_AUTUMN, SUMMER, WINTER, MINUTE * 30, vec![Rule::QuietHours]),
        (BEFORE_AUTUMN, SUMMER, WINTER, MINUTE * 90, vec![]),
    ];
    for (start, before, after, chosen, rules) in cases {
        let mut desk = desk_at(start, before, vec![night()]);
        desk.wait_alive(chosen);
        desk.request(set(Available));
        desk.all_confirm();
        let morning = start + HOUR * 7;
        let saved = desk.saved();
        let saved: Settings =
            serde_json::from_str(&serde_json::to_string(&saved).unwrap()).unwrap();
        let mut state = State::new(saved, "en", morning).speaking(dialects()).in_zone(after);
        start_again(&mut state, morning);
        let holding: Vec<Rule> =
            view(&state, morning).status.rules.into_iter().map(|rule| rule.rule).collect();
        assert_eq!(holding, rules, "{chosen:?} after {start:?}");
    }
}

/// A choice overrules one night, and not the next one, though the machine slept all day between.
#[test]
fn a_night_slept_through_is_not_the_one_the_choice_was_made_in() {
    let nights = Schedule { days: [true; 7], ..night() };
    let mut desk = desk_at(BEFORE_SPRING, WINTER, vec![nights]);
    desk.until(BEFORE_SPRING + HOUR * 2, WINTER);
    desk.request(set(Available));
    assert_eq!(desk.rules(), []);
    desk.now = BEFORE_SPRING + HOUR * 27;
    desk.os(SystemFact::Woke);
    assert_eq!(desk.rules(), [Rule::QuietHours]);
}

fn start_again(state: &mut State, now: Timestamp) {
    start(state, None::<String>, Opening::Shown, now);
}

/// Lord Howe Island moves its clocks by half an hour.
#[test]
fn a_change_by_half_an_hour_moves_nothing_that_was_decided() {
    for (before, after) in [(630, 660), (660, 630), (0, 60)] {
        // Ten minutes before it begins there, which is at twenty o'clock where the other scenarios begin.
        let moved = i64::from(2 * 60 - 10 - before) * 60_000;
        let evening = Timestamp(BEFORE_SPRING.0.saturating_add_signed(moved));
        let mut desk = desk_at(evening, before, vec![night()]);
        desk.request(set(Available));
        desk.wait_alive(MINUTE * 30);
        assert_eq!(desk.rules(), [Rule::QuietHours], "{before}");
        desk.request(set(Available));
        let chosen = desk.status("phone").aim;
        desk.until(evening + MINUTE * 45, after);
        desk.wait_alive(MINUTE * 60);
        assert_eq!(desk.status("phone").aim, chosen, "{before} {after}");
    }
}
