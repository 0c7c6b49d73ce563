//! How often and how long a status is tried, and how much of its history is kept.

use std::time::Duration;

/// A status that a vendor's service fails to take is tried this often, which is about two hours. Tries are
/// counted and not time, which passes in sleep too.
pub const STATUS_TRIES: u32 = 124;

/// Longest pause a vendor may ask for before a status is tried again.
pub const STATUS_PAUSE_MAX: Duration = Duration::from_secs(60 * 60);

/// A push of a status that nobody answers for this long has failed, whatever became of it.
pub const PUSH_TIMEOUT: Duration = Duration::from_secs(60);

/// A widget that was given a status shows it within this, or did not take it.
pub const WIDGET_TIMEOUT: Duration = Duration::from_secs(5);

/// Tries of a widget that takes a status and never shows it.
pub const WIDGET_TRIES: u32 = 3;

/// A vendor may tell of a change we made ourselves for this long.
pub const ECHO_TIMEOUT: Duration = Duration::from_secs(120);

/// Lines of the status history kept.
pub const STATUS_HISTORY: usize = 200;
