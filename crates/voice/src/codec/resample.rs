//! Between 48 kHz and 8 kHz: a low pass of 144 taps at 3.7 kHz, run in phases. A library for any ratio would be larger than this file.

use crate::frame::Frame;
use std::f32::consts::PI;

/// 48 kHz over 8 kHz.
pub(crate) const FACTOR: usize = 6;
const TAPS: usize = 144;
/// Taps that fall on one narrow sample when going up.
const PER_PHASE: usize = TAPS / FACTOR;
/// Cut-off as a part of 48 kHz.
const CUT_OFF: f32 = 3_700.0 / 48_000.0;

/// A sinc under a Blackman window, whose sum is 1.
fn taps() -> [f32; TAPS] {
    let middle = (TAPS as f32 - 1.0) / 2.0;
    let mut taps: [f32; TAPS] = std::array::from_fn(|place| {
        let x = place as f32 - middle;
        let turn = 2.0 * PI * place as f32 / (TAPS as f32 - 1.0);
        let window = 0.42 - 0.5 * turn.cos() + 0.08 * (2.0 * turn).cos();
        (2.0 * PI * CUT_OFF * x).sin() / (PI * x) * window
    });
    let sum: f32 = taps.iter().sum();
    taps.iter_mut().for_each(|tap| *tap /= sum);
    taps
}

fn to_sample(value: f32) -> i16 {
    value.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
}

/// 48 kHz to 8 kHz.
pub(crate) struct Downsampler {
    taps: [f32; TAPS],
    /// The end of the last frame, then this one.
    samples: Vec<f32>,
}

impl Downsampler {
    pub(crate) fn new() -> Self {
        Self { taps: taps(), samples: vec![0.0; TAPS] }
    }

    /// The 160 samples of a frame.
    pub(crate) fn run(&mut self, frame: &Frame) -> impl Iterator<Item = i16> {
        let kept = self.samples.len().saturating_sub(TAPS);
        self.samples.drain(..kept);
        self.samples.extend(frame.iter().map(|&sample| f32::from(sample)));
        let windows = self.samples.windows(TAPS).skip(FACTOR).step_by(FACTOR);
        windows.map(|window| to_sample(window.iter().zip(&self.taps).map(|(a, b)| a * b).sum()))
    }
}

/// 8 kHz to 48 kHz.
pub(crate) struct Upsampler {
    /// By phase; the newest sample's tap comes first.
    phases: [[f32; PER_PHASE]; FACTOR],
    /// The last samples, newest first.
    last: [f32; PER_PHASE],
}

impl Upsampler {
    pub(crate) fn new() -> Self {
        let taps = taps();
        let gain = FACTOR as f32;
        let phase = |phase: usize| {
            std::array::from_fn(|place| {
                taps.get(phase + place * FACTOR).copied().unwrap_or_default() * gain
            })
        };
        Self { phases: std::array::from_fn(phase), last: [0.0; PER_PHASE] }
    }

    /// Appends six samples for each of `narrow`.
    pub(crate) fn run(&mut self, narrow: &[i16], out: &mut Vec<i16>) {
        for &sample in narrow {
            self.last.rotate_right(1);
            self.last[0] = f32::from(sample);
            for phase in &self.phases {
                out.push(to_sample(phase.iter().zip(&self.last).map(|(a, b)| a * b).sum()));
            }
        }
    }
}
