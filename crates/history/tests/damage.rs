//! Damaged files, a disk without room, a second process: nothing breaks, nothing that could be read is lost.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use common::{History, call, line};
use deskbell_history::{Completeness, Filter, Problem, Report};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const ROWS: u64 = 1000;

/// A closed history with this many calls and a conversation's lines.
fn filled() -> TempDir {
    let history = History::new();
    history.keep((0..ROWS).map(|n| call(&n.to_string(), 1000 + n)));
    history.keep([common::conversation("c", 1)]);
    history.keep((0..200).map(|n| line("c", &n.to_string(), 2 + n, &format!("line number {n}"))));
    history.close()
}

/// A copy of it with other bytes.
fn spoilt(of: &TempDir, spoil: impl FnOnce(&mut Vec<u8>)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = fs::read(of.path().join("history.db")).unwrap();
    spoil(&mut bytes);
    fs::write(folder.path().join("history.db"), bytes).unwrap();
    folder
}

fn keys(history: &History) -> BTreeSet<String> {
    let (mut before, mut keys) = (None, BTreeSet::new());
    loop {
        let page = history.reader().timeline(&Filter::default(), before, 500).unwrap();
        for hit in &page.hits {
            assert!(
                keys.insert(hit.kept.entry.keys[0].clone()),
                "twice: {:?}",
                hit.kept.entry.keys
            );
        }
        before = page.next;
        if before.is_none() {
            return keys;
        }
    }
}

/// Whether a damaged file was found, by now or by looking through it.
fn check(history: &History) {
    if history.reader().check().is_err() {
        history.open.salvage();
    }
    history.keep([call("after", 9999)]);
}

#[test]
fn a_file_cut_off_is_set_aside_and_what_is_left_of_it_is_saved() {
    let whole = filled();
    let mut least = usize::MAX;
    for part in [9, 7, 5, 3] {
        let folder = spoilt(&whole, |bytes| bytes.truncate(bytes.len() / 10 * part));
        let history = History::in_folder(folder);
        check(&history);
        let saved = keys(&history).len();
        assert!(saved > 1, "{part} tenths: {saved}");
        least = least.min(saved);
        let Some(Report::Salvaged(salvaged)) = history.reports.try_iter().next() else {
            panic!("{part} tenths: nothing was said");
        };
        if saved < usize::try_from(ROWS).unwrap() + 2 {
            assert_eq!(salvaged.complete, Completeness::Parts);
        }
        assert!(salvaged.aside.exists());
        history.reader().check().unwrap();
    }
    assert!(least < usize::try_from(ROWS).unwrap(), "the file was cut where it matters");
}

#[test]
fn what_is_no_database_at_all_is_set_aside() {
    for bytes in
        [&b"not a database, but as long as one needs to be to look like it"[..], &[0; 8192]]
    {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("history.db"), bytes.repeat(50)).unwrap();
        let history = History::in_folder(folder);
        history.keep([call("a", 1)]);
        assert_eq!(keys(&history).len(), 1);
        let report = history.reports.try_iter().next();
        assert!(matches!(report, Some(Report::Salvaged(it)) if it.rows == 0));
    }
}

#[test]
fn a_spoilt_page_loses_its_rows_and_no_others() {
    let whole = filled();
    let folder = spoilt(&whole, |bytes| {
        // A leaf of the table: its rows say so. Other bytes, and no page any more.
        let page = (1..bytes.len() / 4096).find(|page| {
            let page = &bytes[page * 4096..(page + 1) * 4096];
            page[0] == 13 && page.windows(6).filter(|it| it == b"vendor").count() > 10
        });
        let from = page.unwrap() * 4096;
        bytes[from..from + 4096].fill(0xa5);
    });
    let history = History::in_folder(folder);
    check(&history);
    let saved = keys(&history);
    let lost = usize::try_from(ROWS).unwrap() + 2 - saved.len();
    assert!((1..200).contains(&lost), "lost {lost} rows of one page");
    let known: Vec<String> = history.found("line number 150");
    assert!(known.len() <= 1);
    history.reader().check().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bits_break_nothing(flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 1..40)) {
        let whole = whole();
        let folder = spoilt(whole, |bytes| {
            for (place, bit) in &flips {
                let place = place.index(bytes.len());
                bytes[place] ^= 1 << bit;
            }
        });
        // A later format, as far as anybody can tell: then the file stays as it is.
        let path = folder.path().join("history.db");
        match deskbell_history::History::open(&path, |_| {}) {
            Err(Problem::Newer { .. }) => return Ok(()),
            opened => drop(opened.unwrap()),
        }
        let history = History::in_folder(folder);
        check(&history);
        let sound = keys_or_nothing(&history);
        prop_assert!(sound.contains("after"));
        prop_assert!(sound.len() > 1, "{}", sound.len());
    }
}

/// One filled history for all cases.
fn whole() -> &'static TempDir {
    static WHOLE: std::sync::OnceLock<TempDir> = std::sync::OnceLock::new();
    WHOLE.get_or_init(filled)
}

/// A bit inside a text is damage that nothing can see; what is read of it need not be ours.
fn keys_or_nothing(history: &History) -> BTreeSet<String> {
    let (mut before, mut keys) = (None, BTreeSet::new());
    for _ in 0..100 {
        let Ok(page) = history.reader().timeline(&Filter::default(), before, 500) else { break };
        keys.extend(page.hits.iter().map(|hit| hit.kept.entry.keys[0].clone()));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    keys
}

#[test]
fn a_second_process_is_refused_and_harms_nothing() {
    let history = History::new();
    history.keep([call("a", 1)]);
    let second = deskbell_history::History::open(&history.path(), |_| {});
    assert!(matches!(second, Err(Problem::InUse)));
    history.keep([call("b", 2)]);
    assert_eq!(keys(&history.again()).len(), 2);
}

#[cfg(unix)]
#[test]
fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("history.db"), "").unwrap();
    fs::set_permissions(folder.path().join("history.db"), fs::Permissions::from_mode(0o644))
        .unwrap();
    let history = History::in_folder(folder);
    history.keep([call("a", 1)]);
    let mut names = Vec::new();
    for entry in fs::read_dir(history.folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{entry:?}");
        names.push(entry.file_name());
    }
    assert_eq!(names.len(), 4, "with log, index of the log and lock: {names:?}");
}

#[test]
fn a_full_disk_is_said_once_and_nothing_that_waited_is_lost() {
    let Some(disk) = SmallDisk::new() else { return };
    let (report, reports) = std::sync::mpsc::channel();
    let path = disk.path().join("history.db");
    let history = deskbell_history::History::open(&path, move |it| drop(report.send(it))).unwrap();
    fs::write(disk.path().join("ballast"), vec![0; 1 << 20]).unwrap();
    let (done, acknowledged) = std::sync::mpsc::channel();
    let mut given = 0;
    let stuck = loop {
        let entries = (given..given + 200).map(|n| call(&n.to_string(), n)).collect();
        let done = done.clone();
        history.keep(entries, move |kept| done.send(kept.is_ok()).unwrap());
        given += 200;
        assert!(given < 50_000, "it never got full");
        // One or the other comes.
        let report = loop {
            if acknowledged.try_recv().is_ok() {
                break None;
            }
            if let Ok(report) = reports.recv_timeout(Duration::from_millis(5)) {
                break Some(report);
            }
        };
        if let Some(report) = report {
            break report;
        }
    };
    assert!(matches!(stuck, Report::Stuck(Problem::Full)), "{stuck:?}");
    assert!(matches!(reports.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty)));
    fs::remove_file(disk.path().join("ballast")).unwrap();
    let going = reports.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(matches!(going, Report::Going), "{going:?}");
    drop((history, done));
    assert!(acknowledged.iter().all(|kept| kept));
    let reader = deskbell_history::Reader::open(&path).unwrap();
    reader.check().unwrap();
    let mut count = 0;
    let mut before = None;
    loop {
        let page = reader.timeline(&Filter::default(), before, 500).unwrap();
        count += page.hits.len();
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(count as u64, given);
}

/// A disk of three megabytes, where the system lets us have one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(std::process::Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

#[test]
fn a_damaged_file_without_notes_is_salvaged_too() {
    let folder = filled();
    let old = rusqlite::Connection::open(folder.path().join("history.db")).unwrap();
    let first = "ALTER TABLE entry DROP COLUMN note; ALTER TABLE entry DROP COLUMN disposition; \
        PRAGMA user_version = 1; PRAGMA writable_schema = ON; \
        UPDATE sqlite_schema SET rootpage = 9999999 WHERE name = 'known'";
    old.execute_batch(first).unwrap();
    drop(old);
    let history = History::in_folder(folder);
    assert!(matches!(history.reports.try_recv(), Ok(Report::Salvaged(_))), "its keys are gone");
    assert_eq!(keys(&history).len() as u64, ROWS + 1);
}
