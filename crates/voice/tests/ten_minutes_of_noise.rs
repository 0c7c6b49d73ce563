//! Ten minutes of random descriptions and random packets beside a call: it lasts, nothing panics, and memory stays as it is.
//! A test of its own, since it looks at the whole process.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used)]

mod memory;
#[path = "../src/calls/network.rs"]
#[allow(dead_code, reason = "of it only the random numbers are needed")]
mod network;

use deskbell_voice::{
    ConnectionState, DescriptionKind, LocalAddress, Peer, Restart, SILENCE, Verdict,
};
use memory::resident_kib;
use network::Random;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(20);
const STEPS_A_MINUTE: u32 = 3000;
/// The most that may be there after ten minutes beyond what was there after two, in KiB.
const ALLOWANCE: u64 = 1024;

fn peer(socket: SocketAddr) -> Peer {
    let local = LocalAddress { socket, public: None };
    Peer::new(vec![local], Box::new(|_| Verdict::Allowed)).unwrap()
}

fn described(peer: &mut Peer, kind: DescriptionKind, now: Instant) -> String {
    let text = match kind {
        DescriptionKind::Answer => peer.create_answer().unwrap(),
        _ => peer.create_offer(Restart::No).unwrap(),
    };
    peer.set_local_description(kind, &text, now).unwrap();
    peer.local_description().unwrap().1.to_owned()
}

/// Lines are lost, doubled and swapped, and bytes are others.
fn bent(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(6) {
        let (one, other) = (random.below(lines.len() as u64), random.below(lines.len() as u64));
        match random.below(4) {
            0 if lines.len() > 1 => drop(lines.remove(one as usize)),
            1 => lines.insert(one as usize, lines[other as usize].clone()),
            2 => lines.swap(one as usize, other as usize),
            _ => {
                let mut bytes = lines[one as usize].clone().into_bytes();
                let at = random.below(bytes.len() as u64) as usize;
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
                lines[one as usize] = String::from_utf8_lossy(&bytes).into_owned();
            }
        }
    }
    lines.join("\r\n") + "\r\n"
}

/// Something that begins as sound, a check or a handshake does, or anyhow.
fn packet(random: &mut Random) -> Vec<u8> {
    let length = 1 + random.below(300);
    let mut bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
    bytes[0] = match random.below(4) {
        0 => 0x80,
        1 => random.below(4) as u8,
        2 => 20 + random.below(44) as u8,
        _ => bytes[0],
    };
    bytes
}

#[test]
fn ten_minutes_of_noise_leave_the_call_and_memory_as_they_were() {
    #[expect(clippy::disallowed_methods, reason = "an Instant can only come from the clock")]
    let mut now = Instant::now();
    let places: [SocketAddr; 2] =
        ["192.0.2.1:5000", "192.0.2.2:6000"].map(|place| place.parse().unwrap());
    let mut ends = places.map(peer);
    let offer = described(&mut ends[0], DescriptionKind::Offer, now);
    ends[1].set_remote_description(DescriptionKind::Offer, &offer, now).unwrap();
    let answer = described(&mut ends[1], DescriptionKind::Answer, now);
    ends[0].set_remote_description(DescriptionKind::Answer, &answer, now).unwrap();
    let mut random = Random::new(3);
    let mut sizes = Vec::new();
    for step in 1..=10 * STEPS_A_MINUTE {
        now += STEP;
        for at in [0, 1] {
            let (own, theirs) = (places[at], places[1 - at]);
            // Noise waits until the call is up, since nobody can tell it from the handshake itself.
            if step > 200 {
                for _ in 0..3 {
                    ends[at].handle_datagram(theirs, own, &packet(&mut random), now);
                }
            }
            ends[at].handle_time(now);
            // Now and then is enough: sound has a test of its own.
            if step % 5 == 0 {
                ends[at].capture(&SILENCE, now);
                ends[at].play(now);
            }
            while ends[at].poll_event().is_some() {}
            let waiting: Vec<_> = std::iter::from_fn(|| ends[at].poll_datagram()).collect();
            for datagram in waiting.iter().filter(|datagram| datagram.destination == theirs) {
                ends[1 - at].handle_datagram(own, theirs, &datagram.bytes, now);
            }
        }
        if step % 25 == 0 {
            let mut other = peer(places[0]);
            for _ in 0..3 {
                // Most are refused, some become a call that never comes.
                let text = if random.below(2) == 0 { &offer } else { &answer };
                let (text, kind) = (bent(text, &mut random), random.below(3));
                let kind = match kind {
                    0 => DescriptionKind::Answer,
                    _ => DescriptionKind::Offer,
                };
                if other.set_remote_description(kind, &text, now).is_ok()
                    && let Ok(answer) = other.create_answer()
                {
                    let _ = other.set_local_description(DescriptionKind::Answer, &answer, now);
                }
                other.handle_time(now);
            }
            other.close(now);
        }
        if step % STEPS_A_MINUTE == 0 {
            sizes.push(resident_kib());
        }
    }
    for end in &ends {
        assert_eq!(end.connection_state(), ConnectionState::Connected);
    }
    assert!(sizes[9] <= sizes[1] + ALLOWANCE, "KiB at each minute: {sizes:?}");
}
