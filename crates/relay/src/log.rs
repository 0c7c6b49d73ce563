//! The log: every accepted delivery once, on the disk before anybody is told so, and found again by its recipients.

use crate::config::Retention;
use crate::schema::{open, wall_clock};
use crate::wire::Record;
use deskbell_snapengage::Delivery;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, oneshot};

/// Most requests that share one commit.
const TOGETHER: usize = 256;
/// How often what is too old is looked for.
const BETWEEN_PRUNING: Duration = Duration::from_secs(60);
/// Commits that a feed may be behind before it has to look into the log.
const COMMITS_REMEMBERED: usize = 64;
/// Most records in one answer, and most bytes of them.
const PAGE_RECORDS: usize = 500;
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Why the log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LogProblem {
    /// The file cannot be made or opened.
    #[error("{0} cannot be opened: {1}")]
    File(PathBuf, std::io::Error),
    /// SQLite refuses.
    #[error("the log: {0}")]
    Database(#[from] rusqlite::Error),
    /// Its thread has ended.
    #[error("the log has ended")]
    Ended,
    /// The system gives no random numbers.
    #[error("no secret can be made: {0}")]
    NoRandom(getrandom::Error),
}

/// What one commit added: the recipients of each record.
pub(crate) type Committed = Arc<Vec<BTreeSet<String>>>;

/// What is asked of the writer.
enum Request {
    Append {
        delivery: Box<Delivery>,
        recipients: BTreeSet<String>,
        done: oneshot::Sender<Result<(), LogProblem>>,
    },
    /// A desk has taken in everything up to there.
    Acknowledge { desk: i64, until: u64 },
}

/// The log on the disk. Dropping the last one writes what was appended before, and waits for that.
#[derive(Clone, Debug)]
pub struct Log(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    requests: Mutex<Option<Sender<Request>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Mutex<Vec<Connection>>,
    committed: broadcast::Sender<Committed>,
}

/// How much the log holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) records: u64,
    /// Number of the newest record there ever was.
    pub(crate) last: u64,
    pub(crate) desks: u64,
}

/// What there is for a desk.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) records: Vec<Record>,
    pub(crate) until: u64,
    pub(crate) lost: u64,
}

impl Log {
    /// Opens the log in `folder`, made if it is missing.
    ///
    /// # Errors
    /// [`LogProblem`].
    pub fn open(folder: &Path, retention: Retention) -> Result<Self, LogProblem> {
        let connection = open(folder)?;
        let (requests, taken) = mpsc::channel();
        let (committed, _) = broadcast::channel(COMMITS_REMEMBERED);
        let tell = committed.clone();
        let work = move || write(connection, &taken, &tell, retention);
        let writer = thread::Builder::new()
            .name("relay-log".to_owned())
            .spawn(work)
            .map_err(|error| LogProblem::File(folder.to_owned(), error))?;
        Ok(Self(Arc::new(Inner {
            folder: folder.to_owned(),
            requests: Mutex::new(Some(requests)),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::default(),
            committed,
        })))
    }

    /// Keeps a delivery for its recipients; done once it is on the disk. The same delivery again is kept once.
    ///
    /// # Errors
    /// [`LogProblem`]; then nothing was kept.
    pub(crate) async fn append(
        &self,
        delivery: Delivery,
        recipients: BTreeSet<String>,
    ) -> Result<(), LogProblem> {
        let (done, kept) = oneshot::channel();
        self.ask(Request::Append { delivery: Box::new(delivery), recipients, done });
        kept.await.unwrap_or(Err(LogProblem::Ended))
    }

    /// A desk has taken in everything up to there.
    pub(crate) fn acknowledge(&self, desk: i64, until: u64) {
        self.ask(Request::Acknowledge { desk, until });
    }

    /// What is committed from now on.
    pub(crate) fn committed(&self) -> broadcast::Receiver<Committed> {
        self.0.committed.subscribe()
    }

    /// Reads on a connection of its own, on a thread that may wait.
    ///
    /// # Errors
    /// [`LogProblem`].
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        how: impl FnOnce(&mut Connection) -> Result<T, LogProblem> + Send + 'static,
    ) -> Result<T, LogProblem> {
        let inner = Arc::clone(&self.0);
        let read = tokio::task::spawn_blocking(move || {
            let idle = inner.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match idle {
                Some(connection) => connection,
                None => open(&inner.folder)?,
            };
            let read = how(&mut connection);
            inner.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            read
        });
        read.await.unwrap_or(Err(LogProblem::Ended))
    }

    fn ask(&self, request: Request) {
        let requests = self.0.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(requests) = requests.as_ref() {
            // Fails only after the writer has ended; whoever waits for an answer finds out.
            let _ = requests.send(request);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.requests.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            // It has no panics of its own.
            let _ = writer.join();
        }
    }
}

/// The writer's thread: all requests that wait become one commit.
fn write(
    mut connection: Connection,
    requests: &Receiver<Request>,
    committed: &broadcast::Sender<Committed>,
    retention: Retention,
) {
    let mut pruned: Option<Instant> = None;
    while let Ok(first) = requests.recv() {
        let mut batch = vec![first];
        batch.extend(requests.try_iter().take(TOGETHER - 1));
        let kept = commit(&mut connection, &batch);
        let failed = kept.as_ref().err().map(|error| {
            log::error!("nothing can be written: {error}");
            error.to_string()
        });
        for request in batch {
            if let Request::Append { done, .. } = request {
                // Fails only if nobody waits any more.
                let _ = done.send(match &failed {
                    None => Ok(()),
                    Some(_) => Err(LogProblem::Ended),
                });
            }
        }
        if let Ok(added) = kept
            && !added.is_empty()
        {
            // Fails only while no desk is connected.
            let _ = committed.send(Arc::new(added));
        }
        if pruned.is_none_or(|at| at.elapsed() >= BETWEEN_PRUNING) {
            pruned = Some(Instant::now());
            if let Err(error) = prune(&mut connection, retention) {
                log::error!("what is too old cannot be removed: {error}");
            }
        }
    }
}

/// Writes a batch. Gives the recipients of what was new.
fn commit(
    connection: &mut Connection,
    batch: &[Request],
) -> Result<Vec<BTreeSet<String>>, LogProblem> {
    let transaction = connection.transaction()?;
    let mut added = Vec::new();
    for request in batch {
        match request {
            Request::Append { delivery, recipients, done: _ } => {
                added.extend(insert(&transaction, delivery, recipients.clone())?);
            }
            Request::Acknowledge { desk, until } => {
                transaction
                    .prepare_cached(
                        "UPDATE desks SET acknowledged = MAX(acknowledged, ?2), seen_at = ?3 WHERE id = ?1",
                    )?
                    .execute(params![desk, whole(*until), wall_clock()])?;
            }
        }
    }
    transaction.commit()?;
    Ok(added)
}

/// Adds a delivery unless it is there. Whoever heard of a conversation before hears the rest of it too: what a colleague
/// took must not stand as waiting on the other desks.
fn insert(
    connection: &Connection,
    delivery: &Delivery,
    mut recipients: BTreeSet<String>,
) -> Result<Option<BTreeSet<String>>, LogProblem> {
    let line = delivery.to_line();
    // Without a time the same words may be news; a repetition soon after is known to the reception.
    let identity = delivery.webhook.is_timed().then(|| <[u8; 32]>::from(Sha256::digest(&line)));
    let known = connection
        .prepare_cached("SELECT COUNT(*) FROM records WHERE identity = ?1")?
        .query_row([identity], |row| row.get::<_, i64>(0))?;
    if known > 0 {
        return Ok(None);
    }
    let case = delivery.webhook.case();
    if let Some(case) = case {
        let mut earlier = connection.prepare_cached(
            "SELECT DISTINCT recipient FROM records JOIN recipients USING (seq)
             WHERE source = ?1 AND conversation = ?2",
        )?;
        let earlier = earlier.query_map(params![delivery.account, case], |row| row.get(0))?;
        for recipient in earlier {
            recipients.insert(recipient?);
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO records (identity, at, source, conversation, delivery)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![identity, wall_clock(), delivery.account, case, line])?;
    let seq = connection.last_insert_rowid();
    let mut insert =
        connection.prepare_cached("INSERT INTO recipients (recipient, seq) VALUES (?1, ?2)")?;
    for recipient in &recipients {
        insert.execute(params![recipient, seq])?;
    }
    Ok(Some(recipients))
}

/// Removes what is too old or too much.
fn prune(connection: &mut Connection, retention: Retention) -> Result<(), LogProblem> {
    let before = wall_clock() - i64::try_from(retention.span().as_millis()).unwrap_or(i64::MAX);
    let transaction = connection.transaction()?;
    let too_many = transaction
        .query_row(
            "SELECT seq FROM records ORDER BY seq DESC LIMIT 1 OFFSET ?1",
            [whole(retention.records)],
            |row| row.get(0),
        )
        .optional()?;
    let too_old: Option<i64> =
        transaction
            .query_row("SELECT MAX(seq) FROM records WHERE at < ?1", [before], |row| row.get(0))?;
    if let Some(last) = too_old.max(too_many) {
        transaction.execute("DELETE FROM records WHERE seq <= ?1", [last])?;
        transaction.execute("DELETE FROM recipients WHERE seq <= ?1", [last])?;
    }
    transaction.execute("DELETE FROM codes WHERE expires_at < ?1", [wall_clock()])?;
    transaction.commit()?;
    Ok(())
}

/// What is for one of `recipients` after number `after`.
pub(crate) fn page(
    connection: &mut Connection,
    recipients: &[String],
    after: u64,
) -> Result<Page, LogProblem> {
    let transaction = connection.transaction()?;
    let last = last_number(&transaction)?;
    let first: Option<i64> =
        transaction.query_row("SELECT MIN(seq) FROM records", [], |row| row.get(0))?;
    // Who says a number that was never given begins at the end: nothing can be known of what it means.
    let after = after.min(last);
    let kept_from = first.map_or(last.saturating_add(1), number);
    let lost = kept_from.saturating_sub(1).saturating_sub(after);
    let mut found: BTreeSet<i64> = BTreeSet::new();
    {
        let mut of_one = transaction.prepare_cached(
            "SELECT seq FROM recipients WHERE recipient = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        )?;
        let most = i64::try_from(PAGE_RECORDS).unwrap_or(i64::MAX);
        for recipient in recipients {
            for seq in of_one.query_map(params![recipient, whole(after), most], |row| row.get(0))? {
                found.insert(seq?);
            }
        }
    }
    let mut records = Vec::new();
    let mut bytes = 0;
    let mut left_off = found.len() > PAGE_RECORDS;
    {
        let mut one =
            transaction.prepare_cached("SELECT at, delivery FROM records WHERE seq = ?1")?;
        for seq in found.into_iter().take(PAGE_RECORDS) {
            if bytes > PAGE_BYTES {
                left_off = true;
                break;
            }
            let row: Option<(i64, String)> =
                one.query_row([seq], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((at, delivery)) = row else { continue };
            bytes += delivery.len();
            // What was damaged on the disk is passed over rather than stopping the desk for ever.
            let Ok(delivery) = RawValue::from_string(delivery) else { continue };
            let vendor = "snapengage".to_owned();
            records.push(Record { seq: number(seq), at: number(at), vendor, delivery });
        }
    }
    // A full page may have more behind it, also of other recipients.
    let is_full = left_off || records.len() >= PAGE_RECORDS;
    let until = match records.last() {
        Some(last) if is_full => last.seq,
        Some(_) | None => last,
    };
    Ok(Page { records, until, lost })
}

/// Number of the newest record there ever was.
pub(crate) fn last_number(connection: &Connection) -> Result<u64, LogProblem> {
    let last: Option<i64> = connection
        .query_row("SELECT seq FROM sqlite_sequence WHERE name = 'records'", [], |row| row.get(0))
        .optional()?;
    Ok(last.map_or(0, number))
}

pub(crate) fn extent(connection: &mut Connection) -> Result<Extent, LogProblem> {
    let count = |table: &str| {
        connection.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0))
    };
    let (records, desks) = (number(count("records")?), number(count("desks")?));
    Ok(Extent { records, last: last_number(connection)?, desks })
}

/// SQLite's numbers have a sign, ours have not.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(whole: i64) -> u64 {
    u64::try_from(whole).unwrap_or_default()
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
