//! Conversations: one row each whatever order the facts come in, each line once, and never too many.

use crate::chat_desk::*;
use crate::desk::*;
use ConversationStatus::{Active, Closed, Offered, Queued};
use deskbell_core::*;
use expect_test::expect;
use proptest::prelude::*;

#[test]
fn a_conversation_from_offer_to_end() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", visitor("Ada")), of("a", asks("Hello?"))]);
    let row = desk.conversation();
    assert_eq!((row.status, row.who.as_deref(), row.unread), (Offered, Some("Ada"), 1));
    assert_eq!(row.last.unwrap().text.as_deref(), Some("Hello?"));
    assert_eq!((row.waiting_since, row.clock), (Some(T0), Some(ReplyClock::Green)));
    assert_eq!(
        (desk.view().waiting, desk.view().unread, desk.view().mood),
        (1, 1, TrayState::Waiting)
    );
    desk.chat(of("a", answers("Good morning")));
    let row = desk.conversation();
    assert_eq!((row.status, row.unread, row.replied), (Active, 0, true), "a reply takes it");
    assert_eq!((row.waiting_since, row.clock), (None, None));
    desk.chat_all(&[of("a", asks("Where is my order?")), of("a", closed(ClosedBy::Visitor))]);
    let row = desk.conversation();
    assert_eq!((row.status, row.closed_by, row.missed), (Closed, Some(ClosedBy::Visitor), false));
    assert_eq!((row.unread, row.actions), (1, vec![]), "the last words are still unread");
    desk.show_chat(1);
    expect![[r#"
        Visitor: Hello?
        Agent: Good morning
        Visitor: Where is my order?
        *Closed: -
    "#]]
    .assert_eq(&desk.transcript());
    assert_eq!((desk.view().unread, desk.view().mood), (0, TrayState::Idle));
}

#[test]
fn said_twice_changes_nothing() {
    let mut desk = Desk::chats();
    let story = [
        of("a", offered()),
        of("a", visitor("Ada")),
        of("a", numbered("1", Author::Visitor, "Hello?")),
        of("a", answers("Good morning")),
        of("a", ConversationFact::LabelAdded { label: label("vip") }),
        of("a", transfer(TransferStep::Requested)),
        of("a", closed(ClosedBy::Agent)),
    ];
    for fact in story {
        desk.chat(fact.clone());
        let before = desk.view();
        let mut again = desk.chat(fact.clone());
        if fact == of("a", answers("Good morning")) {
            // Without a name or a time it may be said again: another line, and nobody is told.
            again.retain(|effect| !matches!(effect, Effect::Keep { .. }));
        }
        assert_eq!(again, [], "{fact:?}");
        assert_eq!(desk.view().conversations, before.conversations, "{fact:?}");
    }
}

fn label(name: &str) -> Label {
    Label { name: name.to_owned(), value: None, free_form: None }
}

#[test]
fn whatever_order_the_facts_arrive_in_it_is_one_row_that_is_over() {
    let facts = [
        at(1, of("a", queued(2))),
        at(2, of("a", offered())),
        at(3, of("a", active())),
        at(4, of("a", closed(ClosedBy::System))),
    ];
    for turn in 0..24_usize {
        let mut rest = facts.to_vec();
        let mut desk = Desk::chats();
        desk.now = desk.now + SECOND * 10;
        let mut turn = turn;
        while !rest.is_empty() {
            let next = rest.remove(turn % rest.len());
            turn /= rest.len() + 1;
            desk.chat(next);
        }
        let row = desk.conversation();
        assert_eq!((row.status, row.closed_by), (Closed, Some(ClosedBy::System)));
    }
}

#[test]
fn an_offer_heard_after_the_first_message_still_rings() {
    let mut desk = Desk::chats();
    desk.chat(of("a", asks("Hello?")));
    let row = desk.conversation();
    assert_eq!((row.status, row.clock), (Active, None), "found running: who had it is not known");
    let effects = desk.chat(of("a", offered()));
    assert_eq!(desk.conversation().status, Offered);
    assert!(banners(&effects).contains("+chat-1: New chat"), "{}", banners(&effects));
}

#[test]
fn closing_twice_keeps_the_better_reason() {
    let mut desk = Desk::chats();
    desk.chat_all(&[
        current(offered()),
        current(closed(ClosedBy::Unknown)),
        current(closed(ClosedBy::Agent)),
        current(closed(ClosedBy::Visitor)),
    ]);
    assert_eq!(desk.conversation().closed_by, Some(ClosedBy::Agent));
}

#[test]
fn a_named_conversation_goes_on_under_its_name_and_an_unnamed_one_begins_anew() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", answers("Hi")), of("a", closed(ClosedBy::Agent))]);
    desk.chat(of("a", asks("Bye")));
    assert_eq!(desk.conversation().status, Closed, "on its way before the end");
    desk.wait_alive(LATE_LINE + SECOND);
    desk.chat(of("a", asks("One more thing")));
    let row = desk.conversation();
    assert_eq!((row.status, row.replied, row.clock), (Offered, false, Some(ReplyClock::Green)));

    let mut desk = Desk::chats();
    desk.chat_all(&[current(offered()), current(answers("Hi")), current(closed(ClosedBy::Agent))]);
    desk.wait_alive(SECOND * 5);
    desk.chat_all(&[
        current(said(Author::Bot, "How was it?")),
        current(ConversationFact::Rated { rating: Rating { value: Some(5), ..Rating::default() } }),
    ]);
    assert_eq!(desk.statuses(), [Closed], "what our side says after the end belongs to it");
    desk.chat(current(offered()));
    assert_eq!(desk.statuses(), [Offered, Closed]);
}

#[test]
fn an_unnamed_conversation_gets_its_name_late() {
    let mut desk = Desk::chats();
    desk.chat(ChatObservation { conversation: None, ..of("a", offered()) });
    desk.chat(of("a", asks("Hello?")));
    assert_eq!(desk.conversation().unread, 1);
    let other = ChatObservation { conversation: None, ..of("a", asks("And now?")) };
    desk.chat(of("b", offered()));
    desk.chat(other);
    let view = desk.view();
    assert_eq!(view.conversations.len(), 2);
    assert_eq!(view.unread, 2, "nobody knows whose words these are: {:#?}", view.conversations);
    assert_eq!(view.accounts[0].unparsed.len(), 1, "but they are counted");
}

#[test]
fn two_widgets_of_one_page_do_not_mix() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), current(offered()), current(asks("Hi"))]);
    let view = desk.view();
    let vendors: Vec<_> = view.conversations.iter().map(|row| row.vendor.0.as_str()).collect();
    assert_eq!((vendors.len(), view.unread), (2, 2), "{vendors:?}");
    let widgets: Vec<_> = view.accounts[0].widgets.iter().map(|row| row.vendor.0.clone()).collect();
    assert_eq!(widgets, [BUBBLE, CONSOLE]);
}

#[test]
fn a_chat_found_running_is_shown_as_running() {
    let mut desk = Desk::chats();
    desk.chat(current(answers("Are you still there?")));
    let row = desk.conversation();
    assert_eq!((row.status, row.replied, row.unread), (Active, true, 0));
    for fact in [current(typing()), current(visitor("Ada"))] {
        let mut desk = Desk::chats();
        desk.chat(fact);
        assert_eq!(desk.view().conversations, [], "nobody has said that there is a chat");
    }
}

#[test]
fn what_the_page_knows_of_its_visitor_is_known_of_the_next_conversation() {
    let mut desk = Desk::chats();
    desk.chat_all(&[current(visitor("Ada")), current(offered())]);
    assert_eq!(desk.conversation().who.as_deref(), Some("Ada"));
    desk.show_chat(1);
    let card = |desk: &Desk| desk.view().conversation.unwrap().visitor;
    let weather = Weather { celsius: Some("12".into()), ..Weather::default() };
    let seen = Visitor {
        email: Some("ada@visitor.example".into()),
        phone: Some("+16505550100".into()),
        weather: Some(weather),
        fields: vec![VisitorField { name: "Plan".to_owned(), value: "Gold".into() }],
        ..Visitor::default()
    };
    desk.chat(current(ConversationFact::VisitorSeen { visitor: Box::new(seen) }));
    let card = card(&desk);
    assert_eq!(
        (card.name.as_deref(), card.phone.as_deref()),
        (Some("Ada"), Some("+1 650-555-0100"))
    );
    assert_eq!((card.celsius.as_deref(), card.fields.len()), (Some("12"), 1));
}

#[test]
fn pages_labels_and_judgements_are_kept() {
    let mut desk = Desk::chats();
    let page = |url: &str| ConversationFact::PageViewed {
        page: PageSeen { url: Some(url.into()), title: Some("A page".into()) },
    };
    desk.chat_all(&[
        of("a", offered()),
        of("a", page("https://shop.example/1")),
        of("a", page("https://shop.example/2")),
        of("a", ConversationFact::LabelAdded { label: label("vip") }),
        of("a", ConversationFact::LabelAdded { label: label("sales") }),
        of("a", ConversationFact::LabelRemoved { label: label("vip") }),
        of("a", ConversationFact::LabelRemoved { label: label("never") }),
        of("a", ConversationFact::Rated { rating: Rating { value: Some(4), ..Rating::default() } }),
    ]);
    desk.show_chat(1);
    expect![[r#"
        *PageViewed: https://shop.example/2
        *LabelAdded: vip
        *LabelAdded: sales
        *LabelRemoved: vip
        *Rated: -
    "#]]
    .assert_eq(&desk.transcript());
    assert_eq!(desk.conversation().labels, ["sales"]);
    assert_eq!(desk.conversation().page.as_deref(), Some("A page"));
    assert_eq!(desk.view().conversation.unwrap().rating.unwrap().value, Some(4));
}

#[test]
fn a_message_left_while_nobody_was_there_waits_to_be_read() {
    let mut desk = Desk::chats();
    let left = current(ConversationFact::OfflineMessage { text: Some("Call me".into()) });
    let effects = desk.chat(left.clone());
    let row = desk.conversation();
    assert_eq!((row.status, row.unread, row.missed), (Closed, 1, false));
    assert!(banners(&effects).contains("+chat-1: Message left by visitor 1 | Call me"));
    assert_eq!(desk.chat(left), [], "told twice");
    desk.show_chat(1);
    assert_eq!(desk.view().unread, 0);
}

#[test]
fn a_visitor_who_wants_a_call_rings() {
    let mut desk = Desk::chats();
    let phone = Some("+16505550100".into());
    let effects = desk.chat(current(ConversationFact::CallRequested { phone }));
    let row = desk.conversation();
    assert_eq!((row.status, row.who.as_deref()), (Offered, Some("+1 650-555-0100")));
    assert!(banners(&effects).contains("+chat-1: New chat: +1 650-555-0100"));
}

#[test]
fn a_transfer_ends_it_for_us_only_when_accepted() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", answers("Hi"))]);
    assert!(!desk.conversation().actions.contains(&ChatAction::Reclaim));
    desk.chat(of("a", transfer(TransferStep::Requested)));
    let row = desk.conversation();
    assert_eq!((row.status, row.transfer), (Active, Some(TransferStep::Requested)));
    assert!(row.actions.contains(&ChatAction::Reclaim));
    assert!(!row.actions.contains(&ChatAction::Transfer));
    desk.chat(of("a", transfer(TransferStep::Rejected)));
    assert!(desk.conversation().actions.contains(&ChatAction::Transfer));
    desk.chat(of("a", transfer(TransferStep::Accepted)));
    let row = desk.conversation();
    assert_eq!((row.status, row.closed_by), (Closed, Some(ClosedBy::Transferred)));
    desk.wait_alive(SECOND * 10);
    desk.chat(of("a", offered()));
    assert_eq!(desk.conversation().status, Offered, "it comes back");
}

#[test]
fn the_clock_of_the_first_reply_turns_and_stops() {
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    let clock = |desk: &Desk| desk.conversation().clock;
    desk.wait(SECOND * 29);
    assert_eq!(clock(&desk), Some(ReplyClock::Green));
    desk.wait(SECOND);
    assert_eq!(clock(&desk), Some(ReplyClock::Amber));
    desk.wait_alive(SECOND * 30);
    assert_eq!(clock(&desk), Some(ReplyClock::Red));
    desk.request(Intent::ChangeSetting { change: SettingChange::FirstReplyRed(600) });
    assert_eq!(clock(&desk), Some(ReplyClock::Amber), "the limits are the user's");
    desk.request(Intent::ChangeSetting { change: SettingChange::FirstReplyAmber(0) });
    assert_eq!(desk.view().preferences.first_reply_amber, 1);
    desk.chat(of("a", asks("Hello?")));
    desk.chat(of("a", said(Author::Bot, "One moment")));
    assert_eq!(clock(&desk), Some(ReplyClock::Amber), "a bot does not answer for an agent");
    desk.chat(of("a", answers("Hi")));
    assert_eq!(clock(&desk), None);
    desk.chat(of("a", asks("Thanks")));
    assert_eq!(clock(&desk), None, "only the first reply has a clock");
    assert!(desk.conversation().waiting_since.is_some());
}

#[test]
fn where_a_widget_tells_no_messages_taking_stops_the_clock_and_looking_does_not() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", active())]);
    assert_eq!((desk.conversation().clock, desk.conversation().waiting_since), (None, None));
    let mut desk = Desk::chats();
    desk.chat(current(offered()));
    desk.show_chat(1);
    assert_eq!(desk.conversation().clock, Some(ReplyClock::Green));
    assert_eq!((desk.view().waiting, desk.view().mood), (1, TrayState::Waiting));
    // Nobody can tell whether it was answered in the page: looked at, it was not missed.
    desk.chat(current(closed(ClosedBy::Visitor)));
    assert_eq!((desk.conversation().missed, desk.view().waiting), (false, 0));
}

#[test]
fn a_reload_keeps_conversations_and_says_what_is_not_known() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("a", answers("Hi")), of("a", typing())]);
    desk.chat_all(&[current(offered()), current(asks("Hello?"))]);
    desk.page_of("site", PageFact::Broke { problem: PageProblem::Crashed });
    let rows = desk.view().conversations;
    assert!(rows.iter().all(|row| row.stale && !row.typing && row.actions.is_empty()));
    desk.open_site();
    desk.chat(of("a", asks("Still there")));
    desk.chat(current(asks("Hello??")));
    let rows = desk.view().conversations;
    assert_eq!(rows.len(), 2, "they go on");
    assert!(rows.iter().all(|row| !row.stale));
    desk.open_site();
    desk.chat(current(offered()));
    let rows = desk.view().conversations;
    let bubbles: Vec<_> = rows.iter().filter(|row| row.vendor.0 == BUBBLE).collect();
    let ends: Vec<_> = bubbles.iter().map(|row| (row.status, row.closed_by)).collect();
    assert_eq!(
        ends,
        [(Offered, None), (Closed, Some(ClosedBy::Unknown))],
        "a start is another one"
    );
}

#[test]
fn what_nobody_mentions_for_a_day_is_over_and_was_not_missed() {
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    desk.now = desk.now + CONVERSATION_FORGOTTEN;
    let effects = desk.play(Event::Tick);
    let row = desk.conversation();
    assert_eq!((row.status, row.closed_by), (Closed, Some(ClosedBy::Unknown)));
    assert!(!row.missed);
    assert_eq!(banners(&effects), "-chat-1\n");
}

#[test]
fn memory_is_bounded() {
    let mut desk = Desk::chats();
    for n in 0..OPEN_CONVERSATIONS + 50 {
        desk.chat(of(&n.to_string(), offered()));
    }
    assert_eq!(desk.view().conversations.len(), OPEN_CONVERSATIONS);
    assert!(desk.notices().contains(&NoticeKind::ChatLost));
    let newest = (OPEN_CONVERSATIONS + 49).to_string();
    desk.show_chat(u32::try_from(OPEN_CONVERSATIONS + 50).unwrap());
    for n in 0..3000 {
        let text = format!("{n} {}", "é".repeat(5000));
        desk.chat(of(&newest, asks(&text)));
    }
    let panel = desk.view().conversation.unwrap();
    let bytes: usize =
        panel.transcript.iter().filter_map(|row| row.text.as_ref()).map(String::len).sum();
    assert!(panel.transcript.len() <= TRANSCRIPT_LINES && bytes <= TRANSCRIPT_BYTES, "{bytes}");
    assert_eq!(panel.transcript.len() + panel.omitted as usize, 3000);
    for n in 0..OPEN_CONVERSATIONS + 100 {
        desk.chat(of(&n.to_string(), closed(ClosedBy::System)));
    }
    let rows = desk.view().conversations;
    let over = rows.iter().filter(|row| row.status == Closed).count();
    assert!(over <= RECENT_CONVERSATIONS + 1, "{over}");
}

#[test]
fn a_queue_position_is_shown_while_it_is_queued() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", queued(3)), of("a", queued(2))]);
    let row = desk.conversation();
    assert_eq!((row.status, row.position, row.queue.as_deref()), (Queued, Some(2), Some("Sales")));
    desk.chat(of("a", active()));
    assert_eq!(desk.conversation().position, None);
}

#[test]
fn an_account_that_goes_takes_its_conversations_along() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("b", offered())]);
    desk.show_chat(2);
    desk.take();
    let effects = desk.request(Intent::EnableAccount { account: id("site"), enabled: false });
    assert!(banners(&effects).contains("-chat-1\n"), "{}", banners(&effects));
    assert_eq!(desk.view().conversations, []);
    assert_eq!(desk.view().stage, Stage::Widget { account: id("site") });
}

#[test]
fn nothing_a_visitor_says_can_be_printed() {
    let secret = "s3cret";
    let facts = [
        asks(secret),
        visitor(secret),
        ConversationFact::OfflineMessage { text: Some(secret.into()) },
        ConversationFact::CallRequested { phone: Some(secret.into()) },
        ConversationFact::VisitorTyping { preview: Some(secret.into()) },
    ];
    let mut desk = Desk::chats();
    for fact in facts {
        let observation = of("a", fact);
        let effects = desk.chat(observation.clone());
        assert!(!format!("{observation:?} {effects:?}").contains(secret));
    }
    let intent = about(Some(1), reply(secret));
    assert!(!format!("{intent:?} {:?}", desk.request(intent.clone())).contains(secret));
    assert!(!format!("{:?}", desk.state).contains(secret));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever order timed messages arrive in, and however often: the transcript is in the order they
    /// were written, and unread is what was written after the last reply.
    #[test]
    fn the_order_of_arrival_does_not_matter(
        authors in proptest::collection::vec(any::<bool>(), 1..12),
        keys in proptest::collection::vec(any::<u32>(), 13),
        twice in any::<u16>(),
    ) {
        let author = |visitor| if visitor { Author::Visitor } else { Author::Agent };
        let mut facts = vec![at(0, of("a", offered()))];
        let mut written = String::new();
        for (n, visitor) in authors.iter().enumerate() {
            let text = format!("line {n}");
            written += &format!("{:?}: {text}\n", author(*visitor));
            let fact = numbered(&n.to_string(), author(*visitor), &text);
            facts.push(at(n as u64 + 1, of("a", fact)));
        }
        let mut shuffled: Vec<_> = keys.iter().zip(&facts).enumerate().collect();
        shuffled.sort_by_key(|(_, (key, _))| **key);
        let mut desk = Desk::chats();
        desk.now = desk.now + SECOND * 60;
        for (n, (_, fact)) in shuffled {
            desk.chat(fact.clone());
            if twice & (1 << n) != 0 {
                desk.chat(fact.clone());
            }
        }
        let after = authors.iter().rev().take_while(|visitor| **visitor).count();
        let row = desk.conversation();
        let replied = authors.contains(&false);
        let expected = if replied { Active } else { Offered };
        prop_assert_eq!((row.status, row.replied), (expected, replied));
        prop_assert_eq!(row.unread as usize, after);
        prop_assert_eq!(row.waiting_since.is_some(), after > 0);
        desk.show_chat(1);
        prop_assert_eq!(desk.transcript(), written);
    }
}
