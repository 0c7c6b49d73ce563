//! One call is one row: whatever order, mix and repetition of what its sources say.

use crate::desk::*;
use ObservedState::{Alerting, Connected, Dialing, Ended, Held, PerhapsEnded};
use deskbell_core::*;
use proptest::prelude::*;

/// One story: what each source says in its own order, and the reason it must end with.
#[derive(Clone, Debug)]
struct Story {
    name: &'static str,
    mode: CallingMode,
    streams: Vec<Vec<CallObservation>>,
    end: EndReason,
}

fn turned(stream: Vec<CallObservation>) -> Vec<CallObservation> {
    let out = |it| CallObservation { direction: Some(Direction::Outbound), ..it };
    stream.into_iter().map(out).collect()
}

fn stories() -> Vec<Story> {
    use CallingMode::{Browser, RingOut};
    let legs = |states: &[ObservedState]| states.iter().map(|s| leg(*s)).collect::<Vec<_>>();
    let sess = |states: &[ObservedState]| states.iter().map(|s| session(*s)).collect::<Vec<_>>();
    let pres = |states: &[ObservedState]| states.iter().map(|s| presence(*s)).collect::<Vec<_>>();
    let story = |name, mode, streams, end| Story { name, mode, streams, end };
    vec![
        story(
            "answered here",
            Browser,
            vec![
                legs(&[Alerting, Connected, Held, Connected, Ended]),
                sess(&[Alerting, Connected, Held, Connected, Ended]),
                pres(&[Alerting, Connected, Ended]),
            ],
            EndReason::Answered,
        ),
        story(
            "missed",
            Browser,
            vec![
                legs(&[Alerting, Ended]),
                sess(&[Alerting, Ended]),
                pres(&[Alerting, PerhapsEnded, Alerting, PerhapsEnded]),
            ],
            EndReason::Missed,
        ),
        story(
            "answered on another device",
            Browser,
            vec![
                legs(&[Alerting, Ended]),
                sess(&[Alerting, Connected, Ended]),
                pres(&[Alerting, Connected, PerhapsEnded]),
            ],
            EndReason::AnsweredElsewhere,
        ),
        story(
            "voicemail",
            Browser,
            vec![
                legs(&[Alerting, Ended]),
                vec![session(Alerting), ended_as(session(Ended), EndReason::Voicemail)],
                pres(&[Alerting, Ended]),
            ],
            EndReason::Voicemail,
        ),
        story(
            "declined in the widget",
            Browser,
            vec![
                vec![leg(Alerting), ended_as(leg(Ended), EndReason::Declined)],
                sess(&[Alerting, Ended]),
                pres(&[Alerting, Ended]),
            ],
            EndReason::Declined,
        ),
        story(
            "ring-out",
            RingOut,
            vec![sess(&[Alerting, Connected, Ended]), pres(&[Alerting, Connected, PerhapsEnded])],
            EndReason::Answered,
        ),
        story(
            "called out and answered",
            Browser,
            vec![
                turned(legs(&[Dialing, Connected, Ended])),
                turned(sess(&[Dialing, Connected, Ended])),
                turned(pres(&[Dialing, Connected, Ended])),
            ],
            EndReason::Answered,
        ),
        story(
            "called out in vain",
            Browser,
            vec![
                turned(legs(&[Dialing, Ended])),
                turned(sess(&[Dialing, Ended])),
                turned(pres(&[Dialing, Ended])),
            ],
            EndReason::Cancelled,
        ),
    ]
}

/// The streams woven into one, each keeping its own order, `picks` choosing who speaks next;
/// `twice` repeats what was just said.
fn weave(mut streams: Vec<Vec<CallObservation>>, picks: &[(usize, bool)]) -> Vec<CallObservation> {
    for stream in &mut streams {
        stream.reverse();
    }
    let mut woven = Vec::new();
    let mut picks = picks.iter().cycle();
    while streams.iter().any(|stream| !stream.is_empty()) {
        let (pick, twice) = *picks.next().unwrap();
        let open: Vec<usize> = (0..streams.len()).filter(|i| !streams[*i].is_empty()).collect();
        let next = streams[open[pick % open.len()]].pop().unwrap();
        if twice {
            woven.push(next.clone());
        }
        woven.push(next);
    }
    woven
}

fn certain(story: &Story) -> bool {
    story.streams.iter().flatten().all(|it| it.state != Some(PerhapsEnded))
}

fn finish(desk: &mut Desk) -> CallRow {
    desk.receive(WidgetFact::NoCalls);
    desk.wait_alive(NO_CALL_GRACE + END_REASON_DELAY);
    desk.over()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_weaving_of_the_witnesses_is_one_row_with_the_same_end(
        story in proptest::sample::select(stories()),
        picks in proptest::collection::vec((0_usize..6, any::<bool>()), 16),
    ) {
        let mut desk = Desk::bare(&["phone"]);
        desk.sign_in("phone", story.mode);
        for observation in weave(story.streams, &picks) {
            desk.call(observation);
            let view = desk.view();
            prop_assert_eq!(view.calls.len() + view.recent.len(), 1, "{}", story.name);
        }
        let row = finish(&mut desk);
        prop_assert_eq!(row.end, Some(story.end), "{}", story.name);
        let lost = matches!(story.end, EndReason::Missed | EndReason::Voicemail);
        prop_assert_eq!(desk.view().missed, u32::from(lost));
    }

    #[test]
    fn saying_it_again_asks_for_nothing(
        story in proptest::sample::select(stories()),
        picks in proptest::collection::vec((0_usize..6, Just(false)), 16),
    ) {
        let mut desk = Desk::bare(&["phone"]);
        desk.sign_in("phone", story.mode);
        for observation in weave(story.streams, &picks) {
            desk.call(observation.clone());
            let before = desk.view();
            prop_assert_eq!(desk.call(observation), vec![]);
            let after = desk.view();
            prop_assert_eq!(before.calls, after.calls);
            prop_assert_eq!(before.recent, after.recent);
            prop_assert_eq!(before.revision, after.revision);
        }
    }

    /// Late copies of the beginning, after everything is over, change nothing either.
    #[test]
    fn late_copies_change_nothing(
        // What a source itself takes back it may also say again; those stories are about that.
        story in proptest::sample::select(stories().into_iter().filter(certain).collect::<Vec<_>>()),
        picks in proptest::collection::vec((0_usize..6, any::<bool>()), 16),
        late in proptest::collection::vec(any::<prop::sample::Index>(), 1..8),
    ) {
        let mut desk = Desk::bare(&["phone"]);
        desk.sign_in("phone", story.mode);
        let woven = weave(story.streams, &picks);
        for observation in &woven {
            desk.call(observation.clone());
        }
        let before = finish(&mut desk);
        for index in late {
            desk.call(index.get(&woven).clone());
        }
        let after = desk.over();
        prop_assert_eq!(before, after, "{}", story.name);
    }

    /// Two calls at once, woven together, stay two.
    #[test]
    fn two_calls_stay_two(picks in proptest::collection::vec((0_usize..6, any::<bool>()), 24)) {
        let renamed = |it: &CallObservation| CallObservation {
            keys: it.keys.iter().map(|key| CallKey(format!("{}2", key.0))).collect(),
            ..it.clone()
        };
        let all = stories();
        let first = all[0].streams.clone();
        let second = all[1].streams.iter().map(|s| s.iter().map(renamed).collect());
        let mut desk = Desk::new();
        for observation in weave(first.into_iter().chain(second).collect(), &picks) {
            desk.call(observation);
        }
        desk.receive(WidgetFact::NoCalls);
        desk.wait_alive(NO_CALL_GRACE + END_REASON_DELAY);
        let mut ends: Vec<_> =
            desk.view().recent.into_iter().map(|row| format!("{:?}", row.end)).collect();
        ends.sort();
        prop_assert_eq!(ends, ["Some(Answered)", "Some(Missed)"]);
    }
}

#[test]
fn a_call_that_comes_back_is_controlled_and_ended_by_its_new_leg_alone() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    desk.call(session(Connected));
    desk.call(leg(Ended));
    let keys = seen(CallSource::Leg, &["sip:b", "telephony:t"], Alerting).keys;
    let back = |state| CallObservation { keys: keys.clone(), ..leg(state) };
    desk.call(back(Alerting));
    desk.call(leg(Ended));
    assert_eq!(desk.live().state, CallState::Alerting, "a late word about the old leg");
    desk.act(CallAction::Answer);
    let Some((_, VendorCommand::Call { keys, .. })) = desk.posted() else { panic!("not posted") };
    let legs: Vec<&str> = keys.iter().filter_map(|key| key.0.strip_prefix("sip:")).collect();
    assert_eq!(legs, ["b"]);
}
