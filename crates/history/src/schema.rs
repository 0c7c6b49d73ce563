//! The tables, how they came to be, and how a connection is set up.
//!
//! One table has a row for everything that happened: a timeline, a search and a filter over all kinds then are one query
//! each. A row's number is its time: seconds since 1970, and which one within the second. So the newest first is the
//! table read backwards, at any depth, and the index of words gives its hits in that order by itself.

use crate::problem::Problem;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Bits of a row's number that count within one second.
pub(crate) const WITHIN_SECOND: u32 = 16;

/// The steps from each format to the next; a new one is added at the end, and none is ever changed.
const STEPS: [&str; 2] = [
    "
CREATE TABLE entry(
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  account TEXT NOT NULL,
  vendor TEXT NOT NULL,
  keys TEXT NOT NULL,
  parent INTEGER,
  within TEXT,
  at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  direction INTEGER,
  outcome TEXT,
  number TEXT,
  address TEXT,
  name TEXT,
  text TEXT,
  person TEXT,
  unread INTEGER NOT NULL,
  open INTEGER NOT NULL,
  detail TEXT
);
CREATE TABLE known(
  account TEXT NOT NULL,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY(account, kind, key)
) WITHOUT ROWID;
CREATE INDEX entry_kind ON entry(kind, id) WHERE parent IS NULL;
CREATE INDEX entry_parent ON entry(parent, id) WHERE parent IS NOT NULL;
CREATE INDEX entry_waits ON entry(id) WHERE unread = 1 OR open = 1;
CREATE INDEX entry_person ON entry(person, id) WHERE person IS NOT NULL;
CREATE INDEX entry_address ON entry(address, id) WHERE address IS NOT NULL;
CREATE VIRTUAL TABLE gram USING fts5(
  grams, content='', contentless_delete=1, detail=none, tokenize='ascii'
);
",
    "
ALTER TABLE entry ADD COLUMN note TEXT;
ALTER TABLE entry ADD COLUMN disposition TEXT;
",
];

/// The newest format.
pub(crate) const FORMAT: i64 = STEPS.len() as i64;

/// How long one connection waits for another of this process.
const BUSY: Duration = Duration::from_secs(10);

/// Opens the file to write, and brings it to the newest format.
pub(crate) fn open(path: &Path) -> Result<Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    let found = format(&connection)?;
    if found > FORMAT {
        return Err(Problem::Newer { found, known: FORMAT });
    }
    if found == 0 {
        // Before the first page is written; later it would be of no effect.
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // The disk has it when a commit returns, also if the power goes.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&mut connection, found)?;
    Ok(connection)
}

/// Opens the file to read, beside the writer.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// The file's format; of a new file 0.
fn format(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Takes the steps that are missing, all or none of them.
fn migrate(connection: &mut Connection, found: i64) -> Result<(), Problem> {
    let missing = STEPS.get(usize::try_from(found).unwrap_or(0)..).unwrap_or_default();
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_format_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        open(&path).unwrap().pragma_update(None, "user_version", FORMAT + 1).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(open(&path), Err(Problem::Newer { .. })));
        assert!(std::fs::read(&path).unwrap() == before, "not one byte is another");
    }

    #[test]
    fn a_file_of_any_format_becomes_one_of_the_newest() {
        for from in 0..=STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("history.db");
            let old = Connection::open(&path).unwrap();
            STEPS[..from].iter().for_each(|step| old.execute_batch(step).unwrap());
            old.pragma_update(None, "user_version", from as i64).unwrap();
            drop(old);
            let tables = |path: &Path| -> Vec<String> {
                let opened = open(path).unwrap();
                let mut names =
                    opened.prepare("SELECT sql FROM sqlite_schema ORDER BY name").unwrap();
                let sql = names.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
                sql.map(|sql| sql.unwrap().unwrap_or_default()).collect()
            };
            let fresh = folder.path().join("fresh.db");
            assert_eq!(tables(&path), tables(&fresh), "from format {from}");
        }
    }
}
