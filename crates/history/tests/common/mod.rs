//! A history in a folder of its own, and entries for it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part, and a test may stop"
)]

use deskbell_core::{AccountId, Direction, Entry, EntryKind, Private, Timestamp, VendorId};
use deskbell_history::{Filter, Forgotten, Problem, Reader, Report, Retention, Who};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use tempfile::TempDir;

/// An open history.
pub(crate) struct History {
    pub(crate) folder: TempDir,
    pub(crate) open: deskbell_history::History,
    pub(crate) reports: Receiver<Report>,
}

impl History {
    pub(crate) fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn in_folder(folder: TempDir) -> Self {
        let (report, reports) = channel();
        let path = folder.path().join("history.db");
        let open = deskbell_history::History::open(&path, move |it| drop(report.send(it))).unwrap();
        Self { folder, open, reports }
    }

    /// Closed and opened again.
    pub(crate) fn again(self) -> Self {
        drop(self.open);
        Self::in_folder(self.folder)
    }

    /// Closed; the folder stays.
    pub(crate) fn close(self) -> TempDir {
        drop(self.open);
        self.folder
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("history.db")
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(&self.path()).unwrap()
    }

    pub(crate) fn try_keep(&self, entries: impl IntoIterator<Item = Entry>) -> Result<(), Problem> {
        waited(|after| self.open.keep(entries.into_iter().collect(), after))
    }

    pub(crate) fn keep(&self, entries: impl IntoIterator<Item = Entry>) {
        self.try_keep(entries).unwrap();
    }

    pub(crate) fn forget(&self, who: &str) -> Result<Forgotten, Problem> {
        waited(|after| self.open.forget(Who::read(who).unwrap(), after))
    }

    pub(crate) fn prune(&self, retention: &Retention, second: u64) -> usize {
        waited(|after| self.open.prune(retention.clone(), Timestamp(second * 1000), after)).unwrap()
    }

    pub(crate) fn remove_account(&self, account: &str, kind: Option<EntryKind>) -> usize {
        waited(|after| self.open.remove_account(AccountId::new(account).unwrap(), kind, after))
            .unwrap()
    }

    /// First keys of what is found.
    pub(crate) fn found(&self, typed: &str) -> Vec<String> {
        let page = self.reader().search(typed, &Filter::default(), None, 100).unwrap();
        page.hits.into_iter().map(|hit| hit.kept.entry.keys[0].clone()).collect()
    }

    /// Whether these bytes are in any file of the folder.
    pub(crate) fn bytes_hold(&self, wanted: &[u8]) -> bool {
        std::fs::read_dir(self.folder.path()).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
        })
    }

    /// Bytes of the file, after its log is in it.
    pub(crate) fn size(&self) -> u64 {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        std::fs::metadata(self.path()).unwrap().len()
    }

    /// How many rows the index has.
    pub(crate) fn grams(&self) -> i64 {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.query_row("SELECT count(*) FROM gram_docsize", [], |row| row.get(0)).unwrap()
    }

    /// Whether the index has this part of a word.
    pub(crate) fn gram_is_there(&self, gram: &str) -> bool {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection
            .execute_batch("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'gram', 'row')")
            .unwrap();
        let sql = "SELECT count(*) FROM temp.terms WHERE term = ?1";
        connection.query_row(sql, [gram], |row| row.get::<_, i64>(0)).unwrap() > 0
    }
}

/// Waits for what is said afterwards.
pub(crate) fn waited<T: Send + 'static>(
    act: impl FnOnce(Box<dyn FnOnce(Result<T, Problem>) + Send>),
) -> Result<T, Problem> {
    let (answer, answers) = channel();
    act(Box::new(move |result| drop(answer.send(result))));
    answers.recv().unwrap()
}

pub(crate) fn entry(kind: EntryKind, key: &str, second: u64) -> Entry {
    let mut entry = Entry::new(kind, key, Timestamp(second * 1000));
    entry.account = Some(AccountId::new("desk").unwrap());
    entry.vendor = Some(VendorId("vendor".into()));
    entry
}

pub(crate) fn call(key: &str, second: u64) -> Entry {
    let mut entry = entry(EntryKind::Call, key, second);
    entry.direction = Some(Direction::Inbound);
    number(entry, "+16505550100")
}

pub(crate) fn number(mut entry: Entry, number: &str) -> Entry {
    entry.number = Some(Private::from(number));
    entry
}

pub(crate) fn conversation(key: &str, second: u64) -> Entry {
    entry(EntryKind::Conversation, key, second)
}

pub(crate) fn line(conversation: &str, key: &str, second: u64, text: &str) -> Entry {
    let mut entry = entry(EntryKind::Line, key, second);
    entry.within = Some(conversation.into());
    entry.text = Some(text.into());
    entry
}
