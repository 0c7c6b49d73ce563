//! The one thread that writes: what comes while a commit waits for the disk goes into the next one, so that many rows cost
//! one wait.

use crate::files;
use crate::forget::{self, Forgotten};
use crate::keep::{self, Keeping, Wrote};
use crate::person::Who;
use crate::problem::Problem;
use crate::retain::{self, Retention};
use crate::salvage::{Salvaged, beside, salvage};
use crate::schema;
use deskbell_core::{AccountId, Entry, EntryKind, EntryNote, Timestamp};
use rusqlite::Connection;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Most entries that wait in memory for a disk that does not take them.
pub const WAITING_MAX: usize = 50_000;
/// Most entries of one commit: readers and the next forgetting do not wait longer than this takes.
const AT_ONCE: usize = 2_000;
/// How long a disk that refused is left alone.
const PAUSE: Duration = Duration::from_secs(2);
/// Brings what the log holds into the file.
const CHECKPOINT: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Says what became of something that was asked for.
pub type After<T> = Box<dyn FnOnce(Result<T, Problem>) + Send>;

/// What the history says by itself.
#[derive(Debug)]
pub enum Report {
    /// Nothing can be written for now: what comes waits in memory. Said once.
    Stuck(Problem),
    /// It can be written again, and what waited is on the disk.
    Going,
    /// The file was damaged.
    Salvaged(Salvaged),
}

/// What the writer is asked for.
enum Order {
    Keep(Vec<Entry>, After<()>),
    Forget(Who, After<Forgotten>),
    Note(i64, EntryNote, After<bool>),
    Prune(Retention, Timestamp, After<usize>),
    RemoveAccount(AccountId, Option<EntryKind>, After<usize>),
    Salvage,
}

/// The history, open to write. Dropping it waits until everything that was given is on the disk, or cannot be.
#[derive(Debug)]
pub struct History {
    path: PathBuf,
    orders: Option<Sender<Order>>,
    waiting: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl History {
    /// Opens the history at `path`, or makes it; a damaged one is set aside and salvaged. `report` is called on the
    /// writer's thread, and once on this one if the file had to be salvaged.
    ///
    /// # Errors
    /// [`Problem::InUse`], [`Problem::Newer`], or what the system says. The file is then as it was.
    pub fn open(path: &Path, report: impl Fn(Report) + Send + 'static) -> Result<Self, Problem> {
        let lock = files::lock(path)?;
        files::create(path)?;
        let connection = match schema::open(path).and_then(looked_at) {
            Ok(connection) => connection,
            Err(Problem::Damaged(_)) => {
                let (connection, salvaged) = salvage(path, second())?;
                report(Report::Salvaged(salvaged));
                connection
            }
            Err(problem) => return Err(problem),
        };
        let (orders, inbox) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let writer = Writer {
            path: path.to_owned(),
            connection: Some(connection),
            waiting: Arc::clone(&waiting),
            report: Box::new(report),
            stuck: None,
            _lock: lock,
        };
        let thread = std::thread::Builder::new()
            .name("history".to_owned())
            .spawn(move || writer.run(&inbox));
        let thread = thread.map_err(|error| Problem::File { path: path.to_owned(), error })?;
        Ok(Self { path: path.to_owned(), orders: Some(orders), waiting, thread: Some(thread) })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps entries, in their order. `after` is called on the writer's thread when the disk has them, and not before.
    pub fn keep(
        &self,
        entries: Vec<Entry>,
        after: impl FnOnce(Result<(), Problem>) + Send + 'static,
    ) {
        let count = entries.len();
        if self.waiting.fetch_add(count, Ordering::Relaxed) + count > WAITING_MAX {
            self.waiting.fetch_sub(count, Ordering::Relaxed);
            after(Err(Problem::TooMuch));
            return;
        }
        self.order(Order::Keep(entries, Box::new(after)));
    }

    /// Forgets a person, after everything that was given before.
    pub fn forget(
        &self,
        who: Who,
        after: impl FnOnce(Result<Forgotten, Problem>) + Send + 'static,
    ) {
        self.order(Order::Forget(who, Box::new(after)));
    }

    /// Takes down what the agent says about a row; `after` hears false if there is none of this number.
    pub fn note(
        &self,
        id: i64,
        said: EntryNote,
        after: impl FnOnce(Result<bool, Problem>) + Send + 'static,
    ) {
        self.order(Order::Note(id, said, Box::new(after)));
    }

    /// Takes out what is too old or too much.
    pub fn prune(
        &self,
        retention: Retention,
        now: Timestamp,
        after: impl FnOnce(Result<usize, Problem>) + Send + 'static,
    ) {
        self.order(Order::Prune(retention, now, Box::new(after)));
    }

    /// Takes out everything of an account, or of one sort of it.
    pub fn remove_account(
        &self,
        account: AccountId,
        kind: Option<EntryKind>,
        after: impl FnOnce(Result<usize, Problem>) + Send + 'static,
    ) {
        self.order(Order::RemoveAccount(account, kind, Box::new(after)));
    }

    /// Has the file set aside and salvaged: a reader found that it is damaged.
    pub fn salvage(&self) {
        self.order(Order::Salvage);
    }

    fn order(&self, order: Order) {
        let refused = match &self.orders {
            Some(orders) => orders.send(order).err().map(|error| error.0),
            None => Some(order),
        };
        match refused {
            None | Some(Order::Salvage) => {}
            Some(Order::Keep(_, after)) => after(Err(Problem::Closed)),
            Some(Order::Forget(_, after)) => after(Err(Problem::Closed)),
            Some(Order::Note(_, _, after)) => after(Err(Problem::Closed)),
            Some(Order::Prune(_, _, after) | Order::RemoveAccount(_, _, after)) => {
                after(Err(Problem::Closed))
            }
        }
    }
}

impl Drop for History {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the writer's was reported where it happened.
            let _ = thread.join();
        }
    }
}

/// Damage that is seen at once; the whole of a large file is looked through later, by [`crate::Reader::check`].
fn looked_at(connection: Connection) -> Result<Connection, Problem> {
    connection.query_row(
        "SELECT count(*) FROM (SELECT id FROM entry ORDER BY id DESC LIMIT 100)",
        [],
        |_| Ok(()),
    )?;
    connection
        .query_row("SELECT count(*) FROM (SELECT entry FROM known LIMIT 1)", [], |_| Ok(()))?;
    connection.query_row("SELECT count(*) FROM gram('\"a\"')", [], |_| Ok(()))?;
    Ok(connection)
}

/// Names a file that is set aside; nothing is measured by it.
fn second() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

struct Writer {
    path: PathBuf,
    /// None while the file could not be opened again.
    connection: Option<Connection>,
    waiting: Arc<AtomicUsize>,
    report: Box<dyn Fn(Report) + Send>,
    /// The disk refused at this moment.
    stuck: Option<Instant>,
    _lock: File,
}

/// What is not on the disk yet.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    afters: Vec<After<()>>,
}

impl Writer {
    fn run(mut self, inbox: &Receiver<Order>) {
        let mut batch = Batch::default();
        loop {
            let order = match self.wait(inbox, &batch) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let mut other = order.and_then(|order| batch.take(order));
            // What came while the last commit waited goes into this one.
            while other.is_none() && batch.entries.len() < AT_ONCE {
                let Ok(order) = inbox.try_recv() else { break };
                other = batch.take(order);
            }
            if self.is_ready() {
                self.commit(&mut batch);
            }
            match other {
                // What waits may be of that person, and would come back.
                Some(Order::Forget(_, after)) if !batch.afters.is_empty() => {
                    after(Err(Problem::Full));
                }
                Some(order) => self.obey(order),
                None => {}
            }
        }
        self.commit(&mut batch);
        for after in batch.afters {
            after(Err(Problem::Closed));
        }
    }

    /// Waits for an order, while the disk refuses only as long as it is left alone.
    fn wait(&self, inbox: &Receiver<Order>, batch: &Batch) -> Result<Order, RecvTimeoutError> {
        match self.stuck {
            Some(since) if !batch.afters.is_empty() => {
                inbox.recv_timeout(PAUSE.saturating_sub(since.elapsed()))
            }
            Some(_) | None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn is_ready(&self) -> bool {
        self.stuck.is_none_or(|since| since.elapsed() >= PAUSE)
    }

    fn commit(&mut self, batch: &mut Batch) {
        if batch.afters.is_empty() {
            return;
        }
        let mut written = self.write(&batch.entries);
        if let Err(Problem::Damaged(_)) = &written {
            written = self.replace_file().and_then(|()| self.write(&batch.entries));
        }
        if let Err(Problem::Full) = &written {
            // What the log holds takes room twice until it is in the file.
            let emptied =
                self.connected().and_then(|it| Ok(it.query_row(CHECKPOINT, [], |_| Ok(()))?));
            written = emptied.and_then(|()| self.write(&batch.entries));
        }
        match written {
            Ok(()) => {
                if self.stuck.take().is_some() {
                    (self.report)(Report::Going);
                }
                self.done(batch, || Ok(()));
            }
            Err(problem) => {
                // Whether it will pass is not known: what was given waits, as long as there is room.
                if self.stuck.replace(Instant::now()).is_none() {
                    (self.report)(Report::Stuck(problem));
                }
            }
        }
    }

    fn done(&self, batch: &mut Batch, what: impl Fn() -> Result<(), Problem>) {
        self.waiting.fetch_sub(batch.entries.len(), Ordering::Relaxed);
        batch.entries.clear();
        for after in batch.afters.drain(..) {
            after(what());
        }
    }

    fn write(&mut self, entries: &[Entry]) -> Result<(), Problem> {
        let connection = self.connected()?;
        let transaction = connection.transaction()?;
        let mut keeping = Keeping::new(&transaction);
        for entry in entries {
            keeping.keep(entry.clone())?;
        }
        if keeping.write()? == Wrote::Something {
            transaction.commit()?;
        }
        Ok(())
    }

    fn connected(&mut self) -> Result<&mut Connection, Problem> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => schema::open(&self.path)?,
        };
        Ok(self.connection.insert(connection))
    }

    fn replace_file(&mut self) -> Result<(), Problem> {
        self.connection = None;
        let (connection, salvaged) = salvage(&self.path, second())?;
        self.connection = Some(connection);
        (self.report)(Report::Salvaged(salvaged));
        Ok(())
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Forget(who, after) => {
                let forgotten = self.with(|connection| forget::forget(connection, &who));
                after(forgotten.and_then(|forgotten| self.remove_set_aside().map(|()| forgotten)));
            }
            Order::Note(id, said, after) => {
                after(self.with(|connection| Ok(keep::note(connection, id, said.clone())?)));
            }
            Order::Prune(retention, now, after) => {
                after(self.with(|connection| retain::prune(connection, &retention, now)));
            }
            Order::RemoveAccount(account, kind, after) => {
                after(
                    self.with(|connection| {
                        retain::remove_account(connection, account.as_str(), kind)
                    }),
                );
            }
            Order::Salvage => {
                if let Err(problem) = self.replace_file() {
                    (self.report)(Report::Stuck(problem));
                }
            }
            // It is in the batch.
            Order::Keep(_, after) => after(Err(Problem::Closed)),
        }
    }

    /// Does something, and once more in a new file if this one is damaged.
    fn with<T>(
        &mut self,
        act: impl Fn(&mut Connection) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        match self.connected().and_then(&act) {
            Err(Problem::Damaged(_)) => {
                self.replace_file()?;
                self.connected().and_then(act)
            }
            done => done,
        }
    }

    /// Damaged files have the same bytes, and nothing can be taken out of them.
    fn remove_set_aside(&self) -> Result<(), Problem> {
        let problem = |path: &Path, error| Problem::File { path: path.to_owned(), error };
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let prefix = beside(&self.path, ".broken-");
        let prefix = prefix.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for entry in std::fs::read_dir(folder).map_err(|error| problem(folder, error))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                std::fs::remove_file(entry.path())
                    .map_err(|error| problem(&entry.path(), error))?;
            }
        }
        Ok(())
    }
}

impl Batch {
    /// Takes in what is to be kept; anything else comes back.
    fn take(&mut self, order: Order) -> Option<Order> {
        match order {
            Order::Keep(entries, after) => {
                self.entries.extend(entries);
                self.afters.push(after);
                None
            }
            other @ (Order::Forget(..)
            | Order::Note(..)
            | Order::Prune(..)
            | Order::RemoveAccount(..)
            | Order::Salvage) => Some(other),
        }
    }
}
