//! What a vendor's service tells of conversations joins what the widget tells of them, whatever the order.

use crate::chat_desk::*;
use crate::desk::*;
use ConversationStatus::{Active, Closed, Offered, Queued};
use deskbell_core::*;

fn report(desk: &mut Desk, observation: ChatObservation) -> Vec<Effect> {
    desk.play(Event::ChatReported { account: id("site"), observation })
}

#[test]
fn a_queued_visitor_of_the_service_becomes_the_widgets_conversation() {
    let mut desk = Desk::chats();
    let effects = report(&mut desk, at(0, of("a", queued(1))));
    assert!(effects.iter().any(|it| matches!(it, Effect::Notify { .. })), "{effects:?}");
    assert_eq!(desk.conversation().status, Queued);
    report(&mut desk, at(2, of("a", offered())));
    // The widget says it too, without a time, and then the words.
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?")), of("a", answers("Hi"))]);
    report(&mut desk, at(9, of("a", active())));
    let row = desk.conversation();
    assert_eq!((row.status, row.replied, row.unread), (Active, true, 0));
    report(&mut desk, at(20, of("a", closed(ClosedBy::Unknown))));
    report(&mut desk, of("a", closed(ClosedBy::Visitor)));
    let row = desk.conversation();
    assert_eq!((row.status, row.closed_by, row.missed), (Closed, Some(ClosedBy::Visitor), false));
    assert_eq!(desk.view().conversations.len(), 1);
}

#[test]
fn what_another_agent_took_is_gone_here_and_opens_nothing() {
    let mut desk = Desk::chats();
    report(&mut desk, at(0, of("a", queued(1))));
    report(&mut desk, at(5, of("a", closed(ClosedBy::Transferred))));
    let row = desk.conversation();
    assert_eq!((row.status, row.missed), (Closed, false));
    for fact in [
        closed(ClosedBy::Transferred),
        transfer(TransferStep::Accepted),
        visitor("Eve"),
        asks("Hello?"),
        noted(ChatNote::TransferAccepted),
        ConversationFact::LabelAdded {
            label: Label { name: "vip".to_owned(), value: None, free_form: None },
        },
        ConversationFact::Rated { rating: Rating::default() },
    ] {
        report(&mut desk, of("unheard of", fact));
    }
    assert_eq!(desk.view().conversations.len(), 1);
}

#[test]
fn the_pages_own_visitor_is_never_taken_for_the_services() {
    let mut desk = Desk::chats();
    desk.chat(current(asks("Hello?")));
    let theirs = ChatObservation { conversation: Some(key("b")), ..current(queued(1)) };
    report(&mut desk, theirs);
    assert_eq!(desk.view().conversations.len(), 2);
    report(&mut desk, current(closed(ClosedBy::Visitor)));
    assert!(desk.view().conversations.iter().all(|row| row.status != Closed), "it names none");
}

#[test]
fn the_whole_transcript_fills_in_what_was_not_heard_and_repeats_nothing() {
    let mut desk = Desk::chats();
    desk.chat_all(&[
        at(0, of("a", offered())),
        at(1, of("a", asks("ok"))),
        at(4, of("a", answers("Hi"))),
    ]);
    desk.wait_alive(SECOND * 600);
    let whole = [
        (2, "line 0", Author::Visitor, "ok"),
        (3, "line 1", Author::Visitor, "ok"),
        (5, "line 2", Author::Agent, "Hi"),
        (9, "line 3", Author::Visitor, "Bye"),
    ];
    for _ in 0..2 {
        for (second, line, author, text) in whole {
            report(&mut desk, historic(at(second, of("a", numbered(line, author, text)))));
        }
    }
    desk.show_chat(1);
    let transcript = desk.transcript();
    assert_eq!(transcript.matches("ok").count(), 2, "{transcript}");
    assert_eq!(transcript.matches("Hi").count(), 1, "{transcript}");
    assert_eq!(transcript.matches("Bye").count(), 1, "{transcript}");
    assert_eq!(desk.conversation().unread, 0, "history makes no noise");
}

#[test]
fn a_message_left_waits_to_be_read_although_its_page_is_closed() {
    let mut desk = Desk::chats();
    let left = ConversationFact::OfflineMessage { text: Some("Call me".into()) };
    for _ in 0..2 {
        report(&mut desk, at(0, of("a", left.clone())));
        report(&mut desk, of("a", visitor("Ada")));
    }
    let row = desk.conversation();
    assert_eq!((row.status, row.unread, row.who.as_deref()), (Closed, 1, Some("Ada")));
    desk.request(Intent::EnableAccount { account: id("site"), enabled: false });
    report(&mut desk, of("b", offered()));
    assert!(desk.view().conversations.is_empty(), "nothing for an account that is switched off");
}

#[test]
fn an_offer_of_the_service_rings_like_the_widgets() {
    let mut desk = Desk::chats();
    let effects = report(&mut desk, at(0, of("a", offered())));
    assert!(effects.contains(&Effect::RequestAttention));
    assert_eq!(desk.conversation().status, Offered);
    let again = desk.chat(of("a", offered()));
    assert!(!again.contains(&Effect::RequestAttention), "{again:?}");
}
