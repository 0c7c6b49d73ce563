//! Chats nobody ends: taken off the list, ended by silence, and asked about before leaving.

use crate::chat_desk::*;
use crate::desk::*;
use ConversationStatus::{Active, Closed, Offered};
use deskbell_core::*;

fn dismiss(conversation: u32) -> Intent {
    Intent::Dismiss { conversation: ConversationId(conversation) }
}

#[test]
fn a_chat_taken_off_the_list_is_over_for_us_until_its_visitor_writes() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    let effects = desk.request(dismiss(1));
    assert_eq!(banners(&effects), "-chat-1\n");
    assert_eq!(desk.posts(), 0, "it concerns only us");
    let row = desk.conversation();
    assert_eq!((row.status, row.closed_by), (Closed, Some(ClosedBy::Unknown)));
    assert_eq!((row.missed, row.unread, desk.view().waiting), (false, 0, 0));
    desk.wait_alive(SECOND * 3);
    desk.chat(of("a", asks("Anybody?")));
    let row = desk.conversation();
    assert_eq!((row.status, row.id, row.unread), (Offered, ConversationId(1), 1));
    desk.show_chat(1);
    assert!(
        desk.transcript().contains("*Closed: -\nVisitor: Anybody?\n*Reopened"),
        "{}",
        desk.transcript()
    );
    desk.request(dismiss(1));
    desk.request(dismiss(1));
    assert_eq!(desk.view().conversations, [], "over already: it goes altogether");
    let request = desk.ask(dismiss(1));
    assert_eq!(desk.answer(request).as_deref(), Some("no-chat"));
}

#[test]
fn where_nobody_tells_the_end_silence_is_the_end() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", answers("Hi"))]);
    desk.wait_alive(CONVERSATION_SILENT);
    assert_eq!(desk.statuses(), [Active], "this widget would tell");
    desk.open_site();
    desk.wait_alive(CONVERSATION_SILENT - SECOND);
    assert_eq!(desk.statuses(), [Active]);
    desk.wait_alive(SECOND);
    assert_eq!(desk.conversation().closed_by, Some(ClosedBy::Unknown), "reloaded, and not a word");

    let mut desk = Desk::chats();
    let widget = RecognisedWidget { no_end_signal: true, ..bubble() };
    desk.receive_at("site", WidgetFact::WidgetRecognised { widget });
    desk.chat(current(asks("Hello?")));
    desk.wait_alive(CONVERSATION_SILENT - SECOND);
    desk.chat(current(typing()));
    desk.wait_alive(CONVERSATION_SILENT - SECOND);
    assert_eq!(desk.statuses(), [Active]);
    desk.wait_alive(SECOND);
    assert_eq!(desk.statuses(), [Closed]);
}

#[test]
fn leaving_while_a_visitor_counts_on_us_is_asked() {
    let quit = |confirmed| Intent::Quit { confirmed };
    for begins in [vec![of("a", offered())], vec![of("a", asks("Hi")), of("a", answers("Hello"))]] {
        let mut desk = Desk::chats();
        desk.chat_all(&begins);
        let request = desk.ask(quit(false));
        assert_eq!(desk.answer(request).as_deref(), Some("needs-confirmation"));
        assert!(!desk.request(quit(false)).contains(&Effect::Quit));
        assert_eq!(desk.view().question, Some(Question::QuitDuringChat));
        desk.chat(of("a", closed(ClosedBy::Agent)));
        assert_eq!(desk.view().question, None, "nobody is left");
        assert!(desk.request(quit(false)).contains(&Effect::Quit));
    }
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    assert!(desk.request(quit(true)).contains(&Effect::Quit));
    for nobody in [queued(1), asks("Found running")] {
        let mut desk = Desk::chats();
        desk.chat(of("a", nobody));
        assert!(desk.request(quit(false)).contains(&Effect::Quit));
    }
}
