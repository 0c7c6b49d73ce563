//! SMS, voicemail and fax: one banner each, counts that are right, bursts that are one.

use crate::desk::*;
use deskbell_core::*;
use expect_test::expect;

pub(crate) fn sms(id: &str, arrived: bool) -> MessageObservation {
    MessageObservation {
        id: id.to_owned(),
        kind: MessageKind::Sms,
        direction: Some(Direction::Inbound),
        party: Party { number: Some(CALLER.into()), name: Some("Ada".into()) },
        text: Some("Hello there".into()),
        conversation: None,
        unread: true,
        arrived,
        gone: false,
        created_at: Some(T0 + SECOND),
        seconds: None,
        pages: None,
        attachments: 0,
    }
}

impl Desk {
    pub(crate) fn message(&mut self, observation: MessageObservation) -> Vec<Effect> {
        self.receive(WidgetFact::Message { observation })
    }
}

#[test]
fn updated_and_inbound_are_one_message_with_one_banner() {
    let mut desk = Desk::new();
    assert_eq!(banners(&desk.message(sms("1", false))), "");
    assert_eq!(desk.view().unread, 1);
    expect![[r#"
        +message-phone-1: Message from Ada | Hello there
    "#]]
    .assert_eq(&banners(&desk.message(sms("1", true))));
    assert_eq!(desk.message(sms("1", true)), []);
    assert_eq!(desk.message(sms("1", false)), []);
    assert_eq!((desk.view().unread, desk.view().messages.len()), (1, 1));
    let effects = desk.message(MessageObservation { unread: false, ..sms("1", false) });
    assert_eq!(banners(&effects), "-message-phone-1\n");
    assert_eq!((desk.view().unread, desk.view().mood), (0, TrayState::Idle));
}

#[test]
fn each_kind_says_what_it_is() {
    let mut desk = Desk::new();
    let kinds = [
        MessageObservation {
            kind: MessageKind::Voicemail,
            seconds: Some(32),
            text: None,
            ..sms("1", true)
        },
        MessageObservation { kind: MessageKind::Fax, pages: Some(2), text: None, ..sms("2", true) },
        MessageObservation { kind: MessageKind::Fax, pages: Some(1), text: None, ..sms("3", true) },
    ];
    let mut all = Vec::new();
    for observation in kinds {
        all.extend(desk.message(observation));
        desk.wait(SECOND * 4);
    }
    desk.wait_alive(SECOND * 20);
    all.extend(desk.message(MessageObservation {
        text: None,
        attachments: 2,
        party: Party { number: Some(CALLER.into()), name: None },
        ..sms("4", true)
    }));
    all.extend(desk.message(MessageObservation {
        party: Party { number: None, name: None },
        ..sms("5", true)
    }));
    expect![[r#"
        +message-phone-1: New voicemail (0:32) | Ada
        +message-phone-2: New fax (2 pages) | Ada
        +message-phone-3: New fax (1 page) | Ada
        +message-phone-4: Message from +1 650-555-0100 | Attachments: 2
        +message-phone-5: Message from Unknown sender | Hello there
    "#]]
    .assert_eq(&banners(&all));
}

#[test]
fn a_burst_is_one_banner_with_a_count() {
    let mut desk = Desk::new();
    desk.take();
    for n in 1..=6 {
        desk.message(sms(&n.to_string(), true));
    }
    expect![[r#"
        +message-phone-1: Message from Ada | Hello there
        +message-phone-2: Message from Ada | Hello there
        +message-phone-3: Message from Ada | Hello there
        -message-phone-1
        -message-phone-2
        -message-phone-3
        +messages-phone: 4 new messages | 
        +messages-phone: 5 new messages | 
        +messages-phone: 6 new messages | 
    "#]]
    .assert_eq(&banners(&desk.take()));
    desk.message(MessageObservation { unread: false, ..sms("2", false) });
    desk.request(mark_all(SeenKind::Messages));
    expect![[r#"
        +messages-phone: 5 new messages | 
        -messages-phone
    "#]]
    .assert_eq(&banners(&desk.take()));
    assert_eq!(desk.view().unread, 0);
    desk.wait_alive(SECOND * 10);
    assert!(banners(&desk.message(sms("7", true))).contains("+message-phone-7"));
}

#[test]
fn slow_messages_are_no_burst() {
    let mut desk = Desk::new();
    for n in 1..=5 {
        let shown = banners(&desk.message(sms(&n.to_string(), true)));
        assert!(shown.starts_with(&format!("+message-phone-{n}")), "{shown}");
        desk.wait_alive(SECOND * 4);
    }
    let shown = banners(&desk.message(sms("6", true)));
    assert!(shown.contains("+messages-phone: 6 new messages"), "but no wall: {shown}");
}

#[test]
fn what_is_in_front_switched_off_or_old_only_counts() {
    let mut desk = Desk::new();
    let reasons =
        |desk: &Desk| -> Vec<_> { desk.view().withheld.iter().map(|w| w.reason).collect() };
    desk.os(SystemFact::Focus { focused: true });
    assert_eq!(banners(&desk.message(sms("1", true))), "");
    assert_eq!(reasons(&desk), [WithheldReason::InFront]);
    desk.os(SystemFact::Focus { focused: false });
    desk.request(Intent::ChangeSetting { change: SettingChange::MessageBanners(false) });
    assert_eq!(banners(&desk.message(sms("2", true))), "");
    assert_eq!(reasons(&desk)[0], WithheldReason::SwitchedOff);
    desk.request(Intent::ChangeSetting { change: SettingChange::MessageBanners(true) });
    desk.presence_is("phone", Presence::DoNotDisturb);
    assert_eq!(banners(&desk.message(sms("3", true))), "");
    assert_eq!(reasons(&desk)[0], WithheldReason::DoNotDisturb);
    let old =
        MessageObservation { created_at: Some(Timestamp(T0.0 - 3_600_000)), ..sms("4", false) };
    assert_eq!(banners(&desk.message(old)), "");
    assert_eq!(reasons(&desk)[0], WithheldReason::NotNew);
    assert_eq!(desk.view().unread, 4);
    let sent = MessageObservation { direction: Some(Direction::Outbound), ..sms("5", true) };
    assert_eq!(banners(&desk.message(sent)), "");
    assert_eq!(desk.view().unread, 4, "what we sent is not unread");
}

#[test]
fn hidden_content_says_only_that_there_is_a_message() {
    let mut desk = Desk::with(&["phone", "other"]);
    desk.request(Intent::ChangeSetting { change: SettingChange::HideContent(true) });
    expect![[r#"
        +message-phone-1: New message | My phone
    "#]]
    .assert_eq(&banners(&desk.message(sms("1", true))));
}

#[test]
fn a_deleted_message_takes_its_banner_along_and_the_oldest_of_many_is_forgotten() {
    let mut desk = Desk::new();
    desk.message(sms("1", true));
    let effects = desk.message(MessageObservation { gone: true, ..sms("1", false) });
    assert_eq!(banners(&effects), "-message-phone-1\n");
    assert_eq!(desk.view().messages, []);
    for n in 0..700 {
        desk.message(sms(&n.to_string(), false));
    }
    assert_eq!(desk.view().unread, 500);
}

#[test]
fn a_closed_banner_is_not_shown_again() {
    let mut desk = Desk::new();
    desk.message(sms("1", true));
    desk.outcome(Outcome::NotificationClosed { key: "message-phone-1".to_owned() });
    assert_eq!(banners(&desk.message(sms("1", true))), "");
    assert_eq!(desk.view().unread, 1);
    let effects = desk.message(MessageObservation { unread: false, ..sms("1", false) });
    assert_eq!(banners(&effects), "");
}
