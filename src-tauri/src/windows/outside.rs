//! Links that leave a page: they open in the system's browser, and never in a flood.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

/// Most links opened within [`PERIOD`]: a person does not press more, a page gone wild would.
const LINKS_MAX: usize = 10;
/// The time over which they are counted.
const PERIOD: Duration = Duration::from_secs(10);

static OPENED: Mutex<Vec<Instant>> = Mutex::new(Vec::new());

/// Opens a web or mail address in the system's browser; every other one is refused.
pub(super) fn open_outside(url: &Url) {
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        log::warn!("a page wanted to open a {}: address; refused", url.scheme());
        return;
    }
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    if !allows(&mut opened, Instant::now()) {
        log::warn!("a page opens links faster than anybody can press them; refused");
        return;
    }
    drop(opened);
    if let Err(error) = open::that_detached(url.as_str()) {
        log::warn!("{}", complaint(&error));
    }
}

/// What may be told of it: its own words name the whole address.
fn complaint(error: &std::io::Error) -> String {
    format!("the system's browser could not be opened: {:?}", error.kind())
}

fn allows(opened: &mut Vec<Instant>, now: Instant) -> bool {
    opened.retain(|at| now.duration_since(*at) < PERIOD);
    let allowed = opened.len() < LINKS_MAX;
    if allowed {
        opened.push(now);
    }
    allowed
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
        let told = format!("Launcher {none:?} failed: {error}");
        assert!(told.contains("SECRET"));
        assert_eq!(
            complaint(&std::io::Error::other(told)),
            "the system's browser could not be opened: Other"
        );
    }

    #[test]
    fn a_flood_of_links_stops_at_ten_until_time_has_passed() {
        let (mut opened, now) = (Vec::new(), Instant::now());
        let allowed = (0..1000).filter(|_| allows(&mut opened, now)).count();
        assert_eq!((allowed, opened.len()), (LINKS_MAX, LINKS_MAX));
        assert!(allows(&mut opened, now + PERIOD));
    }
}
