//! How many messages a second one core takes from a widget's text to effects: `cargo bench -p deskbell-journeys`.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use anyhow::{Context, Result};
use deskbell_journeys::pipeline::Desk;
use serde_json::json;
use serde_json::value::RawValue;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const VENDOR: &str = "ringcentral";
const CHATS: [&str; 4] = ["engage", "snapengage", "smartagent", "onwebchat"];
/// Long enough that the start does not count.
const MEASURE_FOR: Duration = Duration::from_secs(3);

fn main() -> Result<()> {
    let mixed = fixtures(VENDOR)?;
    let flood = vec![json!({ "type": "rc-desk-flood-notify", "pad": "x".repeat(980) }).to_string()];
    let calls = calls();
    for (name, messages) in [("mixed", &mixed), ("calls", &calls), ("unknown-1k", &flood)] {
        let per_second = measure(VENDOR, messages)?;
        let name = format!("pipeline {name}");
        println!("{}", json!({ "name": name, "value": per_second, "unit": "messages/s" }));
    }
    for vendor in CHATS {
        let per_second = measure(vendor, &fixtures(vendor)?)?;
        let name = format!("pipeline {vendor}");
        println!("{}", json!({ "name": name, "value": per_second, "unit": "messages/s" }));
    }
    Ok(())
}

/// Every message of every fixture: all types, odd ones included.
fn fixtures(vendor: &str) -> Result<Vec<String>> {
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

/// Calls one after the other: each rings, connects and ends, with its duplicates.
fn calls() -> Vec<String> {
    /// So many that ids differ long enough for old rows to be dropped.
    const CALLS: u32 = 200;
    let kinds = [
        "rc-call-ring-notify",
        "rc-call-ring-notify",
        "rc-call-start-notify",
        "rc-call-hold-notify",
        "rc-call-resume-notify",
        "rc-call-end-notify",
    ];
    let message = |number: u32, kind: &&str| {
        let (sip, telephony) = (format!("sip-{number}"), format!("s-{number}"));
        json!({ "type": kind, "call": {
            "id": sip, "callId": sip, "sessionId": number, "telephonySessionId": telephony,
            "partyId": format!("p-{number}-1"), "direction": "Inbound", "from": "+16505550100",
            "fromUserName": "Avery Stone", "to": "+16505550123", "startTime": 1_767_258_001_000_u64,
        } })
        .to_string()
    };
    (0..CALLS).flat_map(|number| kinds.map(|kind| message(number, &kind))).collect()
}

fn measure(vendor: &str, messages: &[String]) -> Result<f64> {
    let mut desk = Desk::new(vendor)?;
    let (start, before) = (Instant::now(), processor_seconds());
    let mut count = 0;
    while start.elapsed() < MEASURE_FOR {
        for message in messages {
            black_box(desk.hear(black_box(message)));
            count += 1;
        }
        desk.pass(Duration::from_millis(50));
    }
    // What other programs take from the core meanwhile is not ours to answer for.
    let seconds = processor_seconds().zip(before).map(|(after, before)| after - before);
    Ok(f64::from(count) / seconds.unwrap_or(start.elapsed().as_secs_f64()))
}

/// Seconds this process has had a processor; none where the system does not say.
fn processor_seconds() -> Option<f64> {
    const NANOSECONDS: f64 = 1e9;
    let stat = fs::read_to_string("/proc/self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse::<f64>().ok().map(|time| time / NANOSECONDS)
}
