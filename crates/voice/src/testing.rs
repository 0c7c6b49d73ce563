//! What the unit tests share: a moment to begin at, tones, and an ear for them.

use crate::frame::Frame;
use std::f64::consts::TAU;
use std::time::Instant;

/// Any moment; tests count from it.
#[expect(
    clippy::disallowed_methods,
    reason = "an Instant can only come from the clock; nothing is measured with it"
)]
pub(crate) fn start() -> Instant {
    Instant::now()
}

/// `count` samples of a tone of 8,000 at its peak, from sample `from` on.
pub(crate) fn tone(hertz: f64, from: usize, count: usize) -> Vec<i16> {
    (from..from + count)
        .map(|at| (8000.0 * (TAU * hertz * at as f64 / 48_000.0).sin()) as i16)
        .collect()
}

/// The share of the energy of `samples` that is at `hertz` (Goertzel): near 1 for the tone alone.
pub(crate) fn share(samples: &[i16], hertz: f64) -> f64 {
    let turn = 2.0 * (TAU * hertz / 48_000.0).cos();
    let (mut a, mut b, mut total) = (0.0, 0.0, 0.0);
    for &sample in samples {
        let sample = f64::from(sample);
        (b, a) = (a, sample + turn * a - b);
        total += sample * sample;
    }
    let power = a * a + b * b - turn * a * b;
    if total == 0.0 { 0.0 } else { 2.0 * power / (total * samples.len() as f64) }
}

/// Something like a voice: a pulse train of 140 Hz through a resonance, with a slow swell.
#[derive(Default)]
pub(crate) struct Voice {
    at: usize,
    last: [f64; 2],
}

impl Voice {
    /// The next 20 ms.
    pub(crate) fn frame(&mut self) -> Frame {
        std::array::from_fn(|_| {
            let pulse = if self.at.is_multiple_of(343) { 9000.0 } else { 0.0 };
            let swell = 0.6 + 0.4 * (self.at as f64 / 24_000.0).sin();
            self.at += 1;
            let [last, before] = self.last;
            let next = pulse * swell + 1.93 * last - 0.94 * before;
            self.last = [next, last];
            next.clamp(-30_000.0, 30_000.0) as i16
        })
    }
}
