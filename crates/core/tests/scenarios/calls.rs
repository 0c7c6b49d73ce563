//! How calls begin, change and end, whoever saw it.

use crate::desk::*;
use ObservedState::{Alerting, Connected, Dialing, Ended, Held, PerhapsEnded};
use deskbell_core::*;
use expect_test::expect;

fn ring(desk: &mut Desk) {
    desk.call(leg(Alerting));
}

#[test]
fn a_call_rings_is_answered_and_ends() {
    let mut desk = Desk::new();
    let effects = desk.call(leg(Alerting));
    expect![[r#"
        +call-1: Incoming call: Ada | +1 650-555-0100 ["Answer", "Decline"]
    "#]]
    .assert_eq(&banners(&effects));
    assert_eq!(moods(&effects), [TrayState::Ringing]);
    assert!(effects.contains(&Effect::RequestAttention));
    use CallAction::{Answer, Decline, Forward, Voicemail};
    assert_eq!(desk.live().actions, [Answer, Decline, Voicemail, Forward]);

    let effects = desk.call(leg(Connected));
    assert_eq!(banners(&effects), "-call-1\n");
    assert_eq!(moods(&effects), [TrayState::OnCall]);
    assert_eq!(desk.live().connected_at, Some(desk.now));

    let effects = desk.call(leg(Ended));
    assert_eq!(moods(&effects), [TrayState::Idle]);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    assert_eq!(desk.wait(END_REASON_DELAY), []);
}

#[test]
fn hearing_the_same_twice_asks_for_nothing() {
    let mut desk = Desk::new();
    for observation in [leg(Alerting), leg(Connected), leg(Held), leg(Connected), leg(Ended)] {
        desk.call(observation.clone());
        let (before, revision) = (desk.view(), desk.state.revision());
        assert_eq!(desk.call(observation), []);
        assert_eq!(desk.state.revision(), revision);
        assert_eq!(desk.view().calls, before.calls);
        assert_eq!(desk.view().recent, before.recent);
    }
    // Nor does anything old raise the dead.
    for observation in [leg(Alerting), leg(Connected), presence(Alerting), session(Connected)] {
        desk.call(observation);
        assert_eq!(desk.over().end, Some(EndReason::Answered));
    }
}

#[test]
fn an_unanswered_call_stops_ringing_at_once_and_is_judged_after_settling() {
    let mut desk = Desk::new();
    ring(&mut desk);
    let effects = desk.call(leg(Ended));
    assert_eq!(banners(&effects), "-call-1\n");
    assert_eq!(moods(&effects), [TrayState::Idle]);
    assert_eq!(desk.over().end, None);
    let effects = desk.wait(END_REASON_DELAY);
    expect![[r#"
        +missed-1: Missed call: Ada | +1 650-555-0100
    "#]]
    .assert_eq(&banners(&effects));
    assert_eq!(desk.over().end, Some(EndReason::Missed));
    assert_eq!((desk.view().missed, desk.view().mood), (1, TrayState::Unread));
    let effects = desk.request(open(Item::Call { call: CallId(1) }));
    assert_eq!(banners(&effects), "-missed-1\n");
    assert_eq!((desk.view().missed, desk.view().mood), (0, TrayState::Idle));
}

/// Every way an inbound call that rang can end: what was seen → reason, and whether it counts as unseen.
#[test]
fn ends_are_told_apart() {
    use EndReason::*;
    let s = session;
    let table: &[(&str, Vec<CallObservation>, EndReason, bool)] = &[
        ("nobody did anything", vec![leg(Ended)], Missed, true),
        ("session agrees", vec![leg(Ended), s(Ended)], Missed, true),
        ("session said who", vec![leg(Ended), s(Connected), s(Ended)], AnsweredElsewhere, false),
        ("session first", vec![s(Connected), leg(Ended), s(Ended)], AnsweredElsewhere, false),
        ("hint", vec![leg(Ended), ended_as(s(Ended), AnsweredElsewhere)], AnsweredElsewhere, false),
        ("voicemail by itself", vec![leg(Ended), ended_as(s(Ended), Voicemail)], Voicemail, true),
        ("declined in the widget", vec![ended_as(leg(Ended), Declined)], Declined, false),
        ("forwarded in the widget", vec![ended_as(leg(Ended), Transferred)], Transferred, false),
        ("caller gave up", vec![ended_as(leg(Ended), Cancelled)], Missed, true),
        ("broke", vec![ended_as(leg(Ended), Failed)], Failed, true),
        ("answered, start unheard", vec![ended_as(leg(Ended), Answered)], Answered, false),
        ("answered", vec![leg(Connected), leg(Ended)], Answered, false),
        ("handed on", vec![leg(Connected), ended_as(leg(Ended), Transferred)], Transferred, false),
    ];
    for (name, observations, reason, unseen) in table {
        let mut desk = Desk::new();
        desk.call(session(Alerting));
        ring(&mut desk);
        for observation in observations {
            desk.call(observation.clone());
        }
        desk.wait(END_REASON_DELAY);
        let row = desk.over();
        assert_eq!((row.end, row.unseen), (Some(*reason), *unseen), "{name}");
        assert_eq!(desk.view().missed, u32::from(*unseen), "{name}");
    }
}

#[test]
fn outbound_calls_end_as_cancelled_failed_or_answered() {
    use EndReason::{Answered, Cancelled, Failed};
    for (last, reason) in [
        (vec![outbound(Ended)], Cancelled),
        (vec![ended_as(outbound(Ended), Failed)], Failed),
        (vec![outbound(Connected), outbound(Ended)], Answered),
    ] {
        let mut desk = Desk::new();
        let effects = desk.call(outbound(Dialing));
        assert_eq!(banners(&effects), "");
        assert_eq!(desk.live().actions, [CallAction::HangUp]);
        for observation in last {
            desk.call(observation);
        }
        desk.wait(END_REASON_DELAY);
        assert_eq!((desk.over().end, desk.view().missed), (Some(reason), 0));
    }
}

#[test]
fn what_is_found_out_late_corrects_the_judgement() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Ended));
    desk.wait(END_REASON_DELAY);
    assert_eq!(desk.view().missed, 1);
    let effects = desk.call(ended_as(session(Ended), EndReason::AnsweredElsewhere));
    assert_eq!(banners(&effects), "-missed-1\n");
    assert_eq!(desk.over().end, Some(EndReason::AnsweredElsewhere));
    assert_eq!(desk.view().missed, 0);
}

#[test]
fn a_call_taken_on_another_device_goes_on_elsewhere_without_buttons() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(presence(Connected));
    assert_eq!(desk.live().state, CallState::Alerting, "our own phone knows better");
    let effects = desk.call(leg(Ended));
    assert_eq!(banners(&effects), "-call-1\n");
    let row = desk.live();
    assert_eq!((row.state, row.elsewhere, row.actions), (CallState::Connected, true, vec![]));
    desk.wait_alive(SECOND * 600);
    desk.receive(WidgetFact::NoCalls);
    assert_eq!(desk.live().state, CallState::Connected);
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::AnsweredElsewhere));
    assert_eq!(desk.view().missed, 0);
}

#[test]
fn ring_out_rings_without_dead_buttons_and_counts_as_answered() {
    let mut desk = Desk::bare(&["phone"]);
    desk.sign_in("phone", CallingMode::RingOut);
    let effects = desk.call(presence(Alerting));
    expect![[r#"
        +call-1: Incoming call: +1 650-555-0100 | Answer it on your phone.
    "#]]
    .assert_eq(&banners(&effects));
    assert_eq!(desk.live().actions, []);
    assert_eq!(banners(&desk.call(presence(Connected))), "-call-1\n");
    assert!(desk.live().elsewhere);
    desk.call(presence(PerhapsEnded));
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
}

#[test]
fn a_call_that_tells_nobody_is_from_an_unknown_caller() {
    let mut desk = Desk::new();
    let nobody = Party { number: None, name: None };
    let effects = desk.call(CallObservation { party: nobody, ..leg(Alerting) });
    expect![[r#"
        +call-1: Incoming call: Unknown caller |  ["Answer", "Decline"]
    "#]]
    .assert_eq(&banners(&effects));
}

#[test]
fn the_first_witness_rings_and_the_leg_replaces_it_by_one_with_buttons() {
    let mut desk = Desk::new();
    let first = desk.call(presence(Alerting));
    let second = desk.call(leg(Alerting));
    expect![[r#"
        +call-1: Incoming call: +1 650-555-0100 | 
        +call-1: Incoming call: Ada | +1 650-555-0100 ["Answer", "Decline"]
    "#]]
    .assert_eq(&banners(&[first, second.clone()].concat()));
    assert!(!second.contains(&Effect::RequestAttention), "attention is asked for once");
}

#[test]
fn a_browser_phone_whose_line_is_elsewhere_rings_too() {
    let mut desk = Desk::new();
    desk.receive(WidgetFact::ConnectionChanged { connection: Connection::Disconnected });
    let effects = desk.call(presence(Alerting));
    expect![[r#"
        +call-1: Incoming call: +1 650-555-0100 | Answer it on your phone.
    "#]]
    .assert_eq(&banners(&effects));
    desk.call(presence(Connected));
    desk.call(presence(Ended));
    desk.wait(END_REASON_DELAY);
    assert_eq!(desk.over().end, Some(EndReason::AnsweredElsewhere));
}

#[test]
fn a_call_that_never_rang_here_is_shown_and_nobody_is_disturbed() {
    let mut desk = Desk::new();
    let effects = desk.call(presence(Connected));
    assert_eq!(banners(&effects), "");
    let row = desk.live();
    assert_eq!((row.state, row.elsewhere, row.actions), (CallState::Connected, true, vec![]));
    let reasons: Vec<_> = desk.view().withheld.iter().map(|w| w.reason).collect();
    assert_eq!(reasons, [WithheldReason::Elsewhere]);
}

#[test]
fn a_passing_no_call_does_not_end_the_ringing() {
    let mut desk = Desk::bare(&["phone"]);
    desk.sign_in("phone", CallingMode::RingOut);
    desk.call(presence(Alerting));
    desk.take();
    desk.call(presence(PerhapsEnded));
    desk.wait(SECOND);
    desk.call(presence(Alerting));
    desk.wait_alive(NO_CALL_GRACE * 2);
    assert_eq!(desk.live().state, CallState::Alerting);
    assert_eq!(banners(&desk.take()), "");
    // Too long gone it counts as missed, until it rings again after all.
    desk.call(presence(PerhapsEnded));
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Missed));
    desk.call(presence(Alerting));
    assert_eq!(desk.live().state, CallState::Alerting);
    expect![[r#"
        -call-1
        +missed-1: Missed call: +1 650-555-0100 | 
        +call-1: Incoming call: +1 650-555-0100 | Answer it on your phone.
        -missed-1
    "#]]
    .assert_eq(&banners(&desk.take()));
}

#[test]
fn a_lost_end_is_found_by_no_calls_after_asking_the_widget() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Connected));
    desk.take();
    desk.receive(WidgetFact::NoCalls);
    assert_eq!(desk.posted().map(|(_, command)| command), Some(VendorCommand::ListLegs));
    assert_eq!(desk.receive(WidgetFact::NoCalls), [], "asked once");
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    assert!(desk.notices().is_empty());
}

#[test]
fn a_leg_that_is_still_listed_survives_a_false_no_call() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Connected));
    desk.receive(WidgetFact::NoCalls);
    desk.receive(WidgetFact::LegsListed { legs: vec![leg(Connected)] });
    desk.wait_alive(NO_CALL_GRACE * 3);
    assert_eq!(desk.live().state, CallState::Connected);
}

#[test]
fn a_certain_end_by_a_farther_witness_waits_for_the_leg() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Connected));
    desk.call(session(Ended));
    assert_eq!(desk.live().state, CallState::Connected);
    // Only the leg itself can contradict; a lagging presence cannot.
    desk.call(presence(Connected));
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    desk.call(leg(Held));
    assert_eq!(desk.live().state, CallState::Held, "the leg is alive after all");
}

#[test]
fn the_queue_rings_the_same_phone_again_on_a_new_leg() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Ended));
    desk.wait_alive(SECOND * 20);
    assert_eq!(desk.view().missed, 1);
    let again = |state| CallObservation {
        keys: vec![CallKey("sip:b".to_owned()), CallKey("telephony:t".to_owned())],
        ..leg(state)
    };
    desk.call(again(Alerting));
    assert_eq!((desk.live().id, desk.live().state), (CallId(2), CallState::Alerting));
    desk.call(session(Alerting));
    desk.call(again(Connected));
    desk.call(again(Ended));
    let ends: Vec<_> = desk.view().recent.into_iter().map(|row| row.end).collect();
    assert_eq!(ends, [Some(EndReason::Answered), Some(EndReason::Missed)]);
}

#[test]
fn several_calls_at_once_are_several_rows() {
    let mut desk = Desk::new();
    let other = |state| CallObservation {
        keys: vec![CallKey("sip:z".to_owned()), CallKey("telephony:z".to_owned())],
        ..leg(state)
    };
    desk.call(leg(Alerting));
    desk.call(leg(Connected));
    desk.call(other(Alerting));
    let states: Vec<_> = desk.view().calls.iter().map(|row| row.state).collect();
    assert_eq!(states, [CallState::Alerting, CallState::Connected]);
    assert_eq!(desk.view().mood, TrayState::Ringing);
    desk.call(leg(Held));
    desk.call(other(Connected));
    let states: Vec<_> = desk.view().calls.iter().map(|row| row.state).collect();
    assert_eq!(states, [CallState::Connected, CallState::Held]);
}

#[test]
fn calling_oneself_is_two_rows() {
    let mut desk = Desk::new();
    desk.call(outbound(Dialing));
    desk.call(CallObservation {
        keys: vec![CallKey("sip:in".to_owned()), CallKey("telephony:t".to_owned())],
        ..leg(Alerting)
    });
    desk.call(session(Alerting));
    let rows: Vec<_> = desk.view().calls.iter().map(|c| (c.direction, c.state)).collect();
    assert_eq!(
        rows,
        [(Direction::Inbound, CallState::Alerting), (Direction::Outbound, CallState::Dialing)]
    );
}

#[test]
fn a_message_that_bridges_two_rows_makes_them_one_and_the_older_survives() {
    let mut desk = Desk::new();
    let bare = CallObservation { party: Party::default(), ..outbound(Dialing) };
    desk.call(CallObservation { keys: vec![CallKey("sip:a".to_owned())], ..bare.clone() });
    desk.call(CallObservation {
        party: Party { number: Some("101".into()), name: None },
        direction: Some(Direction::Outbound),
        ..presence(Dialing)
    });
    assert_eq!(desk.view().calls.len(), 2);
    desk.call(bare);
    let row = desk.live();
    assert_eq!((row.id, row.number.as_deref()), (CallId(1), Some("101")));
}

#[test]
fn a_leg_without_its_platform_name_is_joined_by_number() {
    let mut desk = Desk::new();
    desk.call(CallObservation { keys: vec![CallKey("sip:a".to_owned())], ..outbound(Dialing) });
    desk.call(CallObservation {
        direction: Some(Direction::Outbound),
        party: Party { number: Some("6505550100".into()), name: None },
        ..presence(Dialing)
    });
    assert_eq!(desk.live().id, CallId(1));
}

#[test]
fn without_keys_the_number_decides_or_nothing() {
    let mut desk = Desk::new();
    let nameless = |state| CallObservation { keys: Vec::new(), ..presence(state) };
    desk.call(nameless(Alerting));
    assert_eq!(desk.view().calls, []);
    ring(&mut desk);
    desk.call(CallObservation { queue: Some("Sales".into()), ..nameless(Alerting) });
    assert_eq!(desk.live().queue.as_deref(), Some("Sales"));
    desk.call(nameless(Ended));
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Missed));
}

#[test]
fn a_farther_witness_fills_details_and_does_not_override_them() {
    let mut desk = Desk::new();
    desk.call(CallObservation {
        party: Party { number: Some(CALLER.into()), name: None },
        ..leg(Alerting)
    });
    desk.call(CallObservation {
        party: Party { number: Some("999".into()), name: Some("Ada L.".into()) },
        queue: Some("Sales".into()),
        ..session(Connected)
    });
    let row = desk.live();
    assert_eq!(row.state, CallState::Alerting);
    assert_eq!(row.number.as_deref(), Some(CALLER));
    assert_eq!((row.name.as_deref(), row.queue.as_deref()), (Some("Ada L."), Some("Sales")));
    // Recording on the platform shows although the leg knows nothing of it.
    desk.call(leg(Connected));
    desk.call(CallObservation { recording: Some(Recording::On), ..session(Connected) });
    desk.call(leg(Connected));
    assert_eq!(desk.live().recording, Recording::On);
    assert!(desk.live().actions.contains(&CallAction::StopRecording));
}

#[test]
fn actions_follow_the_state() {
    use CallAction::*;
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Connected));
    assert_eq!(desk.live().actions, [Hold, Mute, Keypad, Transfer, Record, HangUp]);
    desk.call(CallObservation { muted: Some(true), ..leg(Connected) });
    assert!(desk.live().actions.contains(&Unmute) && desk.live().muted);
    desk.call(CallObservation { recording: Some(Recording::NotAllowed), ..leg(Connected) });
    assert_eq!(desk.live().actions, [Hold, Mute, Keypad, Transfer, HangUp]);
    desk.call(leg(Held));
    assert_eq!(desk.live().actions, [Resume, Transfer, HangUp]);
    desk.page(PageFact::Broke { problem: PageProblem::Hung });
    assert_eq!(desk.live().actions, [HangUp]);
    desk.page(PageFact::Heartbeat);
    assert_eq!(desk.live().actions, [Resume, Transfer, HangUp]);
    desk.call(leg(Ended));
    assert_eq!(desk.over().actions, []);
}

#[test]
fn a_ring_nobody_mentions_is_forgotten_and_counts_as_missed() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.wait_alive(RING_FORGOTTEN);
    assert_eq!(desk.over().end, None);
    desk.wait_alive(END_REASON_DELAY);
    assert_eq!(desk.over().end, Some(EndReason::Missed));
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.wait_alive(CALL_FORGOTTEN - SECOND);
    assert_eq!(desk.live().state, CallState::Connected);
    desk.wait_alive(SECOND);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
}

#[test]
fn signing_out_ends_its_calls_after_a_grace() {
    let mut desk = Desk::with(&["phone", "other"]);
    ring(&mut desk);
    desk.receive_at("other", WidgetFact::Call { observation: leg(Alerting) });
    desk.receive(WidgetFact::SignedOut);
    assert_eq!(desk.view().calls.len(), 2);
    desk.wait(NO_CALL_GRACE);
    assert_eq!(desk.view().calls.len(), 2, "silence for a moment ends nothing");
    desk.wait_alive(SIGN_OUT_GRACE);
    assert_eq!(desk.live().account, id("other"));
}

#[test]
fn a_reload_takes_legs_from_sight_until_they_are_listed_or_lost() {
    for listed in [true, false] {
        let mut desk = Desk::new();
        ring(&mut desk);
        desk.call(leg(Connected));
        desk.take();
        desk.page(PageFact::Started { abilities: abilities(true) });
        assert_eq!((desk.live().state, desk.live().actions), (CallState::Connected, vec![]));
        assert_eq!(desk.posts(), 0);
        desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
        assert_eq!(desk.posted().map(|(_, c)| c), Some(VendorCommand::ListLegs));
        desk.receive(WidgetFact::ConnectionChanged { connection: Connection::Connected });
        assert_eq!(desk.posts(), 2, "the line is up: asked once more");
        let legs = if listed { vec![leg(Connected)] } else { vec![] };
        desk.receive(WidgetFact::LegsListed { legs });
        desk.wait_alive(NO_CALL_GRACE);
        if listed {
            assert!(desk.live().actions.contains(&CallAction::HangUp));
            assert!(desk.notices().is_empty());
        } else {
            assert_eq!(desk.over().end, Some(EndReason::Answered));
            assert_eq!(desk.notices(), [NoticeKind::CallLost]);
        }
    }
}

#[test]
fn legs_that_are_never_listed_are_lost_too() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    desk.receive(WidgetFact::ConnectionChanged { connection: Connection::Connected });
    desk.wait(COMMAND_TIMEOUT + NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    assert_eq!(desk.notices(), [NoticeKind::CallLost]);
}

#[test]
fn legs_are_listed_once_after_every_start() {
    let desk = {
        let mut desk = Desk::bare(&["phone"]);
        desk.sign_in("phone", CallingMode::Browser);
        desk
    };
    assert_eq!(desk.posts(), 1);
    assert_eq!(desk.posted().map(|(_, c)| c), Some(VendorCommand::ListLegs));
}

#[test]
fn a_call_missed_while_nobody_looked_is_told() {
    let mut desk = Desk::new();
    desk.call(session(Ended));
    assert_eq!(desk.view().recent, [], "an end of an unknown call says nothing");
    desk.call(ended_as(session(Ended), EndReason::Missed));
    desk.wait(END_REASON_DELAY);
    assert_eq!(desk.over().end, Some(EndReason::Missed));
    assert_eq!(desk.view().missed, 1);
}

#[test]
fn only_the_newest_ended_calls_are_kept() {
    let mut desk = Desk::new();
    for n in 0..u32::try_from(RECENT_CALLS).unwrap() + 10 {
        let keys = vec![CallKey(format!("sip:{n}"))];
        desk.call(CallObservation { keys: keys.clone(), ..leg(Connected) });
        desk.call(CallObservation { keys, ..leg(Ended) });
    }
    let view = desk.view();
    assert_eq!(view.recent.len(), RECENT_CALLS);
    assert_eq!(view.recent.first().map(|row| row.id), Some(CallId(60)));
}

#[test]
fn without_a_phone_of_our_own_a_queue_rings_again_as_a_new_call() {
    let mut desk = Desk::bare(&["phone"]);
    desk.sign_in("phone", CallingMode::RingOut);
    desk.call(session(Alerting));
    desk.call(session(Ended));
    desk.call(session(Alerting));
    assert_eq!(desk.view().calls, [], "a copy at once is a copy");
    desk.wait_alive(SECOND * 20);
    desk.call(session(Alerting));
    assert_eq!(desk.live().id, CallId(2));
    assert_eq!(desk.view().recent[0].end, Some(EndReason::Missed));
}

#[test]
fn news_of_the_microphone_is_a_sign_of_life() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.receive(WidgetFact::NoCalls);
    desk.call(CallObservation { state: None, muted: Some(true), ..leg(Connected) });
    desk.wait_alive(SECOND * 30);
    assert_eq!((desk.live().state, desk.live().muted), (CallState::Connected, true));
}

#[test]
fn of_too_many_calls_at_once_the_oldest_is_dropped_and_said_so() {
    let mut desk = Desk::new();
    for n in 0..230 {
        desk.call(CallObservation { keys: vec![CallKey(format!("sip:{n}"))], ..leg(Alerting) });
    }
    let view = desk.view();
    assert_eq!((view.calls.len(), view.calls[0].id), (200, CallId(31)));
    assert_eq!(desk.notices(), [NoticeKind::CallLost]);
    let shown = banners(&desk.take());
    assert_eq!((shown.matches('+').count() / 2, shown.matches("-call-").count()), (230, 30));
}

#[test]
fn ended_calls_that_settle_are_bounded_too() {
    let mut desk = Desk::new();
    for n in 0..400 {
        let keys = vec![CallKey(format!("sip:{n}"))];
        desk.call(CallObservation { keys: keys.clone(), ..leg(Alerting) });
        desk.call(CallObservation { keys, ..leg(Ended) });
    }
    assert_eq!(desk.view().recent.len(), 250);
}

#[test]
fn a_lagging_presence_does_not_revive_what_leg_and_session_ended() {
    let mut desk = Desk::new();
    ring(&mut desk);
    desk.call(leg(Ended));
    desk.call(session(Ended));
    desk.call(presence(Connected));
    assert_eq!(desk.over().state, CallState::Ended);
}
