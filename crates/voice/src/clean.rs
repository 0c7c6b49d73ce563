//! Cleans what the microphone hears: the echo of the speaker, noise, uneven loudness.

use crate::frame::{FRAME_SAMPLES, Frame, SAMPLE_RATE};
use sonora::config::{
    AdaptiveDigital, EchoCanceller, GainController2, HighPassFilter, MaxProcessingRate,
    NoiseSuppression, NoiseSuppressionLevel, Pipeline,
};
use sonora::{AudioProcessing, Config, StreamConfig};

/// The processor takes 10 ms at a time.
const HALF: usize = FRAME_SAMPLES / 2;

/// A soft voice is raised by no more than this (dB): what is left of an echo is raised with it.
const MOST_GAIN: f32 = 9.0;

/// The processor of one microphone and the speaker beside it.
pub struct Cleaner(AudioProcessing);

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl Cleaner {
    /// A processor that knows nothing of the room yet; it learns within a second or two of speech.
    #[must_use]
    pub fn new() -> Self {
        let config = Config {
            pipeline: Pipeline {
                maximum_internal_processing_rate: MaxProcessingRate::Rate48kHz,
                ..Pipeline::default()
            },
            high_pass_filter: Some(HighPassFilter::default()),
            echo_canceller: Some(EchoCanceller::default()),
            noise_suppression: Some(NoiseSuppression {
                level: NoiseSuppressionLevel::High,
                ..NoiseSuppression::default()
            }),
            gain_controller2: Some(GainController2 {
                adaptive_digital: Some(AdaptiveDigital {
                    max_gain_db: MOST_GAIN,
                    initial_gain_db: 0.0,
                    ..AdaptiveDigital::default()
                }),
                ..GainController2::default()
            }),
            ..Config::default()
        };
        let mono = StreamConfig::new(SAMPLE_RATE, 1);
        let processor = AudioProcessing::builder();
        Self(processor.config(config).capture_config(mono).render_config(mono).build())
    }

    /// Takes the next 20 ms that the speaker is given: what of it comes back is echo.
    pub fn played(&mut self, frame: &Frame) {
        let mut unchanged = [0; HALF];
        for half in frame.chunks_exact(HALF) {
            // Fails only for another length than the one agreed on.
            let _ = self.0.process_render_i16(half, &mut unchanged);
        }
    }

    /// The next 20 ms of the microphone without what does not belong to them.
    #[must_use]
    pub fn clean(&mut self, frame: &Frame) -> Frame {
        let mut cleaned = *frame;
        for (half, to) in frame.chunks_exact(HALF).zip(cleaned.chunks_exact_mut(HALF)) {
            // The same.
            let _ = self.0.process_capture_i16(half, to);
        }
        cleaned
    }
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
