//! Ten minutes of a call in bad weather: it lasts, and memory stays as it is. A test of its own, since it looks at the whole
//! process.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used)]

mod memory;
#[path = "../src/calls/network.rs"]
mod network;

use deskbell_voice::{
    ConnectionState, DescriptionKind, DigitTiming, Frame, LocalAddress, Peer, PeerEvent, Restart,
    Verdict,
};
use memory::resident_kib;
use network::{Link, Weather};
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(5);
/// The most that may be there after ten minutes beyond what was there after two, in KiB.
const ALLOWANCE: u64 = 512;

fn peer(socket: &str) -> Peer {
    let local = LocalAddress { socket: socket.parse().unwrap(), public: None };
    Peer::new(vec![local], Box::new(|_| Verdict::Allowed)).unwrap()
}

fn negotiate(a: &mut Peer, b: &mut Peer, restart: Restart, now: Instant) {
    let offer = a.create_offer(restart).unwrap();
    a.set_local_description(DescriptionKind::Offer, &offer, now).unwrap();
    let offer = a.local_description().unwrap().1.to_owned();
    b.set_remote_description(DescriptionKind::Offer, &offer, now).unwrap();
    let answer = b.create_answer().unwrap();
    b.set_local_description(DescriptionKind::Answer, &answer, now).unwrap();
    let answer = b.local_description().unwrap().1.to_owned();
    a.set_remote_description(DescriptionKind::Answer, &answer, now).unwrap();
}

#[test]
fn ten_minutes_of_bad_weather_leave_memory_as_it_was() {
    #[expect(clippy::disallowed_methods, reason = "an Instant can only come from the clock")]
    let mut now = Instant::now();
    let mut ends = [peer("192.0.2.1:5000"), peer("192.0.2.2:6000")];
    let mut links = [Link::new(1), Link::new(2)];
    let [a, b] = &mut ends;
    negotiate(a, b, Restart::No, now);
    let mut digits = String::new();
    let mut sizes = Vec::new();
    let mut failures = Vec::new();
    for step in 1..=120_000_u32 {
        now += STEP;
        for (end, link) in [(0, 1), (1, 0)] {
            let (from, to) = (1 - end, end);
            let addresses = ["192.0.2.1:5000".parse().unwrap(), "192.0.2.2:6000".parse().unwrap()];
            for bytes in links[link].arrivals(now) {
                ends[end].handle_datagram(addresses[from], addresses[to], &bytes, now);
            }
            let end = &mut ends[end];
            if end.deadline().is_some_and(|due| due <= now) {
                end.handle_time(now);
            }
            if step % 4 == 0 {
                let frame: Frame =
                    std::array::from_fn(|at| if at % 300 < 20 { 8000 } else { -(at as i16) });
                end.capture(&frame, now);
                end.play(now);
            }
            while let Some(event) = end.poll_event() {
                match event {
                    PeerEvent::DigitHeard(digit) => digits.push(digit.key()),
                    PeerEvent::Failed(error) => failures.push(error),
                    _ => {}
                }
            }
            while let Some(datagram) = end.poll_datagram() {
                links[1 - link].send(datagram.bytes, now);
            }
            assert!(!end.stats().is_empty());
        }
        if step == 200 {
            let weather = Weather {
                loss: 5,
                delay: Duration::from_millis(40),
                jitter: Duration::from_millis(50),
                doubled: 2,
            };
            links.iter_mut().for_each(|link| link.weather = weather);
        }
        let [a, b] = &mut ends;
        if step % 20_000 == 10_000 {
            negotiate(b, a, Restart::Ice, now);
            a.send_digits("1#", DigitTiming::default()).unwrap();
        }
        if step % 12_000 == 0 {
            sizes.push(resident_kib());
        }
    }
    assert_eq!(failures, []);
    for end in &ends {
        assert_eq!(end.connection_state(), ConnectionState::Connected);
    }
    assert_eq!(digits, "1#".repeat(6));
    assert!(sizes[9] <= sizes[1] + ALLOWANCE, "KiB at each minute: {sizes:?}");
}
