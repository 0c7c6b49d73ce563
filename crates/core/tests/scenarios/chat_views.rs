//! Representative snapshots with chats, by name.

use crate::chat_desk::*;
use crate::desk::*;
use crate::funnel::{ALL, CONVERSATIONS, heard, recognised, sign};
use deskbell_core::*;

/// Every situation with chats.
pub(crate) fn situations() -> Vec<(&'static str, AppView)> {
    let mut all: Vec<(&str, AppView)> = Vec::new();
    let mut add = |name, desk: Desk| all.push((name, desk.view()));
    add("chat-offered", offered_chat());
    add("chat-late-reply", {
        let mut desk = offered_chat();
        desk.wait_alive(SECOND * 40);
        desk
    });
    add("chats", several());
    add("funnel", visits());
    add("chat-open", {
        let mut desk = talking();
        desk.show_chat(1);
        desk
    });
    add("chat-sending", {
        let mut desk = talking();
        desk.show_chat(1);
        desk.request(about(Some(1), reply("It left our warehouse this morning.")));
        desk.wait(SECOND * 2);
        desk
    });
    add("chat-trouble", {
        let mut desk = talking();
        desk.show_chat(1);
        desk.request(about(Some(1), reply("It left our warehouse this morning.")));
        desk.wait(CHAT_TIMEOUT);
        desk
    });
    add("chat-in-transfer", {
        let mut desk = talking();
        desk.chat(of("a", transfer(TransferStep::Requested)));
        desk.show_chat(1);
        desk
    });
    add("chat-missed", {
        let mut desk = offered_chat();
        desk.wait_alive(SECOND * 70);
        desk.chat(of("a", closed(ClosedBy::Visitor)));
        desk
    });
    add("chat-over", {
        let mut desk = talking();
        let rating = Rating {
            value: Some(4),
            scale: Some("STAR".to_owned()),
            comment: Some("Quick and friendly".into()),
        };
        desk.chat(of("a", ConversationFact::Rated { rating }));
        desk.chat(of("a", closed(ClosedBy::Agent)));
        desk.show_chat(1);
        desk
    });
    add("chat-without-words", without_words());
    add("chat-message-left", {
        let mut desk = chats();
        desk.chat(current(visitor("Ada")));
        let text = Some("Please call me back about my order.".into());
        desk.chat(current(ConversationFact::OfflineMessage { text }));
        desk
    });
    add("chat-reloaded", {
        let mut desk = talking();
        desk.open_site();
        desk.show_chat(1);
        desk
    });
    add("chat-ban-question", {
        let mut desk = talking();
        desk.show_chat(1);
        desk.request(about(Some(1), ChatRequest::Ban { by: BanBy::Address }));
        desk
    });
    add("chat-and-call", {
        let mut desk = offered_chat();
        desk.sign_in("phone", CallingMode::Browser);
        desk.call(leg(ObservedState::Alerting));
        desk
    });
    add("chat-long-names", long_names());
    add("chats-too-many", too_many());
    all
}

/// A company page that carries both widgets, and a phone.
fn chats() -> Desk {
    let site = AccountConfig {
        options: [(HOSTING_OPTION.to_owned(), Hosting::CompanyPage.as_option().to_owned())].into(),
        ..config("site")
    };
    let accounts = vec![site, config("phone")];
    let mut desk = Desk::from(Settings { accounts, ..Settings::default() }, "en");
    desk.open_site();
    let availability = Availability::Online;
    desk.receive_at(
        "site",
        WidgetFact::AvailabilityChanged { vendor: vendor(CONSOLE), availability },
    );
    desk.sign_in("phone", CallingMode::Browser);
    let canned = |shortcut: &str, text: &str| CannedReply {
        shortcut: shortcut.to_owned(),
        text: text.to_owned(),
    };
    let set = vec![
        canned("hello", "Hello {visitor.name}, this is {agent.name}. How can I help you?"),
        canned("mail", "We will write to you at {visitor.email} and call {visitor.phone}."),
        canned("bye", "Thank you for your visit. Good-bye!"),
    ];
    desk.request(Intent::ChangeSetting { change: SettingChange::CannedReplies(set) });
    desk.request(Intent::ChangeSetting { change: SettingChange::AgentName("Bo".to_owned()) });
    desk
}

fn known_visitor() -> ConversationFact {
    let weather = Weather {
        celsius: Some("12".into()),
        fahrenheit: Some("54".into()),
        description: Some("Light rain".into()),
    };
    let page = PageSeen {
        url: Some("https://shop.example/checkout".into()),
        title: Some("Checkout – Example Shop".into()),
    };
    let field =
        |name: &str, value: &str| VisitorField { name: name.to_owned(), value: value.into() };
    let seen = Visitor {
        name: Some("Ada Byron".into()),
        email: Some("ada@visitor.example".into()),
        page,
        referrer: Some("https://search.example/?q=umbrella".into()),
        location: Some("London, United Kingdom".into()),
        weather: Some(weather),
        language: Some("en".into()),
        fields: vec![field("Customer number", "4711"), field("Plan", "Gold")],
        ..Visitor::default()
    };
    ConversationFact::VisitorSeen { visitor: Box::new(seen) }
}

fn offered_chat() -> Desk {
    let mut desk = chats();
    let queue = Some("Sales".into());
    desk.chat_all(&[
        of("a", known_visitor()),
        of("a", ConversationFact::Offered { queue }),
        of("a", asks("Hello, is my order on its way?")),
    ]);
    desk.wait(SECOND * 8);
    desk
}

fn talking() -> Desk {
    let mut desk = offered_chat();
    desk.wait_alive(SECOND * 12);
    let file = ChatFile {
        name: Some("receipt.pdf".into()),
        url: Some("https://files.example/receipt.pdf".into()),
        mime: Some("application/pdf".to_owned()),
    };
    let sent = ChatMessage { file: Some(file), ..ChatMessage::new(Author::Visitor) };
    let label = Label { name: "order".to_owned(), value: Some("4711".into()), free_form: None };
    let agent = ConversationFact::Active { agent: Some("Bo".into()) };
    desk.chat_all(&[
        of("a", agent),
        of("a", answers("Good morning, Ada. Which order do you mean?")),
        of("a", ConversationFact::LabelAdded { label }),
    ]);
    desk.wait_alive(SECOND * 15);
    desk.chat_all(&[
        of("a", noted(ChatNote::FileRequested)),
        of("a", ConversationFact::Message { message: sent }),
        of("a", asks("The one from Monday, with the umbrella.")),
        of("a", typing()),
    ]);
    desk
}

/// One of every status.
fn several() -> Desk {
    let mut desk = talking();
    desk.wait_alive(SECOND * 31);
    desk.chat_all(&[of("b", visitor("Chen Li")), of("b", offered())]);
    desk.wait_alive(SECOND * 33);
    desk.chat_all(&[of("c", queued(2)), of("d", visitor("Dora")), of("d", offered())]);
    desk.wait_alive(SECOND * 9);
    desk.chat(of("d", closed(ClosedBy::Visitor)));
    let visitor = ConversationFact::CallRequested { phone: Some("+16505550100".into()) };
    desk.chat_all(&[of("e", answers("Hi")), of("e", closed(ClosedBy::System)), current(visitor)]);
    desk
}

/// A widget that tells that somebody wrote, and not what.
fn without_words() -> Desk {
    let mut desk = chats();
    desk.chat_all(&[
        current(offered()),
        current(said(Author::Visitor, "")),
        current(said(Author::Agent, "")),
    ]);
    desk.wait_alive(SECOND * 20);
    desk.chat(current(said(Author::Visitor, "")));
    desk.show_chat(1);
    desk
}

fn long_names() -> Desk {
    let mut desk = chats();
    let name = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine ".repeat(3);
    let title = "Umbrellas, parasols and everything else that keeps the weather away – ".repeat(4);
    let url = format!("https://shop.example/{}", "a-very-long-path/".repeat(20));
    let page = PageSeen { url: Some(url.as_str().into()), title: Some(title.as_str().into()) };
    let seen = Visitor { name: Some(name.as_str().into()), page, ..Visitor::default() };
    desk.chat_all(&[
        of("a", ConversationFact::VisitorSeen { visitor: Box::new(seen) }),
        of("a", offered()),
        of("a", asks(&"A question without any end in sight. ".repeat(80))),
        of(
            "a",
            asks("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen".repeat(8).as_str()),
        ),
    ]);
    for n in 0..20 {
        let label =
            Label { name: format!("a label with a long name {n}"), value: None, free_form: None };
        desk.chat(of("a", ConversationFact::LabelAdded { label }));
    }
    desk.show_chat(1);
    desk
}

fn too_many() -> Desk {
    let mut desk = chats();
    for n in 0..60 {
        let name = n.to_string();
        desk.chat_all(&[of(&name, visitor(&format!("Visitor {n}"))), of(&name, offered())]);
        if n % 3 == 0 {
            desk.chat(of(&name, answers("One moment")));
        }
        desk.now = desk.now + SECOND;
    }
    for n in 0..250 {
        let from = if n % 2 == 0 { Author::Visitor } else { Author::Agent };
        desk.chat(of("0", said(from, &format!("Line {n} of a conversation that does not end"))));
    }
    desk.show_chat(1);
    desk
}

#[test]
fn the_snapshots_show_what_their_names_say() {
    let all = situations();
    let view = |name: &str| {
        all.iter().find(|(known, _)| *known == name).map(|(_, view)| view.clone()).unwrap()
    };
    let first = |name: &str| view(name).conversations.into_iter().next().unwrap();
    assert_eq!(view("chat-offered").mood, TrayState::Waiting);
    assert_eq!(first("chat-late-reply").clock, Some(ReplyClock::Amber));
    let statuses: std::collections::BTreeSet<_> =
        view("chats").conversations.iter().map(|row| row.status).collect();
    assert_eq!(statuses.len(), 4, "{statuses:?}");
    let panel = view("chat-open").conversation.unwrap();
    assert!(panel.transcript.len() >= 6 && panel.canned.len() == 3);
    assert_eq!(panel.canned[1].open, ["visitor.phone"]);
    assert_eq!(view("chat-sending").conversation.unwrap().sending.len(), 1);
    assert!(first("chat-trouble").trouble.is_some());
    assert!(first("chat-in-transfer").actions.contains(&ChatAction::Reclaim));
    assert!(first("chat-missed").missed);
    assert!(view("chat-over").conversation.unwrap().rating.is_some());
    assert!(first("chat-reloaded").stale);
    assert!(matches!(view("chat-ban-question").question, Some(Question::BanAddress { .. })));
    assert_eq!(view("chat-and-call").mood, TrayState::Ringing);
    assert!(view("chats-too-many").conversation.unwrap().omitted > 0);
    assert_eq!(view("chats").accounts[0].hosting, Hosting::CompanyPage);
}

/// Two weeks of visits on two widgets: one answers every question, the other knows nothing of offers.
fn visits() -> Desk {
    use FunnelMoment::{Offered, Received, Tried};
    const DAY: u64 = 24 * 60 * 60 * 1000;
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Activity });
    let answers = FunnelAnswers { visits: VisitScope::Conversation, ..ALL };
    desk.receive_at("site", recognised(bubble(), answers));
    desk.receive_at("site", recognised(console(), CONVERSATIONS));
    let mut visit = |widget: &str, days: u64, name: String, moments: &[FunnelMoment]| {
        for moment in moments {
            let sign = FunnelSign {
                conversation: Some(key(&name)),
                at: (days > 0).then(|| Timestamp(T0.0 - days * DAY)),
                ..sign(widget, *moment)
            };
            desk.receive_at("site", heard(sign));
        }
    };
    let ways: [&[FunnelMoment]; 5] = [
        &[Offered, Tried, Received],
        &[Offered],
        &[Offered, Tried],
        &[Offered, Tried, Received],
        &[Offered],
    ];
    for days in 0..14 {
        for n in 0..(days * 5) % 9 + u64::from(days == 0) * 2 {
            let way = ways[usize::try_from(n + days).unwrap() % ways.len()];
            visit(BUBBLE, days, format!("{days}-{n}"), way);
        }
        for n in 0..(days * 3) % 5 {
            let way: &[FunnelMoment] = if n == 2 { &[Tried] } else { &[Tried, Received] };
            visit(CONSOLE, days, format!("{days}-{n}"), way);
        }
    }
    desk
}
