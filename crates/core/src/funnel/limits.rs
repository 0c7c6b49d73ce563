//! When a visit is over.

use std::time::Duration;

/// A visit without a sign of the visitor for this long is over, as the funnel's definition has it.
pub const VISIT_OVER: Duration = Duration::from_secs(24 * 60 * 60);
