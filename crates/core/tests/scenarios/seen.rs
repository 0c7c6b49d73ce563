//! Looking is not doing: what counts as seen, what does not, and how a mark is undone.

use crate::chat_desk::*;
use crate::desk::*;
use crate::messages::sms;
use ObservedState::{Alerting, Dialing, Ended};
use deskbell_core::*;

fn called_by(leg: &str, number: u32, state: ObservedState) -> CallObservation {
    let keys = [format!("sip:{leg}")];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let party = Party { number: Some(Private::new(format!("+1650555{number:04}"))), name: None };
    let direction = Some(Direction::Inbound);
    CallObservation { direction, party, ..seen(CallSource::Leg, &keys, state) }
}

fn miss(desk: &mut Desk, account: &str, number: u32) {
    let leg = desk.now.0.to_string();
    for state in [Alerting, Ended] {
        let observation = called_by(&leg, number, state);
        desk.receive_at(account, WidgetFact::Call { observation });
    }
    desk.wait(END_REASON_DELAY);
}

/// Two phones with missed calls and messages.
fn busy() -> Desk {
    let mut desk = Desk::with(&["one", "two"]);
    for (account, number) in [("one", 1), ("two", 2), ("one", 3)] {
        miss(&mut desk, account, number);
    }
    for (account, name) in [("one", "a"), ("one", "b"), ("two", "c")] {
        desk.receive_at(account, WidgetFact::Message { observation: sms(name, true) });
    }
    desk.take();
    desk
}

fn waits(desk: &Desk) -> (u32, u32) {
    let view = desk.view();
    (view.missed, view.unread)
}

fn mark(call: Option<u32>, account: Option<&str>, kind: Option<SeenKind>) -> Intent {
    let (call, account) = (call.map(CallId), account.map(id));
    Intent::MarkSeen { call, account, conversation: None, message: None, kind }
}

#[test]
fn to_look_at_an_account_or_the_activity_clears_nothing() {
    let mut desk = busy();
    desk.os(SystemFact::Focus { focused: true });
    let stages = [Stage::Widget { account: id("one") }, Stage::Activity, Stage::Settings];
    for stage in stages {
        desk.request(Intent::Show { stage });
        assert_eq!(waits(&desk), (3, 3));
    }
    for item in [
        Item::Account { account: id("one") },
        Item::MissedCalls,
        Item::Unread { account: None },
        Item::Unread { account: Some(id("two")) },
    ] {
        desk.request(open(item));
        assert_eq!(waits(&desk), (3, 3));
    }
}

#[test]
fn what_is_opened_itself_is_seen_and_nothing_beside_it() {
    let mut desk = busy();
    desk.request(open(Item::Call { call: CallId(2) }));
    assert_eq!(waits(&desk), (2, 3));
    let unseen: Vec<_> = desk.view().recent.iter().filter(|c| c.unseen).map(|c| c.id.0).collect();
    assert_eq!(unseen, [3, 1]);
    assert_eq!(desk.view().stage, Stage::Activity, "where a call that is over is listed");
    desk.request(open(Item::Message { account: id("one"), message: "b".to_owned() }));
    assert_eq!(waits(&desk), (2, 2));
    let unread: Vec<_> =
        desk.view().messages.into_iter().filter(|m| m.unread).map(|m| m.id).collect();
    assert_eq!(unread, ["c", "a"]);
    assert_eq!(desk.view().marked, None, "no mark, so nothing to undo");
}

#[test]
fn a_notification_leads_to_what_it_is_about() {
    let mut desk = Desk::new();
    let click = |effects: &[Effect]| {
        let mut all = effects.iter().rev().filter_map(|effect| match effect {
            Effect::Notify { notification } => Some(notification.click.clone()),
            _ => None,
        });
        all.next().unwrap()
    };
    let press = |desk: &mut Desk| {
        let intent = click(&desk.take());
        desk.play(Event::Intent { intent, from: Source::Notification, request: None })
    };
    desk.message(sms("1", true));
    assert!(press(&mut desk).contains(&Effect::ShowWindow));
    let focus = desk.view().focus.unwrap();
    let item = Item::Message { account: id("phone"), message: "1".to_owned() };
    assert_eq!((focus.item, focus.number, desk.view().unread), (item, 1, 0));
    miss(&mut desk, "phone", 1);
    press(&mut desk);
    let focus = desk.view().focus.unwrap();
    assert_eq!((focus.item, focus.number), (Item::Call { call: CallId(1) }, 2));
    assert_eq!(desk.view().missed, 0);
    // Several at once are none of them opened.
    miss(&mut desk, "phone", 2);
    miss(&mut desk, "phone", 3);
    press(&mut desk);
    assert_eq!(desk.view().focus.unwrap().item, Item::MissedCalls);
    assert_eq!((desk.view().stage, desk.view().missed), (Stage::Activity, 2));
    // A call that rings is led to where it can be seen.
    desk.call(leg(Alerting));
    press(&mut desk);
    assert_eq!(desk.view().stage, Stage::Widget { account: id("phone") });
    assert_eq!(desk.view().focus.unwrap().item, Item::Call { call: CallId(4) });
}

#[test]
fn what_is_gone_brings_the_window_and_says_so() {
    let mut desk = Desk::new();
    let request = desk.ask(open(Item::Call { call: CallId(7) }));
    assert_eq!(desk.answer(request).as_deref(), Some("no-call"));
    assert!(desk.take().contains(&Effect::ShowWindow));
    let request = desk.ask(open(Item::Status { account: id("nobody") }));
    assert_eq!(desk.answer(request).as_deref(), Some("unknown-account"));
    assert_eq!(desk.view().focus, None);
}

#[test]
fn marks_are_of_one_of_an_account_or_of_all_and_are_undone_exactly() {
    use SeenKind::{All, Calls, Messages};
    let table = [
        (mark(Some(2), None, None), 1, (2, 3)),
        (mark(None, None, None), 3, (0, 3)),
        (mark(None, Some("one"), Some(Calls)), 2, (1, 3)),
        (mark(None, Some("one"), None), 2, (3, 1)),
        (mark(None, Some("two"), Some(Messages)), 1, (3, 2)),
        (mark(None, Some("one"), Some(All)), 4, (1, 1)),
        (mark_all(All), 6, (0, 0)),
    ];
    for (intent, count, left) in table {
        let mut desk = busy();
        // What was seen before is not brought back with the rest.
        miss(&mut desk, "one", 4);
        desk.request(open(Item::Call { call: CallId(4) }));
        desk.request(intent.clone());
        let marked = desk.view().marked.unwrap();
        assert_eq!((marked.count, waits(&desk)), (count, left), "{intent:?}");
        desk.take();
        desk.request(Intent::UndoSeen { mark: Some(marked.mark) });
        assert_eq!((waits(&desk), desk.view().marked), ((3, 3), None), "{intent:?}");
        // Nothing is told anew; a notification that stands follows.
        let told = desk.take();
        assert!(!told.contains(&Effect::RequestAttention), "{intent:?}");
        assert_eq!(banners(&told).is_empty(), left.0 == 0 || left.0 == 3, "{intent:?}");
    }
}

#[test]
fn an_undo_is_offered_for_a_minute_once_and_means_the_mark_that_was_seen() {
    let mut desk = busy();
    desk.request(mark(None, None, None));
    let first = desk.view().marked.unwrap().mark;
    // Nothing was marked: the undo of what was stays.
    desk.request(mark(None, None, None));
    assert_eq!(desk.view().marked.unwrap().mark, first);
    desk.request(mark_all(SeenKind::Messages));
    let request = desk.ask(Intent::UndoSeen { mark: Some(first) });
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"), "it is another mark now");
    desk.request(Intent::UndoSeen { mark: None });
    assert_eq!(waits(&desk), (0, 3));
    let request = desk.ask(Intent::UndoSeen { mark: None });
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
    desk.request(mark_all(SeenKind::Messages));
    desk.wait_alive(UNDO_TIME);
    assert_eq!(desk.view().marked, None);
    let request = desk.ask(Intent::UndoSeen { mark: None });
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
    assert_eq!(waits(&desk), (0, 0));
}

#[test]
fn an_undo_brings_back_nothing_that_came_to_rest_meanwhile() {
    let mut desk = busy();
    desk.request(mark_all(SeenKind::All));
    let read = MessageObservation { unread: false, ..sms("a", false) };
    desk.receive_at("one", WidgetFact::Message { observation: read });
    desk.request(Intent::RemoveAccount { account: id("two"), forget_history: false });
    desk.request(Intent::UndoSeen { mark: None });
    assert_eq!(waits(&desk), (2, 1), "read in the widget, or gone with its account");
}

#[test]
fn the_widgets_own_mark_counts() {
    let mut desk = busy();
    let read = MessageObservation { unread: false, ..sms("a", false) };
    desk.receive_at("one", WidgetFact::Message { observation: read });
    assert_eq!(waits(&desk), (3, 2));
}

#[test]
fn who_is_called_back_is_no_longer_missed() {
    let back = |number: &str, state| CallObservation {
        party: Party { number: Some(number.into()), name: None },
        direction: Some(Direction::Outbound),
        ..seen(CallSource::Leg, &["sip:back"], state)
    };
    let mut desk = busy();
    miss(&mut desk, "two", 1);
    assert_eq!(desk.view().missed, 4);
    // From whichever account, however the number is written; both calls of this caller.
    let observation = back("(650) 555-0001", Dialing);
    desk.receive_at("two", WidgetFact::Call { observation });
    assert_eq!(desk.view().missed, 2);
    // Who calls meanwhile and is not answered is missed anew.
    miss(&mut desk, "one", 1);
    assert_eq!(desk.view().missed, 3);
    let observation = back("(650) 555-0001", Ended);
    desk.receive_at("two", WidgetFact::Call { observation });
    assert_eq!(desk.view().missed, 3);
}

#[test]
fn a_chat_that_is_looked_at_keeps_its_place_and_its_clock() {
    // With and without lines of the visitor: many widgets tell none.
    for lines in [0, 1] {
        let mut desk = Desk::chats();
        desk.os(SystemFact::Focus { focused: true });
        desk.request(Intent::Show { stage: Stage::Settings });
        for name in ["a", "b"] {
            desk.chat(of(name, offered()));
            for _ in 0..lines {
                desk.chat(of(name, asks("Hello?")));
            }
            desk.wait_alive(SECOND * 5);
        }
        let order = |desk: &Desk| {
            let rows = desk.view().conversations;
            rows.into_iter().map(|row| (row.id.0, row.waiting_since)).collect::<Vec<_>>()
        };
        let before = order(&desk);
        desk.show_chat(1);
        desk.wait_alive(SECOND * 60);
        assert_eq!(order(&desk), before);
        let view = desk.view();
        assert_eq!((view.waiting, view.conversations[0].unread), (2, 0));
        assert_eq!(view.conversations[0].clock, Some(ReplyClock::Red));
        assert_eq!(view.mood, TrayState::Waiting);
        desk.chat(of("a", active()));
        assert_eq!(desk.view().waiting, 1, "taken");
        desk.chat(of("b", closed(ClosedBy::Visitor)));
        assert_eq!(desk.view().waiting, 0, "over");
    }
}

#[test]
fn a_mark_of_chats_is_undone_with_what_came_since() {
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Settings });
    desk.chat_all(&[of("a", offered()), of("a", asks("One")), of("a", asks("Two"))]);
    desk.chat_all(&[of("b", offered()), of("b", closed(ClosedBy::Visitor))]);
    assert_eq!(desk.view().unread, 3);
    desk.request(mark_all(SeenKind::Chats));
    assert_eq!((desk.view().unread, desk.view().marked.unwrap().count), (0, 2));
    desk.chat(of("a", asks("Three")));
    desk.request(Intent::UndoSeen { mark: None });
    let rows = desk.view().conversations;
    let unread: Vec<_> = rows.iter().map(|row| (row.id.0, row.unread, row.missed)).collect();
    assert_eq!(unread, [(1, 3, false), (2, 1, true)]);
}
