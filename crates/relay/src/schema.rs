//! The relay's one database: its file, its tables, and how a connection is opened.

use crate::log::LogProblem;
use rusqlite::Connection;
use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long one process waits for another one's write.
const BUSY: Duration = Duration::from_secs(5);

/// What is kept. A record's number is never given twice, also after it is gone.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    identity BLOB UNIQUE,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    conversation TEXT,
    delivery TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_conversation ON records (source, conversation) WHERE conversation IS NOT NULL;
CREATE TABLE IF NOT EXISTS recipients (
    recipient TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (recipient, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_record ON recipients (seq);
CREATE TABLE IF NOT EXISTS desks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent TEXT NOT NULL,
    token BLOB NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS codes (
    code BLOB PRIMARY KEY,
    agent TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
";

/// Opens the database in `folder`, made if it is missing; both are for their owner alone.
pub(crate) fn open(folder: &Path) -> Result<Connection, LogProblem> {
    let file = folder.join("relay.sqlite");
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        builder.mode(0o700);
        options.mode(0o600);
    }
    let made = builder.create(folder).and_then(|()| options.open(&file));
    made.map_err(|error| LogProblem::File(file.clone(), error))?;
    let connection = Connection::open(&file)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // An answer is a promise: it is on the disk, not on its way to it.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(TABLES)?;
    Ok(connection)
}

/// The wall clock, in milliseconds since 1970: what is kept outlives the process and its other clock.
pub(crate) fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
