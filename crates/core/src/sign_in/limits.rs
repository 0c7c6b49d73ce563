//! How long a sign-in may take.

use std::time::Duration;

/// A sign-in window may stay open this long.
pub const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// A widget that has the answer of a sign-in must be signed in within this time.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// Sign-outs nobody asked for within [`SIGN_OUTS_PERIOD`] from which on it is said once that they keep happening.
pub const SIGN_OUTS_MANY: usize = 2;

/// The time over which they are counted.
pub const SIGN_OUTS_PERIOD: Duration = Duration::from_secs(10 * 60);
