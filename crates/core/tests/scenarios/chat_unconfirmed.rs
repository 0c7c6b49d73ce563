//! Widgets that never tell what came of a request: what was handed over leaves its mark all the same.

use crate::chat_desk::*;
use crate::desk::*;
use deskbell_core::*;

/// A conversation with a widget that confirms nothing.
fn silent() -> Desk {
    use ChatAction::*;
    let mut desk = Desk::chats();
    let all = [Reply, AddLabel, RemoveLabel, Transfer, Reclaim, AddMessage, Whisper, PopulateText];
    let abilities = all.map(ChatAbility::unconfirmed).to_vec();
    let widget = RecognisedWidget { abilities, ..console() };
    desk.receive_at("site", WidgetFact::WidgetRecognised { widget });
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    desk.show_chat(1);
    desk.take();
    desk
}

/// Asks, and the page takes it.
fn hand_over(desk: &mut Desk, request: ChatRequest) {
    desk.asked_of_chat(request);
    let (command, _) = desk.posted().unwrap();
    for _ in 0..2 {
        desk.outcome(Outcome::CommandPosted { command });
    }
}

fn lines(desk: &Desk) -> Vec<(Author, String, bool)> {
    let panel = desk.view().conversation.unwrap();
    let written = panel.transcript.into_iter().filter(|row| row.note.is_none());
    written.map(|row| (row.author, row.text.unwrap_or_default(), row.unconfirmed)).collect()
}

#[test]
fn words_handed_over_stand_in_the_transcript_and_stop_the_clock() {
    let text = || Private::from("Good morning!");
    for request in [
        reply("Good morning!"),
        ChatRequest::AddMessage { text: text(), from: AddedFrom::Agent },
        ChatRequest::Whisper { text: text(), to: WhisperTo::Visitor },
    ] {
        let mut desk = silent();
        hand_over(&mut desk, request);
        assert_eq!(lines(&desk)[1..], [(Author::Agent, "Good morning!".to_owned(), true)]);
        let row = desk.conversation();
        assert_eq!((row.status, row.replied), (ConversationStatus::Active, true));
        assert_eq!((row.clock, row.waiting_since, desk.view().waiting), (None, None, 0));
    }
    for request in [
        ChatRequest::AddMessage { text: text(), from: AddedFrom::Visitor },
        ChatRequest::Whisper { text: text(), to: WhisperTo::Agent },
        ChatRequest::PopulateText { text: text() },
    ] {
        let mut desk = silent();
        hand_over(&mut desk, request);
        assert_eq!((lines(&desk).len(), desk.conversation().replied), (1, false));
    }
}

#[test]
fn words_the_widget_shows_after_all_are_confirmed_not_doubled() {
    let mut desk = silent();
    hand_over(&mut desk, reply("Good morning!"));
    desk.wait_alive(SECOND * 30);
    desk.chat_all(&[of("a", asks("And now?")), of("a", answers("good  morning"))]);
    desk.wait_alive(SECOND * 3);
    assert_eq!(lines(&desk)[1], (Author::Agent, "Good morning!".to_owned(), false));
    assert_eq!(lines(&desk).len(), 3);
    assert!(desk.conversation().waiting_since.is_some(), "asked after the reply");
    desk.chat(of("a", answers("good morning")));
    assert_eq!(lines(&desk).len(), 4, "said once more");
    hand_over(&mut desk, reply("Bye"));
    desk.chat(of("a", said(Author::Agent, "")));
    assert_eq!(lines(&desk)[4], (Author::Agent, "Bye".to_owned(), false));
    assert_eq!(lines(&desk).len(), 5, "no text told is no text to compare");
}

#[test]
fn words_for_a_widget_that_confirms_wait_for_it() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    desk.show_chat(1);
    hand_over(&mut desk, reply("Good morning!"));
    assert_eq!((lines(&desk).len(), desk.conversation().replied), (1, false));
    desk.wait_alive(CHAT_TIMEOUT);
    assert_eq!(lines(&desk).len(), 1);
}

#[test]
fn a_label_handed_over_shows_and_can_be_removed_again() {
    let vip = || Label { name: "vip".to_owned(), value: None, free_form: None };
    let labels = |desk: &Desk| {
        let labels = desk.view().conversation.unwrap().labels;
        labels.into_iter().map(|label| (label.name, label.unconfirmed)).collect::<Vec<_>>()
    };
    let mut desk = silent();
    hand_over(&mut desk, ChatRequest::AddLabel { label: vip() });
    assert_eq!(labels(&desk), [("vip".to_owned(), true)]);
    assert!(desk.conversation().actions.contains(&ChatAction::RemoveLabel));
    hand_over(&mut desk, ChatRequest::RemoveLabel { label: vip() });
    assert_eq!(labels(&desk), []);
    hand_over(&mut desk, ChatRequest::AddLabel { label: vip() });
    desk.chat(of("a", ConversationFact::LabelAdded { label: vip() }));
    assert_eq!(labels(&desk), [("vip".to_owned(), false)], "the widget shows it");
    assert!(desk.transcript().contains("*LabelAdded: vip"));
    hand_over(&mut desk, ChatRequest::RemoveLabel { label: vip() });
    assert_eq!(labels(&desk), []);
}

#[test]
fn a_transfer_handed_over_can_be_taken_back() {
    let mut desk = silent();
    let asked = |desk: &Desk, action| desk.conversation().actions.contains(&action);
    let to = || TransferTarget::Widget { id: "w2".to_owned() };
    hand_over(&mut desk, ChatRequest::Transfer { to: to() });
    assert_eq!(desk.conversation().transfer, Some(TransferStep::Requested));
    assert!(asked(&desk, ChatAction::Reclaim) && !asked(&desk, ChatAction::Transfer));
    hand_over(&mut desk, ChatRequest::Reclaim);
    assert_eq!(desk.conversation().transfer, None);
    assert!(!asked(&desk, ChatAction::Reclaim) && asked(&desk, ChatAction::Transfer));
    hand_over(&mut desk, ChatRequest::Transfer { to: to() });
    desk.chat(of("a", transfer(TransferStep::Rejected)));
    assert_eq!(desk.conversation().transfer, Some(TransferStep::Rejected), "the widget knows");
    let widget = RecognisedWidget {
        abilities: vec![ChatAbility::unconfirmed(ChatAction::Transfer)],
        ..console()
    };
    desk.receive_at("site", WidgetFact::WidgetRecognised { widget });
    hand_over(&mut desk, ChatRequest::Transfer { to: to() });
    assert!(asked(&desk, ChatAction::Transfer), "nothing else would lead out of it");
}
