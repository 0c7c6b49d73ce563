//! The period of a voice: the lag at which the end of a signal is most like itself.

use std::ops::RangeInclusive;

/// A period found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Period {
    /// In samples.
    pub(crate) lag: usize,
    /// How alike the two periods are: 1 the same, 0 nothing in common.
    pub(crate) likeness: f32,
}

/// The lag within `lags` at which the last samples are most like those one lag before; as many are compared as the longest
/// lag has. `None`: the signal is too short for that, or silent.
pub(crate) fn period(samples: &[i16], lags: RangeInclusive<usize>) -> Option<Period> {
    let compared = *lags.end();
    let end = samples.len().checked_sub(compared)?;
    let last = samples.get(end..)?;
    let energy = power(last);
    if energy == 0.0 {
        return None;
    }
    let mut best: Option<Period> = None;
    for lag in lags {
        let before = samples.get(end.checked_sub(lag)?..samples.len() - lag)?;
        let product: f32 =
            last.iter().zip(before).map(|(a, b)| f32::from(*a) * f32::from(*b)).sum();
        let likeness = product / (energy * power(before)).sqrt().max(1.0);
        // A multiple of the period is as alike as the period; the shortest is wanted.
        if best.is_none_or(|best| likeness > best.likeness + 0.001) {
            best = Some(Period { lag, likeness });
        }
    }
    best
}

fn power(samples: &[i16]) -> f32 {
    samples.iter().map(|&sample| f32::from(sample).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn the_period_of_a_pulse_train_is_found() {
        let train: Vec<i16> =
            (0..600).map(|at| [9000, -4000, 2000][at % 73 % 3] / (1 + (at % 73) as i16)).collect();
        let found = period(&train, 20..=200).unwrap();
        assert_eq!(found.lag, 73);
        assert!(found.likeness > 0.99);
    }

    #[test]
    fn silence_and_too_little_have_none() {
        assert_eq!(period(&[0; 600], 20..=200), None);
        assert_eq!(period(&[5; 300], 20..=200), None);
    }
}
