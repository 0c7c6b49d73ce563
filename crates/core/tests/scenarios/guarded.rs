//! Links that leave a page, and servers that ask or cannot prove who they are: what the agent is told.

use crate::desk::*;
use deskbell_core::HELLO_LOST;
use deskbell_core::*;

fn details(desk: &Desk) -> Vec<String> {
    desk.view().notices.into_iter().filter_map(|notice| notice.detail).collect()
}

fn refused(target: &str, why: LinkRefusal) -> PageFact {
    PageFact::LinkRefused { target: target.to_owned(), why }
}

#[test]
fn a_link_that_left_is_told_shortly_and_the_next_takes_its_place() {
    let mut desk = Desk::new();
    for host in ["one.example", "two.example"] {
        desk.page(PageFact::LinkOpened { target: host.to_owned() });
    }
    assert_eq!(desk.notices(), [NoticeKind::LinkOpened]);
    assert_eq!(details(&desk), ["two.example"]);
    desk.wait_alive(std::time::Duration::from_secs(20));
    assert_eq!(desk.notices(), []);
}

#[test]
fn a_refusal_stays_with_its_reason_in_the_agents_language() {
    let mut desk = Desk::new();
    desk.page(refused("127.0.0.1", LinkRefusal::OwnMachine));
    desk.page(refused("javascript:", LinkRefusal::Scheme));
    assert_eq!(details(&desk), ["Addresses that begin with javascript: can do harm."]);
    desk.wait_alive(std::time::Duration::from_secs(60));
    assert_eq!(desk.notices(), [NoticeKind::NotFollowed]);
    let settings = Settings { accounts: vec![config("phone")], ..Settings::default() };
    let mut desk = Desk::from(settings, "de_DE");
    desk.page(refused("drucker.lan", LinkRefusal::LocalNetwork));
    assert!(details(&desk)[0].starts_with("drucker.lan ist in Ihrem eigenen Netz"));
}

#[test]
fn a_page_that_asks_for_a_password_waits_for_the_agent_and_says_so() {
    let mut desk = Desk::bare(&["phone"]);
    desk.os(SystemFact::NotificationService { abilities: Some(service()) });
    let host = "phone.example".to_owned();
    let effects = desk.page(PageFact::PasswordWanted { host, from: PasswordFor::Server });
    assert!(banners(&effects).contains("phone.example asks for a user name"), "{effects:?}");
    assert_eq!(desk.notices(), [NoticeKind::PasswordWanted]);
    desk.wait(HELLO_LOST * 10);
    assert_eq!(desk.view().accounts[0].page, PageState::Loading, "the question is not taken away");
    let effects = desk.page(PageFact::PasswordPromptClosed);
    assert_eq!(desk.notices(), []);
    let key = "password-phone".to_owned();
    assert!(effects.contains(&Effect::WithdrawNotification { key }));
    desk.wait(HELLO_LOST);
    assert!(matches!(desk.view().accounts[0].page, PageState::Broken { .. }));
}

#[test]
fn a_reloaded_page_asks_no_more() {
    let mut desk = Desk::new();
    let from = PasswordFor::Proxy;
    desk.page(PageFact::PasswordWanted { host: "proxy.example".to_owned(), from });
    assert_eq!(details(&desk), ["The proxy proxy.example asks for a user name and a password."]);
    desk.request(Intent::Reload { account: id("phone"), confirmed: true });
    assert_eq!(desk.notices(), []);
}

#[test]
fn a_wrong_certificate_breaks_the_page_with_host_and_reason() {
    let mut desk = Desk::new();
    let host = "phone.example".to_owned();
    desk.page(PageFact::Unsafe { host, flaw: CertificateFlaw::Expired });
    let reason = "phone.example: its certificate has expired.".to_owned();
    let page = desk.view().accounts[0].page.clone();
    let problem = PageProblem::Certificate { reason };
    assert!(
        matches!(&page, PageState::Broken { problem: found, .. } if *found == problem),
        "{page:?}"
    );
    desk.page(PageFact::Heartbeat);
    assert!(matches!(desk.view().accounts[0].page, PageState::Broken { .. }), "it stays broken");
}

#[test]
fn a_wrong_certificate_ends_the_sign_in() {
    let mut desk = Desk::new();
    desk.receive(WidgetFact::SignedOut);
    desk.page(PageFact::SignInOpened);
    let host = "login.example".to_owned();
    let effects = desk.page(PageFact::SignInUnsafe { host, flaw: CertificateFlaw::UnknownIssuer });
    assert!(effects.contains(&Effect::CloseSignIn { account: id("phone") }));
    assert!(desk.notices().contains(&NoticeKind::SignInUnsafe));
    assert!(details(&desk)[0].starts_with("login.example: its certificate is from an issuer"));
}

#[test]
fn an_address_that_leads_away_gives_no_page() {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::LedAway { host: "www.phone.example".to_owned() });
    match &desk.view().accounts[0].page {
        PageState::Broken { problem: PageProblem::LoadFailed { reason }, .. } => {
            assert!(reason.starts_with("Its address leads on to www.phone.example."), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}
