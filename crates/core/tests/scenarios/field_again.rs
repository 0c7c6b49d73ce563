//! The kinds of fault of the public reports once more, with inputs that none of them tells: odd vendors, odd desktops, and people
//! in a hurry. The number of the report whose kind it is stands beside each.

use crate::chat_desk::*;
use crate::desk::*;
use crate::messages::sms;
use crate::status_desk::{HOUR, MINUTE};
use ObservedState::{Alerting, Connected, Dialing, Ended, Held};
use deskbell_core::*;

fn keyed(keys: &[&str], observation: CallObservation) -> CallObservation {
    let keys = keys.iter().map(|key| CallKey((*key).to_owned())).collect();
    CallObservation { keys, ..observation }
}

fn numbered_as(number: &str, observation: CallObservation) -> CallObservation {
    CallObservation { party: Party { number: Some(number.into()), name: None }, ..observation }
}

fn missed_told(effects: &[Effect]) -> usize {
    banners(effects).lines().filter(|line| line.starts_with("+missed-")).count()
}

/// The session is over for the platform while a leg rings on, and the other way round. [web-phone#415]
#[test]
fn a_call_with_several_names_ends_once_in_whatever_order_they_end() {
    let leg_a = |state| keyed(&["sip:a", "telephony:s"], leg(state));
    let leg_b = |state| keyed(&["sip:b", "telephony:s"], leg(state));
    let whole = |state| keyed(&["telephony:s", "session:1"], session(state));
    let ends = [leg_a(Ended), leg_b(Ended), whole(Ended)];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut desk = Desk::new();
        for observation in [leg_a(Alerting), whole(Alerting), leg_b(Alerting)] {
            desk.call(observation);
        }
        for at in order {
            assert_eq!(desk.view().calls.len() + desk.view().recent.len(), 1, "{order:?}");
            desk.call(ends[at].clone());
            desk.wait_alive(SECOND / 2);
        }
        desk.wait_alive(SECOND * 10);
        assert_eq!(desk.over().end, Some(EndReason::Missed), "{order:?}");
        assert_eq!((desk.view().missed, missed_told(&desk.take())), (1, 1), "{order:?}");
    }
}

/// The name that joins two rows comes last. [web-phone#425]
#[test]
fn two_rows_that_turn_out_to_be_one_have_one_banner_and_one_end() {
    let mut desk = Desk::new();
    desk.call(numbered_as("+16505550100", keyed(&["sip:a"], leg(Alerting))));
    desk.call(numbered_as("+16505550100", keyed(&["sip:b"], leg(Alerting))));
    desk.call(keyed(&["sip:a", "telephony:s"], leg(Alerting)));
    desk.call(keyed(&["sip:b", "telephony:s"], leg(Alerting)));
    assert_eq!(desk.view().calls.len(), 1, "{:#?}", desk.view().calls);
    let request = desk.act(CallAction::Answer);
    assert_ne!(desk.answer(request).as_deref(), Some("ambiguous"));
    desk.call(keyed(&["sip:a"], leg(Ended)));
    desk.call(keyed(&["sip:b"], leg(Connected)));
    desk.call(keyed(&["sip:b"], leg(Ended)));
    desk.wait_alive(SECOND * 10);
    assert_eq!((desk.over().end, desk.view().missed), (Some(EndReason::Answered), 0));
}

/// A forward that the widget refuses leaves the ring as it was: it can be answered, and that is a conversation. [embeddable#389]
#[test]
fn a_forward_that_is_refused_leaves_no_mark() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    desk.ask(Intent::Call {
        call: None,
        action: CallAction::Forward,
        argument: Some("101".to_owned()),
    });
    let keys = vec![CallKey("sip:a".to_owned())];
    desk.receive(WidgetFact::CommandRefused { keys, reason: "no".to_owned() });
    desk.call(leg(Connected));
    assert_eq!(desk.live().state, CallState::Connected);
    desk.call(leg(Ended));
    desk.wait_alive(SECOND * 3);
    assert_eq!(desk.over().end, Some(EndReason::Answered));
}

/// Connected, then the vendor says that nobody took it after all: no time of talking stays. [the vendor's document]
#[test]
fn an_outbound_call_that_only_seemed_taken_lasted_no_time() {
    for end in [Some(EndReason::Failed), None] {
        let mut desk = Desk::new();
        let out =
            |state| CallObservation { direction: Some(Direction::Outbound), ..session(state) };
        for observation in [outbound(Dialing), outbound(Connected)] {
            desk.call(observation);
        }
        desk.wait_alive(SECOND);
        desk.call(out(Dialing));
        desk.wait_alive(SECOND * 20);
        desk.call(CallObservation { end, ..outbound(Ended) });
        desk.call(out(Ended));
        desk.wait_alive(SECOND * 5);
        let row = desk.over();
        assert_eq!(row.connected_at, None, "{end:?}");
        assert_ne!(row.end, Some(EndReason::Answered), "{end:?}");
    }
}

/// What else carriers, exchanges and address books write in place of a number. [js-widgets#868]
#[test]
fn more_words_in_place_of_a_number() {
    for word in [
        "+86282452253",
        "+7378742833",
        "Unknown Caller",
        "UNKNOWN",
        "No Caller ID",
        "Caller ID blocked",
        "Rufnummer unterdrückt",
        "unbekannt",
        "Anonym",
        "Numéro masqué",
        "Número privado",
        "非通知",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=9fxced76sl",
        "sip:unavailable@unknown.invalid",
        "sips:restricted@10.1.2.3:5061;transport=tls",
        "tel:anonymous",
        "0000000000",
        "+0",
        "-",
        "n/a",
        "null",
        "undefined",
        "None",
    ] {
        let mut desk = Desk::new();
        desk.call(numbered_as(word, leg(Alerting)));
        let row = desk.live();
        assert_eq!((row.number, row.name), (None, None), "{word:?}");
        let mut desk = Desk::new();
        let party = Party { number: Some(word.into()), name: None };
        desk.message(MessageObservation { party, ..sms("1", true) });
        let row = desk.view().messages[0].clone();
        assert_eq!((row.from, row.number), (None, None), "{word:?}");
    }
}

/// A number that looks like a stand-in and is none. [somleng#1820]
#[test]
fn numbers_that_only_look_odd_stay_numbers() {
    for number in ["+18005550000", "100", "0", "+4930000000", "112", "+390612345"] {
        let mut desk = Desk::new();
        desk.call(numbered_as(number, leg(Alerting)));
        if number != "0" {
            assert_eq!(desk.live().number.as_deref(), Some(number));
        }
    }
}

/// An invitation of hours ago, told when the machine wakes, waits for nobody. [wire-webapp#22484]
#[test]
fn a_chat_of_hours_ago_does_not_ring() {
    let mut desk = Desk::chats();
    desk.now = desk.now + HOUR * 5;
    desk.os(SystemFact::Woke);
    desk.page_of("site", PageFact::Heartbeat);
    desk.take();
    let old = |fact| at(60, of("a", fact));
    let out = desk.chat_all(&[old(offered()), old(asks("Anybody there?"))]);
    assert_eq!(banners(&out), "");
    assert!(!out.contains(&Effect::RequestAttention));
    assert_eq!(desk.conversation().waiting_since, Some(T0 + MINUTE), "its own time");
    // What is said in it now is told.
    let out = desk.chat(of("a", asks("Hello?")));
    assert!(banners(&out).contains("Hello?"), "{}", banners(&out));
}

/// A voicemail of yesterday told as missed, and an end of hours ago. [wire-webapp#22484]
#[test]
fn an_end_of_hours_ago_has_its_own_time() {
    let mut desk = Desk::new();
    let began = desk.now;
    desk.now = desk.now + HOUR * 5;
    let told =
        CallObservation { began_at: Some(began), ..ended_as(session(Ended), EndReason::Missed) };
    desk.call(told);
    desk.wait_alive(SECOND * 3);
    let row = desk.over();
    assert_eq!(row.since, began);
    assert!(row.ended_at.unwrap() < began + RING_FORGOTTEN * 2);
}

/// Every other witness falls silent during a conversation. [embeddable#472]
#[test]
fn no_single_silence_ends_a_conversation() {
    type Silence = fn(&mut Desk);
    let silences: [(&str, Silence); 5] = [
        ("the line is down", |desk| {
            desk.receive(WidgetFact::ConnectionChanged { connection: Connection::Failed });
        }),
        ("the dialer is not ready", |desk| {
            desk.receive(WidgetFact::DialerReady { ready: false });
        }),
        ("the network is gone", |desk| {
            desk.os(SystemFact::Network { online: false });
        }),
        ("presence sees none", |desk| {
            desk.receive(WidgetFact::NoCalls);
            desk.receive(WidgetFact::LegsListed { legs: vec![leg(Connected)] });
        }),
        ("the session is over", |desk| {
            desk.call(session(Ended));
            desk.receive(WidgetFact::LegsListed { legs: vec![leg(Connected)] });
        }),
    ];
    for (what, silence) in silences {
        let mut desk = Desk::new();
        desk.call(leg(Alerting));
        desk.call(session(Alerting));
        desk.call(leg(Connected));
        desk.call(session(Connected));
        silence(&mut desk);
        desk.wait_alive(SECOND * 10);
        assert_eq!(desk.live().state, CallState::Connected, "{what}");
        desk.take();
        desk.act(CallAction::Hold);
        assert!(matches!(desk.posted(), Some((_, VendorCommand::Call { .. }))), "{what}");
        desk.call(leg(Held));
        assert_eq!(desk.live().state, CallState::Held, "{what}");
    }
}

/// The late sign of one dial is no sign of the next. [own run]
#[test]
fn a_late_call_settles_its_own_dial_only() {
    let mut desk = Desk::bare(&["phone"]);
    desk.sign_in("phone", CallingMode::RingOut);
    desk.take();
    let dial = |desk: &mut Desk, number: &str| {
        let number = number.to_owned();
        let request = desk.ask(Intent::Dial { account: None, number, call_now: true });
        let (command, _) = desk.posted().unwrap();
        desk.outcome(Outcome::CommandPosted { command });
        request
    };
    let first = dial(&mut desk, "+16505550111");
    desk.wait_alive(COMMAND_TIMEOUT + SECOND);
    assert_eq!(desk.answer(first).as_deref(), Some("no-answer"));
    let second = dial(&mut desk, "+16505550222");
    let direction = Some(Direction::Outbound);
    let late = CallObservation { direction, ..presence(Dialing) };
    desk.call(numbered_as("+16505550111", keyed(&["telephony:1"], late.clone())));
    assert_eq!(desk.answer(second), None, "the first one's call");
    desk.call(numbered_as("+16505550222", keyed(&["telephony:2"], late)));
    assert_eq!(desk.answer(second).as_deref(), Some("done"));
    assert_eq!(desk.notices(), []);
}

/// Read, sent or changed: none of it is an arrival, whatever it is called. [embeddable#658]
#[test]
fn a_message_that_changes_does_not_arrive_again() {
    let mut desk = Desk::new();
    let told = |unread, text: &str| MessageObservation {
        unread,
        text: Some(text.into()),
        created_at: Some(T0),
        ..sms("1", true)
    };
    assert!(banners(&desk.message(told(true, "a"))).starts_with("+message"));
    desk.message(told(false, "a"));
    for text in ["a", "b"] {
        let out = desk.message(told(true, text));
        assert!(!banners(&out).contains("+message"), "{text}: {}", banners(&out));
    }
    // Deleted, and told again by a widget that syncs.
    desk.message(MessageObservation { gone: true, ..told(false, "b") });
    desk.wait_alive(HOUR);
    let out = desk.message(told(true, "b"));
    assert!(!banners(&out).contains("+message"), "{}", banners(&out));
}

/// One word from both sides, one word in two chats, one word an hour later. [divine-mobile#7324]
#[test]
fn the_same_word_is_another_from_another_or_elsewhere() {
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), of("b", offered())]);
    for fact in [asks("ok"), answers("ok"), asks("ok")] {
        desk.chat(of("a", fact));
    }
    desk.chat(of("b", asks("ok")));
    desk.show_chat(1);
    assert_eq!(desk.transcript(), "Visitor: ok\nAgent: ok\nVisitor: ok\n");
    desk.show_chat(2);
    assert_eq!(desk.transcript(), "Visitor: ok\n");
    desk.wait_alive(MINUTE * 10);
    desk.chat(of("b", asks("ok")));
    assert_eq!(desk.transcript(), "Visitor: ok\nVisitor: ok\n");
}

/// A word of no length, one file twice, and a reply that the visitor repeats. [divine-mobile#7324]
#[test]
fn what_looks_like_a_copy_and_is_none_stands() {
    let file = |id: &str| {
        let file = Some(ChatFile { name: Some("invoice.pdf".into()), url: None, mime: None });
        let id = Some(id.to_owned());
        of(
            "a",
            ConversationFact::Message {
                message: ChatMessage { id, file, ..ChatMessage::new(Author::Visitor) },
            },
        )
    };
    let mut desk = Desk::chats();
    desk.chat_all(&[of("a", offered()), file("1"), file("2"), file("2")]);
    assert_eq!(desk.conversation().unread, 2);
    let request = desk.asked_of_chat(reply("Thanks"));
    desk.chat(of("a", asks("Thanks")));
    assert_eq!(desk.answer(request), None, "the visitor's word is not ours");
    desk.chat(of("a", answers("Thanks")));
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
}

/// Two calls of one caller within a minute are two. [divine-mobile#7324]
#[test]
fn a_caller_who_tries_again_at_once_is_missed_twice() {
    let mut desk = Desk::new();
    for (sip, platform) in [("sip:1", "telephony:1"), ("sip:2", "telephony:2")] {
        desk.call(keyed(&[sip, platform], leg(Alerting)));
        desk.call(keyed(&[platform], session(Alerting)));
        desk.call(keyed(&[sip, platform], leg(Ended)));
        desk.call(keyed(&[platform], session(Ended)));
        desk.wait_alive(SECOND * 2);
    }
    desk.wait_alive(SECOND * 5);
    assert_eq!((desk.view().missed, desk.view().recent.len()), (2, 2));
}

/// The same where neither says its session before it is over. [divine-mobile#7324]
#[test]
fn a_caller_who_tries_again_on_a_bare_leg_is_missed_twice() {
    let mut desk = Desk::new();
    for sip in ["sip:1", "sip:2"] {
        desk.call(keyed(&[sip], leg(Alerting)));
        desk.wait_alive(SECOND * 3);
        desk.call(keyed(&[sip], leg(Ended)));
        desk.wait_alive(SECOND);
    }
    desk.wait_alive(SECOND * 5);
    assert_eq!((desk.view().missed, desk.view().recent.len()), (2, 2));
}

/// Many messages of one sender, and many sign-outs of many accounts. [gsconnect#364]
#[test]
fn no_kind_of_news_makes_a_wall() {
    let accounts: Vec<String> = (0..30).map(|n| format!("desk-{n}")).collect();
    let names: Vec<&str> = accounts.iter().map(String::as_str).collect();
    let mut desk = Desk::with(&names);
    for name in &names {
        desk.receive_at(name, WidgetFact::SignedOut);
        desk.receive_at(
            name,
            WidgetFact::Message {
                observation: MessageObservation { created_at: Some(T0), ..sms("1", true) },
            },
        );
    }
    let mut standing = std::collections::BTreeSet::new();
    for effect in &desk.effects {
        match effect {
            Effect::Notify { notification } => {
                standing.insert(notification.key.clone());
            }
            Effect::WithdrawNotification { key } => {
                standing.remove(key);
            }
            _ => {}
        }
    }
    assert!(standing.len() <= 12, "{}: {standing:#?}", standing.len());
    desk.take();
    let ring = keyed(&["sip:r", "telephony:r"], leg(Alerting));
    let out = desk.receive_at(names[0], WidgetFact::Call { observation: ring });
    assert!(banners(&out).contains("+call-1"), "a ring has room: {}", banners(&out));
}

/// Whatever ends the program in the middle of things, each beginning has its end, once. [amazon-connect-streams#241]
#[test]
fn every_rule_that_began_ends_once_however_the_program_ends() {
    type Ending = fn(&mut Desk);
    let endings: [(&str, Ending); 4] = [
        ("quit", |desk| {
            desk.ask(Intent::Quit { confirmed: true });
        }),
        ("quit twice", |desk| {
            desk.ask(Intent::Quit { confirmed: true });
            desk.ask(Intent::Quit { confirmed: true });
        }),
        ("the call ends first", |desk| {
            desk.hang_up();
            desk.ask(Intent::Quit { confirmed: true });
        }),
        ("its account goes first", |desk| {
            desk.request(Intent::RemoveAccount { account: id("phone"), forget_history: false });
            desk.ask(Intent::Quit { confirmed: true });
        }),
    ];
    for (what, end) in endings {
        let mut desk = Desk::at(Presence::Available);
        desk.talk();
        end(&mut desk);
        let kinds: Vec<StatusChangeKind> = desk
            .effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::RecordStatus { change }
                    if change.by == (StatusCause::Rule { rule: Rule::OnCall }) =>
                {
                    Some(change.kind)
                }
                _ => None,
            })
            .collect();
        let count = |kind| kinds.iter().filter(|it| **it == kind).count();
        let told = (count(StatusChangeKind::RuleBegan), count(StatusChangeKind::RuleEnded));
        assert_eq!(told, (1, 1), "{what}: {kinds:?}");
    }
}
