//! What the user asks of widgets, and when it counts as done.

use crate::desk::*;
use ObservedState::{Alerting, Connected, Dialing, Ended, Held};
use deskbell_core::*;
use std::time::Duration;

fn reply(desk: &Desk, request: RequestId) -> String {
    desk.answer(request).unwrap_or_else(|| "nothing yet".to_owned())
}

fn dial(desk: &mut Desk, call_now: bool) -> RequestId {
    desk.ask(Intent::Dial { account: None, number: CALLER.to_owned(), call_now })
}

/// Each action: the leg before, the sign of its being done, and what it means for the end.
#[test]
fn every_action_is_done_when_the_widget_shows_it_and_not_before() {
    use CallAction::*;
    let muted = |on, state| CallObservation { muted: Some(on), ..leg(state) };
    let recording = |how, state| CallObservation { recording: Some(how), ..leg(state) };
    let table = [
        (Answer, vec![leg(Alerting)], leg(Connected), None),
        (Decline, vec![leg(Alerting)], leg(Ended), Some(EndReason::Declined)),
        (Voicemail, vec![leg(Alerting)], leg(Ended), Some(EndReason::Voicemail)),
        (Forward, vec![leg(Alerting)], leg(Ended), Some(EndReason::Transferred)),
        (Hold, vec![leg(Connected)], leg(Held), None),
        (Resume, vec![leg(Held)], leg(Connected), None),
        (Mute, vec![leg(Connected)], muted(true, Connected), None),
        (Unmute, vec![muted(true, Connected)], muted(false, Connected), None),
        (Transfer, vec![leg(Connected)], leg(Ended), Some(EndReason::Transferred)),
        (Record, vec![leg(Connected)], recording(Recording::On, Connected), None),
        (
            StopRecording,
            vec![recording(Recording::On, Connected)],
            recording(Recording::Off, Connected),
            None,
        ),
        (HangUp, vec![leg(Connected)], leg(Ended), Some(EndReason::Answered)),
    ];
    for (action, before, sign, end) in table {
        let mut desk = Desk::new();
        for observation in before.clone() {
            desk.call(observation);
        }
        desk.take();
        let argument = matches!(action, Forward | Transfer).then(|| "101".to_owned());
        let request = desk.ask(Intent::Call { call: None, action, argument });
        let (command, posted) = desk.posted().unwrap();
        assert!(
            matches!(&posted, VendorCommand::Call { action: a, keys, .. } if *a == action && keys.len() == 2)
        );
        let state = desk.live().state;
        desk.outcome(Outcome::CommandPosted { command });
        assert_eq!((desk.live().state, desk.answer(request)), (state, None), "{action:?}");
        assert_eq!(desk.live().pending.map(|p| p.action), Some(action));
        desk.call(before.last().unwrap().clone());
        assert_eq!(desk.answer(request), None, "{action:?}");
        desk.call(sign);
        assert_eq!(reply(&desk, request), "done", "{action:?}");
        let view = desk.view();
        let row = view.calls.iter().chain(&view.recent).next().unwrap();
        assert_eq!((row.pending, row.trouble.as_ref(), row.end), (None, None, end), "{action:?}");
        assert_eq!((view.missed, view.notices.len()), (0, 0), "{action:?}");
    }
}

#[test]
fn no_sign_in_time_is_said_on_the_row_as_a_notice_and_to_who_waits() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    let request = desk.act(CallAction::Decline);
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    desk.wait(COMMAND_TIMEOUT - SECOND);
    assert_eq!(desk.answer(request), None);
    desk.wait(SECOND);
    assert_eq!(reply(&desk, request), "no-answer");
    let row = desk.live();
    assert_eq!(row.state, CallState::Alerting);
    assert!(row.trouble.unwrap().contains("Decline"));
    assert_eq!(desk.notices(), [NoticeKind::NoAnswer]);
    // What did not happen does not explain the end.
    desk.call(leg(Ended));
    desk.wait(END_REASON_DELAY);
    assert_eq!(desk.over().end, Some(EndReason::Missed));
}

#[test]
fn a_held_call_tells_since_when_can_stop_its_recording_and_remembers_whom_it_went_to() {
    let mut desk = Desk::new();
    desk.call(CallObservation { recording: Some(Recording::On), ..leg(Connected) });
    assert_eq!(desk.live().held_since, None);
    let held_at = desk.now;
    desk.call(CallObservation { recording: Some(Recording::On), ..leg(Held) });
    desk.wait(Duration::from_secs(5));
    assert_eq!(desk.live().held_since, Some(held_at), "what follows does not begin it anew");
    assert!(desk.live().actions.contains(&CallAction::StopRecording));
    desk.call(CallObservation { recording: Some(Recording::Off), ..leg(Connected) });
    assert_eq!(desk.live().held_since, None);
    let action = CallAction::Transfer;
    desk.ask(Intent::Call { call: None, action, argument: Some("102".to_owned()) });
    desk.call(leg(Ended));
    let over = desk.over();
    assert_eq!((over.end, over.moved_to.as_deref()), (Some(EndReason::Transferred), Some("102")));
}

#[test]
fn a_refusal_and_an_unreachable_page_are_told() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    let request = desk.act(CallAction::Record);
    desk.receive(WidgetFact::CommandRefused {
        keys: vec![CallKey("sip:a".to_owned())],
        reason: "RecordError".to_owned(),
    });
    assert_eq!(reply(&desk, request), "refused");
    assert!(desk.live().trouble.unwrap().contains("RecordError"));
    assert_eq!(desk.notices(), [NoticeKind::Refused]);
    let request = desk.act(CallAction::Hold);
    assert_eq!(desk.live().trouble, None, "a new press clears the old trouble");
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandNotPosted { command, reason: "closed".to_owned() });
    assert_eq!(reply(&desk, request), "not-posted");
    assert!(desk.live().trouble.is_some());
}

#[test]
fn a_second_press_is_not_sent_twice_and_both_are_answered() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    desk.take();
    let first = desk.act(CallAction::Answer);
    let second = desk.act(CallAction::Answer);
    assert_eq!(desk.posts(), 1);
    desk.call(leg(Connected));
    assert_eq!((reply(&desk, first), reply(&desk, second)), ("done".into(), "done".into()));
}

#[test]
fn the_call_meant_is_found_or_asked_for() {
    let other = |state| CallObservation { keys: vec![CallKey("sip:z".to_owned())], ..leg(state) };
    let mut desk = Desk::new();
    let request = desk.act(CallAction::Answer);
    assert_eq!(reply(&desk, request), "no-call");
    desk.call(leg(Connected));
    let request = desk.act(CallAction::Answer);
    assert_eq!(reply(&desk, request), "no-call", "a running call is not ringing");
    desk.call(other(Alerting));
    desk.act(CallAction::Answer);
    assert_eq!(desk.live_ids_pending(), [(CallId(2), CallAction::Answer)]);
    desk.call(leg(Held));
    desk.call(other(Connected));
    // Only one of the two can be resumed.
    desk.act(CallAction::Resume);
    assert_eq!(desk.live_ids_pending(), [(CallId(1), CallAction::Resume)]);
    let request = desk.act(CallAction::HangUp);
    assert_eq!(reply(&desk, request), "ambiguous");
    let call = Some(CallId(99));
    let request = desk.ask(Intent::Call { call, action: CallAction::HangUp, argument: None });
    assert_eq!(reply(&desk, request), "no-call");
}

#[test]
fn what_is_impossible_is_refused_with_a_reason() {
    let mut desk = Desk::new();
    desk.call(presence(Alerting));
    let message = |desk: &Desk, request: RequestId| {
        desk.effects.iter().rev().find_map(|effect| match effect {
            Effect::Answer { request: to, answer: Answer::Failed { code, message } }
                if *to == request =>
            {
                Some(format!("{code}: {message}"))
            }
            _ => None,
        })
    };
    let request = desk.act(CallAction::Answer);
    assert_eq!(
        message(&desk, request).unwrap(),
        "not-possible: The call rings on your phone; it cannot be controlled from here."
    );
    desk.call(leg(Alerting));
    let call = Some(CallId(1));
    let request = desk.ask(Intent::Call { call, action: CallAction::Hold, argument: None });
    assert_eq!(
        message(&desk, request).unwrap(),
        "not-possible: Hold is not possible at this moment of the call."
    );
    desk.page(PageFact::Broke { problem: PageProblem::Hung });
    let request = desk.act(CallAction::Answer);
    assert!(message(&desk, request).unwrap().contains("page does not answer"));
    assert_eq!(desk.posts(), 0);
    // From the window nobody reads an answer: it becomes a notice.
    desk.request(Intent::Call { call, action: CallAction::Answer, argument: None });
    assert_eq!(desk.notices(), [NoticeKind::Refused]);
}

#[test]
fn arguments_are_checked() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    for (action, argument) in [
        (CallAction::Transfer, None),
        (CallAction::Transfer, Some("call me")),
        (CallAction::Keypad, Some("1+2")),
        (CallAction::Keypad, Some("")),
    ] {
        let argument = argument.map(str::to_owned);
        let request = desk.ask(Intent::Call { call: None, action, argument });
        assert_eq!(reply(&desk, request), "bad-input", "{action:?}");
    }
    let mut tones = Vec::new();
    for _ in 0..2 {
        let argument = Some("1".to_owned());
        let action = CallAction::Keypad;
        tones.push(desk.ask(Intent::Call { call: None, action, argument }));
    }
    assert_eq!(desk.posts(), 2, "the same tone twice is two tones");
    for request in tones {
        assert_eq!(desk.answer(request), None);
    }
    let ids: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|e| if let Effect::Post { id, .. } = e { Some(*id) } else { None })
        .collect();
    for command in ids {
        desk.outcome(Outcome::CommandPosted { command });
    }
    assert_eq!(reply(&desk, RequestId(5)), "done");
}

#[test]
fn a_command_to_a_call_that_ends_first_says_so_at_once() {
    let mut desk = Desk::new();
    desk.call(leg(Alerting));
    let request = desk.act(CallAction::Answer);
    desk.call(leg(Ended));
    assert_eq!(reply(&desk, request), "no-call");
    assert!(desk.notices().is_empty());
}

#[test]
fn a_command_follows_its_call_through_a_merge() {
    let mut desk = Desk::new();
    desk.call(CallObservation { party: Party::default(), ..presence(Alerting) });
    let keys = vec![CallKey("sip:a".to_owned())];
    desk.call(CallObservation { keys, ..leg(Alerting) });
    assert_eq!(desk.view().calls.len(), 2);
    let action = CallAction::Answer;
    let request = desk.ask(Intent::Call { call: Some(CallId(2)), action, argument: None });
    desk.call(leg(Alerting));
    assert_eq!(desk.live().pending.map(|p| p.action), Some(action));
    desk.call(leg(Connected));
    assert_eq!(reply(&desk, request), "done");
}

#[test]
fn dialling_waits_for_the_dialer_and_is_done_when_the_call_appears() {
    let mut desk = Desk::new();
    desk.receive(WidgetFact::DialerReady { ready: false });
    let older = dial(&mut desk, true);
    let request = dial(&mut desk, true);
    assert_eq!(reply(&desk, older), "not-possible", "a newer number replaces it");
    assert_eq!(desk.posts(), 0);
    desk.wait_alive(SECOND * 60);
    desk.receive(WidgetFact::DialerReady { ready: true });
    assert_eq!(desk.posts(), 1);
    desk.call(leg(Alerting));
    assert_eq!(desk.answer(request), None, "an inbound call is not ours");
    desk.call(CallObservation { keys: vec![CallKey("sip:o".into())], ..outbound(Dialing) });
    assert_eq!(reply(&desk, request), "done");
}

#[test]
fn dialling_expires_and_never_sits_on_a_dead_dialer() {
    let mut desk = Desk::new();
    desk.receive(WidgetFact::DialerReady { ready: false });
    let request = dial(&mut desk, true);
    desk.wait_alive(DIAL_TIMEOUT);
    assert_eq!(reply(&desk, request), "no-answer");
    assert_eq!(desk.notices(), [NoticeKind::DialExpired]);

    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(false) });
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::Browser });
    assert_eq!(desk.notices(), [NoticeKind::NoWebRtc]);
    assert!(desk.view().accounts.iter().all(|row| row.cannot_ring_here));
    let request = dial(&mut desk, true);
    assert_eq!(reply(&desk, request), "not-possible");
    let request = desk.ask(Intent::UseRingOut { account: id("phone") });
    assert_eq!(desk.posted().map(|(_, c)| c), Some(VendorCommand::UseRingOut));
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::RingOut });
    assert_eq!(reply(&desk, request), "done");
    assert!(desk.notices().is_empty());
}

#[test]
fn filling_the_dialer_is_done_when_posted() {
    let mut desk = Desk::new();
    let request = dial(&mut desk, false);
    let (command, posted) = desk.posted().unwrap();
    assert!(matches!(posted, VendorCommand::Dial { call_now: false, .. }));
    assert_eq!(desk.answer(request), None);
    desk.outcome(Outcome::CommandPosted { command });
    assert_eq!(reply(&desk, request), "unconfirmed");
    let request = desk.ask(Intent::Dial {
        account: None,
        number: "javascript:alert(1)".to_owned(),
        call_now: true,
    });
    assert_eq!(reply(&desk, request), "bad-input");
}

#[test]
fn a_status_goes_to_every_account_and_is_done_when_all_confirm() {
    let mut desk = Desk::with(&["phone", "other"]);
    let request = desk.ask(set(Presence::Away));
    assert_eq!(desk.posts(), 2);
    assert_eq!(desk.view().presence, Some(Presence::Available));
    assert_eq!(desk.view().presence_wanted, Some(Presence::Away));
    desk.presence_is("phone", Presence::Away);
    assert_eq!(desk.answer(request), None);
    desk.presence_is("other", Presence::Away);
    assert_eq!(reply(&desk, request), "done");
    assert_eq!((desk.view().presence, desk.view().presence_wanted), (Some(Presence::Away), None));
    let request = desk.ask(set(Presence::Away));
    assert_eq!((reply(&desk, request).as_str(), desk.posts()), ("done", 2));

    let older = desk.ask(set(Presence::Available));
    let newer = desk.ask(set(Presence::DoNotDisturb));
    assert_eq!(reply(&desk, older), "not-possible", "replaced");
    desk.wait(COMMAND_TIMEOUT);
    assert_eq!(reply(&desk, newer), "not-confirmed");
    assert_eq!(desk.view().presence, Some(Presence::Away));
}

#[test]
fn signing_in_opens_a_window_and_ends_well_or_in_words() {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.receive(WidgetFact::SignedOut);
    assert!(desk.notices().is_empty(), "never signed in: no news");
    desk.take();
    let account = id("phone");
    let request = desk.ask(Intent::SignIn { account: account.clone() });
    assert_eq!(desk.posted().map(|(_, c)| c), Some(VendorCommand::SignIn));
    let address = Private::from("https://login.example/authorize?x");
    let effects = desk.receive(WidgetFact::SignInRequested { address: address.clone() });
    assert!(
        effects
            .contains(&Effect::OpenSignIn { account: account.clone(), address: address.clone() })
    );
    assert_eq!(desk.receive(WidgetFact::SignInRequested { address }), []);
    assert_eq!(reply(&desk, request), "done");
    let effects = desk.page(PageFact::SignInCancelled);
    assert!(effects.contains(&Effect::CloseSignIn { account: account.clone() }));
    assert_eq!(desk.notices(), [NoticeKind::SignInCancelled]);
    desk.receive(WidgetFact::SignInRequested { address: Private::from("https://login.example/2") });
    desk.wait_alive(SIGN_IN_TIMEOUT);
    assert!(desk.notices().contains(&NoticeKind::SignInTimedOut));
    desk.receive(WidgetFact::SignInRequested { address: Private::from("https://login.example/3") });
    desk.page(PageFact::SignInFailed { error: "access_denied".to_owned() });
    assert!(desk.notices().contains(&NoticeKind::SignInFailed));
    desk.receive(WidgetFact::SignInRequested { address: Private::from("https://login.example/4") });
    let effects = desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    assert!(effects.contains(&Effect::CloseSignIn { account }));
    assert!(desk.notices().is_empty());
}

#[test]
fn a_sign_in_window_of_the_widget_is_watched_and_closed_like_ours() {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.receive(WidgetFact::SignedOut);
    let account = id("phone");
    let request = desk.ask(Intent::SignIn { account: account.clone() });
    desk.page(PageFact::SignInOpened);
    assert_eq!(reply(&desk, request), "done");
    desk.page(PageFact::SignInCancelled);
    assert_eq!(desk.notices(), [NoticeKind::SignInCancelled]);
    assert_eq!(desk.view().accounts[0].sign_in, SignIn::SignedOut);
    desk.page(PageFact::SignInOpened);
    let effects = desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    assert!(effects.contains(&Effect::CloseSignIn { account }));
    desk.page(PageFact::SignInOpened);
    assert_eq!(desk.view().accounts[0].sign_in, SignIn::SignedIn, "a window for something else");
}

#[test]
fn a_page_cannot_fill_the_screen_with_sign_in_windows() {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(true) });
    let mut opened = 0;
    let mut ask = |desk: &mut Desk, number: u32| {
        let address = Private::new(format!("https://login.example/{number}"));
        let effects = desk.receive(WidgetFact::SignInRequested { address });
        opened += effects.iter().filter(|it| matches!(it, Effect::OpenSignIn { .. })).count();
        opened
    };
    assert_eq!((0..1000).map(|number| ask(&mut desk, number)).last(), Some(10));
    desk.wait_alive(Duration::from_secs(60));
    assert_eq!(ask(&mut desk, 1000), 11);
}

#[test]
fn no_secret_of_an_account_can_be_printed() {
    let mut config = config("phone");
    config.options.insert("clientSecret".to_owned(), "s3cret".to_owned());
    let settings = Settings { accounts: vec![config.clone()], ..Settings::default() };
    let printed = format!("{:?} {settings:?}", Intent::AddAccount { config });
    assert!(printed.contains("clientSecret") && !printed.contains("s3cret"), "{printed}");
}

#[test]
fn signing_out_is_refused_during_a_call_and_is_no_news_when_asked_for() {
    let mut desk = Desk::new();
    desk.call(leg(Connected));
    let request = desk.ask(Intent::SignOut { account: id("phone") });
    assert_eq!(reply(&desk, request), "not-possible");
    desk.call(leg(Ended));
    let request = desk.ask(Intent::SignOut { account: id("phone") });
    desk.take();
    desk.receive(WidgetFact::SignedOut);
    assert_eq!(reply(&desk, request), "done");
    assert_eq!((banners(&desk.take()).as_str(), desk.notices()), ("", vec![]));
}

#[test]
fn the_desk_obeys_only_where_it_is_simulated() {
    let arguments = serde_json::Map::new;
    let wish =
        |account| Intent::Simulate { account, action: "ring".to_owned(), arguments: arguments() };
    let mut desk = Desk::new();
    for account in [None, Some(id("phone"))] {
        let request = desk.ask(wish(account));
        assert_eq!(reply(&desk, request), "bad-input");
    }
    let config = AccountConfig { simulated: true, ..config("desk") };
    desk.request(Intent::AddAccount { config });
    desk.page_of("desk", PageFact::Started { abilities: abilities(false) });
    let request = desk.ask(wish(None));
    let (command, _) = desk.posted().unwrap();
    desk.outcome(Outcome::CommandPosted { command });
    assert_eq!(reply(&desk, request), "unconfirmed");
}

#[test]
fn a_message_composer_opens_only_where_somebody_is_signed_in() {
    let mut desk = Desk::with(&["phone", "other"]);
    let wish = |account: Option<&str>| Intent::OpenSms {
        account: account.map(id),
        number: CALLER.to_owned(),
        text: Some("Hi".to_owned()),
    };
    let request = desk.ask(wish(None));
    assert_eq!(reply(&desk, request), "ambiguous");
    desk.receive_at("other", WidgetFact::SignedOut);
    let request = desk.ask(wish(Some("other")));
    assert_eq!(reply(&desk, request), "not-possible");
    let request = desk.ask(wish(Some("nobody")));
    assert_eq!(reply(&desk, request), "unknown-account");
    desk.ask(wish(None));
    assert!(matches!(desk.posted(), Some((_, VendorCommand::OpenSms { .. }))));
}

impl Desk {
    fn live_ids_pending(&self) -> Vec<(CallId, CallAction)> {
        let pending = |row: CallRow| row.pending.map(|pending| (row.id, pending.action));
        self.view().calls.into_iter().filter_map(pending).collect()
    }
}
