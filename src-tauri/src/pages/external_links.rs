//! The way out of a page: web and mail addresses open in the system's programs, and never in a flood.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Most links opened within [`PERIOD`]: a person does not press more, a page gone wild would.
const LINKS_MAX: usize = 10;
/// The time over which they are counted.
const PERIOD: Duration = Duration::from_secs(10);

/// Over all pages together: several that conspire open no more than one.
static OPENED: Mutex<RateLimit> = Mutex::new(RateLimit::new(LINKS_MAX, PERIOD));

/// Opens an address, written again from what it parsed to, in the system's program for it; false if
/// pages open too many.
pub(super) fn open(address: &str) -> bool {
    let allowed = OPENED.lock().unwrap_or_else(PoisonError::into_inner).allows(Instant::now());
    if allowed && let Err(error) = open::that_detached(address) {
        log::warn!("{}", complaint(&error));
    }
    allowed
}

/// What may be told of it: its own words name the whole address.
fn complaint(error: &std::io::Error) -> String {
    format!("the system's browser could not be opened: {:?}", error.kind())
}

/// Counts what a person does now and then, and a page gone wild without end.
pub(super) struct RateLimit {
    most: usize,
    within: Duration,
    times: VecDeque<Instant>,
}

impl RateLimit {
    /// Allows `most` in any time as long as `within`.
    pub(super) const fn new(most: usize, within: Duration) -> Self {
        Self { most, within, times: VecDeque::new() }
    }

    /// Whether one more is allowed at `now`, which then counts.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        while self.times.front().is_some_and(|at| now.duration_since(*at) >= self.within) {
            self.times.pop_front();
        }
        let allowed = self.times.len() < self.most;
        if allowed {
            self.times.push_back(now);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_a_browser_that_does_not_open_names_no_address() {
        let address = "https://m.example/?token=SECRET";
        let mut none = std::process::Command::new("/nowhere/browser");
        let error = none.arg(address).spawn().unwrap_err();
        // As the opener's library puts it.
        let message = format!("Launcher {none:?} failed: {error}");
        assert!(message.contains("SECRET"));
        assert_eq!(
            complaint(&std::io::Error::other(message)),
            "the system's browser could not be opened: Other"
        );
    }

    #[test]
    fn a_flood_of_links_stops_at_ten_until_time_has_passed() {
        let (mut opened, now) = (RateLimit::new(LINKS_MAX, PERIOD), Instant::now());
        let allowed = (0..1000).filter(|_| opened.allows(now)).count();
        assert_eq!((allowed, opened.times.len()), (LINKS_MAX, LINKS_MAX));
        assert!(opened.allows(now + PERIOD));
    }
}
