//! The jitter buffer on streams that come late, twice, out of order, too fast, and not at all.

use super::{Arrival, Payload, Playout};
use crate::codec::{Codec, Encoder};
use crate::frame::{FRAME_TIME, Frame, loudness};
use crate::testing::{share, start, tone};
use std::time::Duration;

/// What happens to the packet with this number.
#[derive(Clone, Copy)]
enum Fate {
    After(u64),
    Lost,
}

/// Plays `packets` packets of a tone of 440 Hz, whose sender's clock is `drift` too fast; what was heard, and the buffer.
fn run(codec: Codec, packets: u32, drift: f64, fate: impl Fn(u32) -> Fate) -> (Vec<i16>, Playout) {
    let start = start();
    let mut encoder = Encoder::new(codec).unwrap();
    let mut playout = Playout::new(codec).unwrap();
    let mut heard = Vec::new();
    let mut under_way: Vec<(Duration, u32, Vec<u8>)> = Vec::new();
    let mut sent = 0;
    for tick in 0..packets * 4 {
        let now = Duration::from_millis(5) * tick;
        while f64::from(sent) * 0.02 / (1.0 + drift) <= now.as_secs_f64() {
            let frame: Frame = tone(440.0, sent as usize * 960, 960).try_into().unwrap();
            let payload = encoder.encode(&frame).unwrap();
            if let Fate::After(millis) = fate(sent) {
                under_way.push((now + Duration::from_millis(millis), sent, payload));
            }
            sent += 1;
        }
        under_way.sort_by_key(|(due, ..)| *due);
        while under_way.first().is_some_and(|(due, ..)| *due <= now) {
            let (_, number, payload) = under_way.remove(0);
            let arrival = Arrival {
                sequence: 65_530 + u64::from(number),
                timestamp: (u32::MAX - 5000).wrapping_add(number * codec.clock_rate() / 50),
                payload: Payload::Voice(&payload),
            };
            playout.insert(&arrival, start + now);
        }
        if tick % 4 == 3 {
            heard.extend(playout.next(start + now));
        }
    }
    (heard, playout)
}

/// Whether the tone is heard in all of `heard` after the first half second.
fn tone_in(heard: &[i16], part: f64) {
    let shares: Vec<f64> = heard[24_000..].chunks(9600).map(|chunk| share(chunk, 440.0)).collect();
    let with = shares.iter().filter(|share| **share > 0.8).count();
    assert!(with as f64 >= part * shares.len() as f64, "{with} of {}: {shares:.2?}", shares.len());
}

#[test]
fn an_even_stream_is_played_whole_at_the_least_delay() {
    for codec in [Codec::Opus, Codec::Pcmu, Codec::Pcma] {
        let (heard, playout) = run(codec, 500, 0.0, |_| Fate::After(30));
        tone_in(&heard, 1.0);
        let counts = playout.counts();
        assert_eq!((counts.concealed, counts.discarded, counts.recovered), (0, 0, 0), "{codec:?}");
        let delay = counts.delay / counts.emitted as f64;
        assert!((0.02..0.06).contains(&delay), "{codec:?}: {delay} s");
        assert_eq!(playout.target(), Duration::from_millis(40));
    }
}

#[test]
fn jitter_raises_the_delay_and_hardly_anything_is_lost() {
    for codec in [Codec::Opus, Codec::Pcma] {
        let (heard, playout) = run(codec, 2000, 0.0, |n| Fate::After(u64::from(n) * 7919 % 61));
        tone_in(&heard[96_000..], 0.98);
        let counts = playout.counts();
        assert!(counts.concealed < counts.played / 50, "{codec:?}: {counts:?}");
        assert!((60..=100).contains(&playout.target().as_millis()), "{:?}", playout.target());
    }
}

#[test]
fn single_losses_come_back_by_copies_or_are_concealed() {
    let every_tenth = |n: u32| if n % 10 == 7 { Fate::Lost } else { Fate::After(0) };
    let (heard, playout) = run(Codec::Pcmu, 1000, 0.0, every_tenth);
    tone_in(&heard, 1.0);
    let counts = playout.counts();
    assert!((95..=105).contains(&counts.concealments), "{counts:?}");
    let (heard, playout) = run(Codec::Opus, 1000, 0.0, every_tenth);
    tone_in(&heard, 1.0);
    let counts = playout.counts();
    assert!(counts.recovered + counts.concealments >= 95, "{counts:?}");
}

#[test]
fn packets_twice_and_out_of_order_change_nothing() {
    let (heard, playout) =
        run(Codec::Pcmu, 500, 0.0, |n| Fate::After(if n % 2 == 0 { 25 } else { 0 }));
    tone_in(&heard, 1.0);
    assert_eq!(playout.counts().concealed, 0);
}

#[test]
fn a_sender_whose_clock_is_wrong_neither_runs_dry_nor_piles_up() {
    for drift in [0.001, -0.001] {
        let (heard, playout) = run(Codec::Opus, 6000, drift, |_| Fate::After(0));
        tone_in(&heard, 0.99);
        let counts = playout.counts();
        let delay = counts.delay / counts.emitted as f64;
        assert!(delay < 0.09, "{drift}: {delay} s");
        let changed = if drift > 0.0 { counts.removed } else { counts.inserted + counts.concealed };
        // Two minutes at one in a thousand are 5,760 samples.
        assert!((3000..9000).contains(&changed), "{drift}: {counts:?}");
    }
}

#[test]
fn a_sender_that_stops_is_followed_by_silence_and_may_come_back() {
    let (heard, playout) = run(Codec::Pcma, 500, 0.0, |n| match n {
        150..=299 => Fate::Lost,
        _ => Fate::After(0),
    });
    let second = 48_000;
    assert!(loudness(&heard[4 * second..5 * second]) < -90.0);
    tone_in(&heard[6 * second + second / 2..], 1.0);
    assert!(playout.counts().concealed < 20_000);
}

#[test]
fn a_pile_up_is_worked_off_and_a_network_that_stalls_does_not_stay_late() {
    // Everything of one second comes at its end.
    let stalls =
        |n: u32| Fate::After(if (200..250).contains(&n) { u64::from(250 - n) * 20 } else { 0 });
    let (heard, playout) = run(Codec::Opus, 1500, 0.0, stalls);
    tone_in(&heard[8 * 48_000..], 0.98);
    let before = playout.counts();
    assert!(before.removed > 20_000, "{before:?}");
}

#[test]
fn digits_between_are_no_loss() {
    let start = start();
    let mut encoder = Encoder::new(Codec::Pcmu).unwrap();
    let mut playout = Playout::new(Codec::Pcmu).unwrap();
    for number in 0..100_u32 {
        let now = start + FRAME_TIME * number;
        let frame: Frame = tone(440.0, number as usize * 960, 960).try_into().unwrap();
        let bytes = encoder.encode(&frame).unwrap();
        let is_digit = (40..48).contains(&number);
        let payload = if is_digit { Payload::Other } else { Payload::Voice(&bytes) };
        playout.insert(&Arrival { sequence: number.into(), timestamp: number * 160, payload }, now);
        playout.next(now + Duration::from_millis(5));
    }
    assert_eq!(playout.counts().discarded, 0);
    assert!(playout.counts().concealed <= 1920, "{:?}", playout.counts());
}

#[test]
fn any_packets_at_any_time_are_survived_in_bounded_memory() {
    let start = start();
    let mut state = 99_u64;
    let mut next = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for codec in [Codec::Opus, Codec::Pcmu] {
        let mut playout = Playout::new(codec).unwrap();
        let mut now = start;
        for _ in 0..30_000 {
            now += Duration::from_millis(next(30));
            let payload: Vec<u8> = (0..next(60)).map(|_| next(256) as u8).collect();
            let payload = if next(9) == 0 { Payload::Other } else { Payload::Voice(&payload) };
            let sequence = if next(50) == 0 { next(u64::MAX / 4) } else { 1000 + next(200) };
            playout.insert(&Arrival { sequence, timestamp: next(1 << 32) as u32, payload }, now);
            playout.next(now);
            assert!(playout.ready.len() < 12_000 && playout.buffer.waiting() <= 60);
        }
    }
}
