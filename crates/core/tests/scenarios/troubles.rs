//! One trouble, one line: which line tells it, and when what failed is tried again.

use crate::desk::*;
use deskbell_core::*;

/// The checks that need looking at.
fn troubles(desk: &Desk) -> Vec<CheckId> {
    let checks = desk.view().reach.checks.into_iter();
    checks.filter(|check| check.level >= ReachLevel::Look).map(|check| check.id).collect()
}

/// Notices that stand by themselves.
fn by_themselves(desk: &Desk) -> Vec<NoticeKind> {
    let view = desk.view();
    let notices = view.notices.iter().filter(|it| !view.told_by_reach.contains(&it.id));
    notices.map(|notice| notice.kind).collect()
}

#[test]
fn a_sign_out_is_told_by_its_check_alone() {
    let mut desk = Desk::with(&["phone", "other"]);
    desk.request(set(Presence::Available));
    desk.presence_is("phone", Presence::Available);
    desk.presence_is("other", Presence::Available);
    desk.take();
    desk.receive(WidgetFact::SignedOut);
    assert_eq!(desk.notices(), [NoticeKind::SignedOut]);
    assert_eq!((troubles(&desk), by_themselves(&desk)), (vec![CheckId::SignIn], vec![]));
    let tray = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::SetTray { tray } => Some(tray.clone()),
        _ => None,
    });
    let tray = tray.unwrap();
    assert!(tray.tooltip.contains("Signed out"), "{}", tray.tooltip);
    let labels = tray.items.iter().filter(|item| matches!(item, TrayItem::Label { .. }));
    assert_eq!(labels.count(), 0, "the icon says it");
    // Of another account the check says nothing.
    desk.receive_at("other", WidgetFact::SignedOut);
    assert_eq!((by_themselves(&desk), troubles(&desk).len()), (vec![], 2));
    // What came of a sign-in is more than that nobody is signed in.
    desk.receive(WidgetFact::SignInRequested { address: "https://login.example/a".into() });
    desk.page(PageFact::SignInFailed { error: "access_denied".to_owned() });
    assert_eq!(by_themselves(&desk).len(), 1);
}

#[test]
fn the_next_try_is_told_with_its_time() {
    let mut desk = Desk::new();
    desk.page(PageFact::Broke { problem: PageProblem::Crashed });
    let view = desk.view();
    let PageState::Broken { retry_at, .. } = view.accounts[0].page.clone() else { panic!() };
    let check = view.reach.checks.into_iter().find(|check| check.id == CheckId::Page).unwrap();
    assert!(retry_at.is_some());
    assert_eq!(check.next_try, retry_at);
    // By the wall clock, whatever it is set to.
    desk.os(SystemFact::ClockSet { ahead: 5000 });
    let view = desk.view();
    let later = view.reach.checks.into_iter().find(|check| check.id == CheckId::Page).unwrap();
    assert_eq!(later.next_try.map(|at| at.0), check.next_try.map(|at| at.0 + 5000));
}
