//! Being told of chats: softly until taken, one notification for each, and never in a storm.

use crate::chat_desk::*;
use crate::desk::*;
use deskbell_core::*;
use expect_test::expect;

/// A service that takes an answer in the notification.
fn with_inline_reply() -> NotificationAbilities {
    NotificationAbilities { inline_reply: true, ..service() }
}

fn last_notification(effects: &[Effect]) -> Notification {
    let shown = effects.iter().rev().find_map(|effect| match effect {
        Effect::Notify { notification } => Some(Notification::clone(notification)),
        _ => None,
    });
    shown.expect("a notification")
}

#[test]
fn a_new_chat_rings_softly_until_it_is_taken() {
    let mut desk = Desk::chats();
    desk.chat(of("a", visitor("Ada")));
    let effects = desk.chat(of("a", offered()));
    expect![[r#"
        +chat-1: New chat: Ada |  ["Reply", "Open", "End chat"]
    "#]]
    .assert_eq(&banners(&effects));
    assert!(effects.contains(&Effect::RequestAttention));
    assert_eq!(moods(&effects), [TrayState::Waiting]);
    let shown = last_notification(&effects);
    assert_eq!((shown.urgency, shown.sticky), (Urgency::Normal, true));
    assert_eq!(
        shown.click,
        Intent::Open { item: Item::Conversation { conversation: ConversationId(1) } }
    );
    desk.wait_alive(SECOND * 50);
    assert_eq!(banners(&desk.chat(of("a", answers("Hi")))), "-chat-1\n");
    assert_eq!(desk.view().mood, TrayState::Idle);
}

#[test]
fn it_stops_ringing_when_ended_taken_or_looked_at() {
    for fact in [active(), closed(ClosedBy::Agent), closed(ClosedBy::Transferred)] {
        let mut desk = Desk::chats();
        desk.chat(of("a", offered()));
        assert_eq!(banners(&desk.chat(of("a", fact))), "-chat-1\n");
    }
    let stage = Stage::Conversation { conversation: ConversationId(1) };
    let item = Item::Conversation { conversation: ConversationId(1) };
    for looks in [Intent::Show { stage }, open(item), mark_all(SeenKind::Chats)] {
        let mut desk = Desk::chats();
        desk.request(Intent::Show { stage: Stage::Settings });
        desk.chat(of("a", offered()));
        assert_eq!(banners(&desk.request(looks)), "-chat-1\n");
        assert_eq!(desk.view().unread, 0);
    }
    // Its account's page shows many things; who looks there has not opened this one.
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Settings });
    desk.chat(of("a", offered()));
    let stage = Stage::Widget { account: id("site") };
    assert_eq!(banners(&desk.request(Intent::Show { stage })), "");
    assert_eq!(desk.view().unread, 1);
}

#[test]
fn one_that_ends_without_a_reply_was_missed() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", visitor("Ada")), of("a", offered()), of("a", asks("Hello?"))]);
    desk.wait_alive(SECOND * 10);
    let effects = desk.chat(of("a", closed(ClosedBy::Visitor)));
    expect![[r#"
        +chat-1: Missed chat: Ada | Hello? ["Open"]
    "#]]
    .assert_eq(&banners(&effects));
    assert!(last_notification(&effects).sticky);
    let row = desk.conversation();
    assert_eq!((row.missed, row.unread), (true, 1));
    assert_eq!(desk.view().mood, TrayState::Unread);
    assert_eq!(banners(&desk.show_chat(1)), "-chat-1\n");
    assert_eq!((desk.conversation().missed, desk.view().mood), (false, TrayState::Idle));
}

#[test]
fn who_leaves_a_queue_for_all_was_not_missed_by_this_agent() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", queued(4)), of("a", closed(ClosedBy::Visitor))]);
    assert!(!desk.conversation().missed);
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    desk.show_chat(1);
    desk.chat(of("a", closed(ClosedBy::Visitor)));
    assert!(!desk.conversation().missed, "looked at, and this widget tells no replies");
}

#[test]
fn a_queued_visitor_is_told_in_passing_and_rings_when_offered() {
    let mut desk = Desk::chats();
    let effects = desk.chat(of("a", queued(1)));
    expect![[r#"
        +chat-1: In the queue: visitor 1 | Queue: Sales ["Reply", "Open", "End chat"]
    "#]]
    .assert_eq(&banners(&effects));
    assert!(!last_notification(&effects).sticky && !effects.contains(&Effect::RequestAttention));
    desk.wait_alive(SECOND * 2);
    let effects = desk.chat(of("a", offered()));
    assert!(banners(&effects).contains("+chat-1: New chat: visitor 1 | Queue: Sales"));
    assert!(effects.contains(&Effect::RequestAttention));
}

#[test]
fn one_that_was_offered_goes_on_ringing_in_a_queue_until_an_agent_has_it() {
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    desk.wait_alive(SECOND * 5);
    let effects = desk.chat(of("a", queued(1)));
    assert!(last_notification(&effects).sticky, "{}", banners(&effects));
    assert_eq!((desk.view().waiting, desk.view().mood), (1, TrayState::Waiting));
    assert_eq!(banners(&desk.chat(of("a", active()))), "-chat-1\n");
    desk.wait_alive(SECOND * 5);
    let effects = desk.chat(of("a", queued(1)));
    assert!(!last_notification(&effects).sticky, "handed back: anybody may take it");
    assert_eq!(desk.view().waiting, 0);
}

#[test]
fn a_burst_is_one_notification_with_a_count() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", visitor("Ada")), of("a", offered()), of("a", answers("Hi"))]);
    desk.wait_alive(SECOND * 5);
    desk.take();
    for n in 1..=6 {
        desk.chat(of("a", asks(&format!("line {n}"))));
    }
    desk.wait(BANNER_PAUSE);
    expect![[r#"
        +chat-1: Message from Ada | line 1 ["Reply", "Open", "End chat"]
        +chat-1: Ada: 6 new messages | line 6 ["Reply", "Open", "End chat"]
    "#]]
    .assert_eq(&banners(&desk.take()));
    assert_eq!(banners(&desk.chat(of("a", answers("One by one")))), "-chat-1\n");
}

#[test]
fn what_is_in_front_switched_off_or_disturbing_is_withheld_with_its_reason() {
    let taken = || {
        let mut desk = Desk::chats();
        desk.chat_all(&[of("a", offered()), of("a", answers("Hi"))]);
        desk.take();
        desk
    };
    let line = || of("a", asks("And now?"));
    let mut desk = taken();
    desk.os(SystemFact::Focus { focused: true });
    assert_eq!(banners(&desk.chat(line())), "");
    assert_eq!(desk.withheld(), [("chat line 1 (My site)".to_owned(), WithheldReason::InFront)]);
    assert_eq!(desk.view().unread, 1, "which conversation the widget shows is not known");

    let mut desk = taken();
    desk.show_chat(1);
    assert!(banners(&desk.chat(line())).contains("+chat-1"), "not focused");
    let effects = desk.os(SystemFact::Focus { focused: true });
    assert_eq!((banners(&effects).as_str(), desk.view().unread), ("-chat-1\n", 0), "looked at");
    desk.wait_alive(SECOND * 3);
    assert_eq!((banners(&desk.chat(line())).as_str(), desk.view().unread), ("", 0));

    let mut desk = taken();
    desk.request(Intent::ChangeSetting { change: SettingChange::ChatBanners(false) });
    assert_eq!(banners(&desk.chat(line())), "");
    assert_eq!(desk.withheld()[0].1, WithheldReason::SwitchedOff);

    let mut desk = Desk::chats();
    desk.request(Intent::ChangeSetting { change: SettingChange::ChatRings(false) });
    let effects = desk.chat(of("a", offered()));
    assert_eq!(banners(&effects), "");
    assert!(!effects.contains(&Effect::RequestAttention));
    assert_eq!(desk.withheld(), [("chat 1 (My site)".to_owned(), WithheldReason::SwitchedOff)]);
    assert_eq!(desk.view().mood, TrayState::Waiting, "it waits all the same");
}

#[test]
fn do_not_disturb_of_the_phone_holds_for_chats_that_know_none() {
    let mut desk = Desk::bare(&["site", "phone"]);
    desk.open_site();
    desk.sign_in("phone", CallingMode::Browser);
    desk.presence_is("phone", Presence::DoNotDisturb);
    assert_eq!(banners(&desk.chat(of("a", offered()))), "");
    assert_eq!(desk.withheld(), [("chat 1 (My site)".to_owned(), WithheldReason::DoNotDisturb)]);
    assert_eq!(desk.view().unread, 1);
    let effects = desk.receive_at(
        "phone",
        WidgetFact::PresenceChanged {
            presence: Some(Presence::Available),
            word: None,
            user_status: None,
            dnd_status: None,
        },
    );
    assert!(banners(&effects).contains("+chat-1"), "what stood against it has passed");
    desk.presence_is("phone", Presence::DoNotDisturb);
    let change = SettingChange::RingInDoNotDisturb(true);
    assert!(banners(&desk.request(Intent::ChangeSetting { change })).contains("+chat-1"));
}

#[test]
fn hidden_content_says_only_that_there_is_a_chat() {
    let mut desk = Desk::bare(&["site", "phone"]);
    desk.open_site();
    desk.request(Intent::ChangeSetting { change: SettingChange::HideContent(true) });
    desk.take();
    desk.chat_all(&[of("a", visitor("Ada")), of("a", offered())]);
    let left = ConversationFact::OfflineMessage { text: Some("Call me".into()) };
    desk.chat(current(left));
    desk.chat(of("b", queued(1)));
    expect![[r#"
        +chat-1: New chat 1 | My site ["Reply", "Open", "End chat"]
        +chat-2: Visitor 2 left a message | My site ["Open"]
        +chat-3: Visitor 3 waits in the queue | My site ["Reply", "Open", "End chat"]
    "#]]
    .assert_eq(&banners(&desk.take()));
}

#[test]
fn without_a_service_the_window_asks_for_attention() {
    let mut desk = Desk::chats();
    desk.os(SystemFact::NotificationService { abilities: None });
    let effects = desk.chat(of("a", offered()));
    assert_eq!(banners(&effects), "");
    assert!(effects.contains(&Effect::RequestAttention));
    assert_eq!(desk.withheld(), [("chat 1 (My site)".to_owned(), WithheldReason::NoService)]);
}

#[test]
fn an_answer_can_be_typed_where_the_service_takes_one() {
    let mut desk = Desk::chats();
    desk.os(SystemFact::NotificationService { abilities: Some(with_inline_reply()) });
    let effects = desk.chat(of("a", offered()));
    let shown = last_notification(&effects);
    let labels: Vec<_> = shown.buttons.iter().map(|button| button.label.as_str()).collect();
    assert_eq!(labels, ["Open", "End chat"]);
    let field = shown.reply.expect("a field");
    assert_eq!(field.label, "Reply");
    desk.request(field.intent("Hello Ada".to_owned()));
    let request = reply("Hello Ada");
    let sent = VendorCommand::Chat { conversation: Some(key("a")), agent: None, request };
    assert_eq!(desk.posted().map(|(_, command)| command), Some(sent));
}

#[test]
fn no_button_for_what_the_widget_cannot_do() {
    let mut desk = Desk::chats();
    let effects = desk.chat(current(offered()));
    assert_eq!(banners(&effects), "+chat-1: New chat: visitor 1 |  [\"Open\"]\n");
    let plain = NotificationAbilities { actions: false, ..with_inline_reply() };
    desk.os(SystemFact::NotificationService { abilities: Some(plain) });
    let shown = last_notification(&desk.chat(of("a", offered())));
    assert_eq!((shown.buttons, shown.reply), (vec![], None));
}

#[test]
fn a_notification_taken_away_is_not_shown_again_for_the_same() {
    let mut desk = Desk::chats();
    desk.chat(of("a", offered()));
    desk.outcome(Outcome::NotificationClosed { key: "chat-1".to_owned() });
    desk.wait_alive(SECOND * 30);
    assert_eq!(banners(&desk.chat(of("a", asks("Hello?")))), "");
    assert_eq!(desk.view().waiting, 1);
    desk.chat(of("a", answers("Hi")));
    desk.wait_alive(SECOND * 3);
    assert!(banners(&desk.chat(of("a", asks("Thanks")))).contains("+chat-1"));
}

#[test]
fn a_page_gone_wild_does_not_fill_the_screen() {
    let mut desk = Desk::chats();
    let count = |effects: &[Effect]| {
        let shown = effects.iter().filter(|it| matches!(it, Effect::Notify { .. })).count();
        (shown, effects.iter().filter(|it| **it == Effect::RequestAttention).count())
    };
    for n in 0..50 {
        desk.chat(of(&n.to_string(), offered()));
    }
    assert_eq!(count(&desk.take()), (BANNERS_MAX, BANNERS_MAX));
    desk.wait_alive(BANNERS_PERIOD);
    assert_eq!(count(&desk.take()), (BANNERS_MAX, BANNERS_MAX), "those that wait come later");
    for n in 0..1000 {
        let name = format!("wild {n}");
        desk.chat_all(&[of(&name, offered()), of(&name, closed(ClosedBy::Visitor))]);
    }
    let (shown, drawn) = count(&desk.take());
    assert!(shown <= BANNERS_MAX && drawn <= BANNERS_MAX, "{shown} {drawn}");
}

#[test]
fn the_tray_names_who_waits() {
    let mut desk = Desk::chats();
    for n in 1..=7 {
        let name = n.to_string();
        desk.chat_all(&[of(&name, visitor(&format!("Ada {n}"))), of(&name, offered())]);
        desk.now = desk.now + SECOND;
    }
    let effects = desk.take();
    let tray = effects.iter().rev().find_map(|effect| match effect {
        Effect::SetTray { tray } => Some(tray),
        _ => None,
    });
    let tray = tray.unwrap();
    assert_eq!(tray.tooltip, "Deskbell — Chats waiting: 7, 7 unread");
    let labels: Vec<_> =
        tray.items
            .iter()
            .filter_map(|item| match item {
                TrayItem::Action { label, intent: Intent::Open { .. } }
                | TrayItem::Label { label } => Some(&**label),
                _ => None,
            })
            .collect();
    expect![[r#"["New chat: Ada 1", "New chat: Ada 2", "New chat: Ada 3", "New chat: Ada 4", "New chat: Ada 5", "Chats waiting: 7", "7 unread"]"#]]
    .assert_eq(&format!("{labels:?}"));
}

#[test]
fn counts_of_an_account_include_its_chats() {
    let mut desk = Desk::bare(&["site", "phone"]);
    desk.open_site();
    desk.sign_in("phone", CallingMode::Browser);
    desk.chat_all(&[of("a", answers("Hi")), of("a", asks("One")), of("a", asks("Two"))]);
    desk.message(crate::messages::sms("1", true));
    let unread: Vec<_> = desk.view().accounts.iter().map(|row| row.unread).collect();
    assert_eq!((unread, desk.view().unread), (vec![2, 1], 3));
    let json = serde_json::json!({ "intent": "markSeen", "account": "site" });
    desk.request(serde_json::from_value(json).unwrap());
    assert_eq!(desk.view().unread, 1);
}

#[test]
fn german_says_the_same() {
    let accounts = vec![config("site")];
    let mut desk = Desk::from(Settings { accounts, ..Settings::default() }, "de_DE.UTF-8");
    desk.open_site();
    desk.take();
    desk.chat_all(&[of("a", visitor("Ada")), of("a", offered())]);
    desk.wait_alive(SECOND * 2);
    desk.chat(of("a", closed(ClosedBy::System)));
    expect![[r#"
        +chat-1: Neuer Chat: Ada |  ["Antworten", "Öffnen", "Chat beenden"]
        +chat-1: Verpasster Chat: Ada |  ["Öffnen"]
    "#]]
    .assert_eq(&banners(&desk.take()));
}

#[test]
fn no_two_chats_read_the_same() {
    for hidden in [false, true] {
        let mut desk = Desk::chats();
        desk.request(Intent::ChangeSetting { change: SettingChange::HideContent(hidden) });
        desk.take();
        let titles = |desk: &mut Desk| {
            let effects = desk.take();
            let shown = effects.into_iter().filter_map(|effect| match effect {
                Effect::Notify { notification } => Some(notification.title.reveal().clone()),
                _ => None,
            });
            shown.collect::<Vec<_>>()
        };
        desk.chat_all(&["a", "b"].map(|name| of(name, offered())));
        let named = ["New chat: visitor 1", "New chat: visitor 2"];
        assert_eq!(titles(&mut desk), if hidden { ["New chat 1", "New chat 2"] } else { named });
        desk.chat_all(&["a", "b"].map(|name| of(name, answers("Hello"))));
        desk.wait_alive(SECOND * 3);
        desk.chat_all(&["a", "b"].map(|name| of(name, asks("Hi"))));
        desk.wait_alive(SECOND * 3);
        desk.chat_all(&["a", "b"].map(|name| of(name, asks("Well?"))));
        let shown = titles(&mut desk);
        assert_eq!(shown.len(), 4, "{shown:?}");
        for (index, title) in shown.iter().enumerate() {
            assert!(!shown[..index].contains(title), "{shown:?}");
        }
    }
}

#[test]
fn what_was_withheld_names_the_chat_and_its_account() {
    let mut desk = Desk::bare(&["site", "phone"]);
    desk.open_site();
    desk.chat_all(&[of("a", offered()), of("b", offered())]);
    desk.outcome(Outcome::NotificationFailed { key: "chat-2".to_owned(), reason: "no".to_owned() });
    desk.request(Intent::ChangeSetting { change: SettingChange::ChatRings(false) });
    desk.chat(of("c", queued(1)));
    let named: Vec<String> = desk.withheld().into_iter().map(|(what, _)| what).collect();
    for what in ["chat 2 (My site)", "chat 1 (My site)", "queued chat 3 (My site)"] {
        assert!(named.iter().any(|it| it == what), "{what}: {named:?}");
    }
}
