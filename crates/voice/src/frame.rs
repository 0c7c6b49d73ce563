//! The unit of sound everywhere in this crate: 20 ms, one channel, 48 kHz, signed 16 bit.

use std::time::Duration;

/// Samples in one second.
pub const SAMPLE_RATE: u32 = 48_000;
/// Samples in one frame.
pub const FRAME_SAMPLES: usize = 960;
/// How long a frame lasts.
pub const FRAME_TIME: Duration = Duration::from_millis(20);

/// 20 ms of sound.
pub type Frame = [i16; FRAME_SAMPLES];

/// A frame in which nothing is heard.
pub const SILENCE: Frame = [0; FRAME_SAMPLES];

/// The loudness of `samples` in dB below full scale: 0 is a square wave at the limit, −3 a sine there. Digital silence is −100.
#[must_use]
pub fn loudness(samples: &[i16]) -> f32 {
    if samples.is_empty() {
        return QUIETEST;
    }
    let energy: f64 = samples.iter().map(|&sample| f64::from(sample).powi(2)).sum();
    let mean = energy / (samples.len() as f64) / f64::from(i16::MAX).powi(2);
    (10.0 * mean.log10()).max(f64::from(QUIETEST)) as f32
}

/// What [`loudness`] says of digital silence.
pub(crate) const QUIETEST: f32 = -100.0;
