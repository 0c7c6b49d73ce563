//! Concealment for codecs that have none: the last pitch period is heard again and fades away (after ITU-T G.711, appendix I).

use crate::pitch;

/// 8 kHz: samples in a millisecond.
const MS: usize = 8;
/// What is remembered, enough to find a period of 15 ms in.
const HISTORY: usize = 50 * MS;
const SHORTEST_PERIOD: usize = 5 * MS / 2;
const LONGEST_PERIOD: usize = 15 * MS;
/// Full loudness at first, then fading.
const FADE_AFTER: usize = 10 * MS;
/// Silence from here on.
const SILENT_AFTER: usize = 80 * MS;
/// How long what really comes is blended into what was made up.
const BLEND: usize = 4 * MS;

/// The memory of one decoder.
pub(crate) struct Concealment {
    history: Vec<i16>,
    /// The period being repeated, while something is missing.
    period: usize,
    /// Samples made up since something real was heard.
    made_up: usize,
}

impl Concealment {
    pub(crate) fn new() -> Self {
        Self { history: vec![0; HISTORY], period: 0, made_up: 0 }
    }

    /// Takes what really came, and blends its beginning if something was made up before it.
    pub(crate) fn hear(&mut self, samples: &mut [i16]) {
        if self.made_up > 0 {
            for (place, sample) in samples.iter_mut().take(BLEND).enumerate() {
                let share = (place + 1) as f32 / (BLEND + 1) as f32;
                let made_up = f32::from(self.next_made_up());
                *sample = (f32::from(*sample) * share + made_up * (1.0 - share)) as i16;
            }
            self.made_up = 0;
        }
        self.remember(samples);
    }

    /// Appends `count` samples of what might have come.
    pub(crate) fn conceal(&mut self, count: usize, out: &mut Vec<i16>) {
        if self.made_up == 0 {
            let lags = SHORTEST_PERIOD..=LONGEST_PERIOD;
            self.period =
                pitch::period(&self.history, lags).map_or(LONGEST_PERIOD, |found| found.lag);
        }
        out.extend((0..count).map(|_| self.next_made_up()));
    }

    /// The next sample of the repeated period.
    fn next_made_up(&mut self) -> i16 {
        let from_end = self.period - self.made_up % self.period.max(1);
        let place = self.history.len().saturating_sub(from_end);
        let sample = self.history.get(place).copied().unwrap_or_default();
        let faded = self.made_up.saturating_sub(FADE_AFTER) as f32;
        let gain = 1.0 - faded / (SILENT_AFTER - FADE_AFTER) as f32;
        self.made_up = self.made_up.saturating_add(1);
        (f32::from(sample) * gain.max(0.0)) as i16
    }

    fn remember(&mut self, samples: &[i16]) {
        self.history.extend_from_slice(samples);
        let surplus = self.history.len().saturating_sub(HISTORY);
        self.history.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::Concealment;
    use crate::frame::loudness;
    use std::f64::consts::TAU;

    fn tone(from: usize, count: usize) -> Vec<i16> {
        let at = |place: usize| (TAU * 200.0 * place as f64 / 8000.0).sin();
        (from..from + count).map(|place| (8000.0 * at(place)) as i16).collect()
    }

    #[test]
    fn a_lost_packet_of_a_steady_sound_is_hardly_missed() {
        let mut concealment = Concealment::new();
        concealment.hear(&mut tone(0, 800));
        let mut made_up = Vec::new();
        concealment.conceal(80, &mut made_up);
        let wanted = tone(800, 80);
        let error: Vec<i16> = made_up.iter().zip(&wanted).map(|(a, b)| a - b).collect();
        assert!(loudness(&error) < loudness(&wanted) - 20.0, "{} dB", loudness(&error));
    }

    #[test]
    fn a_long_gap_fades_to_silence_and_the_return_does_not_click() {
        let mut concealment = Concealment::new();
        concealment.hear(&mut tone(0, 800));
        let mut made_up = Vec::new();
        concealment.conceal(1600, &mut made_up);
        assert!(loudness(&made_up[..80]) > -20.0);
        assert_eq!(loudness(&made_up[700..]), crate::frame::QUIETEST);
        let mut back = tone(10, 160);
        concealment.hear(&mut back);
        let largest = back.windows(2).map(|pair| (pair[1] - pair[0]).abs()).max();
        // The tone's own steepest step is 1,257.
        assert!(largest < Some(1400), "{largest:?}");
    }

    #[test]
    fn nothing_heard_is_nothing_made_up() {
        let mut made_up = Vec::new();
        Concealment::new().conceal(160, &mut made_up);
        assert_eq!(made_up, [0; 160]);
    }
}
