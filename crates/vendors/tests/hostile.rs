//! Whatever a page sends: no panic, no private value in a log, no stack overflow, bounded output.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;
#[path = "common/entry.rs"]
mod entry;

use deskbell_core::{CallKey, Problem, WidgetFact};
use deskbell_vendors::{Vendor as _, ringcentral::RingCentral};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

/// Keys and words of the dialect, so that random JSON reaches the typed paths.
fn vocabulary() -> Vec<String> {
    fn collect(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                out.push(key.clone());
                collect(value, out);
            }),
            Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
            Value::String(text) => out.push(text.clone()),
            _ => {}
        }
    }
    let mut words = Vec::new();
    for message in common::all_messages("ringcentral") {
        if let Ok(value) = serde_json::from_str(&message) {
            collect(&value, &mut words);
        }
    }
    words.sort();
    words.dedup();
    words
}

fn any_json(words: Vec<String>) -> impl Strategy<Value = Value> {
    let word = prop::sample::select(words);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 80, 12, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..12)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn runner(cases: u32) -> TestRunner {
    // The same inputs on every run: a failure here is found again by anybody.
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn arbitrary_json_under_every_type() {
    let types = RingCentral.message_types();
    let strategy = (prop::sample::select(types), any_json(vocabulary()), any_json(vocabulary()));
    runner(4000)
        .run(&strategy, |(kind, mut message, content)| {
            if !message.is_object() {
                message = json!({});
            }
            let fields = message.as_object_mut().unwrap();
            for name in ["call", "telephonySession", "message", "entity", "calls"] {
                fields.insert(name.to_owned(), content.clone());
            }
            fields.insert("type".to_owned(), kind.into());
            entry::check(message.to_string().as_bytes());
            Ok(())
        })
        .unwrap();
}

#[test]
fn fuzz_smoke() {
    let seeds = common::all_messages("ringcentral");
    let change = (any::<prop::sample::Index>(), 0..6_u8, any::<u8>());
    let strategy = (
        any::<prop::sample::Index>(),
        any::<bool>(),
        prop::collection::vec(change, 0..8),
        ".{0,40}",
    );
    runner(20_000)
        .run(&strategy, |(seed, is_random, changes, text)| {
            let mut data = if is_random && changes.len() < 3 {
                text.clone().into_bytes()
            } else {
                seed.get(&seeds).clone().into_bytes()
            };
            for (place, change, byte) in changes {
                let at = place.index(data.len() + 1);
                match change {
                    0 => data.truncate(at),
                    1 => data.insert(at, byte),
                    2 => drop(data.splice(at..at, b"null".iter().copied())),
                    3 => drop(data.splice(at..at, text.bytes())),
                    _ if at < data.len() && change == 4 => data[at] = byte,
                    _ if at < data.len() => drop(data.remove(at)),
                    _ => {}
                }
            }
            entry::check(&data);
            Ok(())
        })
        .unwrap();
}

/// What a customer or agent could be recognised by, if it got out.
const SENTINEL: &str = "Zaphod +16505550199 «x»";

/// Replaces every string except those under `kept` keys.
fn with_sentinels(value: &mut Value, kept: &dyn Fn(&str) -> bool) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if !kept(key) => SENTINEL.clone_into(text),
                    Value::String(_) => {}
                    other => with_sentinels(other, kept),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| with_sentinels(item, kept)),
        Value::String(text) => SENTINEL.clone_into(text),
        _ => {}
    }
}

/// Ids name records, not people; they are how observations find each other.
fn is_id(key: &str) -> bool {
    [
        "type",
        "id",
        "callId",
        "sessionId",
        "telephonySessionId",
        "partyId",
        "threadId",
        "conversationId",
    ]
    .contains(&key)
}

/// The vendor's own vocabulary, kept so that the rest of the record is understood.
fn is_word(key: &str) -> bool {
    [
        "direction",
        "callStatus",
        "recordStatus",
        "telephonyStatus",
        "terminationType",
        "code",
        "extensionId",
        "creationTime",
        "lastModifiedTime",
        "recordType",
        "messageStatus",
        "availability",
        "readStatus",
        "error",
        "callWith",
        "callingMode",
        "connectionStatus",
        "userStatus",
        "dndStatus",
        "reason",
    ]
    .contains(&key)
}

#[test]
fn no_private_value_is_ever_printed() {
    for message in common::all_messages("ringcentral") {
        let Ok(original) = serde_json::from_str::<Value>(&message) else { continue };
        for kept in
            [&(|key: &str| is_id(key)) as &dyn Fn(&str) -> bool, &|key| is_id(key) || is_word(key)]
        {
            let mut changed = original.clone();
            with_sentinels(&mut changed, kept);
            let printed = format!("{:?}", RingCentral.parse(&changed.to_string()));
            for secret in ["Zaphod", "16505550199", "«x»"] {
                assert!(!printed.contains(secret), "{changed}\n{printed}");
            }
        }
        let printed = format!("{:?}", RingCentral.parse(&message));
        for secret in
            ["secret-", "Ada Example", "Example", "+1650", "+1209", "+1888", "noon", "callbackUri"]
        {
            assert!(!printed.contains(secret), "{message}\n{printed}");
        }
    }
}

#[test]
fn depth_is_no_danger() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
        for message in [
            deep.clone(),
            format!(
                "{{\"type\":\"rc-call-ring-notify\",\"unknown\":{deep},\"call\":{{\"id\":\"1\"}}}}"
            ),
            format!(
                "{{\"type\":\"rc-call-ring-notify\",\"call\":{{\"id\":\"1\",\"from\":{deep}}}}}"
            ),
            format!(
                "{{\"unknown\":{deep},\"type\":\"rc-call-ring-notify\",\"call\":{{\"id\":\"1\"}}}}"
            ),
            format!("{{\"type\":\"rc-analytics-track\",\"properties\":{deep}}}"),
        ] {
            entry::check(message.as_bytes());
        }
        let kept = format!(
            "{{\"type\":\"rc-call-ring-notify\",\"call\":{{\"from\":{deep},\"id\":\"1\"}}}}"
        );
        let facts = RingCentral.parse(&kept).facts;
        let [WidgetFact::Call { observation }] = facts.as_slice() else {
            panic!("the call is lost: {facts:?}")
        };
        assert_eq!(observation.keys, [CallKey("sip:1".to_owned())]);
    }
}

#[test]
fn a_hostile_list_does_not_grow_the_report() {
    let parties = vec!["{\"status\":{\"code\":7}}"; 50_000].join(",");
    let message = format!(
        "{{\"type\":\"rc-telephony-session-notify\",\"telephonySession\":{{\"id\":\"1\",\"parties\":[{parties}]}}}}"
    );
    let parsed = RingCentral.parse(&message);
    let [Problem::Malformed { reason, .. }] = parsed.problems.as_slice() else {
        panic!("{parsed:?}")
    };
    assert_eq!(reason, "telephonySession.parties.status.code is not a party status");
}

#[test]
fn the_last_of_a_repeated_key_counts_as_in_javascript() {
    let twice = r#"{"type":"rc-dialer-status-notify","ready":true,"ready":false}"#;
    assert_eq!(RingCentral.parse(twice).facts, [WidgetFact::DialerReady { ready: false }]);
}

#[test]
fn numbers_lose_no_digit_as_ids() {
    for (id, key) in [
        ("18446744073709551615", "sip:18446744073709551615"),
        ("9007199254740993", "sip:9007199254740993"),
        ("9e3", "sip:9000"),
        ("\"007\"", "sip:007"),
    ] {
        let message = format!("{{\"type\":\"rc-call-ring-notify\",\"call\":{{\"id\":{id}}}}}");
        let facts = RingCentral.parse(&message).facts;
        let [WidgetFact::Call { observation }] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!(observation.keys, [CallKey(key.to_owned())]);
    }
}
