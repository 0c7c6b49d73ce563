//! How many events a second are durable, how long a search and a page of the timeline take, beside SQLite by itself doing
//! the same: `cargo bench -p deskbell-history`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal that stops at the first surprise"
)]

use deskbell_core::{AccountId, Direction, Entry, EntryKind, Private, Timestamp, VendorId};
use deskbell_history::{Filter, History, Reader};
use rusqlite::{Connection, params};
use serde_json::json;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Entries of one commit, as the writer has them.
const AT_ONCE: usize = 2000;
/// 2026-01-01.
const BEGIN: u64 = 1_767_225_600;
const NAMES: [&str; 10] = [
    "Ada Lovelace",
    "Jörg Müller",
    "王小明",
    "Иванов Пётр",
    "Zoë Quux",
    "Siobhán Byrne",
    "Grace Hopper",
    "田中太郎",
    "Nguyễn Văn An",
    "Fatma Yılmaz",
];
const WORDS: [&str; 16] = [
    "refund", "order", "parcel", "late", "invoice", "paid", "address", "change", "hello", "thanks",
    "broken", "screen", "tomorrow", "call", "back", "please",
];

fn main() {
    // Under `cargo bench` all of it, else a moment that shows that it works.
    let whole = std::env::args().any(|argument| argument == "--bench");
    let (events, rows, asked) = if whole { (40_000, rows(), 200) } else { (2_000, 5_000, 5) };
    let folder = tempfile::tempdir().unwrap();
    let kept = durable(&folder.path().join("events.db"), events);
    let bare = bare(&folder.path().join("bare.db"), events);
    print("events kept", kept, "events/s");
    print("events kept bare", bare, "events/s");
    let path = folder.path().join("many.db");
    fill(&path, rows);
    let size = std::fs::metadata(&path).unwrap().len();
    print("history size a row", size as f64 / rows as f64, "bytes");
    reading(&path, rows, asked);
    let opened = p95(asked.min(20), || drop(History::open(&path, |_| {}).unwrap()));
    print("history start p95", opened, "ms");
    let empty = folder.path().join("empty.db");
    drop(History::open(&empty, |_| {}).unwrap());
    print(
        "history start empty p95",
        p95(asked.min(20), || drop(History::open(&empty, |_| {}).unwrap())),
        "ms",
    );
}

/// A million rows, or as many as asked for.
fn rows() -> usize {
    std::env::var("HISTORY_BENCH_ROWS").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000_000)
}

fn print(name: &str, value: f64, unit: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}

/// The nth thing that happens in a year: every call is told four times, as it goes on.
fn event(n: usize) -> Entry {
    let (call, step) = (n / 4, n % 4);
    let mut entry = row(call);
    entry.open = step < 3;
    entry.answered_at = (step > 0).then_some(entry.at);
    entry.ended_at = (step == 3).then_some(entry.at);
    entry.outcome = (step == 3).then(|| "answered".to_owned());
    entry
}

/// The nth row: calls, messages and lines of chats.
fn row(n: usize) -> Entry {
    let random = n.wrapping_mul(2_654_435_761) >> 7;
    let kind = if n.is_multiple_of(3) { EntryKind::Message } else { EntryKind::Call };
    let mut entry =
        Entry::new(kind, format!("session:{n}"), Timestamp((BEGIN + n as u64 * 30) * 1000));
    entry.account = Some(AccountId::new(format!("desk-{}", n % 4)).unwrap());
    entry.vendor = Some(VendorId("vendor".to_owned()));
    entry.direction =
        Some(if n.is_multiple_of(4) { Direction::Outbound } else { Direction::Inbound });
    entry.number = Some(Private::new(format!("+1650{:07}", random % 10_000_000)));
    entry.name = NAMES.get(random % 23).map(|name| Private::from(*name));
    if kind == EntryKind::Message {
        let words = (0..6).map(|place| WORDS[(random >> place) % WORDS.len()]);
        entry.text = Some(Private::new(words.collect::<Vec<_>>().join(" ")));
    }
    entry.outcome = n.is_multiple_of(11).then(|| "missed".to_owned());
    entry
}

/// Events a second, from the first given to the last acknowledged.
fn durable(path: &Path, count: usize) -> f64 {
    let history = History::open(path, |_| {}).unwrap();
    let (done, acknowledged) = channel();
    let began = Instant::now();
    for n in 0..count {
        let done = done.clone();
        history.keep(vec![event(n)], move |kept| done.send(kept).unwrap());
    }
    for _ in 0..count {
        acknowledged.recv().unwrap().unwrap();
    }
    count as f64 / began.elapsed().as_secs_f64()
}

/// SQLite by itself: the same rows, keys and index, with as many to a commit, and what is asked and written prepared.
fn bare(path: &Path, count: usize) -> f64 {
    drop(History::open(path, |_| {}).unwrap());
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection.pragma_update(None, "secure_delete", "ON").unwrap();
    connection.pragma_update(None, "cache_size", -16_384).unwrap();
    let events: Vec<Entry> = (0..count).map(event).collect();
    let grams: Vec<String> = events.iter().map(parts).collect();
    let began = Instant::now();
    for (chunk, grams) in events.chunks(AT_ONCE).zip(grams.chunks(AT_ONCE)) {
        let transaction = connection.transaction().unwrap();
        for (entry, grams) in chunk.iter().zip(grams) {
            tell(&transaction, entry, grams);
        }
        transaction.commit().unwrap();
    }
    count as f64 / began.elapsed().as_secs_f64()
}

/// The two and three letters of its words, as the index has them: made before the time is taken.
fn parts(entry: &Entry) -> String {
    let mut parts = std::collections::BTreeSet::new();
    for text in [&entry.number, &entry.name, &entry.text].into_iter().flatten() {
        let text = text.reveal().to_lowercase();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let letters: Vec<char> = word.chars().collect();
            for length in 2..=3 {
                parts.extend(letters.windows(length).map(|part| part.iter().collect::<String>()));
            }
        }
    }
    parts.into_iter().collect::<Vec<_>>().join(" ")
}

fn tell(connection: &Connection, entry: &Entry, grams: &str) {
    let key = &entry.keys[0];
    let account = entry.account.as_ref().unwrap().as_str();
    let ended = entry.ended_at.map(|at| at.0 as i64);
    let known = connection
        .prepare_cached("SELECT entry FROM known WHERE account = ?1 AND kind = 1 AND key = ?2")
        .unwrap()
        .query_row([account, key], |row| row.get::<_, i64>(0));
    if let Ok(id) = known {
        let sql = "UPDATE entry SET open = ?2, answered_at = at, ended_at = ?3, outcome = ?4 WHERE id = ?1";
        let mut update = connection.prepare_cached(sql).unwrap();
        update.execute(params![id, entry.open, ended, entry.outcome]).unwrap();
        return;
    }
    let id = (entry.at.0 as i64 / 1000) << 16;
    let sql = "INSERT INTO entry(id, kind, account, vendor, keys, at, direction, number, name, text, person, unread, open) \
        VALUES(?1, 1, ?2, 'vendor', ?3, ?4, 1, ?5, ?6, ?7, ?8, 0, 1)";
    let text = |text: &Option<Private<String>>| text.as_ref().map(|text| text.reveal().clone());
    let number = text(&entry.number);
    let person = number.as_ref().map(|number| number[number.len() - 7..].to_owned());
    let values = params![
        id,
        account,
        format!("[\"{key}\"]"),
        entry.at.0 as i64,
        number,
        text(&entry.name),
        text(&entry.text),
        person
    ];
    connection.prepare_cached(sql).unwrap().execute(values).unwrap();
    let sql = "INSERT INTO known VALUES(?1, 1, ?2, ?3)";
    connection.prepare_cached(sql).unwrap().execute(params![account, key, id]).unwrap();
    let sql = "INSERT INTO gram(rowid, grams) VALUES(?1, ?2)";
    connection.prepare_cached(sql).unwrap().execute(params![id, grams]).unwrap();
}

fn fill(path: &Path, rows: usize) {
    let history = History::open(path, |_| {}).unwrap();
    let (done, acknowledged) = channel();
    for from in (0..rows).step_by(AT_ONCE) {
        let done = done.clone();
        let entries = (from..(from + AT_ONCE).min(rows)).map(row).collect();
        history.keep(entries, move |kept| done.send(kept).unwrap());
        acknowledged.recv().unwrap().unwrap();
    }
}

/// Searches by two letters and up, and pages at any depth; beside them SQLite's own query of the same rows.
fn reading(path: &Path, rows: usize, asked: usize) {
    let reader = Reader::open(path).unwrap();
    let all = Filter::default();
    let typed = [
        "er",
        "re",
        "55",
        "小明",
        "mu",
        "qu",
        "refund",
        "hopper",
        "parcel late",
        "6505",
        "петр",
        "ада",
        "zz",
        "1650123",
    ];
    let mut slowest: (f64, &str) = (0.0, "");
    let mut n = 0;
    let found = p95(asked, || {
        let began = Instant::now();
        let words = typed[n % typed.len()];
        n += 1;
        let page = reader.search(words, &all, None, 50).unwrap();
        std::hint::black_box(page);
        let took = began.elapsed().as_secs_f64() * 1000.0;
        if took > slowest.0 {
            slowest = (took, words);
        }
    });
    print("history search p95", found, "ms");
    print("history search slowest", slowest.0, "ms");
    eprintln!("slowest search: {:?}", slowest.1);
    let id = |n: usize| ((BEGIN + (n % rows) as u64 * 30) << 16) as i64;
    let place = |n: usize| id(n.wrapping_mul(2_654_435_761) >> 5);
    let mut n = 0;
    let page = p95(asked, || {
        n += 1;
        std::hint::black_box(reader.timeline(&all, Some(place(n)), 50).unwrap());
    });
    print("history page p95", page, "ms");
    let missed = Filter {
        kinds: vec![EntryKind::Call],
        outcomes: vec!["missed".to_owned()],
        ..Filter::default()
    };
    let page = p95(asked, || {
        n += 1;
        std::hint::black_box(reader.timeline(&missed, Some(place(n)), 50).unwrap());
    });
    print("history missed page p95", page, "ms");
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT * FROM entry WHERE parent IS NULL AND id < ?1 ORDER BY id DESC LIMIT 50";
    let bare = p95(asked, || {
        n += 1;
        let mut statement = connection.prepare_cached(sql).unwrap();
        let mut rows = statement.query([place(n)]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            std::hint::black_box(row.get::<_, Option<String>>(15).unwrap());
        }
    });
    print("history page bare p95", bare, "ms");
}

/// The 95th percentile of so many runs, in milliseconds.
fn p95(runs: usize, mut run: impl FnMut()) -> f64 {
    let mut times: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[(times.len() * 95 / 100).min(times.len() - 1)].as_secs_f64() * 1000.0
}
