//! Calls as public reports tell them: legs with two names, passing states, a telephone that is not heard for a while.

use crate::desk::*;
use crate::status_desk::*;
use ObservedState::{Alerting, Connected, Dialing, Ended};
use deskbell_core::*;

/// A leg with its own name, and with that of its platform where one is given.
fn leg_on(sip: &str, platform: Option<&str>, state: ObservedState) -> CallObservation {
    let keys = std::iter::once(sip).chain(platform).map(|key| CallKey(key.to_owned())).collect();
    CallObservation { keys, ..leg(state) }
}

fn a(state: ObservedState) -> CallObservation {
    leg_on("sip:c1-t1", Some("telephony:s-1"), state)
}

fn b(state: ObservedState) -> CallObservation {
    leg_on("sip:c1-t2", Some("telephony:s-1"), state)
}

fn c(state: ObservedState) -> CallObservation {
    leg_on("sip:c1-t3", Some("telephony:s-1"), state)
}

fn session_of(platform: &str, state: ObservedState) -> CallObservation {
    CallObservation {
        direction: Some(Direction::Inbound),
        ..seen(CallSource::Session, &[platform, "session:9"], state)
    }
}

fn presence_of(platform: &str, state: ObservedState) -> CallObservation {
    CallObservation { source: CallSource::Presence, ..session_of(platform, state) }
}

/// The leg that the last command names first: the one the widget is asked about.
fn commanded(desk: &Desk) -> String {
    let Some((_, VendorCommand::Call { keys, .. })) = desk.posted() else { panic!("no command") };
    keys.into_iter().find(|key| key.0.starts_with("sip:")).expect("a leg").0
}

fn rings_told(effects: &[Effect]) -> usize {
    let ring = |effect: &&Effect| match effect {
        Effect::Notify { notification } => notification.key.starts_with("call-"),
        _ => false,
    };
    effects.iter().filter(ring).count()
}

fn missed_told(effects: &[Effect]) -> usize {
    banners(effects).lines().filter(|line| line.starts_with("+missed-")).count()
}

/// [web-phone#415]
#[test]
fn two_legs_of_one_session_are_one_call_as_long_as_one_lives() {
    let mut desk = Desk::new();
    desk.call(a(Alerting));
    desk.call(b(Alerting));
    assert_eq!(rings_told(&desk.effects), 1, "one banner");
    assert_eq!(desk.live().state, CallState::Alerting);
    desk.take();
    let request = desk.act(CallAction::Answer);
    assert_eq!(desk.answer(request), None, "it is clear which is meant");
    desk.call(a(Ended));
    desk.wait_alive(SECOND * 10);
    assert_eq!(desk.live().state, CallState::Alerting, "the other leg rings");
    assert_eq!((desk.view().missed, missed_told(&desk.effects)), (0, 0));
    desk.call(b(Ended));
    desk.wait_alive(SECOND * 10);
    assert_eq!((desk.over().end, desk.view().missed), (Some(EndReason::Missed), 1));
}

/// [web-phone#415]
#[test]
fn commands_go_to_a_leg_that_lives() {
    let mut desk = Desk::new();
    desk.call(a(Alerting));
    desk.call(b(Alerting));
    desk.call(b(Ended));
    desk.act(CallAction::Answer);
    assert_eq!(commanded(&desk), "sip:c1-t1");
    let mut desk = Desk::new();
    desk.call(a(Alerting));
    desk.call(b(Alerting));
    desk.call(a(Ended));
    desk.act(CallAction::Answer);
    assert_eq!(commanded(&desk), "sip:c1-t2");
    desk.call(b(Connected));
    desk.act(CallAction::Hold);
    assert_eq!(commanded(&desk), "sip:c1-t2");
}

/// [web-phone#415]
#[test]
fn of_three_legs_the_answered_one_is_the_call_whatever_order_the_others_end_in() {
    for others in [[a(Ended), b(Ended)], [b(Ended), a(Ended)]] {
        let mut desk = Desk::new();
        for leg in [a(Alerting), b(Alerting), c(Alerting), c(Connected)] {
            desk.call(leg);
        }
        assert_eq!(desk.live().state, CallState::Connected);
        for other in others {
            desk.call(other);
            assert_eq!(desk.live().state, CallState::Connected);
        }
        desk.take();
        desk.act(CallAction::Hold);
        assert_eq!(commanded(&desk), "sip:c1-t3");
        desk.call(c(Ended));
        desk.wait_alive(SECOND * 5);
        assert_eq!((desk.over().end, desk.view().missed), (Some(EndReason::Answered), 0));
    }
}

/// A leg that got another name when it was taken does not ring on under the old one. [web-phone#425]
#[test]
fn a_leg_renamed_when_it_is_taken_is_the_same_leg() {
    let mut desk = Desk::new();
    desk.call(a(Alerting));
    desk.call(b(Connected));
    assert_eq!(desk.live().state, CallState::Connected);
    desk.call(b(ObservedState::Held));
    assert_eq!(desk.live().state, CallState::Held);
    desk.act(CallAction::Resume);
    assert_eq!(commanded(&desk), "sip:c1-t2");
    desk.call(b(Connected));
    desk.call(b(Ended));
    desk.wait_alive(SECOND * 5);
    assert_eq!((desk.over().end, desk.view().missed), (Some(EndReason::Answered), 0));
}

/// The widget tells the session of a leg late, and lists what it has in any order. [web-phone#415]
#[test]
fn legs_find_their_call_through_any_name_they_share() {
    let nameless = |state| leg_on("sip:c1-t2", None, state);
    let orders = [
        vec![session_of("telephony:s-1", Alerting), a(Alerting), b(Alerting)],
        vec![a(Alerting), session_of("telephony:s-1", Alerting), b(Alerting)],
        vec![a(Alerting), b(Alerting), presence_of("telephony:s-1", Alerting)],
        vec![a(Alerting), nameless(Alerting), b(Alerting)],
        vec![nameless(Alerting), a(Alerting), b(Alerting)],
        vec![presence_of("telephony:s-1", Alerting), nameless(Alerting), a(Alerting), b(Alerting)],
    ];
    for (number, order) in orders.into_iter().enumerate() {
        let mut desk = Desk::new();
        for observation in order {
            desk.call(observation);
        }
        assert_eq!(desk.live().state, CallState::Alerting, "{number}");
        desk.receive(WidgetFact::LegsListed { legs: vec![b(Alerting), a(Alerting)] });
        assert_eq!(desk.live().state, CallState::Alerting, "{number}");
        desk.call(b(Connected));
        desk.call(a(Ended));
        desk.wait_alive(SECOND * 5);
        assert_eq!(desk.live().state, CallState::Connected, "{number}");
        desk.call(b(Ended));
        desk.wait_alive(SECOND * 5);
        let rows = desk.view().recent;
        assert_eq!((rows.len(), desk.view().missed), (1, 0), "{number}: {rows:#?}");
    }
}

/// What both legs have no part in stays apart: another caller, another account, our own call to ourselves.
#[test]
fn legs_of_different_calls_stay_apart() {
    let mut desk = Desk::with(&["phone", "other"]);
    desk.call(a(Alerting));
    desk.call(leg_on("sip:x", Some("telephony:s-2"), Alerting));
    desk.receive_at("other", WidgetFact::Call { observation: b(Alerting) });
    assert_eq!(desk.view().calls.len(), 3);
    desk.call(CallObservation { direction: Some(Direction::Outbound), ..c(Dialing) });
    assert_eq!(desk.view().calls.len(), 4);
}

fn wrapping_up() -> Desk {
    let mut desk = Desk::at(Presence::Available);
    desk.change_rules(|rules| rules.wrap_up = true);
    desk.take();
    desk
}

/// Nobody talked: no pause, no wrap-up, no time of talking.
fn nothing_followed(desk: &mut Desk, end: EndReason, what: &str) {
    assert_eq!(desk.rules(), [], "{what}");
    assert_eq!((desk.pushes(), desk.asked_of_phone()), (vec![], None), "{what}");
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.rules(), [], "{what}");
    let row = desk.over();
    assert_eq!((row.end, row.connected_at, row.unseen), (Some(end), None, false), "{what}");
}

/// The widget takes a call for a moment, muted, to send it on. [embeddable#389]
#[test]
fn a_call_sent_on_while_it_rang_was_not_talked_on() {
    use EndReason::{Transferred, Voicemail};
    for (action, argument, end) in [
        (CallAction::Forward, Some("101"), Transferred),
        (CallAction::Voicemail, None, Voicemail),
        (CallAction::Decline, None, EndReason::Declined),
    ] {
        let mut desk = wrapping_up();
        desk.call(leg(Alerting));
        let argument = argument.map(str::to_owned);
        let request = desk.ask(Intent::Call { call: None, action, argument });
        let muted = CallObservation { muted: Some(true), ..leg(Connected) };
        desk.call(muted.clone());
        assert_ne!(desk.live().state, CallState::Connected, "{action:?}");
        desk.wait(SECOND * 9 / 10);
        assert_eq!(desk.rules(), [], "{action:?}");
        desk.call(CallObservation { untaken: true, ..ended_as(leg(Ended), end) });
        assert_eq!(desk.answer(request).as_deref(), Some("done"), "{action:?}");
        nothing_followed(&mut desk, end, &format!("{action:?}"));
    }
}

/// The same, done in the widget: what is known at the end corrects what was taken for talking. [embeddable#389]
#[test]
fn a_call_sent_on_in_the_widget_was_not_talked_on_either() {
    for end in [EndReason::Transferred, EndReason::Voicemail, EndReason::Declined] {
        let mut desk = wrapping_up();
        desk.call(leg(Alerting));
        desk.call(CallObservation { muted: Some(true), ..leg(Connected) });
        desk.wait(SECOND * 9 / 10);
        desk.all_confirm();
        desk.call(CallObservation { untaken: true, ..ended_as(leg(Ended), end) });
        desk.all_confirm();
        desk.wait_alive(SECOND * 5);
        assert_eq!(desk.rules(), [], "{end:?}");
        let row = desk.over();
        assert_eq!((row.end, row.connected_at), (Some(end), None), "{end:?}");
        assert_eq!(desk.aims(), (Some(Presence::Available), Some(Presence::Available)));
    }
}

/// A command that came to nothing leaves the call to whoever took it.
#[test]
fn a_forward_that_did_not_happen_is_a_conversation_after_all() {
    let mut desk = wrapping_up();
    desk.call(leg(Alerting));
    let argument = Some("101".to_owned());
    desk.ask(Intent::Call { call: None, action: CallAction::Forward, argument });
    desk.call(leg(Connected));
    desk.wait_alive(COMMAND_TIMEOUT + SECOND);
    assert_eq!(desk.live().state, CallState::Connected);
    desk.call(leg(Ended));
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    assert_eq!(desk.rules(), [Rule::WrapUp]);
}

/// A conversation that is handed on was one. [embeddable#389]
#[test]
fn a_conversation_handed_on_is_wrapped_up() {
    let mut desk = wrapping_up();
    desk.talk();
    desk.wait_alive(MINUTE);
    let argument = Some("101".to_owned());
    desk.ask(Intent::Call { call: None, action: CallAction::Transfer, argument });
    desk.call(ended_as(leg(Ended), EndReason::Transferred));
    assert_eq!(desk.over().end, Some(EndReason::Transferred));
    assert!(desk.over().connected_at.is_some());
    assert_eq!(desk.rules(), [Rule::WrapUp]);
}

fn session_out(state: ObservedState) -> CallObservation {
    CallObservation { direction: Some(Direction::Outbound), ..session(state) }
}

/// Between colleagues the widget says *start* while the other side still rings. [the vendor's document of its events]
#[test]
fn a_colleague_who_is_only_rung_is_not_talked_to() {
    for order in [
        vec![outbound(Connected), session_out(Dialing)],
        vec![session_out(Dialing), outbound(Connected)],
    ] {
        let mut desk = wrapping_up();
        desk.call(outbound(Dialing));
        desk.call(session_out(Dialing));
        for observation in order {
            desk.call(observation);
        }
        let row = desk.live();
        assert_eq!((row.state, row.connected_at), (CallState::Dialing, None));
        assert!(row.actions.contains(&CallAction::HangUp));
        desk.wait_alive(SECOND * 25);
        desk.call(outbound(Ended));
        desk.call(session_out(Ended));
        desk.wait_alive(SECOND * 5);
        let row = desk.over();
        assert_eq!((row.end, row.connected_at), (Some(EndReason::Cancelled), None));
        assert_eq!(desk.rules(), []);
    }
}

#[test]
fn a_colleague_who_takes_the_call_is_talked_to_from_then_on() {
    let mut desk = wrapping_up();
    for observation in [outbound(Dialing), session_out(Dialing), outbound(Connected)] {
        desk.call(observation);
    }
    desk.wait_alive(SECOND * 12);
    desk.call(session_out(Connected));
    let row = desk.live();
    assert_eq!((row.state, row.connected_at), (CallState::Connected, Some(desk.now)));
    desk.wait_alive(SECOND * 30);
    desk.call(outbound(Ended));
    desk.wait_alive(SECOND);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    assert_eq!(desk.rules(), [Rule::WrapUp]);
}

/// Where no session is told, the leg is all there is to go by.
#[test]
fn a_start_without_a_session_is_believed() {
    let mut desk = wrapping_up();
    desk.call(outbound(Dialing));
    desk.call(outbound(Connected));
    assert_eq!(
        (desk.live().state, desk.live().connected_at),
        (CallState::Connected, Some(desk.now))
    );
}

fn begun(
    ago: std::time::Duration,
    now: Timestamp,
    observation: CallObservation,
) -> CallObservation {
    let ago = u64::try_from(ago.as_millis()).unwrap();
    CallObservation { began_at: Some(Timestamp(now.0 - ago)), ..observation }
}

/// The queue of a sleeping machine is delivered when it wakes. [wire-webapp#22484]
#[test]
fn a_ring_of_hours_ago_does_not_ring() {
    for source in [leg(Alerting), presence(Alerting), session(Alerting)] {
        let mut desk = Desk::new();
        desk.now = desk.now + HOUR * 5;
        desk.os(SystemFact::Woke);
        desk.page(PageFact::Heartbeat);
        desk.take();
        let began = Timestamp(desk.now.0 - 5 * 3_600_000);
        let out = desk.call(begun(HOUR * 5, desk.now, source.clone()));
        assert_eq!((rings_told(&out), desk.view().calls.len()), (0, 0), "{source:?}");
        assert!(!moods(&out).contains(&TrayState::Ringing), "{source:?}");
        assert!(!out.contains(&Effect::RequestAttention), "{source:?}");
        desk.wait_alive(RING_FORGOTTEN + SECOND * 10);
        assert_eq!(desk.view().calls, [], "{source:?}");
        for row in desk.view().recent {
            assert_eq!((row.since, row.end), (began, Some(EndReason::Missed)), "its own time");
            assert!(row.ended_at.unwrap() < began + RING_FORGOTTEN * 2);
        }
    }
}

/// [wire-webapp#22484]
#[test]
fn a_ring_of_moments_ago_rings_whatever_the_clocks_say() {
    let times = [
        Some(Timestamp(T0.0 - 20_000)),
        Some(Timestamp(T0.0 + 1)),
        // A platform whose clock is ahead of ours.
        Some(Timestamp(T0.0 + 10 * 60_000)),
        Some(Timestamp(T0.0 + 3_600_000)),
        None,
    ];
    for began_at in times {
        for source in [leg(Alerting), presence(Alerting)] {
            let mut desk = Desk::new();
            desk.call(CallObservation { began_at, ..source });
            let row = desk.live();
            assert_eq!(row.state, CallState::Alerting, "{began_at:?}");
            assert!(row.since <= desk.now, "{began_at:?}");
            assert_eq!(rings_told(&desk.effects), 1, "{began_at:?}");
        }
    }
}

/// A copy of a ring that goes on for long is no other ring, and what is taken long after it began is a call.
#[test]
fn a_ring_that_was_heard_in_time_rings_as_long_as_it_is_told() {
    let mut desk = Desk::new();
    let began = desk.now;
    desk.call(CallObservation { began_at: Some(began), ..presence(Alerting) });
    for _ in 0..4 {
        desk.wait_alive(SECOND * 60);
        desk.call(CallObservation { began_at: Some(began), ..presence(Alerting) });
        assert_eq!(desk.live().state, CallState::Alerting);
    }
    let mut desk = Desk::new();
    desk.call(begun(HOUR, desk.now, leg(Connected)));
    assert_eq!(desk.live().state, CallState::Connected, "it is talked on");
}

/// The leg's clock is this machine's, the platform's may be anywhere: who hears it ring is right.
#[test]
fn a_leg_that_rings_now_outweighs_a_platform_whose_clock_is_behind() {
    let mut desk = Desk::new();
    desk.call(begun(HOUR, desk.now, presence(Alerting)));
    desk.call(CallObservation { began_at: Some(desk.now), ..leg(Alerting) });
    assert_eq!(desk.live().state, CallState::Alerting);
    assert_eq!(rings_told(&desk.effects), 1);
}

/// [embeddable#636]
#[test]
fn a_ring_of_a_session_that_is_over_ends_with_the_widgets_own_answer() {
    for late in [leg(Alerting), leg_on("sip:late", Some("telephony:t"), Alerting)] {
        let mut desk = Desk::new();
        desk.call(leg(Alerting));
        desk.call(session(Alerting));
        desk.call(ended_as(leg(Ended), EndReason::Transferred));
        desk.call(ended_as(session(Ended), EndReason::Transferred));
        desk.wait_alive(SECOND * 4);
        assert_eq!(desk.over().end, Some(EndReason::Transferred));
        desk.take();
        desk.call(late);
        desk.call(ended_as(session(Ended), EndReason::Transferred));
        desk.receive(WidgetFact::LegsListed { legs: vec![] });
        assert_eq!(desk.view().calls, [], "at once");
        desk.wait_alive(SECOND * 10);
        assert_eq!((desk.view().missed, missed_told(&desk.effects)), (0, 0));
    }
}

/// The list of legs is the whole truth about them. [embeddable#636]
#[test]
fn what_the_widget_does_not_list_is_over_at_once() {
    for (before, end) in [
        (vec![leg(Alerting)], EndReason::Missed),
        (vec![leg(Alerting), leg(Connected)], EndReason::Answered),
        (vec![outbound(Dialing)], EndReason::Cancelled),
    ] {
        let mut desk = Desk::new();
        for observation in before {
            desk.call(observation);
        }
        desk.receive(WidgetFact::NoCalls);
        assert_eq!(desk.posted().map(|(_, it)| it), Some(VendorCommand::ListLegs));
        desk.receive(WidgetFact::LegsListed { legs: vec![] });
        assert_eq!(desk.view().calls, [], "{end:?}");
        desk.wait_alive(END_REASON_DELAY);
        assert_eq!(desk.over().end, Some(end));
    }
}

#[test]
fn what_it_does_list_goes_on_and_only_the_rest_is_over() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.call(leg_on("sip:z", Some("telephony:z"), Alerting));
    desk.receive(WidgetFact::NoCalls);
    desk.receive(WidgetFact::LegsListed { legs: vec![leg(Connected)] });
    assert_eq!(desk.live().state, CallState::Connected);
    desk.wait_alive(NO_CALL_GRACE * 3);
    assert_eq!(desk.live().state, CallState::Connected);
}

/// [embeddable#472]
#[test]
fn a_sign_out_of_seconds_ends_no_conversation() {
    let mut desk = Desk::at(Presence::Available);
    desk.talk();
    desk.all_confirm();
    desk.take();
    desk.receive(WidgetFact::SignedOut);
    desk.wait_alive(SECOND * 4);
    assert_eq!(desk.live().state, CallState::Connected);
    assert_eq!(desk.rules(), [Rule::OnCall], "nobody is sent to an agent who talks");
    assert_eq!(desk.words(), Vec::<String>::new());
    let line = OwnLine { number: Some("+18885550100".into()), extension: Some("101".into()) };
    desk.receive(WidgetFact::SignedIn { line });
    desk.wait_alive(NO_CALL_GRACE * 3);
    assert_eq!(desk.live().state, CallState::Connected);
    desk.act(CallAction::Hold);
    assert_eq!(commanded(&desk), "sip:a");
    desk.call(leg(Ended));
    assert_eq!(desk.over().end, Some(EndReason::Answered));
}

/// The end is told while signed out, or the page goes: then it is over. [embeddable#472]
#[test]
fn a_call_ends_while_signed_out_when_its_leg_does() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.receive(WidgetFact::SignedOut);
    desk.wait_alive(SECOND * 2);
    desk.call(leg(Ended));
    assert_eq!(desk.over().end, Some(EndReason::Answered));
    // The widget answers for its legs once it is asked again.
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.receive(WidgetFact::SignedOut);
    desk.wait_alive(SECOND * 4);
    desk.take();
    desk.sign_in_again();
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::Post { command: VendorCommand::ListLegs, .. }))
    );
    desk.receive(WidgetFact::LegsListed { legs: vec![] });
    desk.wait_alive(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
}

impl Desk {
    fn sign_in_again(&mut self) {
        let line = OwnLine { number: Some("+18885550100".into()), extension: Some("101".into()) };
        self.receive(WidgetFact::SignedIn { line });
    }
}

/// A call on another device is not lost with our sign-in of a moment. [embeddable#472]
#[test]
fn a_call_on_the_desk_phone_outlives_a_sign_out_of_seconds() {
    let mut desk = Desk::bare(&["phone"]);
    desk.sign_in("phone", CallingMode::RingOut);
    desk.call(presence(Alerting));
    desk.call(presence(Connected));
    desk.receive(WidgetFact::SignedOut);
    desk.wait_alive(SECOND * 4);
    desk.sign_in_again();
    desk.wait_alive(SECOND * 10);
    assert_eq!(desk.live().state, CallState::Connected);
    desk.call(presence(Ended));
    desk.wait_alive(NO_CALL_GRACE);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
}

/// [embeddable#472]
#[test]
fn twenty_sign_outs_are_two_banners() {
    let mut desk = Desk::new();
    for _ in 0..20 {
        desk.receive(WidgetFact::SignedOut);
        desk.wait_alive(SECOND * 4);
        desk.sign_in_again();
        desk.wait_alive(SECOND * 4);
    }
    let told = |effect: &&Effect| match effect {
        Effect::Notify { notification } => notification.key.starts_with("signed-out"),
        _ => false,
    };
    let told = desk.effects.iter().filter(told).count();
    assert!((1..=2).contains(&told), "one, and that it keeps happening: {told}");
    // Hours later it is news again.
    desk.wait_alive(HOUR * 3);
    desk.take();
    desk.receive(WidgetFact::SignedOut);
    assert_eq!(
        desk.effects.iter().filter(|effect| matches!(effect, Effect::Notify { .. })).count(),
        1
    );
}

/// A list of legs that says of one that it is over ends the row as a message of its own would.
#[test]
fn a_leg_that_is_listed_as_over_is_over() {
    let mut desk = Desk::new();
    desk.call(leg_on("sip:c1-t1", Some("telephony:s-1"), Dialing));
    desk.receive(WidgetFact::LegsListed {
        legs: vec![leg_on("sip:c1-t2", Some("telephony:s-1"), Ended)],
    });
    let view = desk.view();
    assert!(view.calls.iter().all(|row| row.ended_at.is_none() && row.end.is_none()));
    assert!(view.recent.iter().all(|row| row.ended_at.is_some()));
}
