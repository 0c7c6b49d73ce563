//! How long a question about a permission stays, and how many a page may raise.

use std::time::Duration;

/// A question about a right is given up after this long.
pub const ASK_TIMEOUT: Duration = Duration::from_secs(2 * 60);

/// What a new document wants may be heard this much before its hello.
pub const ASK_OVERTAKES: Duration = Duration::from_secs(5);

/// Most questions about rights open at one time for one account.
pub const OPEN_ASKS: usize = 4;

/// Most questions about rights one account may raise within [`ASKING_PERIOD`].
pub const ASKS_MAX: usize = 10;

/// The time over which they are counted, and the least between two notifications about them.
pub const ASKING_PERIOD: Duration = Duration::from_secs(60);

/// Most rights of one account that something is kept about.
pub const GRANTS_MAX: usize = 100;
