//! What the microphone tells: how loud it is, whether somebody speaks into a muted one, and whether it is dead.

use crate::frame::{FRAME_TIME, Frame, loudness};
use std::time::Duration;

/// Louder than the room by so many dB is speech.
const ABOVE_ROOM: f32 = 12.0;
/// And never below this (dB).
const FAINTEST_SPEECH: f32 = -45.0;
/// Speech for so long is meant for somebody.
const LONG_ENOUGH: Duration = Duration::from_millis(500);
/// What no working microphone gives for long, in dB: even a quiet room has more.
const DEAD: f32 = -85.0;
/// For so long.
const DEAD_FOR: Duration = Duration::from_secs(4);
/// How fast the room's own noise is learned, upwards and downwards, in dB per frame.
const RISE: f32 = 0.02;
const FALL: f32 = 0.5;

/// What our side sends at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Microphone {
    /// What is said.
    Live,
    /// Silence: the agent muted it.
    Muted,
    /// Silence: the call is on hold. Whoever speaks now speaks to somebody else.
    Held,
}

/// Something to tell the agent, once when it begins and once when it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MicrophoneEvent {
    /// Somebody speaks into a muted microphone.
    SpeakingWhileMuted,
    /// Not any more, or it is no longer muted.
    NoLongerSpeakingWhileMuted,
    /// Nothing at all comes from a microphone that should be heard.
    Dead,
    /// Something comes again.
    Alive,
}

/// Watches one microphone.
#[derive(Debug)]
pub(crate) struct MicrophoneMeter {
    /// Of the last frame, in dB.
    level: f32,
    room: f32,
    spoken: Duration,
    dead: Duration,
    told_speaking: bool,
    told_dead: bool,
    /// Sum of squares with full scale as 1, and how long it has been summed: what `getStats` calls total energy.
    energy: f64,
    duration: Duration,
}

impl Default for MicrophoneMeter {
    fn default() -> Self {
        Self {
            level: crate::frame::QUIETEST,
            room: -60.0,
            spoken: Duration::ZERO,
            dead: Duration::ZERO,
            told_speaking: false,
            told_dead: false,
            energy: 0.0,
            duration: Duration::ZERO,
        }
    }
}

impl MicrophoneMeter {
    /// Takes the next 20 ms; what there is to tell.
    pub(crate) fn hear(
        &mut self,
        frame: &Frame,
        microphone: Microphone,
    ) -> Option<MicrophoneEvent> {
        self.level = loudness(frame);
        self.energy += f64::from(10.0_f32.powf(self.level / 10.0)) * FRAME_TIME.as_secs_f64();
        self.duration += FRAME_TIME;
        let step = if self.level > self.room { RISE } else { -FALL };
        let nearer = self.room + step;
        self.room = if step > 0.0 { nearer.min(self.level) } else { nearer.max(self.level) };
        let speaks = self.level > (self.room + ABOVE_ROOM).max(FAINTEST_SPEECH);
        // A pause between words does not undo what was said before it.
        self.spoken = match (microphone, speaks) {
            (Microphone::Muted, true) => (self.spoken + FRAME_TIME).min(2 * LONG_ENOUGH),
            (Microphone::Muted, false) => self.spoken.saturating_sub(FRAME_TIME / 4),
            (Microphone::Live | Microphone::Held, _) => Duration::ZERO,
        };
        self.dead = match microphone {
            Microphone::Live if self.level < DEAD => self.dead + FRAME_TIME,
            Microphone::Live | Microphone::Muted | Microphone::Held => Duration::ZERO,
        };
        self.news()
    }

    fn news(&mut self) -> Option<MicrophoneEvent> {
        if !self.told_speaking && self.spoken >= LONG_ENOUGH {
            self.told_speaking = true;
            return Some(MicrophoneEvent::SpeakingWhileMuted);
        }
        if self.told_speaking && self.spoken.is_zero() {
            self.told_speaking = false;
            return Some(MicrophoneEvent::NoLongerSpeakingWhileMuted);
        }
        if !self.told_dead && self.dead >= DEAD_FOR {
            self.told_dead = true;
            return Some(MicrophoneEvent::Dead);
        }
        if self.told_dead && self.dead.is_zero() {
            self.told_dead = false;
            return Some(MicrophoneEvent::Alive);
        }
        None
    }

    /// Loudness of the last frame, in dB below full scale.
    pub(crate) fn level(&self) -> f32 {
        self.level
    }

    /// Total energy (full scale squared × seconds) and the time it was measured for.
    pub(crate) fn total(&self) -> (f64, Duration) {
        (self.energy, self.duration)
    }
}

#[cfg(test)]
mod tests {
    use super::{Microphone, MicrophoneEvent, MicrophoneMeter};
    use crate::frame::{Frame, SILENCE};

    /// Noise of an amplitude.
    fn noise(seed: &mut u32, amplitude: f32) -> Frame {
        std::array::from_fn(|_| {
            *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((*seed >> 8) as f32 / (1 << 23) as f32 * amplitude - amplitude) as i16
        })
    }

    fn told(
        meter: &mut MicrophoneMeter,
        microphone: Microphone,
        frames: usize,
        sound: impl Fn(usize) -> f32,
    ) -> Vec<MicrophoneEvent> {
        let mut seed = 7;
        (0..frames).filter_map(|at| meter.hear(&noise(&mut seed, sound(at)), microphone)).collect()
    }

    #[test]
    fn speaking_into_a_muted_microphone_is_told_once_and_taken_back() {
        let mut meter = MicrophoneMeter::default();
        let words = |at: usize| if at % 20 < 14 { 3000.0 } else { 30.0 };
        assert!(told(&mut meter, Microphone::Live, 100, words).is_empty());
        assert!(told(&mut meter, Microphone::Held, 100, words).is_empty());
        let news = told(&mut meter, Microphone::Muted, 200, words);
        assert_eq!(news, [MicrophoneEvent::SpeakingWhileMuted]);
        let news = told(&mut meter, Microphone::Live, 10, words);
        assert_eq!(news, [MicrophoneEvent::NoLongerSpeakingWhileMuted]);
    }

    #[test]
    fn a_noisy_room_and_a_cough_are_not_speech() {
        let mut meter = MicrophoneMeter::default();
        assert!(told(&mut meter, Microphone::Live, 3000, |_| 400.0).is_empty());
        assert!(told(&mut meter, Microphone::Muted, 1000, |_| 400.0).is_empty());
        assert!(
            told(&mut meter, Microphone::Muted, 500, |at| if at < 10 { 9000.0 } else { 30.0 })
                .is_empty()
        );
    }

    #[test]
    fn a_dead_microphone_is_told_when_it_should_be_heard() {
        let mut meter = MicrophoneMeter::default();
        assert!(told(&mut meter, Microphone::Muted, 500, |_| 0.0).is_empty());
        assert_eq!(told(&mut meter, Microphone::Live, 500, |_| 0.0), [MicrophoneEvent::Dead]);
        assert_eq!(told(&mut meter, Microphone::Live, 5, |_| 20.0), [MicrophoneEvent::Alive]);
        assert_eq!(meter.hear(&SILENCE, Microphone::Live), None);
        assert!(meter.level() < -99.0);
    }
}
