//! Chats as public reports and the vendors' documents tell them: nearness is no identity, and what nobody tells is not waited for.

use crate::chat_desk::*;
use crate::desk::*;
use crate::status_desk::{HOUR, MINUTE};
use deskbell_core::settings::*;
use deskbell_core::*;

fn after(milliseconds: u64, observation: ChatObservation) -> ChatObservation {
    ChatObservation { at: Some(Timestamp(T0.0 + milliseconds)), ..observation }
}

fn shown(desk: &mut Desk) -> String {
    desk.show_chat(1);
    desk.transcript()
}

/// [divine-mobile#7324]
#[test]
fn the_same_word_twice_is_two_lines() {
    let asked = || of("a", asks("?"));
    let numbered = |id| of("a", numbered(id, Author::Visitor, "?"));
    for (what, first, second) in [
        ("no time at all", asked(), asked()),
        ("two times", after(0, asked()), after(700, asked())),
        ("two times out of order", after(700, asked()), after(0, asked())),
        ("two ids", numbered("1"), numbered("2")),
        ("two ids at one time", after(0, numbered("1")), after(0, numbered("2"))),
        ("a time and none", after(0, asked()), asked()),
    ] {
        let mut desk = Desk::chats();
        desk.chat(of("a", offered()));
        desk.chat(first);
        desk.wait(SECOND * 7 / 10);
        desk.chat(second);
        assert_eq!(desk.conversation().unread, 2, "{what}");
        assert_eq!(shown(&mut desk), "Visitor: ?\nVisitor: ?\n", "{what}");
    }
}

/// Our own words too, each as often as they were said. [divine-mobile#7324]
#[test]
fn the_same_answer_twice_is_two_lines() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    for _ in 0..2 {
        desk.chat(of("a", answers("One moment")));
        desk.wait(SECOND / 2);
    }
    assert_eq!(shown(&mut desk), "Visitor: Hello?\nAgent: One moment\nAgent: One moment\n");
}

/// What is told again adds nothing: by its id, by its own time, or because the widget says that it is history.
#[test]
fn a_replay_adds_no_line() {
    let asked = || of("a", asks("?"));
    let numbered = || of("a", numbered("1", Author::Visitor, "?"));
    for (what, first, again) in [
        ("one id", numbered(), numbered()),
        ("one id, told later", after(0, numbered()), after(900, numbered())),
        ("one time", after(300, asked()), after(300, asked())),
        ("history with its time", after(300, asked()), historic(after(300, asked()))),
        ("history without", asked(), historic(asked())),
        ("history of what had no time", asked(), historic(after(0, asked()))),
    ] {
        let mut desk = Desk::chats();
        desk.chat_all(&[of("a", offered()), first]);
        desk.wait_alive(SECOND * 30);
        desk.chat(again);
        assert_eq!(desk.conversation().unread, 1, "{what}");
        assert_eq!(shown(&mut desk), "Visitor: ?\n", "{what}");
    }
}

/// A whole chat told again stands once, with each line as often as it was said. [divine-mobile#7324]
#[test]
fn a_history_with_the_same_word_in_it_twice_keeps_both() {
    let lines = [after(0, of("a", asks("?"))), after(700, of("a", asks("?")))];
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    desk.chat_all(&lines);
    desk.wait_alive(MINUTE);
    desk.chat_all(&lines.clone().map(historic));
    assert_eq!(shown(&mut desk), "Visitor: ?\nVisitor: ?\n");
    // Told for the first time as history.
    let mut desk = Desk::chats();
    desk.chat_all(&lines.map(historic));
    assert_eq!(shown(&mut desk), "Visitor: ?\nVisitor: ?\n");
}

/// A reply of ours that the widget shows is the one we sent, and a second one is another.
#[test]
fn a_reply_is_confirmed_once_and_said_twice_stands_twice() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    let first = desk.asked_of_chat(reply("Hi"));
    desk.chat(of("a", answers("Hi")));
    assert_eq!(desk.answer(first).as_deref(), Some("done"));
    let second = desk.asked_of_chat(reply("Hi"));
    desk.chat(of("a", answers("Hi")));
    assert_eq!(desk.answer(second).as_deref(), Some("done"));
    assert_eq!(shown(&mut desk), "Visitor: Hello?\nAgent: Hi\nAgent: Hi\n");
}

/// Notes are states and no words: told twice they stand once.
#[test]
fn notes_told_twice_stand_once() {
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    for _ in 0..2 {
        desk.chat(of("a", noted(ChatNote::TranscriptRequested)));
    }
    assert_eq!(shown(&mut desk), "*TranscriptRequested: -\n");
}

/// A widget whose document names no event for the end by our side.
fn silent_console() -> RecognisedWidget {
    let mut widget = console();
    widget.abilities.retain(|ability| ability.action != ChatAction::Close);
    widget.abilities.push(ChatAbility::unconfirmed(ChatAction::Close));
    RecognisedWidget { endless: true, ..widget }
}

fn with_silent_console() -> Desk {
    let mut desk = Desk::bare(&["site"]);
    desk.page_of("site", PageFact::Started { abilities: abilities(true) });
    desk.receive_at("site", WidgetFact::WidgetRecognised { widget: silent_console() });
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?")), of("a", answers("Hi"))]);
    desk.take();
    desk
}

fn handed_over(desk: &mut Desk) {
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
}

/// [the vendor's document of its agent console]
#[test]
fn an_end_that_nobody_tells_is_the_end_when_it_is_handed_over() {
    let mut desk = with_silent_console();
    let request = desk.asked_of_chat(ChatRequest::Close);
    assert_eq!(desk.conversation().status, ConversationStatus::Active, "not before");
    handed_over(&mut desk);
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    let row = desk.conversation();
    assert_eq!((row.status, row.closed_by), (ConversationStatus::Closed, Some(ClosedBy::Agent)));
    desk.wait_alive(CHAT_TIMEOUT * 2);
    assert_eq!((desk.notices(), desk.conversation().trouble), (vec![], None));
    // The visitor writes on: it was not over, or is again.
    desk.chat(of("a", asks("Still there?")));
    assert_ne!(desk.conversation().status, ConversationStatus::Closed);
}

/// The newer console tells it after all: both ways end once. [the vendor's document]
#[test]
fn an_end_that_is_told_all_the_same_is_the_same_end() {
    let mut desk = with_silent_console();
    desk.asked_of_chat(ChatRequest::Close);
    handed_over(&mut desk);
    desk.chat(of("a", closed(ClosedBy::Agent)));
    assert_eq!(desk.conversation().status, ConversationStatus::Closed);
    let said = shown(&mut desk);
    assert_eq!(said.matches("*Closed").count(), 1, "{said}");
}

/// A time-out of the vendor's is told by nobody. [the vendor's document]
#[test]
fn a_chat_whose_end_nobody_tells_is_not_open_all_day() {
    let mut desk = with_silent_console();
    desk.wait_alive(CONVERSATION_SILENT - MINUTE);
    assert_ne!(desk.conversation().status, ConversationStatus::Closed);
    desk.wait_alive(MINUTE * 2);
    assert_eq!(desk.conversation().status, ConversationStatus::Closed);
    assert!(!desk.conversation().missed);
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    desk.wait_alive(HOUR * 3);
    assert_ne!(desk.conversation().status, ConversationStatus::Closed, "here the end is told");
}

/// The first reply comes before the console has named our agent. [the vendor's document]
#[test]
fn the_first_reply_carries_the_accounts_own_agent() {
    let agent = "sam@desk.example";
    let mut config = config("site");
    config.options.insert(STATUS_AGENT_OPTION.to_owned(), agent.to_owned());
    let settings = Settings { accounts: vec![config], ..Settings::default() };
    let mut desk = Desk::from(settings, "en");
    desk.open_site();
    desk.chat_all(&[of("a", offered()), of("a", asks("Hello?"))]);
    let carried = |desk: &Desk| match desk.posted() {
        Some((_, VendorCommand::Chat { agent, .. })) => agent.map(|it| it.reveal().clone()),
        other => panic!("{other:?}"),
    };
    desk.asked_of_chat(reply("Good morning"));
    assert_eq!(carried(&desk).as_deref(), Some(agent));
    // What the console itself says goes before.
    let named = Some("sam.sample@desk.example".into());
    desk.chat(ChatObservation { agent: named, ..of("a", typing()) });
    desk.asked_of_chat(ChatRequest::RequestFile);
    assert_eq!(carried(&desk).as_deref(), Some("sam.sample@desk.example"));
}

/// A label has as many values as it was given. [the vendor's document: `"labelName2": ["labelValue1", "labelValue2"]`]
#[test]
fn a_label_keeps_all_its_values() {
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    for value in ["red", "blue", "red"] {
        let label = Label { name: "colour".to_owned(), value: Some(value.into()) };
        desk.chat(of("a", ConversationFact::LabelAdded { label }));
    }
    desk.show_chat(1);
    let labels = desk.view().conversation.unwrap().labels;
    let values: Vec<_> = labels.iter().map(|it| (it.name.as_str(), it.value.as_deref())).collect();
    assert_eq!(values, [("colour", Some("red")), ("colour", Some("blue"))]);
}
