//! A process that is killed while it writes: what was acknowledged is there, once, and the file is sound.
//!
//! `HISTORY_KILL_ROUNDS=200 cargo test -p deskbell-history --test kill` makes more rounds than the usual few.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use deskbell_history::{Filter, History, Reader};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Tells the other process which file to fill.
const FILE: &str = "HISTORY_KILL_FILE";
/// And from which number on.
const FROM: &str = "HISTORY_KILL_FROM";

#[test]
fn killed_at_any_moment() {
    if let Some(path) = std::env::var_os(FILE) {
        fill(Path::new(&path));
    }
    let rounds =
        std::env::var("HISTORY_KILL_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(12);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut acknowledged: BTreeSet<u64> = BTreeSet::new();
    let mut killed_early = 0;
    for round in 0..rounds {
        let from = acknowledged.last().map_or(0, |last| last + 1);
        // Everything again from a little before: telling twice makes no second row.
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed_at_any_moment", "--nocapture"])
            .env(FILE, &path)
            .env(FROM, from.saturating_sub(50).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (line, told) = channel();
        let reading = std::thread::spawn(move || {
            let mut lines = BufReader::new(out).lines().map_while(Result::ok);
            let kept = |line: String| line.strip_prefix("kept ")?.parse::<u64>().ok();
            lines.by_ref().filter_map(kept).for_each(|number| line.send(number).unwrap());
        });
        let before = acknowledged.len();
        // Some are killed before the first word, others in the middle of many.
        if round % 4 != 0 {
            acknowledged.extend(told.recv_timeout(Duration::from_secs(60)));
        }
        std::thread::sleep(Duration::from_millis(2 + (round * 37) % 90));
        child.kill().unwrap();
        child.wait().unwrap();
        reading.join().unwrap();
        acknowledged.extend(told.try_iter());
        killed_early += usize::from(acknowledged.len() == before);
        if path.exists() {
            // Opened as after any crash, by the writer first.
            drop(History::open(&path, |report| panic!("{report:?}")).unwrap());
            compare(&path, &acknowledged);
        }
    }
    assert!(acknowledged.len() as u64 > rounds, "{} rows", acknowledged.len());
    assert!((killed_early as u64) < rounds, "never anything was written");
}

/// Everything acknowledged is there once, is found, and nothing is torn.
fn compare(path: &Path, acknowledged: &BTreeSet<u64>) {
    let reader = Reader::open(path).unwrap();
    reader.check().unwrap();
    let (mut before, mut there) = (None, BTreeSet::new());
    loop {
        let page = reader.timeline(&Filter::default(), before, 500).unwrap();
        for hit in &page.hits {
            let number: u64 = hit.kept.entry.keys[0].parse().unwrap();
            assert!(there.insert(number), "{number} is there twice");
        }
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    let lost: Vec<&u64> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    if let Some(last) = acknowledged.last() {
        let page = reader.search(&format!("caller{last}x"), &Filter::default(), None, 5).unwrap();
        assert_eq!(page.hits.len(), 1, "the index has it too");
    }
}

/// Keeps calls until it is killed, and says which the disk has.
fn fill(path: &Path) -> ! {
    let from: u64 = std::env::var(FROM).unwrap().parse().unwrap();
    let history = History::open(path, |_| {}).unwrap();
    let (given, taken) = sync_channel(100);
    let taken = Arc::new(Mutex::new(taken));
    for number in from.. {
        let mut call = common::call(&number.to_string(), number);
        call.name = Some(format!("caller{number}x").as_str().into());
        let taken = Arc::clone(&taken);
        history.keep(vec![call], move |kept| {
            kept.unwrap();
            taken.lock().unwrap().recv().unwrap();
            let mut out = std::io::stdout().lock();
            writeln!(out, "kept {number}").and_then(|()| out.flush()).unwrap();
        });
        // As many at once as a busy moment brings, and no queue without end.
        given.send(()).unwrap();
    }
    unreachable!("it is killed before it runs out of numbers")
}
