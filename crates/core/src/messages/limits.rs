//! How old a message may be and still be new.

use std::time::Duration;

/// A message older than this is not new, whatever its widget calls it: the vendor's own limit for telling of one.
pub const MESSAGE_NEW: Duration = Duration::from_secs(30 * 60);
