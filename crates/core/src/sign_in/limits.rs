//! How long a sign-in may take.

use std::time::Duration;

/// A sign-in window may stay open this long.
pub const SIGN_IN_PATIENCE: Duration = Duration::from_secs(10 * 60);

/// A widget that has the answer of a sign-in must be signed in within this time.
pub const ANSWER_PATIENCE: Duration = Duration::from_secs(30);
