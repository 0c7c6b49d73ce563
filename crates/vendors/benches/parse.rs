//! How many messages one core parses per second: of about 1 KB by type, and every chat vendor's mixed (`cargo bench -p deskbell-vendors`).
#![allow(clippy::expect_used, missing_docs, reason = "a benchmark has no users")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deskbell_vendors::{VENDORS, Vendor as _, ringcentral::RingCentral};
use serde_json::{Value, json};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

/// Size the issue speaks of.
const BYTES: usize = 1024;

/// Pads `record` with fields the adapter does not read, as real records carry, up to [`BYTES`].
fn padded(kind: &str, name: &str, mut record: Value) -> String {
    let text = |record: &Value| format!("{{\"type\":\"{kind}\",\"{name}\":{record}}}");
    let mut number = 0;
    while text(&record).len() + 60 < BYTES {
        let fields = record.as_object_mut().expect("an object");
        fields.insert(
            format!("extra{number}"),
            json!({ "id": number, "uri": "https://x.example/v1.0" }),
        );
        number += 1;
    }
    text(&record)
}

fn fixtures() -> Vec<(&'static str, String)> {
    let leg = json!({
        "id": "a1b2c3", "callId": "a1b2", "direction": "Inbound", "callStatus": "webphone-session-connecting",
        "from": "+16505550100", "to": "+12095550100", "fromUserName": "WIRELESS CALLER", "fromTag": "t1",
        "creationTime": 1_767_225_600_000_u64, "lastActiveTime": 1_767_225_600_000_u64, "isOnHold": false,
        "isOnMute": false, "isOnFlip": false, "isOnTransfer": false, "isToVoicemail": false,
        "isForwarded": false, "isReplied": false, "minimized": false, "recordStatus": "webphone-record-idle",
        "partyData": { "partyId": "p-abc-1", "sessionId": "s-abc" },
    });
    let active = json!({
        "direction": "Inbound", "from": { "phoneNumber": "+16505550100" }, "to": { "phoneNumber": "+12095550100" },
        "fromName": "WIRELESS CALLER", "telephonyStatus": "Ringing", "sessionId": "900",
        "telephonySessionId": "s-abc", "partyId": "p-abc-1", "startTime": 1_767_225_600_000_u64, "offset": 0,
    });
    let party = |id: &str, extension: &str| {
        json!({
            "id": id, "direction": "Inbound", "extensionId": extension, "accountId": "2",
            "from": { "phoneNumber": "+16505550100", "name": "Ada Example" },
            "to": { "phoneNumber": "+12095550100", "extensionId": "1" }, "status": { "code": "Proceeding" },
            "missedCall": false, "standAlone": false, "muted": false,
        })
    };
    let session = json!({
        "id": "s-abc", "sessionId": "900", "extensionId": "1", "accountId": "2", "origin": { "type": "Call" },
        "parties": [party("p-abc-1", "1"), party("p-abc-2", "77")],
    });
    let message = json!({
        "id": 11, "type": "SMS", "direction": "Inbound",
        "from": { "phoneNumber": "+16505550100", "name": "Ada Example", "location": "San Mateo, CA" },
        "to": [{ "phoneNumber": "+12095550100", "name": "Agent" }], "creationTime": "2026-01-01T00:00:00.000Z",
        "lastModifiedTime": "2026-01-01T00:00:01.000Z", "readStatus": "Unread", "messageStatus": "Received",
        "availability": "Alive", "subject": "Is the shop open on New Year's Day? We would come around noon.",
        "attachments": [{ "id": 11, "uri": "https://media.example/11", "type": "Text" }],
        "conversation": { "id": "5551234567890123456" }, "conversationId": 5_551_234_567_890_123_456_u64,
    });
    vec![
        ("rc-call-ring-notify", padded("rc-call-ring-notify", "call", leg)),
        ("rc-active-call-notify", padded("rc-active-call-notify", "call", active)),
        ("rc-telephony-session-notify", padded("rc-telephony-session-notify", "telephonySession", session)),
        ("rc-inbound-message-notify", padded("rc-inbound-message-notify", "message", message)),
        (
            "rc-adapter-syncPresence",
            r#"{"type":"rc-adapter-syncPresence","telephonyStatus":"NoCall","userStatus":"Available","dndStatus":"TakeAllCalls","presenceOption":"Available"}"#.to_owned(),
        ),
        ("unknown type", padded("rc-teleport-notify", "call", json!({}))),
        ("own command echoed", padded("rc-adapter-new-sms", "attachment", json!({}))),
    ]
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Elements(1));
    for (name, payload) in fixtures() {
        group.bench_function(format!("{name} ({} B)", payload.len()), |bencher| {
            bencher.iter(|| RingCentral.parse(black_box(&payload)));
        });
    }
    group.finish();
}

/// Every message of every fixture of a vendor, as its page sends it.
#[allow(clippy::disallowed_methods, reason = "a benchmark reads fixtures")]
fn stream(vendor: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(vendor);
    let paths =
        std::fs::read_dir(folder).expect("fixtures").map(|entry| entry.expect("one").path());
    let texts = paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .filter_map(|path| std::fs::read_to_string(path).ok());
    let messages =
        texts.filter_map(|text| serde_json::from_str::<Vec<Value>>(&text).ok()).flatten();
    let mut messages: Vec<String> = messages.map(|message| typed_first(&message)).collect();
    messages.sort();
    messages
}

/// As taps and vendors write it: the type comes first.
fn typed_first(message: &Value) -> String {
    let mut rest = message.clone();
    let kind = rest.as_object_mut().and_then(|fields| fields.remove("type"));
    match (kind, rest.to_string().strip_prefix('{')) {
        (Some(kind), Some("}")) => format!("{{\"type\":{kind}}}"),
        (Some(kind), Some(fields)) => format!("{{\"type\":{kind},{fields}"),
        _ => message.to_string(),
    }
}

fn streams(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("events");
    for vendor in VENDORS.iter().filter(|vendor| vendor.tap().is_some()) {
        let messages = stream(vendor.id());
        group.throughput(Throughput::Elements(messages.len() as u64));
        group.bench_function(vendor.id(), |bencher| {
            bencher.iter(|| {
                for message in &messages {
                    black_box(vendor.parse(black_box(message)));
                }
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = parse, streams
}
criterion_main!(benches);
