//! A spool: lines that are on the disk before anybody is told so, and leave it once they are handled.
//!
//! ```text
//!   append(line, done) ──► one writer thread: all waiting lines, one write, one sync ──► done(Ok(ticket))
//!   handled(ticket)    ──► nothing unhandled any more? the file is emptied
//! ```
//!
//! After a crash every line that was acknowledged and not handled is there again. One that was handled may come again
//! too: who takes lines in must not mind hearing one twice.

mod file;
mod writer;

use file::SpoolFile;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use writer::{Append, Writer, WriterRequest};

/// Largest spool in bytes. A core that takes in nothing is noticed long before.
pub const SPOOL_MAX: u64 = 8 * 1024 * 1024;

/// When a line counts as kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Once the disk has it: it survives a loss of power.
    Disk,
    /// Once the system has it: it survives a crash of the program. For measuring what the disk costs.
    System,
}

/// Names one line until it is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// What an earlier run did not handle.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// The lines, oldest first. Each waits to be handled like one appended today.
    pub lines: Vec<(Ticket, String)>,
    /// How many lines could not be read: half written when the power went, or changed since.
    pub skipped: usize,
}

/// A spool on the disk. Dropping it writes what was appended before, and waits for that.
#[derive(Debug)]
pub struct Spool {
    orders: Option<Sender<WriterRequest>>,
    writer: Option<JoinHandle<()>>,
    /// Bytes appended that the writer has not taken yet.
    waiting: Arc<AtomicU64>,
    most: u64,
}

impl Spool {
    /// Opens the spool at `path`, made if it is missing, readable by its owner only; and what is left in it.
    ///
    /// # Errors
    /// The system's, if the file can be neither read nor made.
    pub fn open(path: &Path) -> io::Result<(Self, Left)> {
        Self::open_with(path, SPOOL_MAX, Durability::Disk)
    }

    /// The same with a limit in bytes and a durability of its own.
    ///
    /// # Errors
    /// As [`Spool::open`].
    pub fn open_with(path: &Path, most: u64, durability: Durability) -> io::Result<(Self, Left)> {
        let (file, found) = SpoolFile::open(path, most, durability)?;
        let unhandled: BTreeMap<u64, String> = (0..).zip(found.lines).collect();
        let lines = unhandled.iter().map(|(number, line)| (Ticket(*number), line.clone()));
        let left = Left { lines: lines.collect(), skipped: found.skipped };
        let (orders, taken) = mpsc::channel();
        let waiting = Arc::new(AtomicU64::new(0));
        let writer = Writer::new(file, unhandled, most, Arc::clone(&waiting));
        let writer =
            thread::Builder::new().name("spool".to_owned()).spawn(move || writer.run(&taken))?;
        Ok((Self { orders: Some(orders), writer: Some(writer), waiting, most }, left))
    }

    /// Keeps `line`, which has no line break in it. `done` is called once it is on the disk or cannot be, on the
    /// writer's thread: it should only pass the news on.
    ///
    /// What it is called with is an error if the spool is full (`StorageFull`), the line has a break in it
    /// (`InvalidInput`), or the disk refuses; then nothing was kept.
    pub fn append(&self, line: String, done: impl FnOnce(io::Result<Ticket>) + Send + 'static) {
        if line.contains(['\n', '\r']) {
            return done(Err(io::Error::new(io::ErrorKind::InvalidInput, "a line has no breaks")));
        }
        let size = line.len() as u64;
        // A disk that hangs must not fill the memory either.
        if self.waiting.fetch_add(size, Ordering::Relaxed) + size > self.most {
            self.waiting.fetch_sub(size, Ordering::Relaxed);
            return done(Err(full()));
        }
        let refused = match &self.orders {
            Some(orders) => {
                let order = WriterRequest::Append(Append { line, done: Box::new(done) });
                match orders.send(order) {
                    Ok(()) => return,
                    Err(mpsc::SendError(order)) => order,
                }
            }
            None => return,
        };
        if let WriterRequest::Append(append) = refused {
            (append.done)(Err(io::Error::new(io::ErrorKind::BrokenPipe, "the spool has ended")));
        }
    }

    /// The line of this ticket need not be kept any longer. Saying it twice changes nothing.
    pub fn handled(&self, ticket: Ticket) {
        if let Some(orders) = &self.orders {
            // A writer that has ended keeps its lines for the next run.
            let _ = orders.send(WriterRequest::Handled(ticket));
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(writer) = self.writer.take()
            // The last owner may be a `done`, and a thread cannot wait for itself.
            && writer.thread().id() != thread::current().id()
        {
            // It catches panics of others and has none of its own.
            let _ = writer.join();
        }
    }
}

fn full() -> io::Error {
    io::Error::new(io::ErrorKind::StorageFull, "the spool is full: nobody takes lines from it")
}

#[cfg(test)]
#[path = "spool_tests.rs"]
mod tests;
