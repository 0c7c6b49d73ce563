//! Tones at 48 kHz: said, and told from anything else.

use std::f64::consts::TAU;

/// Samples of a second.
pub const SAMPLE_RATE: u32 = 48_000;

/// The share of the energy of `samples` that is at `hertz` (Goertzel): near 1 for the tone alone.
#[must_use]
pub fn tone_share(samples: &[i16], hertz: f64) -> f64 {
    let turn = 2.0 * (TAU * hertz / f64::from(SAMPLE_RATE)).cos();
    let (mut a, mut b, mut total) = (0.0, 0.0, 0.0);
    for &sample in samples {
        let sample = f64::from(sample);
        (b, a) = (a, sample + turn * a - b);
        total += sample * sample;
    }
    let power = a * a + b * b - turn * a * b;
    if total == 0.0 { 0.0 } else { 2.0 * power / (total * samples.len() as f64) }
}

/// A tone that goes on from piece to piece.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tone {
    at: u64,
}

impl Tone {
    /// The next samples of so many hertz, of 8,000 at their peak.
    pub fn next<const SAMPLES: usize>(&mut self, hertz: f64) -> [i16; SAMPLES] {
        std::array::from_fn(|_| {
            self.at += 1;
            (8000.0 * (TAU * hertz * self.at as f64 / f64::from(SAMPLE_RATE)).sin()) as i16
        })
    }
}
