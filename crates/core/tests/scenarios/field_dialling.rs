//! Numbers and dialling as public reports tell them: words in place of numbers, extensions, and a dial that works late.

use crate::desk::*;
use ObservedState::{Alerting, Connected, Dialing, Ended};
use deskbell_core::*;
use deskbell_numbers::BadNumber;

/// What platforms and carriers write where the caller withholds the number.
const STAND_INS: &[&str] = &[
    "anonymous",
    "Anonymous",
    "sip:anonymous@anonymous.invalid",
    "anonymous@anonymous.invalid",
    "+266696687",
    "266696687",
    "Restricted",
    "unavailable",
    "unknown",
    "Private Number",
    "withheld",
    "",
];

fn from(number: &str, keys: &[&str], observation: CallObservation) -> CallObservation {
    let keys = keys.iter().map(|key| CallKey((*key).to_owned())).collect();
    let party = Party { number: Some(number.into()), name: None };
    CallObservation { keys, party, ..observation }
}

/// [js-widgets#868, OCA connector-telephony#93, somleng#1820]
#[test]
fn a_word_for_a_withheld_number_is_no_number() {
    for word in STAND_INS {
        let mut desk = Desk::new();
        let out = desk.call(from(word, &["sip:a", "telephony:t"], leg(Alerting)));
        let row = desk.live();
        assert_eq!((row.number, row.name), (None, None), "{word:?}");
        assert!(banners(&out).starts_with("+call-1: Incoming call: Unknown"), "{}", banners(&out));
        desk.call(from(word, &["sip:a", "telephony:t"], leg(Ended)));
        desk.wait(END_REASON_DELAY);
        let out = banners(&desk.take());
        assert!(out.contains("+missed-1: Missed call: Unknown"), "{out}");
        assert!(!out.contains("66696687"), "{out}");
    }
}

/// The word may come as the name too, and a real name beside it is one.
#[test]
fn a_name_beside_a_withheld_number_is_kept() {
    for (name, shown) in [("Anonymous", None), ("Ada's office", Some("Ada's office"))] {
        let mut desk = Desk::new();
        let party = Party { number: Some("anonymous".into()), name: Some(name.into()) };
        desk.call(CallObservation { party, ..leg(Alerting) });
        assert_eq!((desk.live().number, desk.live().name.as_deref()), (None, shown), "{name}");
    }
}

/// [js-widgets#868]
#[test]
fn two_withheld_callers_are_two() {
    for word in STAND_INS {
        let mut desk = Desk::new();
        desk.call(from(word, &["sip:a", "telephony:1"], leg(Alerting)));
        desk.call(from(word, &["sip:b", "telephony:2"], leg(Alerting)));
        assert_eq!(desk.view().calls.len(), 2, "{word:?}");
        // Neither is found by the word alone.
        desk.call(from(word, &["session:3"], presence(Alerting)));
        assert_eq!(desk.view().calls.len(), 3, "{word:?}");
        // A leg whose session nobody has named, and the session of another call a while later.
        let mut desk = Desk::new();
        desk.call(from(word, &["sip:a"], leg(Alerting)));
        desk.wait_alive(SECOND * 20);
        desk.call(from(word, &["telephony:2", "session:9"], session(Alerting)));
        assert_eq!(desk.view().calls.len(), 2, "{word:?}");
    }
}

/// A leg that knows no session yet, and the session: there is only one caller they can be. [somleng#1820]
#[test]
fn one_withheld_caller_is_one() {
    for word in STAND_INS {
        for first_leg in [true, false] {
            let mut desk = Desk::new();
            let leg = from(word, &["sip:a"], leg(Alerting));
            let platform = from(word, &["telephony:1", "session:9"], session(Alerting));
            let pair = if first_leg { [leg, platform] } else { [platform, leg] };
            for observation in pair {
                desk.call(observation);
            }
            assert_eq!(desk.view().calls.len(), 1, "{word:?} {first_leg}");
        }
    }
}

/// A number inside a SIP address is a number, and an extension is one.
#[test]
fn what_is_a_number_stays_one() {
    for (told, number) in [
        ("sip:+16505550100@sip.example", "+16505550100"),
        ("+16505550100", "+16505550100"),
        ("101", "101"),
        ("(650) 555-0100", "(650) 555-0100"),
    ] {
        let mut desk = Desk::new();
        desk.call(from(told, &["sip:a"], leg(Alerting)));
        assert_eq!(desk.live().number.as_deref(), Some(number), "{told}");
    }
}

/// A text from a word can be read and not answered: the word is a name.
#[test]
fn a_sender_that_is_a_word_is_a_name() {
    let mut desk = Desk::new();
    let party = Party { number: Some("PARCELS".into()), name: None };
    desk.message(MessageObservation { party, ..crate::messages::sms("1", true) });
    let row = desk.view().messages[0].clone();
    assert_eq!((row.from.as_deref(), row.number), (Some("PARCELS"), None));
}

fn to(number: &str, observation: CallObservation) -> CallObservation {
    CallObservation { party: Party { number: Some(number.into()), name: None }, ..observation }
}

/// Codes of the company's exchange lead to somebody. [web-phone#289]
#[test]
fn what_was_dialled_gives_way_to_who_it_is() {
    for dialled in ["*8701", "**12", "8701", "*67+16505550133"] {
        for leg_first in [true, false] {
            let mut desk = Desk::new();
            let leg = to(dialled, outbound(Dialing));
            let direction = Some(Direction::Outbound);
            let platform = to("+16505550133", CallObservation { direction, ..session(Dialing) });
            let pair = if leg_first { [leg.clone(), platform] } else { [platform, leg.clone()] };
            for observation in pair {
                desk.call(observation);
            }
            assert_eq!(
                desk.live().number.as_deref(),
                Some("+16505550133"),
                "{dialled} {leg_first}"
            );
            // What the leg tells again changes nothing.
            desk.call(to(dialled, outbound(Connected)));
            desk.call(to(dialled, outbound(Ended)));
            assert_eq!(
                desk.over().number.as_deref(),
                Some("+16505550133"),
                "{dialled} {leg_first}"
            );
        }
    }
}

#[test]
fn what_was_dialled_stays_where_nobody_knows_better() {
    let mut desk = Desk::new();
    desk.call(to("*8701", outbound(Dialing)));
    assert_eq!(desk.live().number.as_deref(), Some("*8701"));
    // A number is not replaced by what another source makes of it.
    let mut desk = Desk::new();
    desk.call(to("+16505550133", outbound(Dialing)));
    desk.call(to(
        "101",
        CallObservation { direction: Some(Direction::Outbound), ..session(Dialing) },
    ));
    assert_eq!(desk.live().number.as_deref(), Some("+16505550133"));
}

/// The vendor writes a company's number and the extension as one. [web-phone#402]
#[test]
fn a_number_with_an_extension_is_the_call_of_both() {
    let mut desk = Desk::new();
    let leg = CallObservation {
        keys: vec![CallKey("sip:a".to_owned())],
        ..to("+14385550139*227", outbound(Dialing))
    };
    desk.call(leg);
    let direction = Some(Direction::Outbound);
    desk.call(to("+14385550139", CallObservation { direction, ..session(Dialing) }));
    let row = desk.live();
    assert_eq!(row.number.as_deref(), Some("+14385550139"));
    assert_eq!(row.extension.as_deref(), Some("227"));
    assert_eq!(row.number_shown.as_deref(), Some("+1 438-555-0139 ext. 227"));
}

/// Two colleagues behind one number of their company are two. [web-phone#402]
#[test]
fn two_extensions_of_one_number_are_two_calls() {
    let mut desk = Desk::new();
    desk.call(from("+14385550139*227", &["sip:a"], leg(Alerting)));
    desk.call(from("+14385550139*228", &["telephony:2"], session(Alerting)));
    assert_eq!(desk.view().calls.len(), 2);
}

/// [hubspot-embeddable#265]
#[test]
fn links_name_extensions_in_every_way_people_write_them() {
    for link in [
        "tel:+14385550139*227",
        "tel:+14385550139x227",
        "tel:+14385550139%20x227",
        "tel:+1-438-555-0139%20ext.%20227",
        "tel:+14385550139ext227",
        "tel:+14385550139;ext=227",
        "tel:+14385550139%23227",
    ] {
        let wanted = Link::Call {
            number: Private::from("+14385550139"),
            extension: Some(Private::from("227")),
            left_out: None,
        };
        assert_eq!(read_link(link), Ok(wanted), "{link}");
    }
    for code in ["tel:*67+14385550139", "tel:*%2306%23", "tel:**21*+16505550100%23"] {
        assert_eq!(read_link(code), Err(BadLink::Number(BadNumber::Code)), "{code}");
    }
}

fn ring_out() -> Desk {
    let mut desk = Desk::bare(&["phone"]);
    desk.sign_in("phone", CallingMode::RingOut);
    desk.take();
    desk
}

fn dial(desk: &mut Desk) -> RequestId {
    let number = CALLER.to_owned();
    let request = desk.ask(Intent::Dial { account: None, number, call_now: true });
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    request
}

fn placed() -> CallObservation {
    CallObservation { direction: Some(Direction::Outbound), ..presence(Dialing) }
}

fn ready(desk: &mut Desk, ready: bool) {
    desk.receive(WidgetFact::DialerReady { ready });
}

/// [own run with the vendor's widget]
#[test]
fn the_dialer_going_busy_and_ready_again_is_the_sign_of_a_dial() {
    let mut desk = ring_out();
    let request = dial(&mut desk);
    desk.wait(SECOND);
    ready(&mut desk, false);
    assert_eq!(desk.answer(request), None, "it tries");
    desk.wait(SECOND * 3);
    ready(&mut desk, true);
    // A dial that fails looks the same: nobody claims a call.
    assert_eq!(desk.answer(request).as_deref(), Some("unconfirmed"));
    assert!(message(&desk, request).contains("no call"), "{}", message(&desk, request));
    desk.wait_alive(SECOND * 10);
    desk.call(placed());
    assert_eq!(desk.notices(), []);
}

/// A widget may refuse whatever it was asked, and not only what concerns a call.
#[test]
fn what_the_widget_refuses_is_refused_whatever_it_is() {
    let refuse = |desk: &mut Desk, keys: &[&str]| {
        let keys = keys.iter().map(|key| CallKey((*key).to_owned())).collect();
        let reason = "not allowed".to_owned();
        desk.receive(WidgetFact::CommandRefused { keys, reason });
    };
    let number = || CALLER.to_owned();
    let dialled = || Intent::Dial { account: None, number: number(), call_now: true };
    // A dial, also where the refusal names a call that is not known here.
    for keys in [&[][..], &["sip:new"]] {
        let mut desk = ring_out();
        let request = desk.ask(dialled());
        refuse(&mut desk, keys);
        assert_eq!(desk.answer(request).as_deref(), Some("refused"), "{keys:?}");
    }
    for intent in [
        Intent::SignOut { account: id("phone") },
        Intent::UseRingOut { account: id("phone") },
        Intent::Navigate { account: id("phone"), path: "/history".to_owned() },
        Intent::OpenSms { account: None, number: number(), text: None },
    ] {
        let mut desk = Desk::new();
        let request = desk.ask(intent.clone());
        assert_eq!(desk.answer(request), None, "{intent:?}");
        refuse(&mut desk, &[]);
        assert_eq!(desk.answer(request).as_deref(), Some("refused"), "{intent:?}");
    }
    // What is refused of a running call is not the dial that waits beside it.
    let mut desk = ring_out();
    desk.call(leg(Connected));
    let request = desk.ask(dialled());
    refuse(&mut desk, &leg(Connected).keys.iter().map(|key| key.0.as_str()).collect::<Vec<_>>());
    assert_eq!(desk.answer(request), None);
}

/// Only what shows itself is called done.
#[test]
fn what_nobody_confirms_is_not_called_done() {
    let mut desk = Desk::new();
    for intent in [
        Intent::Navigate { account: id("phone"), path: "/history".to_owned() },
        Intent::OpenSms { account: None, number: CALLER.to_owned(), text: None },
    ] {
        let request = desk.ask(intent);
        let (command, _) = desk.posted().unwrap();
        desk.outcome(Outcome::CommandPosted { command });
        assert_eq!(desk.answer(request).as_deref(), Some("unconfirmed"));
    }
}

/// A dialer that is busy for long still works on it. [own run]
#[test]
fn a_dialer_that_is_busy_is_waited_for() {
    let mut desk = ring_out();
    let request = dial(&mut desk);
    ready(&mut desk, false);
    desk.wait_alive(SECOND * 12);
    assert_eq!(desk.answer(request), None);
    desk.call(placed());
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    assert_eq!(desk.notices(), []);
}

fn message(desk: &Desk, request: RequestId) -> String {
    let found = desk.effects.iter().find_map(|effect| match effect {
        Effect::Answer { request: to, answer } if *to == request => match answer {
            Answer::Failed { message, .. }
            | Answer::Unconfirmed { message }
            | Answer::Done { message } => Some(message.clone()),
        },
        _ => None,
    });
    found.expect("an answer")
}

/// [own run]
#[test]
fn nothing_handed_over_is_called_undone() {
    let mut desk = ring_out();
    let request = dial(&mut desk);
    desk.wait_alive(COMMAND_TIMEOUT * 3);
    assert_eq!(desk.answer(request).as_deref(), Some("no-answer"));
    let said = message(&desk, request);
    assert!(!said.contains("Nothing was done"), "{said}");
    assert_eq!(desk.notices(), [NoticeKind::NoAnswer]);
    // The call appears after all: the notice has nothing left to say.
    desk.call(placed());
    assert_eq!(desk.notices(), []);
}

/// The same for what is asked of a call, and of the sign-in.
#[test]
fn a_sign_that_comes_late_takes_the_notice_away() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    desk.act(CallAction::Hold);
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    desk.wait_alive(COMMAND_TIMEOUT);
    assert_eq!(desk.notices(), [NoticeKind::NoAnswer]);
    assert!(desk.live().trouble.is_some_and(|said| !said.contains("Nothing was done")));
    desk.call(leg(ObservedState::Held));
    assert_eq!((desk.notices(), desk.live().trouble), (vec![], None));
}

/// What never reached the page was not done, and may be called so.
#[test]
fn what_was_not_handed_over_is_said_to_be() {
    let mut desk = ring_out();
    let number = CALLER.to_owned();
    let request = desk.ask(Intent::Dial { account: None, number, call_now: true });
    let (command, _) = desk.posted().unwrap();
    let reason = "the page is gone".to_owned();
    desk.outcome(Outcome::CommandNotPosted { command, reason });
    assert_eq!(desk.answer(request).as_deref(), Some("not-posted"));
}
