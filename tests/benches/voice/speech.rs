//! Something like speech: syllables of a consonant and a vowel that glides, in phrases with pauses, always the same.

use deskbell_journeys::tone::SAMPLE_RATE;
use std::f64::consts::TAU;

/// Formants of vowels in hertz (means of men's voices in Peterson and Barney, 1952).
const VOWELS: [[f64; 3]; 6] = [
    [270.0, 2290.0, 3010.0],
    [530.0, 1840.0, 2480.0],
    [660.0, 1720.0, 2410.0],
    [730.0, 1090.0, 2440.0],
    [570.0, 840.0, 2410.0],
    [300.0, 870.0, 2240.0],
];
/// Widths of the formants in hertz.
const WIDTHS: [f64; 3] = [60.0, 90.0, 150.0];
/// Syllables of one phrase.
const PHRASE: usize = 5;

/// Seconds of speech that can be repeated without a click.
pub(crate) fn speech(seconds: usize) -> Vec<i16> {
    let length = seconds * SAMPLE_RATE as usize;
    let mut voice = Voice { random: 7, phase: 0.0, states: [[0.0; 2]; 3], sound: Vec::new() };
    for syllable in 0.. {
        if voice.sound.len() >= length {
            break;
        }
        voice.syllable(syllable);
    }
    voice.sound.truncate(length);
    let peak = voice.sound.iter().fold(1e-9_f64, |peak, sample| peak.max(sample.abs()));
    voice.sound.iter().map(|sample| (sample / peak * 16_000.0) as i16).collect()
}

struct Voice {
    random: u64,
    /// Of the glottis, in turns.
    phase: f64,
    states: [[f64; 2]; 3],
    sound: Vec<f64>,
}

impl Voice {
    fn syllable(&mut self, number: usize) {
        let pick = |step: usize| VOWELS[(number * step + number / PHRASE) % VOWELS.len()];
        let (from, to) = (pick(5), pick(1));
        let consonant = self.chance(50..90);
        let vowel = self.chance(120..210);
        for at in 0..consonant {
            // A plosive, a hiss, or a nasal.
            let sample = match number % 3 {
                0 if at < consonant / 2 => 0.0,
                2 => self.glottis(115.0) * 0.4,
                _ => self.noise() * 0.25,
            };
            let formants = if number % 3 == 1 { [1800.0, 3200.0, 4300.0] } else { from };
            self.push(sample, formants);
        }
        for at in 0..vowel {
            let part = at as f64 / vowel as f64;
            let formants = std::array::from_fn(|one| from[one] + (to[one] - from[one]) * part);
            let fall = 1.0 - 0.25 * (number % PHRASE) as f64 / PHRASE as f64;
            let sample = self.glottis(130.0 * fall * (1.0 + 0.08 * (part * TAU / 2.0).sin()));
            self.push(sample * (part * TAU / 2.0).sin().sqrt(), formants);
        }
        if number % PHRASE == PHRASE - 1 {
            let pause = self.chance(200..320);
            self.states = [[0.0; 2]; 3];
            self.sound.extend(vec![0.0; pause]);
        }
    }

    /// A pulse with breath in it.
    fn glottis(&mut self, hertz: f64) -> f64 {
        self.phase += hertz / f64::from(SAMPLE_RATE);
        let pulse = if self.phase >= 1.0 { 1.0 } else { 0.0 };
        self.phase %= 1.0;
        pulse + 0.004 * self.noise()
    }

    /// Through a resonance for each formant, one after the other.
    fn push(&mut self, mut sample: f64, formants: [f64; 3]) {
        let rate = f64::from(SAMPLE_RATE);
        for ((state, hertz), width) in self.states.iter_mut().zip(formants).zip(WIDTHS) {
            let radius = (-width * TAU / 2.0 / rate).exp();
            let turn = 2.0 * radius * (TAU * hertz / rate).cos();
            // As loud at 0 Hz as before.
            let next = sample * (1.0 - turn + radius * radius) + turn * state[0]
                - radius * radius * state[1];
            *state = [next, state[0]];
            sample = next;
        }
        self.sound.push(sample);
    }

    fn noise(&mut self) -> f64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.random >> 40) as f64 / f64::from(1 << 23) - 1.0
    }

    /// A number of samples that lasts so many milliseconds.
    fn chance(&mut self, range: std::ops::Range<usize>) -> usize {
        let part = (self.noise() + 1.0) / 2.0;
        let millis = range.start as f64 + part * range.len() as f64;
        (millis / 1000.0 * f64::from(SAMPLE_RATE)) as usize
    }
}
