//! Batches arrive out of order, twice, from reloads and from strangers: what reaches the loop is right.

use super::{Batch, HELD_MAX, Intake, UNDERWAY_MAX};
use crate::engine::{EffectRunner, Engine, EngineHandle};
use crate::pages::batch::WidgetPage;
use deskbell_core::{AccountId, Event, PageFact, Problem, Settings, State, Timestamp, WidgetFact};
use deskbell_vendors::VENDORS;
use std::sync::Arc;
use tokio::sync::oneshot::error::TryRecvError;

const LABEL: &str = "widget-phone-1";
const ORIGIN: &str = "https://apps.example";

struct Nothing;

impl EffectRunner for Nothing {
    fn run(&mut self, _: deskbell_core::Effect) {}

    fn after_saving(&mut self, done: Box<dyn FnOnce(Result<(), String>) + Send>) {
        done(Ok(()));
    }
}

/// An intake with one open page, and everything the loop is told from now on.
fn intake() -> (Intake, tokio::sync::broadcast::Receiver<Arc<crate::journal::JournalEntry>>) {
    let (event_loop, engine): (Engine, EngineHandle) = Engine::new(
        State::new(Settings::default(), "en", Timestamp(1)),
        crate::history::Keeper::without(),
    );
    let journal = engine.journal().follow(None).live;
    std::thread::spawn(move || event_loop.run(&mut Nothing, Vec::new()));
    let intake = Intake::start(engine).unwrap();
    let page = WidgetPage {
        account: AccountId::new("phone").unwrap(),
        vendor: VENDORS[0],
        posts: true,
        tapped: Vec::new(),
        origins: vec![ORIGIN.to_owned()],
    };
    intake.admit(LABEL.to_owned(), page);
    (intake, journal)
}

/// Digits in a route may be ids and are cut off, so the routes are letters.
fn route(number: u32) -> String {
    let path = char::from_u32(u32::from('a') + number % 26).unwrap();
    let message = format!(r#"{{"type":"rc-route-changed-notify","path":"/{path}"}}"#);
    format!(r#"{{"k":"msg","o":"{ORIGIN}","p":{message}}}"#)
}

fn batch(document: &str, seq: u32, records: String) -> Batch {
    Batch { document: document.to_owned(), seq, records }
}

/// The next `count` routes the loop receives.
fn routes(
    journal: &mut tokio::sync::broadcast::Receiver<Arc<crate::journal::JournalEntry>>,
    count: usize,
) -> Vec<String> {
    let mut heard = Vec::new();
    while heard.len() < count {
        let entry = journal.blocking_recv().unwrap();
        if let Event::Widget { fact: WidgetFact::Detail { name, value }, .. } = &*entry.event
            && name == "route"
        {
            heard.push(value.clone());
        }
    }
    heard
}

#[test]
fn batches_are_put_back_into_order_and_repeats_are_dropped() {
    let (intake, mut journal) = intake();
    for seq in [3, 1, 2, 2, 0, 1, 4] {
        assert!(intake.take(LABEL, batch("a", seq, route(seq))).is_some());
    }
    assert_eq!(routes(&mut journal, 5), ["/a", "/b", "/c", "/d", "/e"]);
}

#[test]
fn every_batch_is_answered_once_it_is_handled() {
    let (intake, _journal) = intake();
    let second = intake.take(LABEL, batch("a", 1, route(1))).unwrap();
    let first = intake.take(LABEL, batch("a", 0, route(0))).unwrap();
    let repeat = intake.take(LABEL, batch("a", 0, route(0))).unwrap();
    for handled in [first, second, repeat] {
        assert!(handled.blocking_recv().is_ok());
    }
}

#[test]
fn a_reload_counts_from_zero_again_while_the_old_document_still_empties() {
    let (intake, mut journal) = intake();
    let _ = intake.take(LABEL, batch("old", 0, route(0)));
    let _ = intake.take(LABEL, batch("new", 0, route(10)));
    let _ = intake.take(LABEL, batch("old", 1, route(1)));
    let _ = intake.take(LABEL, batch("new", 1, route(11)));
    assert_eq!(routes(&mut journal, 4), ["/a", "/k", "/b", "/l"]);
}

#[test]
fn a_page_that_never_sends_the_missing_batch_cannot_make_us_hoard() {
    let (intake, _journal) = intake();
    let mut refused = 0;
    for seq in 1..=200 {
        let mut handled = intake.take(LABEL, batch("a", seq, route(seq))).unwrap();
        // A batch that is not even held is answered at once, by a closed channel.
        refused += usize::from(handled.try_recv() == Err(TryRecvError::Closed));
    }
    assert_eq!(refused, 200 - HELD_MAX);
}

#[test]
fn a_page_that_goes_around_its_bridge_cannot_make_us_hoard_either() {
    let (event_loop, engine): (Engine, EngineHandle) = Engine::new(
        State::new(Settings::default(), "en", Timestamp(1)),
        crate::history::Keeper::without(),
    );
    let intake = Intake::start(engine).unwrap();
    let account = AccountId::new("phone").unwrap();
    let origins = vec![ORIGIN.to_owned()];
    intake.admit(
        LABEL.to_owned(),
        WidgetPage { account, vendor: VENDORS[0], posts: true, tapped: Vec::new(), origins },
    );
    // The loop does not run: nothing is handled.
    let take = |n: u32| intake.take(LABEL, batch(&n.to_string(), 0, route(n))).unwrap();
    let mut waiting: Vec<_> = (0..1000).map(take).collect();
    let refused = |it: &mut tokio::sync::oneshot::Receiver<()>| {
        usize::from(it.try_recv() == Err(TryRecvError::Closed))
    };
    assert_eq!(waiting.iter_mut().map(refused).sum::<usize>(), 1000 - UNDERWAY_MAX);
    std::thread::spawn(move || event_loop.run(&mut Nothing, Vec::new()));
    for taken in waiting.drain(..UNDERWAY_MAX) {
        assert!(taken.blocking_recv().is_ok());
    }
    assert!(take(1000).blocking_recv().is_ok(), "there is room again");
}

#[test]
fn strangers_are_not_heard() {
    let (intake, _journal) = intake();
    assert!(intake.take("shell", batch("a", 0, route(0))).is_none());
    intake.forget(LABEL);
    assert!(intake.take(LABEL, batch("a", 0, route(0))).is_none());
}

#[test]
fn bad_records_are_counted_and_lose_nothing_beside_them() {
    let (intake, mut journal) = intake();
    let records = [
        r#"{"k":"hello","url":"x","webRtc":false,"mediaDevices":true,"setSinkId":false,"credentials":false}"#.to_owned(),
        route(1),
        "not json".to_owned(),
        r#"{"k":"msg","o":"https://evil.example","p":{"type":"rc-route-changed-notify","path":"/evil"}}"#.to_owned(),
        r#"{"k":"msg","o":"https://apps.example","p":}"#.to_owned(),
        r#"{"k":"refused","n":7}"#.to_owned(),
        r#"{"k":"dropped","n":4294967295}"#.to_owned(),
        r#"{"k":"oversize","t":"rc-x","n":999999}"#.to_owned(),
        r#"{"k":"unreadable","t":"rc-cycle"}"#.to_owned(),
        route(2),
    ];
    let _ = intake.take(LABEL, batch("a", 0, records.join("\n")));
    let mut seen = Vec::new();
    let mut problems = Vec::new();
    while problems.len() < 5 {
        let entry = journal.blocking_recv().unwrap();
        match &*entry.event {
            Event::Page { fact: PageFact::Started { abilities }, .. } => {
                assert!(!abilities.web_rtc)
            }
            Event::Widget { fact: WidgetFact::Detail { value, .. }, .. } => {
                seen.push(value.clone())
            }
            Event::Unparsed { problem, count, .. } => problems.push((problem.clone(), *count)),
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(seen, ["/b", "/c"]);
    let of =
        |wanted: &Problem| problems.iter().find(|(problem, _)| problem == wanted).map(|(_, n)| *n);
    assert_eq!(of(&Problem::WrongOrigin), Some(8));
    assert_eq!(of(&Problem::NotAMessage), Some(2));
    assert_eq!(of(&Problem::Dropped), Some(u32::MAX));
    assert_eq!(of(&Problem::TooLarge), Some(1));
}
