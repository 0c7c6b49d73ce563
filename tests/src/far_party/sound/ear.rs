//! What is heard at an end of a call: whether a tone is there, how loud it is, what was pressed.

use crate::tone::tone_share;
use deskbell_voice::{SAMPLE_RATE, loudness};
use std::collections::VecDeque;

/// How much is remembered.
const MOST_SAMPLES: usize = 30 * SAMPLE_RATE as usize;
/// 40 ms: long enough for a tone, short enough for a gap.
const PIECE_SAMPLES: usize = SAMPLE_RATE as usize / 25;
/// Of a tone alone the share of the energy that is in it is near 1.
const TONE_SHARE: f64 = 0.5;

/// What was heard since somebody last asked for it anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Of 40 ms pieces, the share in which the tone was.
    pub tone: f64,
    /// In dB below full scale; −100 is digital silence.
    pub loudness: f32,
    /// How many samples at 48 kHz it was.
    pub samples: usize,
    /// RTP packets with sound.
    pub packets: u64,
    /// Of those in between, how many never came.
    pub missing: u64,
    /// The keys that were pressed and let go since the call began.
    pub digits: String,
}

/// Remembers sound and keys.
#[derive(Debug, Default)]
pub(super) struct Ear {
    samples: VecDeque<i16>,
    pub(super) packets: u64,
    pub(super) missing: u64,
    pub(super) digits: String,
    digit: Option<u32>,
}

impl Ear {
    pub(super) fn hear(&mut self, samples: &[i16]) {
        self.samples.extend(samples);
        let surplus = self.samples.len().saturating_sub(MOST_SAMPLES);
        self.samples.drain(..surplus);
    }

    /// The payload of an event packet (RFC 4733): a key counts once, when it is let go.
    pub(super) fn event(&mut self, payload: &[u8], timestamp: u32) {
        const KEYS: &[u8; 16] = b"0123456789*#ABCD";
        let [event, flags, ..] = payload else { return };
        let is_end = flags & 0x80 != 0;
        if let Some(key) = KEYS.get(usize::from(*event))
            && is_end
            && self.digit.replace(timestamp) != Some(timestamp)
        {
            self.digits.push(char::from(*key));
        }
    }

    pub(super) fn heard(&mut self, hertz: f64) -> Heard {
        let samples = self.samples.make_contiguous();
        let pieces = samples.chunks_exact(PIECE_SAMPLES);
        let all = pieces.len().max(1);
        let with_tone = pieces.filter(|piece| tone_share(piece, hertz) > TONE_SHARE).count();
        Heard {
            tone: with_tone as f64 / all as f64,
            loudness: loudness(samples),
            samples: samples.len(),
            packets: self.packets,
            missing: self.missing,
            digits: self.digits.clone(),
        }
    }

    pub(super) fn forget(&mut self) {
        self.samples.clear();
        (self.packets, self.missing) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::Ear;
    use crate::tone::Tone;

    #[test]
    fn a_tone_is_told_from_another_and_from_silence() {
        let (mut ear, mut tone) = (Ear::default(), Tone::default());
        (0..50).for_each(|_| ear.hear(&tone.next::<960>(880.0)));
        let heard = ear.heard(880.0);
        assert!(heard.tone > 0.99 && heard.loudness > -20.0, "{heard:?}");
        assert!(ear.heard(1000.0).tone < 0.01);
        ear.forget();
        ear.hear(&[0; 48_000]);
        let heard = ear.heard(880.0);
        assert!(heard.tone < 0.01 && heard.loudness < -90.0, "{heard:?}");
    }

    #[test]
    fn a_key_counts_once_when_it_is_let_go() {
        let mut ear = Ear::default();
        for (event, flags, stamp) in
            [(1, 10, 5), (1, 138, 5), (1, 138, 5), (1, 138, 9), (11, 138, 20)]
        {
            ear.event(&[event, flags, 0, 160], stamp);
        }
        ear.event(&[99, 138, 0, 0], 30);
        ear.event(&[1], 40);
        assert_eq!(ear.digits, "11#");
    }
}
