//! Time of the processor that two things take, in turns, so that what else the machine does befalls both.

use std::fs;
use std::time::{Duration, Instant};

/// How long is measured.
pub(crate) struct Pace {
    /// Rounds; each has a turn of both.
    rounds: usize,
    /// One turn.
    turn: Duration,
}

impl Pace {
    /// Whole under `cargo bench`, which says so; under `cargo test` for a moment only, to see that it runs.
    pub(crate) fn asked() -> Self {
        if std::env::args().any(|word| word == "--bench") {
            Self { rounds: 9, turn: Duration::from_millis(200) }
        } else {
            Self { rounds: 1, turn: Duration::ZERO }
        }
    }
}

/// Microseconds that one run of each takes: the middle of all rounds.
pub(crate) fn turns(pace: &Pace, mut one: impl FnMut(), mut other: impl FnMut()) -> [f64; 2] {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for _ in 0..pace.rounds {
        ones.push(turn(pace.turn, &mut one));
        others.push(turn(pace.turn, &mut other));
    }
    [middle(ones), middle(others)]
}

fn turn(length: Duration, run: &mut impl FnMut()) -> f64 {
    let (start, before) = (Instant::now(), processor_time());
    let mut count = 0_u32;
    while count == 0 || start.elapsed() < length {
        run();
        count += 1;
    }
    // What other programs take from the core meanwhile is not ours to answer for.
    let time = processor_time().zip(before).map(|(after, before)| after.saturating_sub(before));
    time.unwrap_or(start.elapsed()).as_secs_f64() * 1e6 / f64::from(count)
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How long this process has had a processor; none where the system does not say.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
