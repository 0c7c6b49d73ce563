//! G.711 (ITU-T): 8 kHz, one byte a sample, µ-law and A-law.

use super::conceal::Concealment;
use super::resample::{Downsampler, FACTOR, Upsampler};
use crate::frame::Frame;

/// Which of the two curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Law {
    Mu,
    A,
}

/// Longest payload taken: 120 ms.
const LONGEST_PAYLOAD: usize = 960;

/// Samples at 48 kHz of a payload.
pub(crate) fn samples(payload: &[u8]) -> Option<usize> {
    (1..=LONGEST_PAYLOAD).contains(&payload.len()).then_some(payload.len() * FACTOR)
}

pub(crate) struct G711Encoder {
    law: Law,
    downsampler: Downsampler,
}

impl G711Encoder {
    pub(crate) fn new(law: Law) -> Self {
        Self { law, downsampler: Downsampler::new() }
    }

    pub(crate) fn encode(&mut self, frame: &Frame) -> Vec<u8> {
        let law = self.law;
        self.downsampler.run(frame).map(|sample| law.compress(sample)).collect()
    }
}

pub(crate) struct G711Decoder {
    law: Law,
    upsampler: Upsampler,
    concealment: Concealment,
    /// Room for the samples at 8 kHz, kept from call to call.
    narrow: Vec<i16>,
}

impl G711Decoder {
    pub(crate) fn new(law: Law) -> Self {
        Self {
            law,
            upsampler: Upsampler::new(),
            concealment: Concealment::new(),
            narrow: Vec::new(),
        }
    }

    pub(crate) fn decode(&mut self, payload: &[u8], out: &mut Vec<i16>) {
        let law = self.law;
        self.narrow.clear();
        self.narrow.extend(payload.iter().take(LONGEST_PAYLOAD).map(|&byte| law.expand(byte)));
        self.concealment.hear(&mut self.narrow);
        self.upsampler.run(&self.narrow, out);
    }

    pub(crate) fn conceal(&mut self, samples: usize, out: &mut Vec<i16>) {
        self.narrow.clear();
        self.concealment.conceal(samples.div_ceil(FACTOR), &mut self.narrow);
        self.upsampler.run(&self.narrow, out);
    }
}

/// What is added to a magnitude before the segment is sought (µ-law), and the largest magnitude then.
const MU_BIAS: i32 = 132;
const MU_CLIP: i32 = 32_635;

impl Law {
    /// One sample to one byte.
    pub(crate) fn compress(self, sample: i16) -> u8 {
        match self {
            Self::Mu => {
                let sign = if sample < 0 { 0x80 } else { 0 };
                let magnitude = i32::from(sample).abs().min(MU_CLIP) + MU_BIAS;
                // The bias puts the highest bit at place 7 or above.
                let segment = 24 - magnitude.leading_zeros();
                let step = (magnitude >> (segment + 3)) & 0x0f;
                !(sign | (segment as u8) << 4 | step as u8)
            }
            Self::A => {
                let (sign, magnitude) = if sample >= 0 { (0x80, sample) } else { (0, !sample) };
                let magnitude = u32::from(magnitude.unsigned_abs()) >> 4;
                let segment = 28_u32.saturating_sub(magnitude.leading_zeros());
                let shift = segment.saturating_sub(1);
                (sign | (segment as u8) << 4 | ((magnitude >> shift) & 0x0f) as u8) ^ 0x55
            }
        }
    }

    /// One byte to one sample.
    pub(crate) fn expand(self, byte: u8) -> i16 {
        match self {
            Self::Mu => {
                let byte = !byte;
                let (segment, step) = ((byte >> 4) & 7, i32::from(byte & 0x0f));
                let magnitude = (((step << 3) + MU_BIAS) << segment) - MU_BIAS;
                (if byte & 0x80 != 0 { -magnitude } else { magnitude }) as i16
            }
            Self::A => {
                let byte = byte ^ 0x55;
                let (segment, step) = ((byte >> 4) & 7, i32::from(byte & 0x0f));
                let magnitude = match segment {
                    0 => (step << 4) + 8,
                    _ => ((step << 4) + 0x108) << (segment - 1),
                };
                (if byte & 0x80 != 0 { magnitude } else { -magnitude }) as i16
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{G711Decoder, G711Encoder, Law};
    use crate::frame::{Frame, SILENCE, loudness};
    use std::f64::consts::TAU;

    #[test]
    fn known_values_of_the_standard() {
        // G.711's own tables: the ends of the range, zero, and the first step.
        let mu = [(0, 0xff), (-1, 0x7f), (8, 0xfe), (32_767, 0x80), (-32_768, 0x00), (1000, 0xce)];
        for (sample, byte) in mu {
            assert_eq!(Law::Mu.compress(sample), byte, "µ-law of {sample}");
        }
        let a = [(0, 0xd5), (-1, 0x55), (16, 0xd4), (32_767, 0xaa), (-32_768, 0x2a), (1000, 0xfa)];
        for (sample, byte) in a {
            assert_eq!(Law::A.compress(sample), byte, "A-law of {sample}");
        }
        assert_eq!([Law::Mu.expand(0x80), Law::Mu.expand(0x00)], [32_124, -32_124]);
        assert_eq!([Law::A.expand(0xaa), Law::A.expand(0x2a)], [32_256, -32_256]);
    }

    #[test]
    fn every_byte_survives_and_every_sample_stays_close() {
        for law in [Law::Mu, Law::A] {
            for byte in 0..=u8::MAX {
                let sample = law.expand(byte);
                // µ-law has two zeros; the negative one becomes the positive.
                let again = law.compress(sample);
                assert!(again == byte || sample == 0, "{law:?} {byte:#x} → {sample} → {again:#x}");
            }
            for sample in i16::MIN..=i16::MAX {
                let error = (i32::from(law.expand(law.compress(sample))) - i32::from(sample)).abs();
                let allowed = (i32::from(sample).abs() / 16).max(16) + 8;
                assert!(error <= allowed, "{law:?} {sample}: off by {error}");
            }
        }
    }

    #[test]
    fn a_tone_keeps_its_loudness_and_what_8_khz_cannot_hold_is_gone() {
        for (hertz, expected) in [(300.0, 0.0), (1000.0, 0.0), (3000.0, 0.0), (6000.0, -40.0)] {
            let mut encoder = G711Encoder::new(Law::A);
            let mut decoder = G711Decoder::new(Law::A);
            let (mut sent, mut heard) = (Vec::new(), Vec::new());
            for frame in 0..50_usize {
                let frame: Frame = std::array::from_fn(|place| {
                    let at = (frame * SILENCE.len() + place) as f64 / 48_000.0;
                    (8000.0 * (TAU * hertz * at).sin()) as i16
                });
                sent.extend(frame);
                decoder.decode(&encoder.encode(&frame), &mut heard);
            }
            let change = loudness(&heard[9600..]) - loudness(&sent[9600..]);
            if expected == 0.0 {
                assert!(change.abs() < 1.0, "{hertz} Hz changed by {change} dB");
            } else {
                assert!(change < expected, "{hertz} Hz changed by {change} dB only");
            }
        }
    }
}
