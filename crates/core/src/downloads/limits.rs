//! How many downloads, how large, and how many at one time.

use std::time::Duration;

/// Downloads kept as rows.
pub const DOWNLOAD_ROWS: usize = 50;

/// Most downloads of one account at one time.
pub const DOWNLOADS_AT_ONCE: usize = 10;

/// Most downloads one account begins within [`DOWNLOAD_PERIOD`]: a person does not press more.
pub const DOWNLOADS_BEGUN_MAX: usize = 20;

/// Same, while the page is not looked at.
pub const DOWNLOADS_UNSEEN_MAX: usize = 3;

/// The time over which they are counted.
pub const DOWNLOAD_PERIOD: Duration = Duration::from_secs(60);

/// Largest download in bytes: no recording, fax or file of a chat comes near it.
pub const DOWNLOAD_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// Bytes that a download leaves free on the disk: a full one loses settings and events.
pub const DISK_RESERVE: u64 = 256 * 1024 * 1024;
