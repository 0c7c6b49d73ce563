//! Where the system answers but does not call back: threads that ask it again and again.

use super::input_idle::InputIdle;
use std::time::Duration;

/// Time between two questions: a lock or a switch is seen this soon.
const PAUSE: Duration = Duration::from_secs(5);

/// Tells of keyboard and mouse by asking `untouched` for how long nobody used them.
pub(super) fn poll_idle(
    untouched: fn() -> Option<Duration>,
    tell: impl Fn(Option<Duration>) + Send + 'static,
) {
    let mut idle = InputIdle::default();
    every("deskbell-idle", move || idle.look(untouched(), &tell));
}

/// Tells `ask`'s answer, once soon and then whenever it is another one; a `None` says nothing.
pub(super) fn poll<T: PartialEq + Send + Copy + 'static>(
    name: &str,
    ask: fn() -> Option<T>,
    tell: impl Fn(T) + Send + 'static,
) {
    let mut reported = None;
    every(name, move || {
        if let Some(now) = ask()
            && reported.replace(now) != Some(now)
        {
            tell(now);
        }
        PAUSE
    });
}

/// Runs `look` for ever on a thread of its own; it gives the time until it wants to run again.
fn every(name: &str, mut look: impl FnMut() -> Duration + Send + 'static) {
    let run = move || {
        loop {
            std::thread::sleep(look());
        }
    };
    if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(run) {
        log::warn!("{name} could not be started, and nothing will be reported: {error}");
    }
}
