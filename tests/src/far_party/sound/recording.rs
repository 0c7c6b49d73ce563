//! What was heard, and when: the sound of one end as it would have come out of its speaker.

use crate::desktop::wait::until_true;
use crate::tone::tone_share;
use anyhow::{Context as _, Result};
use deskbell_voice::{SAMPLE_RATE, loudness};
use std::time::{Duration, SystemTime};

/// A piece in which a sound is looked for.
const PIECE: usize = SAMPLE_RATE as usize / 200;
/// Half a second: enough to be sure.
const ENOUGH: usize = SAMPLE_RATE as usize / 2;
/// How long a sound may take to be heard on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// So loud a sound is there, in dB below full scale.
const AUDIBLE: f32 = -40.0;

/// Sound at 48 kHz.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// When its first sample was handed to the speaker.
    pub begun: Option<SystemTime>,
    /// All of it, without a gap.
    pub samples: Vec<i16>,
}

impl Recording {
    /// Whether all of it is a tone of so many hertz, piece by piece of 40 ms; less than half a second is never.
    #[must_use]
    pub fn is_tone(&self, hertz: f64) -> bool {
        let is_tone = |piece: &[i16]| tone_share(piece, hertz) > 0.5;
        self.is_enough() && self.samples.chunks_exact(1920).all(is_tone)
    }

    /// Whether nothing is in it; less than half a second is never.
    #[must_use]
    pub fn is_silence(&self) -> bool {
        self.is_enough() && loudness(&self.samples) < -60.0
    }

    /// When sounds begin that have silence before them.
    #[must_use]
    pub fn onsets(&self) -> Vec<SystemTime> {
        let Some(begun) = self.begun else { return Vec::new() };
        let mut found = Vec::new();
        let mut was_heard = false;
        for (place, piece) in self.samples.chunks_exact(PIECE).enumerate() {
            let is_heard = loudness(piece) > AUDIBLE;
            if is_heard && !was_heard {
                found.push(begun + time_of(place * PIECE));
            }
            was_heard = is_heard;
        }
        found
    }

    fn is_enough(&self) -> bool {
        self.samples.len() >= ENOUGH
    }
}

/// Listens on and on until the last half second of what `next` gives is nothing but a tone of so many hertz, or silence.
///
/// # Errors
/// Those of `next`, and if it is not heard in time.
pub(super) fn listen_for(
    hertz: Option<f64>,
    mut next: impl FnMut() -> Result<Recording>,
) -> Result<()> {
    let mut heard = Recording::default();
    // From before it was asked for.
    next()?;
    let what = hertz.map_or("silence is heard".to_owned(), |hertz| format!("{hertz} Hz is heard"));
    until_true(&what, PATIENCE, || {
        heard.samples.extend(next()?.samples);
        let surplus = heard.samples.len().saturating_sub(ENOUGH);
        heard.samples.drain(..surplus);
        Ok(hertz.map_or_else(|| heard.is_silence(), |hertz| heard.is_tone(hertz)))
    })
    .with_context(|| format!("it is as loud as {} dB", loudness(&heard.samples)))
}

/// How long so many samples last.
#[must_use]
pub fn time_of(samples: usize) -> Duration {
    Duration::from_secs_f64(samples as f64 / f64::from(SAMPLE_RATE))
}

#[cfg(test)]
mod tests {
    use super::{Recording, time_of};
    use std::time::UNIX_EPOCH;

    #[test]
    fn a_sound_begins_where_silence_ends() {
        let mut samples = vec![0; 9600];
        samples.extend([8000; 4800]);
        samples.extend([0; 4800]);
        samples.extend([8000; 480]);
        let recording = Recording { begun: Some(UNIX_EPOCH), samples };
        assert_eq!(recording.onsets(), [UNIX_EPOCH + time_of(9600), UNIX_EPOCH + time_of(19_200)]);
        assert!(!recording.is_silence() && !recording.is_tone(440.0));
        assert!(Recording { begun: None, samples: vec![0; 24_000] }.is_silence());
        assert!(!Recording { begun: None, samples: vec![0; 23_999] }.is_silence());
    }
}
