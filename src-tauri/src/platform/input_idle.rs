//! When keyboard and mouse count as untouched, and how often to look: the same on every system.

use std::time::Duration;

/// Shorter pauses are work: reading, listening, thinking.
pub(super) const UNTOUCHED_AFTER: Duration = Duration::from_secs(30);
/// Longest time between two looks while they are used.
const PAUSE_IN_USE: Duration = Duration::from_secs(10);
/// Time between two looks while they are not: a return is seen this soon.
const PAUSE_UNTOUCHED: Duration = Duration::from_secs(5);
/// Shortest time between two looks.
const PAUSE_MIN: Duration = Duration::from_secs(1);

/// What was told of keyboard and mouse.
#[derive(Default)]
pub(super) struct InputIdle {
    /// For how long they had been untouched at the last look, once that was told.
    away: Option<Duration>,
}

impl InputIdle {
    /// Takes in for how long they have been untouched (`None`: nobody can say, which counts as used),
    /// tells what is new, and gives the time until the next look.
    pub(super) fn look(
        &mut self,
        untouched: Option<Duration>,
        tell: impl Fn(Option<Duration>),
    ) -> Duration {
        let untouched = untouched.unwrap_or_default();
        if untouched < UNTOUCHED_AFTER {
            if self.away.take().is_some() {
                tell(None);
            }
            return (UNTOUCHED_AFTER - untouched).clamp(PAUSE_MIN, PAUSE_IN_USE);
        }
        // Less than at the last look: somebody was there in between, while the machine slept.
        if self.away.is_none_or(|before| untouched < before) {
            tell(Some(untouched));
        }
        self.away = Some(untouched);
        PAUSE_UNTOUCHED
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// What is told, and after which pause the next look comes, for each of these seconds untouched.
    fn looks(seconds: &[Option<u64>]) -> (Vec<Option<u64>>, Vec<u64>) {
        let (reported, mut idle) = (RefCell::new(Vec::new()), InputIdle::default());
        let tell =
            |away: Option<Duration>| reported.borrow_mut().push(away.map(|away| away.as_secs()));
        let pauses = seconds
            .iter()
            .map(|seconds| idle.look(seconds.map(Duration::from_secs), tell).as_secs())
            .collect();
        (reported.into_inner(), pauses)
    }

    #[test]
    fn it_is_told_once_at_the_threshold_and_once_at_the_return() {
        let (reported, pauses) = looks(&[Some(0), Some(10), Some(20), Some(30), Some(35), Some(2)]);
        assert_eq!(reported, [Some(30), None]);
        assert_eq!(pauses, [10, 10, 10, 5, 5, 10]);
    }

    #[test]
    fn the_look_before_the_threshold_is_not_far_from_it() {
        assert_eq!(looks(&[Some(22)]).1, [8]);
        assert_eq!(looks(&[Some(29)]).1, [1]);
    }

    #[test]
    fn whoever_was_there_between_two_looks_is_noticed() {
        assert_eq!(looks(&[Some(4000), Some(40), Some(45)]).0, [Some(4000), Some(40)]);
    }

    #[test]
    fn where_nobody_can_say_they_count_as_used() {
        assert_eq!(looks(&[None, None]).0, []);
        assert_eq!(looks(&[Some(31), None, None]).0, [Some(31), None]);
    }
}
