//! Commands as the widget wants them, and the way back where there is one.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use deskbell_core::{CallAction, CallKey, Private, VendorCommand, WidgetFact};
use deskbell_vendors::{Vendor as _, ringcentral::RingCentral, ringcentral::command_types};
use expect_test::expect;
use serde_json::{Value, json};
use std::fmt::Write as _;

fn keys(names: &[&str]) -> Vec<CallKey> {
    names.iter().map(|name| CallKey((*name).to_owned())).collect()
}

fn text(text: &str) -> Option<Private<String>> {
    Some(Private::from(text))
}

fn call(action: CallAction, argument: Option<Private<String>>) -> VendorCommand {
    VendorCommand::Call {
        keys: keys(&["session:900", "telephony:s-abc", "sip:a1b2"]),
        action,
        argument,
    }
}

fn commands() -> Vec<VendorCommand> {
    use CallAction::{
        Answer, Decline, Forward, HangUp, Hold, Keypad, Mute, Record, Resume, StopRecording,
        Transfer, Unmute, Voicemail,
    };
    let plain =
        [Answer, Decline, Voicemail, Hold, Resume, Mute, Unmute, Record, StopRecording, HangUp];
    let mut commands: Vec<_> = plain.into_iter().map(|action| call(action, None)).collect();
    commands.extend([
        call(Forward, text("+16505550101")),
        call(Keypad, text("1*#")),
        call(Transfer, text("102")),
        VendorCommand::Dial { number: Private::from("+16505550100"), call_now: true },
        VendorCommand::Dial { number: Private::from("102"), call_now: false },
        VendorCommand::OpenSms { number: Private::from("+16505550100"), text: None },
        VendorCommand::OpenSms { number: Private::from("+16505550100"), text: text("On my way") },
        VendorCommand::Navigate { path: "/messages".to_owned() },
        VendorCommand::Navigate { path: "goBack".to_owned() },
        VendorCommand::SignIn,
        VendorCommand::SignOut,
        VendorCommand::FinishSignIn {
            callback: Private::from("https://host.example/redirect.html?code=x"),
        },
        VendorCommand::UseRingOut,
        VendorCommand::ListLegs,
        VendorCommand::Simulate {
            action: "ring".to_owned(),
            arguments: serde_json::from_value(
                json!({ "from": "+16505550100", "type": "rc-adapter-logout" }),
            )
            .unwrap(),
        },
    ]);
    let words = RingCentral.statuses().unwrap().mapping.into_values();
    commands.extend(words.map(|word| VendorCommand::SetPresence { word }));
    commands
}

#[test]
fn every_command() {
    let mut said = String::new();
    for command in commands() {
        let messages = RingCentral.encode(&command).unwrap();
        for message in messages {
            writeln!(said, "{message}").unwrap();
        }
    }
    expect![[r#"
        {"callAction":"answer","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"reject","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"toVoicemail","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"hold","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"unhold","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"mute","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"unmute","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"startRecord","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"stopRecord","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"hangup","callId":"a1b2","type":"rc-adapter-control-call"}
        {"callAction":"forward","callId":"a1b2","options":{"forwardNumber":"+16505550101"},"type":"rc-adapter-control-call"}
        {"callAction":"dtmf","callId":"a1b2","options":{"dtmf":"1*#"},"type":"rc-adapter-control-call"}
        {"callAction":"transfer","callId":"a1b2","options":{"transferNumber":"102"},"type":"rc-adapter-control-call"}
        {"phoneNumber":"+16505550100","toCall":true,"type":"rc-adapter-new-call"}
        {"phoneNumber":"102","toCall":false,"type":"rc-adapter-new-call"}
        {"conversation":true,"phoneNumber":"+16505550100","type":"rc-adapter-new-sms"}
        {"conversation":true,"phoneNumber":"+16505550100","text":"On my way","type":"rc-adapter-new-sms"}
        {"path":"/messages","type":"rc-adapter-navigate-to"}
        {"path":"goBack","type":"rc-adapter-navigate-to"}
        {"type":"rc-adapter-login"}
        {"type":"rc-adapter-logout"}
        {"callbackUri":"https://host.example/redirect.html?code=x","type":"rc-adapter-authorization-code"}
        {"callWith":"ringout","type":"rc-calling-settings-update"}
        {"type":"rc-adapter-webphone-sessions-sync"}
        {"action":"ring","from":"+16505550100","type":"deskbell-desk"}
        {"dndStatus":"TakeAllCalls","type":"rc-adapter-set-presence","userStatus":"Available"}
        {"dndStatus":"DoNotAcceptDepartmentCalls","type":"rc-adapter-set-presence","userStatus":"Busy"}
        {"dndStatus":"TakeAllCalls","type":"rc-adapter-set-presence","userStatus":"Busy"}
        {"dndStatus":"DoNotAcceptAnyCalls","type":"rc-adapter-set-presence","userStatus":"Busy"}
        {"dndStatus":"DoNotAcceptAnyCalls","type":"rc-adapter-set-presence","userStatus":"Offline"}
    "#]].assert_eq(&said);
}

#[test]
fn what_the_widget_cannot_do() {
    for command in [
        VendorCommand::Call {
            keys: keys(&["session:900", "telephony:s"]),
            action: CallAction::Answer,
            argument: None,
        },
        VendorCommand::Call { keys: Vec::new(), action: CallAction::HangUp, argument: None },
        call(CallAction::Forward, None),
        call(CallAction::Transfer, text("")),
        call(CallAction::Keypad, None),
        VendorCommand::SetPresence { word: "Busy".to_owned() },
        VendorCommand::SetPresence { word: "Busy/Nonsense".to_owned() },
        VendorCommand::Navigate { path: "https://elsewhere.example/".to_owned() },
    ] {
        assert_eq!(RingCentral.encode(&command), None, "{command:?}");
    }
}

#[test]
fn our_own_commands_say_nothing_when_they_echo() {
    for message in commands().iter().flat_map(|command| RingCentral.encode(command).unwrap()) {
        let kind = message.get("type").and_then(Value::as_str).unwrap();
        assert!(command_types().contains(&kind), "{kind}");
        let parsed = RingCentral.parse(&message.to_string());
        assert!(parsed.facts.is_empty() && parsed.problems.is_empty(), "{message}");
    }
}

#[test]
fn every_command_that_may_echo_has_a_fixture() {
    let seen = common::all_messages("ringcentral");
    for kind in command_types() {
        let has = |message: &String| message.contains(&format!("\"type\":\"{kind}\""));
        assert!(seen.iter().any(has), "{kind}");
    }
}

#[test]
fn presence_reads_back_as_it_was_set() {
    for known in RingCentral.statuses().unwrap().words {
        let word = known.word.clone();
        let sent = RingCentral.encode(&VendorCommand::SetPresence { word }).unwrap().remove(0);
        // The widget tells its new presence with the same two words.
        let told = json!({
            "type": "rc-adapter-syncPresence", "telephonyStatus": "NoCall",
            "userStatus": sent.get("userStatus"), "dndStatus": sent.get("dndStatus"),
        });
        let facts = RingCentral.parse(&told.to_string()).facts;
        assert!(
            facts.iter().any(|fact| matches!(
                fact,
                WidgetFact::PresenceChanged { presence: Some(presence), word: Some(word), .. }
                    if *presence == known.presence && *word == known.word
            )),
            "{known:?} {facts:?}"
        );
    }
}

#[test]
fn a_call_can_be_answered_under_the_key_it_was_heard_under() {
    let ring = r#"{"type":"rc-call-ring-notify","call":{"id":"sip-1;tag=2","direction":"Inbound","from":"1","to":"2"}}"#;
    let Some(WidgetFact::Call { observation }) = RingCentral.parse(ring).facts.pop() else {
        panic!("no call")
    };
    let answer =
        VendorCommand::Call { keys: observation.keys, action: CallAction::Answer, argument: None };
    assert_eq!(
        RingCentral.encode(&answer).unwrap(),
        [
            json!({ "type": "rc-adapter-control-call", "callAction": "answer", "callId": "sip-1;tag=2" })
        ]
    );
}
