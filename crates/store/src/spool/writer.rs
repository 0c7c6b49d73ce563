//! The spool's one writer: takes everything that waits, writes once, syncs once, then answers all.

use super::file::{SpoolFile, all_encoded, encoded, encoded_size};
use super::{Ticket, full};
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;

/// Most bytes written at once, so that the first of many does not wait for all of them.
const BATCH_BYTES: usize = 1024 * 1024;
/// Size in bytes from which the file is emptied even though more lines wait; below it only in a pause, because
/// emptying it between any two lines would cost more than writing them.
const WORTH_EMPTYING: u64 = 1024 * 1024;

/// A line on its way to the disk.
pub(super) struct Append {
    pub(super) line: String,
    pub(super) done: Box<dyn FnOnce(io::Result<Ticket>) + Send>,
}

/// What the writer is asked for.
pub(super) enum WriterRequest {
    Append(Append),
    Handled(Ticket),
}

/// The file, and what in it still matters.
pub(super) struct Writer {
    file: SpoolFile,
    unhandled: BTreeMap<u64, String>,
    /// Bytes of the unhandled lines in the file.
    needed: u64,
    next: u64,
    most: u64,
    waiting: Arc<AtomicU64>,
}

impl Writer {
    pub(super) fn new(
        file: SpoolFile,
        unhandled: BTreeMap<u64, String>,
        most: u64,
        waiting: Arc<AtomicU64>,
    ) -> Self {
        let next = unhandled.len() as u64;
        let needed = unhandled.values().map(|line| encoded_size(line)).sum();
        Self { file, unhandled, needed, next, most, waiting }
    }

    /// Works until the spool is dropped and nothing waits any more.
    pub(super) fn run(mut self, orders: &Receiver<WriterRequest>) {
        while let Ok(first) = orders.recv() {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            let mut order = Some(first);
            while let Some(current) = order {
                match current {
                    WriterRequest::Handled(ticket) => {
                        let line = self.unhandled.remove(&ticket.0);
                        self.needed -= line.map_or(0, |line| encoded_size(&line));
                    }
                    WriterRequest::Append(append) => {
                        self.waiting.fetch_sub(append.line.len() as u64, Ordering::Relaxed);
                        bytes += append.line.len();
                        batch.push(append);
                    }
                }
                order = if bytes < BATCH_BYTES { orders.try_recv().ok() } else { None };
            }
            let size = self.file.size();
            let emptying = if batch.is_empty() { size > 0 } else { size >= WORTH_EMPTYING };
            if self.unhandled.is_empty() && emptying {
                // If it fails, lines come again that were handled: allowed, and tried again.
                let _ = self.file.empty();
            }
            if !batch.is_empty() {
                self.commit(batch);
            }
        }
        // Ended in order: the next run need not hear what was handled.
        if self.file.size() > self.needed {
            let _ = self.file.replace(&all_encoded(self.unhandled.values()));
        }
    }

    fn commit(&mut self, batch: Vec<Append>) {
        let (mut text, mut fitting) = (Vec::new(), Vec::new());
        for append in batch {
            let size = encoded_size(&append.line);
            if self.makes_room(text.len() as u64 + size) {
                encoded(&append.line, &mut text);
                fitting.push(append);
            } else {
                answer(append.done, Err(full()));
            }
        }
        if fitting.is_empty() {
            return;
        }
        let written = self.file.append(&text);
        for Append { line, done } in fitting {
            match &written {
                Ok(()) => {
                    let ticket = Ticket(self.next);
                    self.next += 1;
                    self.needed += encoded_size(&line);
                    self.unhandled.insert(ticket.0, line);
                    answer(done, Ok(ticket));
                }
                Err(error) => answer(done, Err(io::Error::new(error.kind(), error.to_string()))),
            }
        }
    }

    /// True if that many more bytes fit, if need be after handled lines have been taken out.
    fn makes_room(&mut self, more: u64) -> bool {
        if self.file.size() + more <= self.most {
            return true;
        }
        // Writing everything anew for the sake of a few lines would happen again at once.
        self.needed <= self.most / 2
            && self.needed + more <= self.most
            && self.file.size() > self.needed
            && self.file.replace(&all_encoded(self.unhandled.values())).is_ok()
    }
}

/// Another's mistake in `done` must not end the writer.
fn answer(done: Box<dyn FnOnce(io::Result<Ticket>) + Send>, result: io::Result<Ticket>) {
    let _ = catch_unwind(AssertUnwindSafe(move || done(result)));
}
