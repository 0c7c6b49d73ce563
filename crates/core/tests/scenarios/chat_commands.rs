//! Asking something of a chat: nothing is done before the widget shows it, and silence is told.

use crate::chat_desk::*;
use crate::desk::*;
use deskbell_core::*;

fn running() -> Desk {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", visitor("Ada")), of("a", offered()), of("a", asks("Hello?"))]);
    desk.take();
    desk
}

/// The request handed over last, as the widget gets it.
fn sent(desk: &Desk) -> ChatRequest {
    match desk.posted() {
        Some((_, VendorCommand::Chat { request, .. })) => request,
        other => panic!("{other:?}"),
    }
}

fn label(name: &str) -> Label {
    Label { name: name.to_owned(), value: None, free_form: None }
}

#[test]
fn a_reply_is_in_the_transcript_when_the_widget_shows_it() {
    let mut desk = running();
    desk.show_chat(1);
    let agent = Some("agent@company.example".into());
    desk.chat(ChatObservation { agent, ..of("a", typing()) });
    let request = desk.asked_of_chat(reply("Good morning, Ada!"));
    let (command, posted) = desk.posted().unwrap();
    assert_eq!(
        posted,
        VendorCommand::Chat {
            conversation: Some(key("a")),
            agent: Some("agent@company.example".into()),
            request: reply("Good morning, Ada!"),
        }
    );
    desk.outcome(Outcome::CommandPosted { command });
    let row = desk.conversation();
    assert_eq!((row.status, row.replied), (ConversationStatus::Offered, false));
    assert_eq!(row.pending.map(|it| it.action), Some(ChatAction::Reply));
    let panel = desk.view().conversation.unwrap();
    assert_eq!(panel.sending[0].text, "Good morning, Ada!");
    assert!(!desk.transcript().contains("Agent"));
    desk.chat(of("a", answers("something else, typed in the widget")));
    assert_eq!(desk.answer(request), None, "not these words");
    desk.chat(of("a", answers("Good morning,  Ada!")));
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    let panel = desk.view().conversation.unwrap();
    assert_eq!((panel.sending, desk.conversation().pending), (vec![], None));
}

#[test]
fn the_post_goes_out_in_the_dialect_of_the_widget() {
    let mut desk = running();
    desk.asked_of_chat(ChatRequest::Close);
    let vendors: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Post { vendor, .. } => Some(vendor.0.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(vendors, [CONSOLE]);
}

#[test]
fn silence_is_told_and_does_not_claim_that_nothing_was_done() {
    let mut desk = running();
    let request = desk.asked_of_chat(reply("Hi"));
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    desk.wait_alive(CHAT_TIMEOUT - SECOND);
    assert_eq!(desk.answer(request), None);
    desk.wait_alive(SECOND);
    assert_eq!(desk.answer(request).as_deref(), Some("no-answer"));
    let trouble = desk.conversation().trouble.unwrap();
    assert!(trouble.contains("Reply") && trouble.contains("done all the same"), "{trouble}");
    assert_eq!(desk.notices(), [NoticeKind::NoAnswer]);
    desk.asked_of_chat(reply("Hi"));
    assert_eq!(desk.conversation().trouble, None, "a new try");
}

#[test]
fn every_request_has_its_sign() {
    let mut desk = running();
    let secure = ChatRequest::RequestSecureData { data: SecureData::CreditCard };
    let target = TransferTarget::Widget { id: "w2".to_owned() };
    for (request, sign) in [
        (ChatRequest::RequestFile, noted(ChatNote::FileRequested)),
        (secure, noted(ChatNote::SecureDataRequested)),
        (ChatRequest::Ban { by: BanBy::Cookie }, noted(ChatNote::Banned)),
        (
            ChatRequest::AddLabel { label: label("vip") },
            ConversationFact::LabelAdded { label: label("vip") },
        ),
        (
            ChatRequest::RemoveLabel { label: label("vip") },
            ConversationFact::LabelRemoved { label: label("vip") },
        ),
        (ChatRequest::Transfer { to: target }, transfer(TransferStep::Requested)),
        (ChatRequest::Reclaim, transfer(TransferStep::Reclaimed)),
        (ChatRequest::Close, closed(ClosedBy::Agent)),
    ] {
        let waits = desk.asked_of_chat(request.clone());
        assert_eq!(sent(&desk), request);
        assert_eq!(desk.answer(waits), None, "{request:?}");
        desk.chat(of("a", sign));
        assert_eq!(desk.answer(waits).as_deref(), Some("done"), "{request:?}");
        desk.wait_alive(SECOND * 3);
    }
}

#[test]
fn what_a_widget_never_confirms_is_done_when_handed_over_and_says_so() {
    let mut desk = running();
    desk.show_chat(1);
    assert_eq!(desk.view().conversation.unwrap().unconfirmed, [ChatAction::PopulateText]);
    let request = desk.asked_of_chat(ChatRequest::PopulateText { text: "Hi".into() });
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    assert_eq!(desk.answer(request).as_deref(), Some("unconfirmed"));
    let told = desk.effects.iter().any(|effect| {
        matches!(effect, Effect::Answer { answer: Answer::Unconfirmed { message }, .. }
            if message.contains("does not tell"))
    });
    assert!(told);
}

#[test]
fn the_widgets_own_answer_counts() {
    let mut desk = running();
    let answered = |action, refused: Option<&str>| WidgetFact::ChatAnswered {
        vendor: vendor(CONSOLE),
        conversation: None,
        action,
        refused: refused.map(str::to_owned),
    };
    let request = desk.asked_of_chat(ChatRequest::RequestFile);
    desk.receive_at("site", answered(ChatAction::Reply, None));
    assert_eq!(desk.answer(request), None, "not the answer to this");
    desk.receive_at("site", answered(ChatAction::RequestFile, Some("not allowed")));
    assert_eq!(desk.answer(request).as_deref(), Some("refused"));
    assert!(desk.conversation().trouble.unwrap().contains("not allowed"));
    let request = desk.asked_of_chat(ChatRequest::Close);
    desk.receive_at("site", answered(ChatAction::Close, None));
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    assert_eq!(desk.receive_at("site", answered(ChatAction::Close, None)), [], "nobody waits");
}

#[test]
fn a_second_press_is_the_same_wish() {
    let mut desk = running();
    let first = desk.asked_of_chat(reply("Hi"));
    let second = desk.asked_of_chat(reply("Hi"));
    desk.asked_of_chat(reply("And"));
    assert_eq!(desk.posts(), 2);
    desk.chat(of("a", answers("Hi")));
    assert_eq!(desk.answer(first).as_deref(), Some("done"));
    assert_eq!(desk.answer(second).as_deref(), Some("done"));
}

#[test]
fn the_one_it_can_only_be_or_a_question_back() {
    let mut desk = Desk::chats();
    let request = desk.asked_of_chat(reply("Hi"));
    assert_eq!(desk.answer(request).as_deref(), Some("no-chat"));
    desk.chat_all(&[of("a", offered()), current(offered())]);
    desk.asked_of_chat(reply("Hi"));
    assert_eq!(desk.posts(), 1, "only the console can reply");
    desk.chat(of("b", offered()));
    let request = desk.asked_of_chat(reply("Hi"));
    assert_eq!(desk.answer(request).as_deref(), Some("ambiguous"));
    let request = desk.ask(about(Some(99), reply("Hi")));
    assert_eq!(desk.answer(request).as_deref(), Some("no-chat"));
}

#[test]
fn what_cannot_be_is_absent_and_refused_in_words() {
    let mut desk = Desk::chats();
    desk.chat_all(&[current(offered())]);
    assert_eq!(desk.conversation().actions, [ChatAction::AddMessage]);
    let request = desk.asked_of_chat(reply("Hi"));
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
    let mut desk = running();
    for (request, code) in [
        (reply("  "), "bad-input"),
        (reply(&"é".repeat(2001)), "bad-input"),
        (ChatRequest::AddLabel { label: label("") }, "bad-input"),
        (ChatRequest::DelayInvitations { minutes: u32::MAX }, "bad-input"),
        (ChatRequest::Reclaim, "not-possible"),
        (ChatRequest::RemoveLabel { label: label("vip") }, "not-possible"),
        (ChatRequest::AllowSound { on: true }, "not-possible"),
    ] {
        let waits = desk.asked_of_chat(request.clone());
        assert_eq!(desk.answer(waits).as_deref(), Some(code), "{request:?}");
    }
    assert_eq!(desk.posts(), 0);
    desk.page_of("site", PageFact::Broke { problem: PageProblem::Hung });
    assert_eq!(desk.conversation().actions, []);
    let request = desk.asked_of_chat(reply("Hi"));
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
    let mut desk = running();
    desk.chat(of("a", closed(ClosedBy::Visitor)));
    let request = desk.ask(about(Some(1), reply("Hi")));
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
}

#[test]
fn a_ban_by_address_is_asked_again() {
    let mut desk = running();
    let ban = ChatRequest::Ban { by: BanBy::Address };
    let request = desk.asked_of_chat(ban.clone());
    assert_eq!(desk.answer(request).as_deref(), Some("needs-confirmation"));
    assert_eq!((desk.view().question, desk.posts()), (None, 0), "a program gets it as its answer");
    desk.request(about(Some(1), ban.clone()));
    let question = Question::BanAddress { conversation: ConversationId(1) };
    assert_eq!(desk.view().question, Some(question));
    let Intent::Chat { conversation, account, vendor, request, .. } = about(Some(1), ban) else {
        unreachable!()
    };
    desk.request(Intent::Chat { conversation, account, vendor, request, confirmed: true });
    assert_eq!((desk.posts(), desk.view().question), (1, None));
    desk.request(about(Some(1), ChatRequest::Ban { by: BanBy::Address }));
    desk.chat(of("a", closed(ClosedBy::Visitor)));
    assert_eq!(desk.view().question, None, "nobody is left to ban");
}

#[test]
fn a_message_waits_for_the_window_and_says_if_it_stays_shut() {
    let add = || ChatRequest::AddMessage { text: "Hello".into(), from: AddedFrom::Agent };
    let window = |window| WidgetFact::WindowChanged { vendor: vendor(BUBBLE), window };
    let mut desk = Desk::chats();
    let request = desk.asked_of_chat(add());
    assert_eq!(desk.posts(), 0, "there is no conversation yet, and no window");
    desk.receive_at("site", window(WidgetWindow::Minimised));
    assert_eq!(desk.posts(), 0);
    desk.receive_at("site", window(WidgetWindow::Open));
    assert_eq!(sent(&desk), add());
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    assert_eq!(desk.answer(request).as_deref(), Some("unconfirmed"));

    desk.receive_at("site", window(WidgetWindow::Closed));
    desk.chat(current(offered()));
    let request = desk.asked_of_chat(add());
    let pending = desk.conversation().pending.unwrap();
    assert_eq!((pending.command, pending.action), (None, ChatAction::AddMessage));
    desk.wait_alive(WINDOW_TIMEOUT);
    assert_eq!(desk.answer(request).as_deref(), Some("no-answer"));
    assert!(desk.conversation().trouble.unwrap().contains("did not open in time"));

    let request = desk.asked_of_chat(add());
    desk.request(Intent::RemoveAccount { account: id("site"), forget_history: false });
    assert_eq!(desk.answer(request).as_deref(), Some("no-answer"), "it went with its account");
}

#[test]
fn a_widget_is_asked_by_account_and_name_or_because_it_is_the_only_one() {
    let mut desk = Desk::chats();
    let wish = |account: Option<&str>, widget: Option<&str>, request| Intent::Chat {
        conversation: None,
        account: account.map(id),
        vendor: widget.map(vendor),
        request,
        confirmed: false,
    };
    desk.ask(wish(None, None, ChatRequest::PageChange));
    assert_eq!(sent(&desk), ChatRequest::PageChange);
    let request = desk.ask(wish(Some("nobody"), None, ChatRequest::PageChange));
    assert_eq!(desk.answer(request).as_deref(), Some("unknown-account"));
    let request = desk.ask(wish(None, Some(CONSOLE), ChatRequest::PageChange));
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
    let open = ChatRequest::SetWindow { window: WidgetWindow::Open };
    let request = desk.ask(wish(Some("site"), Some(BUBBLE), open));
    assert_eq!(desk.answer(request), None);
    let (vendor, window) = (vendor(BUBBLE), WidgetWindow::Open);
    desk.receive_at("site", WidgetFact::WindowChanged { vendor, window });
    assert_eq!(desk.answer(request).as_deref(), Some("done"), "the window is open");
    let widgets = desk.view().accounts[0].widgets.clone();
    assert_eq!(widgets[0].window, WidgetWindow::Open);
    assert!(widgets[0].actions.contains(&ChatAction::PageChange) && widgets[1].actions.is_empty());
}

#[test]
fn canned_replies_are_sent_whole_or_not_at_all() {
    let mut desk = running();
    let canned = |shortcut: &str, text: &str| CannedReply {
        shortcut: shortcut.to_owned(),
        text: text.to_owned(),
    };
    let set = vec![
        canned("hi", "Hello {visitor.name}, this is {agent.name}."),
        canned("mail", "We write to {visitor.email}."),
    ];
    desk.request(Intent::ChangeSetting { change: SettingChange::CannedReplies(set) });
    desk.request(Intent::ChangeSetting { change: SettingChange::AgentName(" Bo ".to_owned()) });
    let wish =
        |shortcut: &str| Intent::ReplyCanned { conversation: None, shortcut: shortcut.to_owned() };
    desk.ask(wish("hi"));
    assert_eq!(sent(&desk), reply("Hello Ada, this is Bo."));
    for shortcut in ["mail", "never"] {
        let request = desk.ask(wish(shortcut));
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"));
    }
    assert_eq!(desk.posts(), 1);
    desk.show_chat(1);
    let choices = desk.view().conversation.unwrap().canned;
    assert_eq!(choices[0].text, "Hello Ada, this is Bo.");
    assert_eq!(
        (choices[1].text.as_str(), choices[1].open.as_slice()),
        ("We write to {visitor.email}.", &["visitor.email".to_owned()][..])
    );
}

#[test]
fn a_visitors_name_gives_the_console_no_order() {
    let mut desk = running();
    let text = "{visitor.name}, how can I help?".to_owned();
    let set = vec![CannedReply { shortcut: "hi".to_owned(), text }];
    desk.request(Intent::ChangeSetting { change: SettingChange::CannedReplies(set) });
    let visitor =
        Visitor { name: Some("\\ /\u{202e}\\banip\n{page}".into()), ..Visitor::default() };
    desk.chat(of("a", ConversationFact::VisitorSeen { visitor: Box::new(visitor) }));
    desk.ask(Intent::ReplyCanned { conversation: None, shortcut: "hi".to_owned() });
    assert_eq!(sent(&desk), reply("banip {page}, how can I help?"));
}

#[test]
fn a_set_of_canned_replies_that_is_not_good_is_refused_as_a_whole() {
    let mut desk = Desk::chats();
    let canned = |shortcut: &str, text: &str| CannedReply {
        shortcut: shortcut.to_owned(),
        text: text.to_owned(),
    };
    for set in [
        vec![canned("", "text")],
        vec![canned("with blank", "text")],
        vec![canned("a", " ")],
        vec![canned("a", "1"), canned("a", "2")],
        vec![canned("a", &"é".repeat(CANNED_TEXT_MAX + 1))],
        (0..=CANNED_REPLIES_MAX).map(|n| canned(&n.to_string(), "text")).collect(),
    ] {
        let change = SettingChange::CannedReplies(set);
        let request = desk.ask(Intent::ChangeSetting { change });
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"));
    }
    assert_eq!(desk.view().preferences.canned_replies, []);
}
