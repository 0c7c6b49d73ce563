//! How long a call may go unmentioned, and how many are kept.

use std::time::Duration;

/// A "no call" that may be taken back ends the call after this long.
pub const NO_CALL_GRACE: Duration = Duration::from_secs(3);

/// A call is over when nobody has been signed in for this long to tell of it.
pub const SIGN_OUT_GRACE: Duration = Duration::from_secs(60);

/// An ended, never answered call is judged (missed, answered elsewhere, voicemail) after this long.
pub const END_REASON_DELAY: Duration = Duration::from_millis(1500);

/// A call row that nobody mentioned for this long is closed.
pub const CALL_FORGOTTEN: Duration = Duration::from_secs(4 * 60 * 60);

/// An alerting call that nobody mentioned for this long stops ringing.
pub const RING_FORGOTTEN: Duration = Duration::from_secs(120);

/// Ended calls kept as rows.
pub const RECENT_CALLS: usize = 50;

/// Asked for its phone legs, a widget lists them within this long.
pub(crate) const LEGS_TIMEOUT: Duration = Duration::from_secs(5);

/// A dial request waits this long for the dialer.
pub const DIAL_TIMEOUT: Duration = Duration::from_secs(120);
