//! Messages as public reports tell them: the name of a message is not trusted over what is in it.

use crate::desk::*;
use crate::messages::sms;
use crate::status_desk::HOUR;
use deskbell_core::*;
use std::time::Duration;

fn created(ago: Duration, now: Timestamp, observation: MessageObservation) -> MessageObservation {
    let ago = u64::try_from(ago.as_millis()).unwrap();
    MessageObservation { created_at: Some(Timestamp(now.0 - ago)), ..observation }
}

/// [embeddable#658]
#[test]
fn texts_of_yesterday_are_unread_and_no_news() {
    let mut desk = Desk::new();
    for id in ["1", "2", "3"] {
        let out = desk.message(created(HOUR * 20, desk.now, sms(id, true)));
        assert_eq!(banners(&out), "", "{id}");
    }
    assert_eq!(desk.view().unread, 3);
    let reasons: Vec<_> = desk.view().withheld.iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [WithheldReason::NotNew; 3]);
    // What arrives now is told as ever.
    let out = desk.message(MessageObservation { created_at: Some(desk.now), ..sms("4", true) });
    assert!(banners(&out).starts_with("+message-phone-4"));
}

/// Every kind of message, and each way in which it may say that it is old. [embeddable#658]
#[test]
fn no_kind_of_message_is_new_by_its_name_alone() {
    use MessageKind::{Fax, Other, Pager, Sms, Voicemail};
    for kind in [Sms, Pager, Voicemail, Fax, Other] {
        let old = |ago| MessageObservation { kind, ..created(ago, T0, sms("1", true)) };
        for ago in [HOUR, HOUR * 24, HOUR * 24 * 400] {
            let mut desk = Desk::new();
            assert_eq!(banners(&desk.message(old(ago))), "", "{kind:?} {ago:?}");
        }
        let mut desk = Desk::new();
        let read = MessageObservation { unread: false, ..old(Duration::ZERO) };
        assert_eq!(banners(&desk.message(read)), "", "{kind:?} read");
        let mut desk = Desk::new();
        let direction = Some(Direction::Outbound);
        let ours = MessageObservation { direction, ..old(Duration::ZERO) };
        assert_eq!(banners(&desk.message(ours)), "", "{kind:?} our own");
        assert_eq!(desk.view().unread, 0, "{kind:?} our own");
    }
}

/// A text of a minute before the start is one of now: the widget was only slow to come up.
#[test]
fn what_came_shortly_before_the_start_is_told() {
    for ago in [0, 5, 60, 5 * 60] {
        let mut desk = Desk::new();
        let out = desk.message(created(SECOND * ago, desk.now, sms("1", true)));
        assert!(banners(&out).starts_with("+message-phone-1"), "{ago} s");
    }
}

/// Without a time there is only the name to go by, and a clock ahead of ours makes nothing old.
#[test]
fn a_time_that_is_missing_or_ahead_withholds_nothing() {
    for created_at in [None, Some(T0 + HOUR), Some(Timestamp(u64::MAX))] {
        let mut desk = Desk::new();
        let out = desk.message(MessageObservation { created_at, ..sms("1", true) });
        assert!(banners(&out).starts_with("+message-phone-1"), "{created_at:?}");
        assert!(desk.view().messages[0].at <= desk.now);
    }
}

/// The page is loaded anew in the evening and tells the day again. [embeddable#658]
#[test]
fn a_reload_tells_nothing_again_and_nothing_old() {
    let mut desk = Desk::new();
    desk.message(MessageObservation { created_at: Some(desk.now), ..sms("1", true) });
    let noon = desk.now;
    desk.wait_alive(HOUR * 8);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.take();
    for id in ["1", "2"] {
        desk.message(MessageObservation { created_at: Some(noon), ..sms(id, true) });
    }
    assert_eq!(banners(&desk.take()), "");
    assert_eq!(desk.view().unread, 2);
}
