//! One event on a desk with much to do, beside the same event on an empty one.

use crate::figure;
use crate::messages::{call, chat};
use crate::timing::{Pace, turns};
use anyhow::{Result, ensure};
use deskbell_journeys::pipeline::Desk;
use std::hint::black_box;
use std::ops::Range;
use std::time::Duration;

/// A phone and an agent console.
const VENDORS: [&str; 2] = ["ringcentral", "snapengage"];
/// Calls of a busy day.
const CALLS: u32 = 1000;
/// Those that go on: the most that a desk follows.
const LIVE: u32 = 200;
/// Rows kept of the others.
const RECENT: usize = 50;
/// Open conversations: the most that there may be.
const OPEN: usize = 100;
/// The call that the event is about, on both desks the last one.
const LAST: u32 = CALLS - 1;

/// Measures an event that changes a call, one that changes a conversation, and one that changes nothing.
pub(crate) fn measure(pace: &Pace) -> Result<()> {
    let (mut full, mut empty) = (desk(0..CALLS, OPEN)?, desk(LAST..CALLS, 1)?);
    let view = full.view();
    let (live, over, open) = (view.calls.len(), view.recent.len(), view.conversations.len());
    ensure!((live, over, open) == (LIVE as usize, RECENT, OPEN), "{live} {over} {open}");
    let line = |number: u64| vec![chat(0, "visitor_message_received", &format!("Line {number}"))];
    let holds = |number: u64| {
        let kind =
            if number.is_multiple_of(2) { "rc-call-hold-notify" } else { "rc-call-resume-notify" };
        vec![call(LAST, kind)]
    };
    let nothing = |_| vec![r#"{"type":"rc-desk-nothing-notify"}"#.to_owned()];
    event("a held call", 0, holds, &mut full, &mut empty, pace);
    event("a chat message", 1, line, &mut full, &mut empty, pace);
    event("an unknown message", 0, nothing, &mut full, &mut empty, pace);
    Ok(())
}

/// A desk that has had these calls, the last of which go on, and has these many conversations open.
fn desk(calls: Range<u32>, conversations: usize) -> Result<Desk> {
    let mut desk = Desk::with(&VENDORS)?;
    let [phone, chats] = [0, 1];
    for number in calls {
        desk.hear_at(phone, &call(number, "rc-call-ring-notify"));
        desk.hear_at(phone, &call(number, "rc-call-start-notify"));
        if number < CALLS - LIVE {
            desk.hear_at(phone, &call(number, "rc-call-end-notify"));
            desk.pass(Duration::from_secs(2));
        }
    }
    for number in 0..conversations {
        desk.hear_at(chats, &chat(number, "conversation_started", "Good morning"));
    }
    desk.pass(Duration::from_secs(10));
    Ok(desk)
}

/// Measures the messages of `say` in turns; numbers go up, so that none says the same twice.
fn event(
    name: &str,
    account: usize,
    say: impl Fn(u64) -> Vec<String>,
    full: &mut Desk,
    empty: &mut Desk,
    pace: &Pace,
) {
    let hear = |desk: &mut Desk, number: &mut u64| {
        *number += 1;
        for message in say(*number) {
            black_box(desk.hear_at(account, black_box(&message)));
        }
    };
    let (mut one, mut other) = (0, 0);
    let [crowded, alone] = turns(pace, || hear(full, &mut one), || hear(empty, &mut other));
    figure(&format!("{name}, full desk"), crowded);
    figure(&format!("{name}, empty desk"), alone);
}
