//! How long the window offers something.

use std::time::Duration;

/// A mark as seen can be undone this long.
pub const UNDO_TIME: Duration = Duration::from_secs(60);
