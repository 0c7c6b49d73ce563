//! Who stands in the way of a microphone: the agent, the system, or that there is none; each said once, with its remedy.

use crate::desk::*;
use deskbell_core::*;

fn set(allowed: bool) -> Intent {
    Intent::SetGrant { account: id("phone"), right: Permission::Microphone, allowed }
}

fn tried(desk: &mut Desk, problem: MicrophoneProblem) {
    desk.page(PageFact::MicrophoneTried { problem: Some(problem) });
}

fn check(desk: &Desk) -> Check {
    let checks = desk.view().reach.checks;
    checks.into_iter().find(|check| check.id == CheckId::Microphone).unwrap()
}

fn switch(desk: &mut Desk, allowed: bool) {
    let switch = MicrophoneSwitch::Windows;
    desk.os(SystemFact::Microphone { allowed: Some(allowed), switch });
}

#[test]
fn what_the_agent_forbade_is_allowed_with_one_press() {
    let mut desk = Desk::new();
    desk.request(set(false));
    let found = check(&desk);
    assert_eq!(found.level, ReachLevel::Bad);
    assert!(found.text.contains("may not use the microphone"), "{}", found.text);
    tried(&mut desk, MicrophoneProblem::NotAllowed);
    assert_eq!(desk.notices(), [NoticeKind::MicrophoneForbidden]);
    // The same again is no news, also after it was put away.
    let notice = desk.view().notices[0].id;
    desk.request(Intent::DismissNotice { notice });
    tried(&mut desk, MicrophoneProblem::NotAllowed);
    assert_eq!(desk.notices(), []);
    desk.request(found.action.unwrap().intent);
    assert_eq!((desk.notices(), check(&desk).level), (vec![], ReachLevel::Good));
    assert!(desk.view().grants[0].allowed);
}

#[test]
fn what_the_system_refuses_is_told_with_the_place_of_its_switch() {
    let mut desk = Desk::new();
    switch(&mut desk, true);
    desk.request(set(true));
    assert_eq!(check(&desk).level, ReachLevel::Good);
    tried(&mut desk, MicrophoneProblem::NotAllowed);
    let notice = desk.view().notices.remove(0);
    assert_eq!(notice.kind, NoticeKind::MicrophoneBlocked);
    assert!(notice.detail.unwrap().contains("Privacy & security, Microphone"));
    let found = check(&desk);
    assert!(found.level == ReachLevel::Bad && found.text.contains("the system"), "{found:?}");
    assert!(found.fix.unwrap().contains("Privacy & security, Microphone"));
    // It works again: by itself, or because the switch was pressed.
    desk.page(PageFact::MicrophoneTried { problem: None });
    assert_eq!((desk.notices(), check(&desk).level), (vec![], ReachLevel::Good));
    tried(&mut desk, MicrophoneProblem::NotAllowed);
    switch(&mut desk, false);
    assert_eq!(check(&desk).level, ReachLevel::Bad);
    switch(&mut desk, true);
    assert_eq!((desk.notices(), check(&desk).level), (vec![], ReachLevel::Good));
    // A switch that is off is known before any call.
    switch(&mut desk, false);
    assert!(check(&desk).text.contains("the system"));
}

#[test]
fn a_missing_and_a_silent_microphone_are_told_apart() {
    let mut desk = Desk::new();
    desk.request(set(true));
    tried(&mut desk, MicrophoneProblem::NoDevice);
    assert_eq!(desk.notices(), [NoticeKind::NoMicrophone]);
    assert!(check(&desk).text.contains("no microphone was found"));
    tried(&mut desk, MicrophoneProblem::NotReadable);
    assert_eq!(desk.notices(), [NoticeKind::MicrophoneBusy], "one trouble at a time");
    assert!(check(&desk).text.contains("gives no sound"));
    tried(&mut desk, MicrophoneProblem::NoDevice);
    desk.page(PageFact::Microphones { count: Some(1) });
    assert_eq!((desk.notices(), check(&desk).level), (vec![], ReachLevel::Good));
    tried(&mut desk, MicrophoneProblem::NotReadable);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.sign_in("phone", CallingMode::Browser);
    assert_eq!(check(&desk).level, ReachLevel::Good, "a new document has not tried");
}

#[test]
fn a_refusal_while_nobody_has_answered_is_no_trouble_yet() {
    let mut desk = Desk::new();
    desk.page(PageFact::RightMissed { ask: PermissionId(1), right: Permission::Microphone });
    tried(&mut desk, MicrophoneProblem::NotAllowed);
    assert_eq!((desk.notices(), check(&desk).level), (vec![], ReachLevel::Good));
    // Then it is answered with no, and tried again.
    desk.request(Intent::AnswerAsk { ask: PermissionId(1), allowed: false, remember: false });
    tried(&mut desk, MicrophoneProblem::NotAllowed);
    assert_eq!(desk.notices(), [NoticeKind::MicrophoneForbidden]);
    desk.request(Intent::ForgetGrant { account: id("phone"), right: Permission::Microphone });
    assert_eq!(desk.notices(), []);
}
