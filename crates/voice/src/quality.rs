//! How a call sounds, as a grade with its main reason: what an agent can be told in a word.

use std::time::Duration;

/// What was measured in the last few seconds, one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// Share of packets lost on the way, 0 to 1.
    pub loss: f32,
    /// Share of the sound that had to be made up, 0 to 1; not known of what the other side hears.
    pub concealed: Option<f32>,
    /// Mean deviation of arrival times (RFC 3550).
    pub jitter: Duration,
    /// From mouth to ear as far as it is known: half the round trip and the wait in the jitter buffer.
    pub delay: Option<Duration>,
}

/// A grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing to notice.
    #[default]
    Good,
    /// To be noticed, not to be repeated.
    Fair,
    /// Words are lost, or people talk over each other.
    Poor,
}

/// What is mainly to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Packets are lost.
    Loss,
    /// Packets come late.
    Delay,
    /// Packets come unevenly.
    Jitter,
}

/// Whose ear it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ear {
    /// What we hear.
    Ours,
    /// What the other side hears, as far as it reports.
    Theirs,
}

/// A grade with its reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Quality {
    /// The worse of both directions.
    pub grade: Grade,
    /// What is mainly to blame, and whose ear suffers; `None` exactly if the grade is good.
    pub reason: Option<(Reason, Ear)>,
}

/// Limits of fair and poor: loss and concealment as shares, jitter and one-way delay in milliseconds.
///
/// G.114 has 150 ms as the delay nobody notices and 400 ms as the most; Opus with redundancy stays intelligible at 10 % loss.
const LOSS: [f32; 2] = [0.03, 0.10];
const CONCEALED: [f32; 2] = [0.02, 0.07];
const JITTER: [f32; 2] = [40.0, 100.0];
const DELAY: [f32; 2] = [250.0, 400.0];

impl Quality {
    /// Judges both directions.
    #[must_use]
    pub fn of(ours: Measured, theirs: Measured) -> Self {
        let judge = |measured: Measured, ear| {
            let millis = |time: Duration| time.as_secs_f32() * 1000.0;
            let loss = measured.concealed.map_or_else(
                || excess(measured.loss, LOSS),
                |concealed| excess(concealed, CONCEALED).max(excess(measured.loss, LOSS)),
            );
            let delay = measured.delay.map_or(0.0, |delay| excess(millis(delay), DELAY));
            let jitter = excess(millis(measured.jitter), JITTER);
            [(loss, Reason::Loss, ear), (delay, Reason::Delay, ear), (jitter, Reason::Jitter, ear)]
        };
        let all = [judge(ours, Ear::Ours), judge(theirs, Ear::Theirs)].concat();
        let worst = all.into_iter().max_by(|(a, ..), (b, ..)| a.total_cmp(b));
        match worst {
            Some((excess, reason, ear)) if excess >= 1.0 => {
                let grade = if excess >= 2.0 { Grade::Poor } else { Grade::Fair };
                Self { grade, reason: Some((reason, ear)) }
            }
            _ => Self::default(),
        }
    }
}

/// 1 at the limit of fair, 2 at that of poor.
fn excess(value: f32, [fair, poor]: [f32; 2]) -> f32 {
    if value < fair { value / fair } else { 1.0 + (value - fair) / (poor - fair) }
}

#[cfg(test)]
mod tests {
    use super::{Ear, Grade, Measured, Quality, Reason};
    use std::time::Duration;

    fn measured(loss: f32, jitter: u64, delay: u64) -> Measured {
        Measured {
            loss,
            concealed: None,
            jitter: Duration::from_millis(jitter),
            delay: Some(Duration::from_millis(delay)),
        }
    }

    #[test]
    fn the_worst_thing_gives_grade_and_reason() {
        let fine = measured(0.01, 10, 120);
        let cases = [
            (fine, fine, Grade::Good, None),
            (measured(0.05, 10, 120), fine, Grade::Fair, Some((Reason::Loss, Ear::Ours))),
            (fine, measured(0.2, 10, 120), Grade::Poor, Some((Reason::Loss, Ear::Theirs))),
            (measured(0.04, 10, 500), fine, Grade::Poor, Some((Reason::Delay, Ear::Ours))),
            (fine, measured(0.0, 50, 350), Grade::Fair, Some((Reason::Delay, Ear::Theirs))),
            (measured(0.0, 60, 100), fine, Grade::Fair, Some((Reason::Jitter, Ear::Ours))),
        ];
        for (ours, theirs, grade, reason) in cases {
            assert_eq!(Quality::of(ours, theirs), Quality { grade, reason }, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn sound_that_was_made_up_counts_even_where_hardly_a_packet_was_lost() {
        let late = Measured { concealed: Some(0.2), ..measured(0.0, 10, 120) };
        assert_eq!(Quality::of(late, Measured::default()).reason, Some((Reason::Loss, Ear::Ours)));
    }
}
