//! How long things are kept: by age for each sort and vendor, and by the size of the file.

use crate::forget::remove_with_lines;
use crate::problem::Problem;
use crate::row::{self, COLUMNS, Kept, kind_number};
use crate::schema::WITHIN_SECOND;
use deskbell_core::{EntryKind, Timestamp, VendorId};
use rusqlite::{Connection, params};
use std::time::Duration;

/// How long what kind of thing is kept. The first rule that fits counts; what none fits is kept until there is no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// By sort and vendor.
    pub rules: Vec<RetentionRule>,
    /// Largest file, in bytes; the oldest go first.
    pub bytes: Option<u64>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// Of this sort; none means any. Lines stay as long as their conversation.
    pub kind: Option<EntryKind>,
    /// Of this vendor; none means any.
    pub vendor: Option<VendorId>,
    /// For so long.
    pub age: Duration,
}

impl RetentionRule {
    fn fits(&self, kept: &Kept) -> bool {
        let kind = self.kind.is_none_or(|kind| kind == kept.entry.kind);
        kind && self.vendor.as_ref().is_none_or(|vendor| kept.entry.vendor.as_ref() == Some(vendor))
    }
}

/// Most rows that go in one transaction: others wait for it.
const AT_ONCE: usize = 500;

/// Takes out what is too old, then the oldest until the file is small enough. Gives how many rows went.
/// What is open stays.
pub(crate) fn prune(
    connection: &mut Connection,
    retention: &Retention,
    now: Timestamp,
) -> Result<usize, Problem> {
    let mut count = 0;
    let shortest = retention.rules.iter().map(|rule| rule.age).min();
    if let Some(shortest) = shortest {
        let end = (millis_before(now, shortest) / 1000) << WITHIN_SECOND;
        let mut from = i64::MIN;
        loop {
            let rows = oldest(connection, from, end)?;
            let Some(last) = rows.last() else { break };
            from = last.id;
            let old = rows.into_iter().filter(|kept| {
                let rule = retention.rules.iter().find(|rule| rule.fits(kept));
                rule.is_some_and(|rule| now.since(kept.entry.at) > rule.age)
            });
            count += remove(connection, old)?;
        }
    }
    if let Some(most) = retention.bytes {
        while used(connection)? > most {
            let rows = oldest(connection, i64::MIN, i64::MAX)?;
            if rows.is_empty() {
                break;
            }
            let removed = remove(connection, rows.into_iter())?;
            count += removed;
            connection.execute("INSERT INTO gram(gram, rank) VALUES('merge', 200)", [])?;
        }
    }
    if count > 0 {
        // It gives back a page a step.
        let mut vacuum = connection.prepare("PRAGMA incremental_vacuum")?;
        let mut pages = vacuum.query([])?;
        while pages.next()?.is_some() {}
    }
    Ok(count)
}

fn millis_before(now: Timestamp, age: Duration) -> i64 {
    row::millis(now).saturating_sub(i64::try_from(age.as_millis()).unwrap_or(i64::MAX)).max(0)
}

/// The oldest rows that are over and stand by themselves.
fn oldest(connection: &Connection, after: i64, before: i64) -> rusqlite::Result<Vec<Kept>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE e.id > ?1 AND e.id < ?2 AND e.open = 0 \
         AND (e.parent IS NULL OR e.parent = 0) ORDER BY e.id LIMIT {AT_ONCE}"
    );
    connection.prepare_cached(&sql)?.query_map(params![after, before], row::read)?.collect()
}

fn remove(connection: &mut Connection, rows: impl Iterator<Item = Kept>) -> Result<usize, Problem> {
    let transaction = connection.transaction()?;
    let mut count = 0;
    for kept in rows {
        count += remove_with_lines(&transaction, &kept)?;
    }
    transaction.commit()?;
    Ok(count)
}

/// Bytes of the file that are in use.
fn used(connection: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let bytes = (pragma("page_count")? - pragma("freelist_count")?) * pragma("page_size")?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}

/// Takes out everything of an account, or of one sort of it.
pub(crate) fn remove_account(
    connection: &mut Connection,
    account: &str,
    kind: Option<EntryKind>,
) -> Result<usize, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE e.account = ?1 AND (?2 IS NULL OR e.kind = ?2) \
         AND (e.parent IS NULL OR e.parent = 0) LIMIT {AT_ONCE}"
    );
    let mut count = 0;
    loop {
        let with = params![account, kind.map(kind_number)];
        let rows: Vec<Kept> = connection
            .prepare_cached(&sql)?
            .query_map(with, row::read)?
            .collect::<Result<_, _>>()?;
        if rows.is_empty() {
            return Ok(count);
        }
        count += remove(connection, rows.into_iter())?;
    }
}
