//! Links of other programs: shown and never acted upon, whatever they say and however many come.

use crate::desk::Desk;
use deskbell_core::*;
use std::time::Duration;

fn follow(desk: &mut Desk, link: &str) -> Vec<Effect> {
    let intent = Intent::OpenLink { link: link.into() };
    desk.play(Event::Intent { intent, from: Source::Link, request: None })
}

fn posts(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Post { .. })).count()
}

#[test]
fn a_link_is_shown_and_nothing_is_asked_of_any_widget() {
    let mut desk = Desk::new();
    let effects = follow(&mut desk, "sms:+1-650-555-0100;ext=7?body=Hello&send=1&confirmed=true");
    assert!(effects.contains(&Effect::ShowWindow));
    assert_eq!(posts(&effects), 0, "{effects:?}");
    let link = desk.view().link.unwrap();
    assert_eq!((link.number.as_str(), link.text.as_deref()), ("+16505550100", Some("Hello")));
    assert_eq!(link.left_out.as_deref(), Some("ext=7 send=1 confirmed=true"));
    desk.wait(Duration::from_secs(600));
    assert_eq!(desk.posts(), 0, "not later either");

    follow(&mut desk, "tel:+1-650-555-0199;ext=12");
    let next = desk.view().link.unwrap();
    assert_eq!((next.number.as_str(), next.extension.as_deref()), ("+16505550199", Some("12")));
    assert_ne!(next.id, link.id, "the newer one takes the place");
    desk.request(Intent::DropLink);
    assert_eq!(desk.view().link, None);
    assert_eq!(desk.posts(), 0);
}

#[test]
fn what_comes_from_a_link_can_do_nothing_else() {
    let mut desk = Desk::new();
    let dial = |call_now| Intent::Dial { account: None, number: "101".to_owned(), call_now };
    let text = Intent::OpenSms { account: None, number: "101".to_owned(), text: None };
    for intent in [dial(true), dial(false), text, Intent::Quit { confirmed: true }] {
        let effects = desk.play(Event::Intent { intent, from: Source::Link, request: None });
        assert_eq!(effects, [], "a link did this");
    }
}

#[test]
fn a_link_that_is_not_followed_says_why_and_the_notice_goes_with_the_next_good_one() {
    let mut desk = Desk::new();
    let effects = follow(&mut desk, "tel:**21*+16505550100%23");
    assert!(effects.contains(&Effect::ShowWindow));
    let view = desk.view();
    assert_eq!((view.link, view.notices.len()), (None, 1));
    assert_eq!(view.notices[0].kind, NoticeKind::LinkRefused);
    assert!(view.notices[0].detail.as_ref().unwrap().contains("service code"));
    follow(&mut desk, "tel:101");
    assert_eq!(desk.view().notices, []);
}

#[test]
fn a_refused_link_says_its_own_reason_and_takes_the_number_of_the_one_before_away() {
    for (link, reason) in [
        ("tel:1-800-FLOWERS", "letters"),
        ("tel:", "no telephone number"),
        ("tel:%", "damaged"),
        ("sms:?body=x", "nobody to write to"),
        ("tel:+16505550100,+16505550101", "more than one"),
        ("tel:1;ext=a", "extension"),
        ("tel:1%0A2", "character"),
        ("tel:*8701", "service code"),
        ("https://example.com", "only tel:"),
    ] {
        let mut desk = Desk::new();
        follow(&mut desk, "tel:+16505550100");
        follow(&mut desk, link);
        let view = desk.view();
        assert_eq!(view.link, None, "{link}: a number stands beside the refusal");
        let told = view.notices[0].detail.as_deref().unwrap();
        assert!(told.contains(reason), "{link}: {told}");
    }
}

#[test]
fn a_thousand_links_show_the_window_five_times_and_later_ones_work_again() {
    let mut desk = Desk::new();
    let shown = |effects: &[Effect]| effects.iter().filter(|e| **e == Effect::ShowWindow).count();
    for link in ["tel:101", "tel:nonsense"] {
        let effects: Vec<Effect> = (0..1000).flat_map(|_| follow(&mut desk, link)).collect();
        assert_eq!(shown(&effects), 5, "{link}");
        assert_eq!(desk.view().notices.len(), 1, "told once");
        desk.wait(Duration::from_secs(11));
    }
    follow(&mut desk, "tel:102");
    assert_eq!(desk.view().link.unwrap().number, "102");
}

#[test]
fn a_sign_in_that_comes_back_is_handed_on_whole_and_only_there() {
    let mut desk = Desk::new();
    (0..100).for_each(|_| drop(follow(&mut desk, "tel:101")));
    let address = "org.deskbell.deskbell:/signed-in?code=SECRET&state=x";
    let effects = follow(&mut desk, address);
    assert_eq!(effects, [Effect::SignInReturned { address: address.into() }]);
    assert!(!format!("{effects:?} {:?}", desk.state).contains("SECRET"));
    assert!(!serde_json::to_string(&desk.view()).unwrap().contains("SECRET"));
    let more: Vec<Effect> = (0..100).flat_map(|_| follow(&mut desk, address)).collect();
    assert!(more.len() < 10, "a flood of these stops too: {}", more.len());
}
