//! What the system tells of the agent: hands off, or locked.

use super::os;
use std::time::Duration;

/// Calls `tell` with how long keyboard and mouse have been untouched, once that is half a minute, and
/// with `None` as soon as they are used again. Never called where the system does not tell.
pub fn watch_idle(tell: impl Fn(Option<Duration>) + Send + Sync + 'static) {
    os::watch_idle(tell);
}

/// Calls `tell` with whether the session is locked: once soon, then on every change.
/// Never called where the system does not tell.
pub fn watch_lock(tell: impl Fn(bool) + Send + Sync + 'static) {
    os::watch_lock(tell);
}
