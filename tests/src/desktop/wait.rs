//! Waiting for something observable: looks often, never sleeps for a guessed time, and says what it last saw.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Pause between two looks; short against what a person notices, long against what a look costs.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// Looks until `look` finds something, at most for `patience`.
///
/// # Errors
/// After `patience`, with `what` and the error of the last look if it had one.
pub fn until<T>(
    what: &str,
    patience: Duration,
    mut look: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let last = match look() {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() >= patience {
            match last {
                Some(error) => {
                    return Err(error.context(format!("waited {patience:?} in vain until {what}")));
                }
                None => bail!("waited {patience:?} in vain until {what}"),
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// Looks until `look` says yes, at most for `patience`.
///
/// # Errors
/// See [`until`].
pub fn until_true(
    what: &str,
    patience: Duration,
    mut look: impl FnMut() -> Result<bool>,
) -> Result<()> {
    until(what, patience, || Ok(look()?.then_some(())))
}

#[cfg(test)]
mod tests {
    use super::{until, until_true};
    use std::time::Duration;

    #[test]
    fn gives_what_was_found() {
        let mut looks = 0;
        let found = until("the third look", Duration::from_secs(5), || {
            looks += 1;
            Ok((looks == 3).then_some(looks))
        });
        assert_eq!(found.ok(), Some(3));
    }

    #[test]
    fn says_what_it_waited_for_and_the_last_error() {
        let error = until_true("pigs fly", Duration::ZERO, || anyhow::bail!("no wings"));
        let words = format!("{:#}", error.err().unwrap_or_else(|| anyhow::anyhow!("none")));
        assert!(words.contains("pigs fly") && words.contains("no wings"), "{words}");
    }
}
