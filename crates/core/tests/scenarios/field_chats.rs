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

/// What is not taken in again is counted where diagnostics are. [divine-mobile#7324]
#[test]
fn a_line_that_is_dropped_is_counted() {
    let mut desk = Desk::chats();
    let line = || of("a", numbered("1", Author::Visitor, "?"));
    desk.chat_all(&[of("a", offered()), line(), line(), line(), historic(line())]);
    let rows = desk.view().accounts;
    let counted: Vec<_> = rows.iter().flat_map(|row| &row.unparsed).collect();
    assert_eq!(counted.len(), 1);
    assert_eq!((counted[0].name.as_str(), counted[0].count), ("chat message: told again", 2));
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
    RecognisedWidget { no_end_signal: true, ..widget }
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
    assert_eq!(desk.answer(request).as_deref(), Some("unconfirmed"));
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
        let label = Label { name: "colour".to_owned(), value: Some(value.into()), free_form: None };
        desk.chat(of("a", ConversationFact::LabelAdded { label }));
    }
    desk.show_chat(1);
    let labels = desk.view().conversation.unwrap().labels;
    let values: Vec<_> = labels.iter().map(|it| (it.name.as_str(), it.value.as_deref())).collect();
    assert_eq!(values, [("colour", Some("red")), ("colour", Some("blue"))]);
}

/// A label has as many values as it was given, and each is taken off by itself.
#[test]
fn one_of_several_values_of_a_label_is_taken_off() {
    let colour = |value: Option<&str>| Label {
        name: "colour".to_owned(),
        value: value.map(Into::into),
        free_form: None,
    };
    let told = |value| Label { free_form: Some(false), ..colour(Some(value)) };
    let values = |desk: &Desk| {
        let labels = desk.view().conversation.unwrap().labels;
        labels.into_iter().filter_map(|label| label.value).collect::<Vec<_>>()
    };
    let added = |value| of("a", ConversationFact::LabelAdded { label: told(value) });
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), added("red"), added("blue"), added("green")]);
    desk.show_chat(1);
    assert_eq!(desk.conversation().labels, ["colour"], "one name");
    // Which one is not said.
    let all = desk.asked_of_chat(ChatRequest::RemoveLabel { label: colour(None) });
    assert_eq!(desk.answer(all).as_deref(), Some("bad-input"));
    let one = desk.asked_of_chat(ChatRequest::RemoveLabel { label: colour(Some("blue")) });
    let sent = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Post { command: VendorCommand::Chat { request, .. }, .. } => Some(request.clone()),
        _ => None,
    });
    assert_eq!(sent, Some(ChatRequest::RemoveLabel { label: told("blue") }), "as it was told");
    desk.chat(of("a", ConversationFact::LabelRemoved { label: colour(Some("blue")) }));
    assert_eq!(desk.answer(one).as_deref(), Some("done"));
    assert_eq!(values(&desk), ["red", "green"]);
    // A widget that names no value means all of them.
    desk.chat(of("a", ConversationFact::LabelRemoved { label: colour(None) }));
    assert!(values(&desk).is_empty());
}

/// Where the widget never tells, a second value stands beside the first until either is taken off.
#[test]
fn two_values_handed_over_stand_side_by_side() {
    let order = |value: &str| Label {
        name: "order".to_owned(),
        value: Some(value.into()),
        free_form: Some(true),
    };
    let mut desk = Desk::chats();
    let mut widget = console();
    let silent = [ChatAction::AddLabel, ChatAction::RemoveLabel];
    widget.abilities.retain(|ability| !silent.contains(&ability.action));
    widget.abilities.extend(silent.map(ChatAbility::unconfirmed));
    desk.receive_at("site", WidgetFact::WidgetRecognised { widget });
    desk.chat(of("a", offered()));
    desk.show_chat(1);
    for request in [
        ChatRequest::AddLabel { label: order("1") },
        ChatRequest::AddLabel { label: order("2") },
        ChatRequest::RemoveLabel { label: order("1") },
    ] {
        desk.asked_of_chat(request);
        let (command, _) = desk.posted().unwrap();
        desk.outcome(Outcome::CommandPosted { command });
    }
    let labels = desk.view().conversation.unwrap().labels;
    assert_eq!(labels.len(), 1);
    assert_eq!((labels[0].value.as_deref(), labels[0].unconfirmed), (Some("2"), true));
}

/// Files of visitors are opened: also at the long addresses of signed permits, and by their line or the newest one.
#[test]
fn a_file_of_a_visitor_is_opened_where_its_account_may_lead() {
    let long = format!("https://files.example/receipt.pdf?permit={}", "x".repeat(3000));
    let sent = |name: &str, url: Option<&str>| {
        let file =
            ChatFile { name: Some(name.into()), url: url.map(Into::into), ..ChatFile::default() };
        let message = ChatMessage { file: Some(file), ..ChatMessage::new(Author::Visitor) };
        of("a", ConversationFact::Message { message })
    };
    let mut desk = Desk::chats();
    let endless = format!("https://files.example/{}", "x".repeat(9000));
    desk.chat_all(&[
        of("a", offered()),
        of("a", asks("Look at this:")),
        sent("receipt.pdf", Some(&long)),
        sent("photo.png", Some("https://files.example/photo.png")),
        sent("script", Some("javascript:alert(1)")),
        sent("endless", Some(&endless)),
    ]);
    desk.show_chat(1);
    let lines = desk.view().conversation.unwrap().transcript;
    let line = |name: &str| lines.iter().find(|it| it.file.as_deref() == Some(name)).unwrap();
    assert!(line("receipt.pdf").file_url.as_ref().unwrap().len() < 600, "for reading only");
    let mut open = |line: Option<u32>| {
        let from = desk.effects.len();
        let asked = desk.ask(Intent::OpenChatFile { conversation: ConversationId(1), line });
        let opened = desk.effects[from..].iter().find_map(|effect| match effect {
            Effect::OpenFile { account, address } => {
                Some((account.clone(), address.reveal().clone()))
            }
            _ => None,
        });
        (desk.answer(asked).unwrap(), opened)
    };
    let at = |url: &str| Some((id("site"), url.to_owned()));
    assert_eq!(open(Some(line("receipt.pdf").line)), ("done".to_owned(), at(&long)));
    let photo = at("https://files.example/photo.png");
    assert_eq!(open(Some(line("photo.png").line)), ("done".to_owned(), photo));
    for name in ["script", "endless"] {
        assert_eq!(open(Some(line(name).line)), ("not-possible".to_owned(), None), "{name}");
    }
    assert_eq!(open(None), ("not-possible".to_owned(), None), "the newest one has no address");
    assert_eq!(open(Some(0)), ("bad-input".to_owned(), None), "text is no file");
    assert_eq!(open(Some(99)), ("bad-input".to_owned(), None));
}

/// What stands on the screen after these effects, by key.
fn standing(desk: &Desk) -> Vec<(String, String)> {
    let mut shown = std::collections::BTreeMap::new();
    for effect in &desk.effects {
        match effect {
            Effect::Notify { notification } => {
                let title = notification.title.reveal().clone();
                shown.insert(notification.key.clone(), title);
            }
            Effect::WithdrawNotification { key } => drop(shown.remove(key)),
            _ => {}
        }
    }
    shown.into_iter().collect()
}

/// Many chats are one notification with a count, and a call still rings beside it. [gsconnect#364]
#[test]
fn many_chats_are_no_wall() {
    let mut desk = Desk::chats();
    let keys: Vec<String> = (0..45).map(|number| format!("chat{number}")).collect();
    for key in &keys {
        desk.chat_all(&[of(key, offered()), of(key, asks("Hello?"))]);
        desk.wait_alive(SECOND * 2);
    }
    let many = |count: usize| vec![("chats".to_owned(), format!("News in {count} chats"))];
    assert_eq!(standing(&desk), many(45));
    // Taken one by one, the last one has its own again.
    for key in &keys[..43] {
        desk.chat(of(key, closed(ClosedBy::Agent)));
    }
    assert_eq!(standing(&desk), many(2));
    desk.chat(of(&keys[43], closed(ClosedBy::Agent)));
    assert_eq!(standing(&desk).len(), 1);
    assert_ne!(standing(&desk)[0].0, "chats");
}

/// Whoever closes the one about many has seen them all; a new chat is told again.
#[test]
fn many_chats_closed_at_once_stay_closed() {
    let mut desk = Desk::chats();
    for number in 0..12 {
        let key = format!("chat{number}");
        desk.chat_all(&[of(&key, offered()), of(&key, asks("Hello?"))]);
        desk.wait_alive(SECOND * 2);
    }
    assert_eq!(standing(&desk).len(), 1);
    desk.outcome(Outcome::NotificationClosed { key: "chats".to_owned() });
    let from = desk.effects.len();
    desk.wait_alive(SECOND * 20);
    let again =
        desk.effects[from..].iter().filter(|it| matches!(it, Effect::Notify { .. })).count();
    assert_eq!(again, 0);
    desk.chat(of("new", offered()));
    assert_eq!(
        desk.effects[from..].iter().filter(|it| matches!(it, Effect::Notify { .. })).count(),
        1
    );
}
