//! How long a command waits for a sign.

use std::time::Duration;

/// A command without any sign from the widget for this long is reported.
pub const COMMAND_TIMEOUT: Duration = Duration::from_secs(5);
