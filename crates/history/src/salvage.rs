//! A damaged file: set aside, and every row that can still be read goes into a new one.

use crate::problem::Problem;
use crate::row::{self, COLUMNS, Kept, NOTED};
use crate::{keep, schema};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What became of a damaged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvaged {
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// How many rows could be saved.
    pub rows: usize,
    /// There may have been more.
    pub complete: Completeness,
}

/// Whether everything was saved, as far as anybody can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// The table could be read from end to end.
    Whole,
    /// Parts of it could not be read.
    Parts,
}

/// Most rows that one transaction takes over.
const AT_ONCE: usize = 5000;

/// The names beside which SQLite keeps what belongs to the file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Sets the file at `path` aside, as `….broken-<seconds>`, makes a new one and fills it. Nobody may have it open.
///
/// # Errors
/// The system's, and those of making a new file.
pub(crate) fn salvage(path: &Path, second: u64) -> Result<(Connection, Salvaged), Problem> {
    let aside = free_name(path, second);
    let file = |path: &Path, error| Problem::File { path: path.to_owned(), error };
    fs::rename(path, &aside).map_err(|error| file(path, error))?;
    for ending in BESIDE {
        let (from, to) = (beside(path, ending), beside(&aside, ending));
        if from.exists() {
            fs::rename(&from, to).map_err(|error| file(&from, error))?;
        }
    }
    crate::files::create(path)?;
    let new = schema::open(path)?;
    let mut salvaged = Salvaged { aside: aside.clone(), rows: 0, complete: Completeness::Parts };
    if let Ok(old) = open_damaged(&aside) {
        take_over(&old, &new, &mut salvaged)?;
    }
    if salvaged.rows == 0 {
        // Where its first page, which says where everything is, is not whole, that of a new file says the same.
        let copy = beside(&aside, "-copy");
        if with_new_first_page(&aside, &copy).is_ok()
            && let Ok(old) = open_damaged(&copy)
        {
            take_over(&old, &new, &mut salvaged)?;
            salvaged.complete = Completeness::Parts;
        }
        for file in [&copy, &beside(&copy, BESIDE[0]), &beside(&copy, BESIDE[1])] {
            // It may not be there.
            let _ = fs::remove_file(file);
        }
    }
    Ok((new, salvaged))
}

fn open_damaged(path: &Path) -> Result<Connection, Problem> {
    let old = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    old.pragma_update(None, "trusted_schema", "OFF")?;
    // Reads a file that is shorter than it says, too.
    old.pragma_update(None, "writable_schema", "ON")?;
    Ok(old)
}

/// Bytes of a page, and where the first one says how many there are (SQLite's file format, 1.3).
const PAGE: usize = 4096;
const PAGE_COUNT: std::ops::Range<usize> = 28..32;

/// Copies a file, with the first page of a new one.
fn with_new_first_page(old: &Path, copy: &Path) -> Result<(), Problem> {
    let problem = |error| Problem::File { path: copy.to_owned(), error };
    // As the new one is without what its log holds.
    let empty = beside(copy, "-new");
    let made = crate::files::create(&empty).and_then(|()| schema::open(&empty).map(drop));
    let first = made.and_then(|()| fs::read(&empty).map_err(problem));
    let _ = fs::remove_file(&empty);
    let mut first = first?;
    first.truncate(PAGE);
    fs::copy(old, copy).map_err(problem)?;
    let mut file = fs::OpenOptions::new().write(true).open(copy).map_err(problem)?;
    let pages = file.metadata().map_err(problem)?.len() / PAGE as u64;
    if let Some(count) = first.get_mut(PAGE_COUNT) {
        count.copy_from_slice(&u32::try_from(pages).unwrap_or(u32::MAX).to_be_bytes());
    }
    file.write_all(&first).map_err(problem)
}

fn free_name(path: &Path, second: u64) -> PathBuf {
    let name = |number: u64| beside(path, &format!(".broken-{number}"));
    (second..).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(second))
}

/// The name with this ending.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Reads from the beginning until a page is bad, then beyond it with growing steps, and at last from the end: a bad page
/// inside the tree hides what hangs on it only from one side.
fn take_over(old: &Connection, new: &Connection, salvaged: &mut Salvaged) -> Result<(), Problem> {
    let mut from = i64::MIN;
    let mut step = 1_i64;
    let mut whole = true;
    loop {
        match batch(old, "e.id > ?1", "ASC", from) {
            Ok(rows) if rows.is_empty() => break,
            Ok(rows) => {
                from = rows.last().map_or(i64::MAX, |row| row.id);
                salvaged.rows += put(new, rows)?;
                step = 1;
            }
            Err(rows) => {
                whole = false;
                from = rows.last().map_or(from.max(0), |row| row.id).saturating_add(step);
                salvaged.rows += put(new, rows)?;
                step = step.saturating_mul(2);
                if from == i64::MAX {
                    break;
                }
            }
        }
    }
    if whole {
        salvaged.complete = Completeness::Whole;
        return Ok(());
    }
    let mut from = i64::MAX;
    loop {
        let (rows, more) = match batch(old, "e.id < ?1", "DESC", from) {
            Ok(rows) => (rows, true),
            Err(rows) => (rows, false),
        };
        let Some(last) = rows.last().map(|row| row.id) else { return Ok(()) };
        from = last;
        let new_rows = put(new, rows)?;
        salvaged.rows += new_rows;
        if !more || new_rows == 0 {
            return Ok(());
        }
    }
}

/// The next rows; as an error, those before the first that cannot be read.
fn batch(old: &Connection, which: &str, order: &str, from: i64) -> Result<Vec<Kept>, Vec<Kept>> {
    let columns = match old.prepare_cached(&format!("SELECT {NOTED} FROM entry e")) {
        Ok(_) => COLUMNS.to_owned(),
        // Of the first format, which had no notes.
        Err(_) => COLUMNS.replace(NOTED, "NULL, NULL"),
    };
    let sql = format!(
        "SELECT {columns} FROM entry e NOT INDEXED WHERE {which} ORDER BY e.id {order} LIMIT {AT_ONCE}"
    );
    let mut rows = Vec::new();
    let Ok(mut statement) = old.prepare_cached(&sql) else { return Err(rows) };
    let Ok(mut cursor) = statement.query([from]) else { return Err(rows) };
    loop {
        match cursor.next() {
            Ok(None) => return Ok(rows),
            // A row whose content is spoilt while its page is whole: only that row is lost.
            Ok(Some(found)) => match row::read(found) {
                Ok(kept) => rows.push(kept),
                Err(_) => continue,
            },
            Err(_) => return Err(rows),
        }
    }
}

/// Puts rows in under their old numbers; those that are there already stay.
fn put(new: &Connection, rows: Vec<Kept>) -> Result<usize, Problem> {
    let transaction = new.unchecked_transaction()?;
    let mut count = 0;
    for kept in rows {
        if keep::get(&transaction, kept.id)?.is_none() {
            keep::put_back(&transaction, &kept)?;
            count += 1;
        }
    }
    transaction.commit()?;
    Ok(count)
}
