// Finished chats and messages left: the documented ones in JSON and XML, odd ones, and any bytes at all.

use super::{CaseKind, CaseRecord, EndedBy, Sender, date_in_words};
use crate::BadDelivery;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn a_finished_chat_in_json_is_read() {
    let body = json!({
        "id": "8b7c", "widget_id": "e817", "type": "chat", "requested_by": "jim@example.com",
        "requester_details": { "name": "Jim", "phones": ["555-555-1010"], "company_name": "Bolt", "age": 44 },
        "description": "Testing", "created_at_seconds": 1_412_367_271, "created_at_milliseconds": 268,
        "page_url": "http://shop.example/x", "country": "United States", "city": "Boulder",
        "chat_ended_by": "agent", "language_code": "en-US",
        "transcripts": [
            { "id": "", "date_seconds": 1_412_367_271, "date_milliseconds": 154, "alias": "visitor",
              "message": "Hola, ", "translations": { "en": "Hello," }, "sender": "VISITOR" },
            { "id": "a@b.example", "alias": "test", "message": "Good day", "sender": "AGENT" },
            "no line", { "sender": "SYSTEM" },
        ],
        "javascript_variables": [{ "name": "v", "value": 1 }],
        "labels": [{ "name": "mood", "value": "happy" }, { "value": "nameless" }],
    });
    let case = CaseRecord::read(body.to_string().as_bytes()).unwrap();
    assert_eq!((case.case.as_str(), case.kind), ("8b7c", CaseKind::Chat));
    assert_eq!((case.at, case.ended_by), (Some(1_412_367_271_268), Some(EndedBy::Agent)));
    assert_eq!(case.location.as_deref(), Some("Boulder, United States"));
    assert_eq!(case.phone.as_deref(), Some("555-555-1010"));
    let lines: Vec<_> =
        case.transcript.iter().map(|line| (line.sender, line.message.as_str(), line.at)).collect();
    let hola = (Sender::Visitor, "Hola,", Some(1_412_367_271_154));
    assert_eq!(lines, [hola, (Sender::Agent, "Good day", None)]);
    let details: Vec<_> =
        case.details.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(details, [("company_name", "Bolt"), ("v", "1")]);
    assert_eq!(case.labels.len(), 1);
}

#[test]
fn the_xml_of_old_customers_says_the_same() {
    let body = r#"<?xml version="1.0" encoding="UTF-8"?>
<case>
  <id><![CDATA[8b7c]]></id>
  <requested_by><![CDATA[jim@example.com]]></requested_by>
  <created_at type="datetime">2010-10-18T01:48:18.623Z</created_at>
  <city><![CDATA[Boulder]]></city>
  <source_id type="integer">2</source_id>
  <languages type="array"><language><name>English</name><![CDATA[en-US]]></language></languages>
  <labels type="array"><label><name>mood</name><value><![CDATA[happy]]></value></label></labels>
  <transcripts type="array">
    <transcript><id>a@b.example</id><date type="datetime">Mon Oct 18 01:48:27 UTC 2010</date>
      <alias>test</alias><message>Hello, </message></transcript>
    <transcript><id></id><date type="datetime">Mon Oct 18 01:48:32 UTC 2010</date>
      <alias>visitor</alias><message>Hi &amp; bye</message></transcript>
  </transcripts>
</case>"#;
    let case = CaseRecord::read(body.as_bytes()).unwrap();
    assert_eq!((case.case.as_str(), case.kind), ("8b7c", CaseKind::Chat));
    assert_eq!(case.at, Some(1_287_366_498_623));
    let senders: Vec<_> = case.transcript.iter().map(|line| (line.sender, line.at)).collect();
    let first = (Sender::Agent, Some(1_287_366_507_000));
    assert_eq!(senders, [first, (Sender::Visitor, Some(1_287_366_512_000))]);
    assert_eq!(case.transcript[1].message, "Hi & bye");
    assert_eq!(case.labels[0].value, "happy");
}

#[test]
fn a_message_left_is_told_from_a_chat() {
    for (body, kind) in [
        (json!({ "id": "x", "type": "offline" }), CaseKind::Offline),
        (json!({ "id": "x", "source_id": 1 }), CaseKind::Offline),
        (json!({ "id": "x", "source_id": "3" }), CaseKind::Chat),
        (json!({ "id": "x" }), CaseKind::Offline),
        (json!({ "id": "x", "transcripts": [{ "message": "hi" }] }), CaseKind::Chat),
        (json!({ "id": "x", "type": "chat", "transcripts": {} }), CaseKind::Chat),
    ] {
        assert_eq!(CaseRecord::read(body.to_string().as_bytes()).unwrap().kind, kind, "{body}");
    }
}

#[test]
fn dates_in_words_are_in_gmt() {
    assert_eq!(date_in_words("Oct 3, 2014 2:14:31 PM"), Some(1_412_345_671_000));
    assert_eq!(date_in_words("Oct 3, 2014 12:00:00 AM"), Some(1_412_294_400_000));
    for none in ["", "yesterday", "Oct 33, 2014 2:14:31 PM", "1950-01-01T00:00:00Z"] {
        assert_eq!(date_in_words(none), None, "{none}");
    }
}

#[test]
fn what_names_no_case_is_refused() {
    let refused = |body: &str| CaseRecord::read(body.as_bytes()).unwrap_err();
    assert_eq!(refused("{}"), BadDelivery::Missing("id"));
    assert_eq!(refused("<case><url>x</url></case>"), BadDelivery::Missing("id"));
    assert_eq!(refused("<case><id>"), BadDelivery::NotXml);
    assert_eq!(refused("[]"), BadDelivery::NotAnObject);
    assert_eq!(refused("id=7"), BadDelivery::NotJson);
    assert_eq!(refused("<case>text</case>"), BadDelivery::NotAnObject);
}

proptest! {
    #[test]
    fn nothing_panics(body in proptest::collection::vec(any::<u8>(), 0..200), text in "[<>/a&;!\\[\\]{}\":,0-9 ]{0,80}") {
        drop(CaseRecord::read(&body));
        drop(CaseRecord::read(text.as_bytes()));
    }
}
