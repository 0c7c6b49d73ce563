// What is read from deliveries: the documented one, odd ones, and any bytes at all.

use super::{AgentStatusChange, BadDelivery, ReceivedStatus};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(delivery: &Value) -> Result<AgentStatusChange, BadDelivery> {
    AgentStatusChange::read(delivery.to_string().as_bytes())
}

#[test]
fn the_documented_delivery_is_read() {
    let change = read(&json!({
        "org": 5_406_213, "agent_id": "wc:Ada@Example.com", "status": "pause",
        "sub_status": "Gone to lunch", "timestamp": 1_551_461_879_355_u64,
    }));
    let expected = AgentStatusChange {
        org: Some(5_406_213),
        agent: "ada@example.com".to_owned(),
        status: ReceivedStatus::Pause,
        sub_status: Some("Gone to lunch".to_owned()),
        at: Some(1_551_461_879_355),
    };
    assert_eq!(change, Ok(expected));
}

#[test]
fn a_mark_before_the_text_is_no_fault() {
    let body = b"\xef\xbb\xbf{\"agent_id\":\"ada@example.com\",\"status\":\"pause\"}";
    assert_eq!(AgentStatusChange::read(body).unwrap().status, ReceivedStatus::Pause);
    assert_eq!(AgentStatusChange::read(b"\xef\xbb\xbf"), Err(BadDelivery::NotJson));
}

#[test]
fn optional_fields_may_be_missing_or_odd() {
    let change = read(&json!({
        "agent_id": "ada@example.com", "status": "OffLine", "org": "7", "sub_status": null,
        "timestamp": [], "something": { "new": true },
    }));
    let expected = AgentStatusChange {
        org: Some(7),
        agent: "ada@example.com".to_owned(),
        status: ReceivedStatus::Offline,
        sub_status: None,
        at: None,
    };
    assert_eq!(change, Ok(expected));
}

#[test]
fn times_are_milliseconds_however_they_are_written() {
    let cases = [
        (json!(1_551_461_879_355_u64), Some(1_551_461_879_355)),
        (json!("1551461879355"), Some(1_551_461_879_355)),
        (json!(1_551_461_879), Some(1_551_461_879_000)),
        (json!(" 1551461879 "), Some(1_551_461_879_000)),
        (json!(1_551_461_879.5), Some(1_551_461_879_500)),
        (json!(99_999_999_999_u64), Some(99_999_999_999_000)),
        (json!(100_000_000_000_u64), Some(100_000_000_000)),
        (json!(u64::MAX), Some(u64::MAX)),
        (json!(-1), None),
        (json!("NaN"), None),
        (json!("inf"), None),
        (json!("yesterday"), None),
        (json!(true), None),
    ];
    for (written, expected) in cases {
        let change =
            read(&json!({ "agent_id": "a@b.example", "status": "online", "timestamp": written }));
        assert_eq!(change.map(|change| change.at), Ok(expected), "{written}");
    }
}

#[test]
fn what_cannot_be_used_says_why_and_quotes_nothing() {
    let cases = [
        (&b"{"[..], BadDelivery::NotJson),
        (b"", BadDelivery::NotJson),
        (b"\xff\xfe", BadDelivery::NotJson),
        (b"[]", BadDelivery::NotAnObject),
        (b"null", BadDelivery::NotAnObject),
        (br#"{"status":"pause"}"#, BadDelivery::NoAgent),
        (br#"{"agent_id":" wc: ","status":"pause"}"#, BadDelivery::NoAgent),
        (br#"{"agent_id":5,"status":"pause"}"#, BadDelivery::NoAgent),
        (br#"{"agent_id":"a@b.example"}"#, BadDelivery::NoStatus),
        (br#"{"agent_id":"a@b.example","status":""}"#, BadDelivery::NoStatus),
        (br#"{"agent_id":"a@b.example","status":"s3cret"}"#, BadDelivery::UnknownStatus),
    ];
    for (body, why) in cases {
        assert_eq!(AgentStatusChange::read(body), Err(why));
        assert!(!why.to_string().contains("s3cret") && !why.to_string().contains("a@b"));
    }
    let deep = "[".repeat(60_000);
    assert_eq!(AgentStatusChange::read(deep.as_bytes()), Err(BadDelivery::NotAnObject));
}

/// JSON of the kinds a delivery's field may have.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "(wc:|WC:)?[a-zA-Z@é.]{0,8}".prop_map(Value::from),
        "(online|PAUSE|Offline)".prop_map(Value::from),
        "-?[0-9]{0,25}(\\.[0-9]{1,3})?".prop_map(Value::from),
        Just(json!({ "a": [] })),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = AgentStatusChange::read(&bytes);
    }

    #[test]
    fn any_json_is_read_or_refused(
        org in any_value(), agent in any_value(), status in any_value(),
        sub in any_value(), time in any_value(),
    ) {
        let delivery = json!({
            "org": org, "agent_id": agent, "status": status, "sub_status": sub, "timestamp": time,
        });
        if let Ok(change) = read(&delivery) {
            prop_assert!(!change.agent.is_empty());
            prop_assert_eq!(change.agent.to_lowercase(), change.agent.clone());
            // What was stored must come back as it was.
            let stored = serde_json::to_string(&change).unwrap();
            prop_assert_eq!(serde_json::from_str::<AgentStatusChange>(&stored).unwrap(), change);
        }
    }
}

#[test]
fn an_agent_is_known_however_the_address_was_typed() {
    let body = r#"{"agent_id":"wc:Jürgen@Example.com","status":"pause"}"#;
    let change = AgentStatusChange::read(body.as_bytes()).unwrap();
    for typed in ["jürgen@example.com", " WC: JÜRGEN@example.com ", "wc:Jürgen@Example.com"] {
        assert!(change.is_about(typed), "{typed}");
    }
    assert!(!change.is_about("ada@example.com") && !change.is_about(""));
}
