//! What the system tells of the agent: hands off, locked, not to be disturbed.

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

/// Calls `tell` with whether the system holds notifications back: once soon, then on every change;
/// `None` while it does not say. Never called where it has no way to say.
pub fn watch_do_not_disturb(tell: impl Fn(Option<bool>) + Send + Sync + 'static) {
    os::watch_do_not_disturb(tell);
}
