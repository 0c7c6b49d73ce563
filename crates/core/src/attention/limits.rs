//! How often notifications about conversations may change.

use std::time::Duration;

/// The notification of one conversation changes at most once within this time.
pub const BANNER_PAUSE: Duration = Duration::from_secs(1);

/// Most conversations that have a notification each; more of them share one with a count.
pub const CHATS_APART: usize = 5;

/// Most notifications about the conversations of one account within [`BANNERS_PERIOD`].
pub const BANNERS_MAX: usize = 10;

/// The time over which they are counted.
pub const BANNERS_PERIOD: Duration = Duration::from_secs(10);
