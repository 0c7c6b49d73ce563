//! Our clock: it agrees with the wall clock when the program starts, never steps, and goes on while the machine sleeps.

use crate::platform;
use deskbell_core::Timestamp;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Both clocks when the program started.
static START: LazyLock<(Timestamp, Duration)> =
    LazyLock::new(|| (wall_time(), platform::time_since_boot()));

/// Our time. Elapsed time is measured by nothing else.
#[must_use]
pub fn now() -> Timestamp {
    let (wall, since_boot) = *START;
    wall + platform::time_since_boot().saturating_sub(since_boot)
}

/// What the wall clock shows: for names of files and for people.
#[must_use]
pub fn wall_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Milliseconds that the wall clock is ahead of ours: it was set since the start.
#[must_use]
pub fn ahead() -> i64 {
    let (wall, own) = (wall_time().0, now().0);
    let apart = i64::try_from(wall.abs_diff(own)).unwrap_or(i64::MAX);
    if wall < own { -apart } else { apart }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_goes_on_as_fast_as_time_does_and_agrees_with_the_wall_clock_at_first() {
        assert!(ahead().abs() < 1000, "{}", ahead());
        let (before, instant) = (now(), std::time::Instant::now());
        std::thread::sleep(Duration::from_millis(30));
        let (passed, real) = (now().since(before), instant.elapsed());
        assert!(passed.abs_diff(real) < Duration::from_millis(20), "{passed:?} of {real:?}");
    }
}
