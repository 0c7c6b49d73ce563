//! A pitch period more or less: how the delay is changed without anybody hearing it.

use crate::frame::loudness;
use crate::pitch;

/// How a packet's sound is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Lengthen,
    Shorten,
    /// Also where it may be heard.
    ShortenAnyway,
}

/// Periods are sought at a quarter of the rate, then to the sample.
const COARSE: usize = 4;
/// 2.5 to 10 ms at 48 kHz.
const SHORTEST: usize = 120;
const LONGEST: usize = 480;
/// Two periods of the longest are compared.
const NEEDED: usize = 2 * LONGEST;
/// So alike must two periods be for one to be left out or repeated.
const ALIKE: f32 = 0.85;
const ALIKE_ENOUGH: f32 = 0.4;
/// Quieter than this (dB) anything may be changed.
const QUIET: f32 = -55.0;

/// Changes the end of `samples`, from place `from` on, by one period if it can; how many samples came or went.
pub(super) fn apply(samples: &mut Vec<i16>, from: usize, change: Change) -> usize {
    let Some(block) = samples.get(from..).filter(|block| block.len() >= NEEDED) else { return 0 };
    let block = &block[block.len() - NEEDED..];
    let needed = match change {
        _ if loudness(block) < QUIET => -1.0,
        Change::Lengthen | Change::Shorten => ALIKE,
        Change::ShortenAnyway => ALIKE_ENOUGH,
    };
    let Some(lag) = lag(block, needed) else { return 0 };
    let (earlier, later) = (&block[NEEDED - 2 * lag..NEEDED - lag], &block[NEEDED - lag..]);
    match change {
        Change::Shorten | Change::ShortenAnyway => {
            let blended = blend(earlier, later);
            samples.truncate(samples.len() - 2 * lag);
            samples.extend(blended);
        }
        Change::Lengthen => {
            let last = later.to_vec();
            let blended = blend(later, earlier);
            samples.truncate(samples.len() - lag);
            samples.extend(blended);
            samples.extend(last);
        }
    }
    lag
}

/// The period of `block`, if its ends are alike enough; any for silence.
fn lag(block: &[i16], needed: f32) -> Option<usize> {
    let coarse: Vec<i16> = block
        .chunks_exact(COARSE)
        .map(|chunk| (chunk.iter().map(|&s| i32::from(s)).sum::<i32>() / COARSE as i32) as i16)
        .collect();
    let Some(rough) = pitch::period(&coarse, SHORTEST / COARSE..=LONGEST / COARSE) else {
        return (needed < 0.0).then_some(LONGEST);
    };
    let middle = rough.lag * COARSE;
    let near = middle.saturating_sub(COARSE).max(SHORTEST)..=(middle + COARSE).min(LONGEST);
    let found = pitch::period(block, near)?;
    (found.likeness >= needed).then_some(found.lag)
}

/// From `from` to `to` along their length.
fn blend(from: &[i16], to: &[i16]) -> Vec<i16> {
    let length = from.len().max(1) as f32;
    let share = |place: usize| (place as f32 + 0.5) / length;
    from.iter()
        .zip(to)
        .enumerate()
        .map(|(place, (&from, &to))| {
            let share = share(place);
            (f32::from(from) * (1.0 - share) + f32::from(to) * share) as i16
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, apply};
    use crate::testing::tone;

    #[test]
    fn a_tone_stays_a_tone() {
        for (hertz, change) in
            [(440.0, Change::Shorten), (440.0, Change::Lengthen), (150.0, Change::Shorten)]
        {
            let mut samples = tone(hertz, 0, 1920);
            let changed = apply(&mut samples, 960, change);
            assert!((120..=480).contains(&changed), "{hertz} Hz: {changed}");
            let grown = samples.len() as i64 - 1920;
            let sign = if change == Change::Lengthen { 1 } else { -1 };
            assert_eq!(grown, sign * changed as i64);
            // No step is larger than a tone of that loudness has anywhere.
            let steepest = (8000.0 * std::f64::consts::TAU * hertz / 48_000.0) as i16 + 60;
            let largest = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).max().unwrap();
            assert!(largest <= steepest, "{hertz} Hz {change:?}: {largest} > {steepest}");
        }
    }

    #[test]
    fn noise_is_left_alone_and_silence_is_not() {
        let mut state = 1_u32;
        let mut noise: Vec<i16> = (0..1920)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as u16 as i16
            })
            .collect();
        assert_eq!(apply(&mut noise, 960, Change::Shorten), 0);
        let mut silence = vec![0; 1920];
        assert_eq!(apply(&mut silence, 960, Change::Shorten), 480);
        assert_eq!(apply(&mut vec![0; 500], 0, Change::Shorten), 0);
    }
}
