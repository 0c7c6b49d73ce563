//! The status as public reports tell it: what began is said to end, what was queued is said to be dropped, and who did it.

use crate::desk::*;
use crate::status_desk::*;
use Presence::{Available, Away};
use deskbell_core::*;

fn lines(effects: &[Effect]) -> Vec<StatusChange> {
    let line = |effect: &Effect| match effect {
        Effect::RecordStatus { change } => Some(change.clone()),
        _ => None,
    };
    effects.iter().filter_map(line).collect()
}

fn queue(desk: &mut Desk, presence: Presence) {
    desk.request(Intent::SetPresence { presence, note: None, after_call: true, until: None });
}

/// [amazon-connect-streams#613]
#[test]
fn a_wish_taken_back_is_told_as_taken_back() {
    let mut desk = Desk::at(Available);
    desk.talk();
    queue(&mut desk, Away);
    assert_eq!(lines(&desk.take()).last().map(|line| line.kind), Some(StatusChangeKind::Queued));
    desk.request(Intent::DropNextPresence);
    let last = lines(&desk.take()).pop().expect("a line");
    assert_ne!(last.kind, StatusChangeKind::Queued);
    assert_eq!(last.presence, Some(Away), "it says which");
    assert_eq!(last.by, StatusCause::Agent { from: Source::Window });
    // Nothing to take back is nothing to tell.
    desk.request(Intent::DropNextPresence);
    assert_eq!(lines(&desk.take()), []);
}

/// Another wish, or a choice at once, takes the place of the one that waited. [amazon-connect-streams#613]
#[test]
fn a_wish_that_another_takes_the_place_of_does_not_stay_queued() {
    for now in [false, true] {
        let mut desk = Desk::at(Available);
        desk.talk();
        queue(&mut desk, Away);
        desk.take();
        let presence = Presence::DoNotDisturb;
        desk.request(Intent::SetPresence { presence, note: None, after_call: !now, until: None });
        let told = lines(&desk.take());
        let dropped = told
            .iter()
            .any(|line| line.presence == Some(Away) && line.kind != StatusChangeKind::Queued);
        assert!(dropped, "{now}: {told:#?}");
    }
}

/// [amazon-connect-streams#613]
#[test]
fn quitting_says_what_is_lost_with_it() {
    let mut desk = Desk::at(Available);
    desk.talk();
    queue(&mut desk, Away);
    desk.take();
    let request = desk.ask(Intent::Quit { confirmed: true });
    let told = lines(&desk.effects);
    let dropped = told
        .iter()
        .any(|line| line.presence == Some(Away) && line.kind != StatusChangeKind::Queued);
    assert!(dropped, "{told:#?}");
    let record = desk.effects.iter().rposition(|it| matches!(it, Effect::RecordStatus { .. }));
    let quit = desk.effects.iter().position(|it| matches!(it, Effect::Quit));
    assert!(record < quit, "recorded before the program ends");
    let said = desk.effects.iter().find_map(|effect| match effect {
        Effect::Answer { request: to, answer: Answer::Done { message } } if *to == request => {
            Some(message.clone())
        }
        _ => None,
    });
    assert!(said.is_some_and(|said| said.contains("Away")), "whoever quits is told");
}

/// What the history has to say after a start: every rule that began has ended, or holds.
fn open_rules(history: &[StatusChange]) -> Vec<Rule> {
    let mut open: Vec<Rule> = Vec::new();
    for line in history {
        match (line.kind, line.by) {
            (StatusChangeKind::RuleBegan, StatusCause::Rule { rule }) => open.push(rule),
            (StatusChangeKind::RuleEnded, StatusCause::Rule { rule }) => {
                open.retain(|it| *it != rule);
            }
            _ => {}
        }
    }
    open
}

/// [amazon-connect-streams#241]
#[test]
fn a_rule_that_began_ends_with_the_program() {
    let mut desk = Desk::at(Available);
    desk.talk();
    assert_eq!(open_rules(&lines(&desk.take())), [Rule::OnCall]);
    desk.ask(Intent::Quit { confirmed: true });
    let ended = lines(&desk.take());
    let wanted = (StatusChangeKind::RuleEnded, StatusCause::Rule { rule: Rule::OnCall });
    assert!(ended.iter().any(|line| (line.kind, line.by) == wanted), "{ended:#?}");
}

/// A program that was killed has no last word: the next start has it. [amazon-connect-streams#241]
#[test]
fn a_rule_that_began_before_a_crash_is_ended_by_the_next_start() {
    let mut desk = Desk::at(Available);
    desk.talk();
    let history: Vec<StatusChange> = lines(&desk.take());
    let settings = both_settings();
    let mut state = State::new(settings, "en", desk.now + MINUTE)
        .speaking(dialects())
        .remembering(history.clone());
    let effects = start(&mut state, None::<String>, Opening::Shown, desk.now + MINUTE);
    let all: Vec<StatusChange> = history.into_iter().chain(lines(&effects)).collect();
    assert_eq!(open_rules(&all), [], "{all:#?}");
}

/// A vendor that takes what we sent did not change it. [amazon-connect-streams#613]
#[test]
fn our_own_push_is_not_somebody_elses_doing() {
    let mut desk = Desk::both();
    desk.request(set(Away));
    desk.all_confirm();
    desk.wait_alive(SECOND * 2);
    let confirmed: Vec<StatusChange> = lines(&desk.take())
        .into_iter()
        .filter(|line| line.kind == StatusChangeKind::Confirmed)
        .collect();
    assert_eq!(confirmed.len(), 2, "{confirmed:#?}");
    for line in confirmed {
        assert_eq!(line.by, StatusCause::Agent { from: Source::Window });
    }
}

/// What a rule wanted and a vendor confirmed is the rule's doing.
#[test]
fn a_rules_push_is_the_rules_doing() {
    let mut desk = Desk::at(Available);
    desk.talk();
    desk.all_confirm();
    let confirmed = lines(&desk.take())
        .into_iter()
        .find(|line| line.kind == StatusChangeKind::Confirmed)
        .expect("the console's confirmation");
    assert_eq!(confirmed.by, StatusCause::Rule { rule: Rule::OnCall });
}

/// What somebody set right at the vendor is theirs.
#[test]
fn what_was_set_right_elsewhere_is_told_as_elsewheres() {
    let mut desk = Desk::at(Available);
    desk.presence_is("phone", Away);
    desk.wait_alive(SECOND * 3);
    desk.take();
    desk.presence_is("phone", Available);
    desk.wait_alive(SECOND * 3);
    let told = lines(&desk.take());
    let line = told.iter().find(|line| line.kind == StatusChangeKind::Confirmed).expect("a line");
    assert_eq!(line.by, StatusCause::Elsewhere);
}

/// A call that could not be placed is no work: the break goes on. [amazon-connect-streams#241]
#[test]
fn a_call_that_fails_during_a_break_changes_nothing() {
    for end in [None, Some(EndReason::Failed), Some(EndReason::Cancelled)] {
        let mut desk = Desk::at(Away);
        desk.change_rules(|rules| rules.wrap_up = true);
        desk.take();
        desk.call(outbound(ObservedState::Dialing));
        desk.wait_alive(SECOND * 3);
        desk.call(CallObservation { end, ..outbound(ObservedState::Ended) });
        desk.wait_alive(SECOND * 5);
        assert_eq!((desk.rules(), desk.aims()), (vec![], (Some(Away), Some(Away))), "{end:?}");
        assert_eq!((desk.pushes(), desk.asked_of_phone()), (vec![], None), "{end:?}");
        assert_eq!(lines(&desk.take()), [], "{end:?}");
    }
}

/// A program that was killed leaves nothing waiting for the end of a call either.
#[test]
fn what_waited_before_a_crash_is_told_as_dropped_by_the_next_start() {
    let mut desk = Desk::at(Available);
    desk.talk();
    queue(&mut desk, Away);
    let history = lines(&desk.take());
    let mut state = State::new(both_settings(), "en", desk.now + MINUTE)
        .speaking(dialects())
        .remembering(history);
    let effects = start(&mut state, None::<String>, Opening::Shown, desk.now + MINUTE);
    let told = lines(&effects);
    let dropped = |line: &&StatusChange| line.kind == StatusChangeKind::Dropped;
    assert_eq!(
        told.iter().filter(dropped).map(|line| line.presence).collect::<Vec<_>>(),
        [Some(Away)]
    );
}

/// What was given up and then set right by somebody else is theirs.
#[test]
fn what_we_gave_up_and_somebody_else_set_is_not_ours() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    desk.refuse(PushProblem::Forbidden);
    desk.take();
    desk.told("pause", desk.now);
    desk.wait_alive(SECOND * 3);
    let told = lines(&desk.take());
    let line = told.iter().find(|line| line.kind == StatusChangeKind::Confirmed).expect("a line");
    assert_eq!(line.by, StatusCause::Elsewhere, "{told:#?}");
}

/// The chat vendor was paused by our own rule, and is being resumed: the agent was never away.
#[test]
fn the_tray_does_not_say_away_while_a_call_ends() {
    let mut desk = Desk::at(Available);
    desk.talk();
    desk.all_confirm();
    desk.take();
    desk.hang_up();
    desk.wait_alive(SECOND * 2);
    desk.all_confirm();
    let said: Vec<String> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SetTray { tray } => Some(tray.tooltip.clone()),
            _ => None,
        })
        .collect();
    assert!(!said.is_empty());
    assert!(said.iter().all(|tooltip| !tooltip.contains("Away")), "{said:#?}");
    assert_eq!(desk.view().presence, Some(Available));
}
