//! How long a page may be silent, and how often it is tried again.

use std::time::Duration;

/// A page without a heartbeat for this long is hung.
pub const HEARTBEAT_LOST: Duration = Duration::from_secs(20);

/// A loaded page whose bridge has not spoken for this long is silent.
pub const HELLO_LOST: Duration = Duration::from_secs(30);

/// First pause before a broken page is tried again; doubles up to [`RETRY_MAX`].
pub const RETRY_FIRST: Duration = Duration::from_secs(2);

/// Longest pause between tries.
pub const RETRY_MAX: Duration = Duration::from_secs(60);
