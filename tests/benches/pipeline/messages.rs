//! What widgets post: their fixtures, calls one after the other, and what nobody knows.

use anyhow::{Context, Result};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Calls of [`calls`]; so many that ids differ long enough for old rows to be dropped.
const CALLS: u32 = 200;

/// Every message of every fixture: all types, odd ones included.
pub(crate) fn fixtures(vendor: &str) -> Result<Vec<String>> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/vendors/fixtures").join(vendor);
    let mut messages = Vec::new();
    for entry in fs::read_dir(&folder).context("there are no fixtures")? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "json") {
            let text = fs::read_to_string(&path)?;
            // Kept as written: some cannot be read and written again without a loss.
            match serde_json::from_str::<Vec<Box<RawValue>>>(&text) {
                Ok(many) => messages.extend(many.iter().map(|one| one.get().to_owned())),
                Err(_) => messages.push(text),
            }
        }
    }
    messages.sort();
    Ok(messages)
}

/// A message of a type no adapter knows.
pub(crate) fn unknown() -> Vec<String> {
    vec![typed("rc-desk-flood-notify", &json!({ "pad": "x".repeat(980) }))]
}

/// Calls one after the other: each rings, connects and ends, with its duplicates.
pub(crate) fn calls() -> Vec<String> {
    let kinds = [
        "rc-call-ring-notify",
        "rc-call-ring-notify",
        "rc-call-start-notify",
        "rc-call-hold-notify",
        "rc-call-resume-notify",
        "rc-call-end-notify",
    ];
    (0..CALLS).flat_map(|number| kinds.map(|kind| call(number, kind))).collect()
}

/// A message about the call with this number.
pub(crate) fn call(number: u32, kind: &str) -> String {
    let (sip, telephony) = (format!("sip-{number}"), format!("s-{number}"));
    let call = json!({
        "id": sip, "callId": sip, "sessionId": number, "telephonySessionId": telephony,
        "partyId": format!("p-{number}-1"), "direction": "Inbound", "from": "+16505550100",
        "fromUserName": "Avery Stone", "to": "+16505550123", "startTime": 1_767_258_001_000_u64,
    });
    typed(kind, &json!({ "call": call }))
}

/// An event of an agent console about the conversation with this number.
pub(crate) fn chat(number: usize, kind: &str, text: &str) -> String {
    typed(
        kind,
        &json!({
            "conversationId": format!("c-{number}"), "data": { "type": "Text", "text": text },
        }),
    )
}

/// A message as widgets write it: its type first.
fn typed(kind: &str, fields: &Value) -> String {
    let fields = fields.to_string();
    format!("{{\"type\":\"{kind}\",{}", fields.trim_start_matches('{'))
}
