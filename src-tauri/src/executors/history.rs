//! The status history on disk: a thread of its own adds its lines.

use crate::platform;
use deskbell_core::STATUS_HISTORY;
use deskbell_core::StatusChange;
use deskbell_store::history;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

const FILE: &str = "status-history.jsonl";
/// Lines added before the file is cut to the newest: a vendor that cannot make up its mind must not fill the disk.
const GROWTH_MAX: u32 = 2000;
/// How long leaving waits for the last line.
const LEAVING: Duration = Duration::from_secs(1);

enum HistoryRequest {
    Add(Box<StatusChange>),
    Flush(Sender<()>),
}

/// Adds to the history without making the caller wait.
pub struct StatusHistory {
    requests: Sender<HistoryRequest>,
}

impl StatusHistory {
    /// Opens the history of `profile`, and gives its newest lines, oldest first. One that cannot be read
    /// is empty: no status is worth not starting for.
    ///
    /// # Errors
    /// If its thread cannot be started.
    pub fn open(profile: &Path) -> anyhow::Result<(Self, Vec<StatusChange>)> {
        let path = profile.join(FILE);
        let lines = history::open(&path, STATUS_HISTORY).unwrap_or_else(|error| {
            log::warn!("the status history cannot be read: {error}");
            Vec::new()
        });
        let (requests, inbox) = channel();
        std::thread::Builder::new()
            .name("deskbell-history".to_owned())
            .spawn(move || run(&path, &inbox))?;
        Ok((Self { requests }, lines))
    }

    /// Adds a line.
    pub fn add(&self, change: StatusChange) {
        // Fails only after the thread has ended, with the program.
        let _ = self.requests.send(HistoryRequest::Add(Box::new(change)));
    }

    /// Returns when every line is on disk, or after a second.
    pub fn flush(&self) {
        let (done, waiting) = channel();
        let _ = self.requests.send(HistoryRequest::Flush(done));
        let _ = waiting.recv_timeout(LEAVING);
    }
}

fn run(path: &Path, inbox: &Receiver<HistoryRequest>) {
    let mut reported = false;
    let mut added = 0;
    for request in inbox {
        match request {
            HistoryRequest::Add(change) => {
                let kept =
                    history::append(path, &*change).and_then(|()| platform::owner_only(path));
                added += 1;
                if added > GROWTH_MAX {
                    added = 0;
                    // Cuts it; what it gives is known.
                    let _ = history::open::<StatusChange>(path, STATUS_HISTORY);
                }
                // Once is enough: a full disk stays full.
                if let Err(error) = kept
                    && !std::mem::replace(&mut reported, true)
                {
                    log::error!("the status history cannot be written: {error}");
                }
            }
            HistoryRequest::Flush(done) => drop(done.send(())),
        }
    }
}
