//! An account whose vendor is heard through the company's relay: what is planned, and what the light says of it.

use crate::desk::*;
use crate::status_desk::both_settings;
use deskbell_core::*;

fn grant() -> Option<RelayGrant> {
    let address = "https://relay.example.com".to_owned();
    Some(RelayGrant { address, token: "t0ken".into() })
}

/// The accounts of the last plan of feeds; none where there was none.
fn planned(effects: &[Effect]) -> Option<Vec<String>> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::FollowFeeds { plan } => Some(plan.keys().map(ToString::to_string).collect()),
        _ => None,
    })
}

fn check(desk: &Desk) -> Option<Check> {
    desk.view().reach.checks.into_iter().find(|check| check.id == CheckId::Feed)
}

fn feed(desk: &mut Desk, state: FeedState) {
    desk.os(SystemFact::Feed { account: id("hub"), state });
}

#[test]
fn an_account_is_heard_through_the_relay_or_here_and_never_both() {
    let mut settings = both_settings();
    settings.accounts[1].options.insert(STATUS_HOOK_OPTION.to_owned(), "hook".to_owned());
    settings.preferences.listener.on = true;
    let mut desk = Desk::both_with(settings);
    assert_eq!(check(&desk), None);
    let effects = desk.request(Intent::UseRelay { account: id("hub"), relay: grant() });
    assert_eq!(planned(&effects), Some(vec!["hub".to_owned()]));
    assert!(effects.contains(&Effect::Listen { plan: None }), "{effects:?}");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ReloadPage { .. })));
    let effects = desk.request(Intent::UseRelay { account: id("hub"), relay: None });
    assert_eq!(planned(&effects), Some(vec![]));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Listen { plan: Some(_) })));
    assert_eq!(check(&desk), None);
}

#[test]
fn the_light_knows_the_feed_and_since_when_it_is_silent() {
    let mut desk = Desk::both();
    desk.request(Intent::UseRelay { account: id("hub"), relay: grant() });
    assert_eq!(check(&desk).unwrap().level, ReachLevel::Wait);
    feed(&mut desk, FeedState::Following { lost: 0 });
    assert_eq!(check(&desk).unwrap().level, ReachLevel::Good);
    let gone = FeedState::NotReached { reason: "no connection".to_owned() };
    feed(&mut desk, gone.clone());
    let first = check(&desk).unwrap();
    desk.wait(SECOND * 600);
    feed(&mut desk, gone);
    let later = check(&desk).unwrap();
    assert_eq!((later.level, &later.text), (ReachLevel::Look, &first.text), "since the first time");
    assert!(later.fix.is_some() && later.text.contains("no connection"), "{later:?}");
    feed(&mut desk, FeedState::Following { lost: 3 });
    feed(&mut desk, FeedState::Following { lost: 0 });
    assert!(check(&desk).unwrap().text.contains('3'), "what is lost stays lost");
    feed(&mut desk, FeedState::NotEnrolled);
    assert!(check(&desk).unwrap().fix.unwrap().contains("link"));
    desk.request(Intent::RemoveAccount { account: id("hub"), forget_history: false });
    feed(&mut desk, FeedState::Following { lost: 0 });
    assert_eq!(check(&desk), None);
}

#[test]
fn an_address_without_its_token_is_told_until_the_key_store_gives_it() {
    let mut settings = both_settings();
    let relay = "https://relay.example.com".to_owned();
    settings.accounts[1].options.insert(STATUS_RELAY_OPTION.to_owned(), relay);
    let mut desk = Desk::both_with(settings);
    assert_eq!(check(&desk).unwrap().level, ReachLevel::Look);
    let key = STATUS_RELAY_TOKEN_OPTION.to_owned();
    let secret = SystemFact::Secret { account: id("hub"), key, value: "t0ken".into() };
    assert!(planned(&desk.os(secret)).is_some());
    assert_eq!(check(&desk).unwrap().level, ReachLevel::Wait);
}
