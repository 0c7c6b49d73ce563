//! What one core needs from a widget's text to effects, beside what serde_json needs to read the same bytes, and beside
//! an empty desk: `cargo bench -p deskbell-journeys`.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

mod crowd;
mod messages;
mod timing;

use anyhow::Result;
use deskbell_journeys::pipeline::Desk;
use deskbell_vendors::VENDORS;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Duration;
use timing::{Pace, turns};

/// The vendor whose phone is measured message by message.
const PHONE: &str = "ringcentral";

fn main() -> Result<()> {
    let pace = Pace::asked();
    stream("unknown 1 KB", PHONE, &messages::unknown(), &pace)?;
    stream("calls", PHONE, &messages::calls(), &pace)?;
    for vendor in VENDORS {
        stream(vendor.id(), vendor.id(), &messages::fixtures(vendor.id())?, &pace)?;
    }
    crowd::measure(&pace)
}

/// Microseconds a message, through the whole pipeline and as nothing but JSON, taken in turns.
fn stream(name: &str, vendor: &str, messages: &[String], pace: &Pace) -> Result<()> {
    let mut desk = Desk::new(vendor)?;
    let handle = || {
        for message in messages {
            black_box(desk.receive(black_box(message)));
        }
        desk.pass(Duration::from_millis(50));
    };
    let read = || {
        for message in messages {
            drop(black_box(serde_json::from_str::<Value>(black_box(message))));
        }
    };
    let [ours, json] = turns(pace, handle, read);
    figure(&format!("pipeline {name}"), ours / messages.len() as f64);
    figure(&format!("json {name}"), json / messages.len() as f64);
    Ok(())
}

/// Prints one figure in microseconds.
fn figure(name: &str, value: f64) {
    println!("{}", json!({ "name": name, "value": value, "unit": "µs" }));
}
