//! Lines of conversations: each once, in their order, whatever is told again or late.

use crate::chat_desk::*;
use crate::desk::*;
use ConversationStatus::{Active, Closed, Offered};
use deskbell_core::*;

#[test]
fn a_message_is_known_again_by_its_id_or_by_who_what_and_when() {
    let mut desk = Desk::chats();
    desk.chat_all(&[
        of("a", numbered("1", Author::Visitor, "ok")),
        of("a", numbered("2", Author::Visitor, "ok")),
        of("a", numbered("1", Author::Visitor, "ok")),
        of("b", asks("ok")),
        of("b", asks("ok")),
    ]);
    let unread = |desk: &Desk| {
        let mut rows = desk.view().conversations;
        rows.sort_by_key(|row| row.id);
        rows.iter().map(|row| row.unread).collect::<Vec<_>>()
    };
    assert_eq!(unread(&desk), [2, 2], "without an id each is one");
    desk.wait_alive(DUPLICATE_WINDOW + SECOND);
    desk.chat(of("b", asks("ok")));
    assert_eq!(unread(&desk), [2, 3], "said again later is another message");
    desk.chat(of("b", said(Author::Visitor, "")));
    desk.chat(of("b", said(Author::Visitor, "")));
    assert_eq!(unread(&desk), [2, 5], "without text too");
    let timed = at(3, of("b", said(Author::Visitor, "")));
    desk.chat(timed.clone());
    desk.chat(timed);
    assert_eq!(unread(&desk), [2, 6], "unless the vendor's time says that it is the same");
}

#[test]
fn a_message_that_gets_its_id_or_its_text_late_is_still_one() {
    let mut desk = Desk::chats();
    desk.chat_all(&[
        of("a", asks("Hello?")),
        of("a", numbered("7", Author::Visitor, "Hello?")),
        of("a", numbered("7", Author::Visitor, "Hello?")),
    ]);
    desk.show_chat(1);
    assert_eq!(desk.transcript(), "Visitor: Hello?\n");
}

#[test]
fn lines_stand_in_the_order_they_were_written() {
    let mut desk = Desk::chats();
    desk.now = desk.now + SECOND * 30;
    desk.chat_all(&[
        at(3, of("a", numbered("3", Author::Visitor, "third"))),
        at(1, of("a", numbered("1", Author::Visitor, "first"))),
        at(2, of("a", numbered("2", Author::Agent, "second"))),
    ]);
    desk.show_chat(1);
    assert_eq!(desk.transcript(), "Visitor: first\nAgent: second\nVisitor: third\n");
    assert_eq!(desk.conversation().waiting_since, Some(desk.now), "the third is not answered");
}

#[test]
fn history_makes_no_noise() {
    let mut desk = Desk::chats();
    desk.now = desk.now + SECOND * 100;
    let effects = desk.chat_all(&[
        historic(at(1, of("a", offered()))),
        historic(at(2, of("a", asks("Hello?")))),
        historic(at(3, of("a", closed(ClosedBy::Visitor)))),
        historic(at(4, of("b", offered()))),
    ]);
    assert_eq!(banners(&effects), "");
    assert!(!effects.contains(&Effect::RequestAttention));
    assert_eq!((desk.view().unread, desk.view().waiting), (0, 1));
    assert_eq!(desk.statuses(), [Offered, Closed]);
    let row = &desk.view().conversations[0];
    assert_eq!(row.waiting_since, Some(T0 + SECOND * 4), "history knows since when");
    assert_eq!(row.clock, Some(ReplyClock::Red));
    assert!(!desk.view().conversations[1].missed);
}

#[test]
fn a_replay_does_not_undo_what_was_heard_as_it_happened() {
    let mut desk = Desk::chats();
    desk.now = desk.now + SECOND * 10;
    let story = [
        at(1, of("a", offered())),
        at(2, of("a", asks("Hello?"))),
        at(3, of("a", active())),
        at(4, of("a", closed(ClosedBy::Agent))),
    ];
    desk.chat_all(&story);
    let before = desk.conversation();
    desk.take();
    for fact in story {
        desk.chat(historic(fact));
    }
    assert_eq!(desk.conversation(), before);
    assert_eq!(banners(&desk.take()), "");
    desk.chat_all(&[historic(of("a", offered())), historic(of("a", asks("Hello?")))]);
    assert_eq!(desk.conversation(), before, "without a time neither");
}

#[test]
fn only_a_web_address_of_a_file_is_kept() {
    let mut desk = Desk::chats();
    for (n, url) in ["javascript:alert(1)", "https://files.example/a.pdf"].into_iter().enumerate() {
        let file = ChatFile { name: Some("a.pdf".into()), url: Some(url.into()), mime: None };
        let id = Some(n.to_string());
        let message = ChatMessage { id, file: Some(file), ..ChatMessage::new(Author::Visitor) };
        desk.chat(of("a", ConversationFact::Message { message }));
    }
    assert_eq!(desk.conversation().last.unwrap().text.as_deref(), Some("a.pdf"));
    desk.show_chat(1);
    let lines = desk.view().conversation.unwrap().transcript;
    let urls: Vec<_> = lines.into_iter().map(|line| line.file_url).collect();
    assert_eq!(urls, [None, Some("https://files.example/a.pdf".to_owned())]);
}

#[test]
fn typing_ends_by_itself_and_with_the_message() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", typing())]);
    desk.show_chat(1);
    assert!(desk.conversation().typing);
    assert_eq!(desk.view().conversation.unwrap().preview.as_deref(), Some("I wo"));
    desk.wait(TYPING_SHOWN);
    assert!(!desk.conversation().typing);
    desk.chat_all(&[of("a", typing()), of("a", asks("I would like to know"))]);
    assert!(!desk.conversation().typing);
}

#[test]
fn a_reply_that_arrives_after_a_later_question_takes_it_and_leaves_the_question_unread() {
    let mut desk = Desk::chats();
    desk.now = desk.now + SECOND * 30;
    desk.chat_all(&[
        at(1, of("a", queued(3))),
        at(2, of("a", asks("First"))),
        at(9, of("a", asks("Second"))),
        at(5, of("a", answers("Yes"))),
    ]);
    let row = desk.conversation();
    assert_eq!((row.status, row.position, row.replied, row.unread), (Active, None, true, 1));
    assert!(row.waiting_since.is_some());
}
