//! Tests of visits: the vendor document's sequences, pauses, histories and repetitions, as tables.

use super::*;
use FunnelMoment::{Offered, Received, Seen, Tried};

const HOUR: u64 = 60 * 60 * 1000;
/// Noon of a day.
const T: u64 = 20_000 * DAY + 12 * HOUR;

fn counter() -> FunnelCounter {
    FunnelCounter::new(AccountId::new("site").unwrap(), VendorId("widget".to_owned()))
}

/// Signs by hours after noon; heard as they happen.
fn live(signs: &[(u64, FunnelMoment)]) -> FunnelCounter {
    let mut counter = counter();
    for (hours, moment) in signs {
        let at = Timestamp(T + hours * HOUR);
        counter.settle(at);
        counter.receive(None, *moment, at, at);
    }
    counter
}

/// Visits, running, offered, tried, refused, received, failed.
type Counts = [u32; 7];

fn counts(day: &FunnelDay) -> Counts {
    [day.visits, day.running, day.offered, day.tried, day.refused, day.received, day.failed]
}

/// The counts of each day, `hours` after noon of the first.
fn after(counter: &FunnelCounter, hours: u64) -> Vec<(u64, Counts)> {
    let days = counter.days(Timestamp(T + hours * HOUR));
    days.iter().map(|day| (day.day.0 / DAY - 20_000, counts(day))).collect()
}

#[test]
fn every_sequence_of_the_document_has_its_answers() {
    let table: &[(&str, &[FunnelMoment], Counts)] = &[
        ("only there", &[Seen], [1, 0, 0, 0, 0, 0, 0]),
        ("Q1, Q3: offered and refused", &[Offered], [1, 0, 1, 0, 1, 0, 0]),
        ("offered twice is offered", &[Offered, Seen, Offered], [1, 0, 1, 0, 1, 0, 0]),
        ("Q2, Q5: tried and failed", &[Offered, Tried], [1, 0, 1, 1, 0, 0, 1]),
        ("the chain of the document", &[Offered, Tried, Received], [1, 0, 1, 1, 0, 1, 0]),
        ("tried without an offer", &[Tried], [1, 0, 0, 1, 0, 0, 1]),
        ("tried without an offer, helped", &[Tried, Received], [1, 0, 0, 1, 0, 1, 0]),
        ("helped unasked, so refused by Q3", &[Offered, Received], [1, 0, 1, 0, 1, 1, 0]),
        ("the order says nothing", &[Received, Tried, Offered], [1, 0, 1, 1, 0, 1, 0]),
        ("repetitions", &[Tried, Tried, Received, Received], [1, 0, 0, 1, 0, 1, 0]),
    ];
    for (name, moments, wanted) in table {
        let signs: Vec<_> = moments.iter().map(|moment| (0, *moment)).collect();
        let mut counter = live(&signs);
        assert_eq!(after(&counter, 24), [(0, *wanted)], "{name}");
        counter.settle(Timestamp(T + 25 * HOUR));
        assert!(counter.visits.is_empty());
        assert_eq!(after(&counter, 25), [(0, *wanted)], "{name}, settled");
    }
}

#[test]
fn a_visit_refuses_or_fails_only_when_it_is_over() {
    let counter = live(&[(0, Offered)]);
    assert_eq!(after(&counter, 1), [(0, [1, 1, 1, 0, 0, 0, 0])]);
    assert_eq!(after(&counter, 24), [(0, [1, 0, 1, 0, 1, 0, 0])]);
    let counter = live(&[(0, Tried)]);
    assert_eq!(after(&counter, 1), [(0, [1, 1, 0, 1, 0, 0, 0])]);
    assert_eq!(after(&counter, 24), [(0, [1, 0, 0, 1, 0, 0, 1])]);
}

#[test]
fn a_visit_ends_after_a_day_of_silence_and_counts_for_the_day_it_began() {
    type Row = (&'static str, &'static [(u64, FunnelMoment)], &'static [(u64, Counts)]);
    let table: &[Row] = &[
        (
            "a pause of 23 hours does not end it",
            &[(0, Offered), (23, Tried), (46, Received)],
            &[(0, [1, 0, 1, 1, 0, 1, 0])],
        ),
        (
            "a pause of 24 hours does",
            &[(0, Offered), (24, Tried)],
            &[(0, [1, 0, 1, 0, 1, 0, 0]), (1, [1, 0, 0, 1, 0, 0, 1])],
        ),
        (
            "a page loaded again in between keeps it going",
            &[(0, Offered), (20, Seen), (40, Tried)],
            &[(0, [1, 0, 1, 1, 0, 0, 1])],
        ),
        (
            "each day a visit of its own",
            &[(0, Offered), (30, Offered), (60, Offered)],
            &[(0, [1, 0, 1, 0, 1, 0, 0]), (1, [1, 0, 1, 0, 1, 0, 0]), (3, [1, 0, 1, 0, 1, 0, 0])],
        ),
    ];
    for (name, signs, wanted) in table {
        assert_eq!(after(&live(signs), 100), *wanted, "{name}");
    }
}

#[test]
fn history_counts_for_its_own_day_and_never_twice() {
    let mut counter = counter();
    let now = Timestamp(T + 72 * HOUR);
    let history = [(0, Offered), (1, Tried), (2, Received), (30, Offered), (71, Seen)];
    for _ in 0..3 {
        for (hours, moment) in history {
            counter.receive(None, moment, Timestamp(T + hours * HOUR), now);
            counter.settle(now);
        }
    }
    let wanted =
        vec![(0, [1, 0, 1, 1, 0, 1, 0]), (1, [1, 0, 1, 0, 1, 0, 0]), (3, [1, 1, 0, 0, 0, 0, 0])];
    assert_eq!(after(&counter, 72), wanted);
    counter.settle(Timestamp(now.0 + 25 * HOUR));
    assert!(counter.visits.is_empty());
    let before = after(&counter, 97);
    for (hours, moment) in history {
        let later = Timestamp(now.0 + 25 * HOUR);
        assert_eq!(
            counter.receive(None, moment, Timestamp(T + hours * HOUR), later),
            Took::Nothing,
            "told again after its visit was settled"
        );
    }
    assert_eq!(after(&counter, 97), before);
}

#[test]
fn a_time_to_come_is_now() {
    let mut counter = counter();
    counter.receive(None, Offered, Timestamp(u64::MAX), Timestamp(T));
    assert_eq!(after(&counter, 1), [(0, [1, 1, 1, 0, 0, 0, 0])]);
    assert_eq!(counter.deadline(), Some(Timestamp(T + 24 * HOUR)));
}

#[test]
fn conversations_of_their_own_are_visits_of_their_own() {
    let mut counter = counter();
    for key in [1, 2, 1, 3] {
        counter.receive(Some(key), Tried, Timestamp(T), Timestamp(T));
    }
    counter.receive(Some(2), Received, Timestamp(T + HOUR), Timestamp(T + HOUR));
    assert_eq!(after(&counter, 100), [(0, [3, 0, 0, 3, 0, 1, 2])]);
    assert_eq!(counter.go_on(Some(9), Timestamp(T)), Took::Nothing, "begins none");
}

#[test]
fn a_sign_of_life_keeps_a_visit_going_and_is_written_down_now_and_then() {
    let mut counter = live(&[(0, Tried)]);
    let minute = HOUR / 60;
    assert_eq!(counter.go_on(None, Timestamp(T + minute)), Took::Nothing);
    assert_eq!(counter.go_on(None, Timestamp(T + HOUR)), Took::Longer);
    assert_eq!(counter.go_on(None, Timestamp(T + HOUR + minute)), Took::Nothing);
    assert_eq!(counter.go_on(None, Timestamp(T + 20 * HOUR)), Took::Longer);
    let at = Timestamp(T + 40 * HOUR);
    assert_eq!(counter.receive(None, Received, at, at), Took::Counts);
    assert_eq!(after(&counter, 100), [(0, [1, 0, 0, 1, 0, 1, 0])]);
}

#[test]
fn thirty_days_are_kept() {
    let mut counter = counter();
    for day in 0..50 {
        let at = Timestamp(T + day * (DAY + HOUR));
        counter.settle(at);
        counter.receive(None, Offered, at, at);
    }
    let last = T + 49 * (DAY + HOUR);
    assert!(counter.days.len() <= FUNNEL_DAYS);
    let days = counter.days(Timestamp(last));
    assert!(days.len() <= FUNNEL_DAYS && days.len() >= FUNNEL_DAYS - 3, "{}", days.len());
    assert!(counter.days(Timestamp(last + 31 * DAY)).is_empty());
}

#[test]
fn giving_up_a_visit_keeps_its_counts() {
    let mut counter = counter();
    counter.receive(Some(1), Tried, Timestamp(T), Timestamp(T));
    counter.receive(Some(2), Received, Timestamp(T + HOUR), Timestamp(T + HOUR));
    assert_eq!(counter.quietest(), Some(Timestamp(T)));
    counter.give_up_one(Timestamp(T + HOUR));
    assert_eq!(counter.visits.len(), 1);
    assert_eq!(after(&counter, 1), [(0, [2, 1, 0, 1, 0, 1, 1])]);
}

#[test]
fn what_was_written_is_read_again() {
    let mut counter = live(&[(0, Offered), (30, Tried)]);
    counter.receive(Some(7), Tried, Timestamp(T + 30 * HOUR), Timestamp(T + 30 * HOUR));
    let text = serde_json::to_string(&counter).unwrap();
    let read: FunnelCounter = serde_json::from_str(&text).unwrap();
    assert_eq!(after(&read, 31), after(&counter, 31));
    assert_eq!(after(&read, 100), after(&counter, 100));
}
