//! Keeping an entry: found again by any of its keys, or a new row. Telling it twice changes nothing.

use crate::row::{self, COLUMNS, Kept, account, kind_number, texts};
use crate::schema::WITHIN_SECOND;
use crate::{scrub, words};
use deskbell_core::{Entry, EntryKind, EntryNote, Private};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeMap, HashMap};

/// Parts a line's key from that of its conversation.
const INSIDE: char = '\u{1f}';
/// Longest text of an entry that is kept, in characters; longest key.
const TEXT_MAX: usize = 8000;
const KEY_MAX: usize = 600;
const KEYS_MAX: usize = 32;

/// Keeps entries inside a transaction of the caller's, which must end with [`Keeping::write`]. What is told of one row
/// several times is put together first and written once.
pub(crate) struct Keeping<'c> {
    connection: &'c Connection,
    /// Rows as they are now, by their numbers.
    rows: BTreeMap<i64, Open>,
    /// Rows by those of their keys that are not in the file yet; see [`joined_key`].
    keys: HashMap<String, i64>,
    wrote: Wrote,
}

/// A row that was told about.
struct Open {
    now: Kept,
    /// As it is in the file; none if it is not there.
    in_file: Option<Kept>,
}

impl<'c> Keeping<'c> {
    /// Begins with nothing.
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection, rows: BTreeMap::new(), keys: HashMap::new(), wrote: Wrote::Nothing }
    }

    /// Takes in one entry: it changes the row that is known by one of its keys, or is a new one.
    pub(crate) fn keep(&mut self, mut entry: Entry) -> rusqlite::Result<()> {
        clean(&mut entry);
        let mut found = self.known_by(&entry)?;
        if entry.kind == EntryKind::Call && entry.open {
            // Vendors use a call's name again when it rings a second time: what had it is history.
            let begins = entry.at;
            found.retain(|id| {
                let ended = self.rows.get(id).and_then(|row| row.now.entry.ended_at);
                ended.is_none_or(|ended| ended >= begins)
            });
        }
        found.sort_unstable();
        let Some((first, others)) = found.split_first() else { return self.insert(entry) };
        if !others.is_empty() {
            self.join(*first, others)?;
        }
        if let Some(Open { now, .. }) = self.rows.get_mut(first) {
            let before = now.entry.keys.len();
            take(&mut now.entry, entry);
            let new = now.entry.keys.iter().skip(before);
            self.keys.extend(new.map(|key| (joined_key(&now.entry, key), *first)));
        }
        Ok(())
    }

    /// The rows with a key of this entry, all of them opened.
    fn known_by(&mut self, entry: &Entry) -> rusqlite::Result<Vec<i64>> {
        let mut found = Vec::new();
        for key in &entry.keys {
            let known = match self.keys.get(&joined_key(entry, key)) {
                Some(known) => Some(*known),
                None => find(self.connection, account(entry), entry.kind, key)?,
            };
            // A row may be lost to damage, and its keys not.
            if let Some(id) = known
                && !found.contains(&id)
                && self.open(id)?
            {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Reads a row; false if there is none.
    fn open(&mut self, id: i64) -> rusqlite::Result<bool> {
        if self.rows.contains_key(&id) {
            return Ok(true);
        }
        let Some(kept) = get(self.connection, id)? else { return Ok(false) };
        self.rows.insert(id, Open { now: kept.clone(), in_file: Some(kept) });
        Ok(true)
    }

    /// Several rows turned out to be one.
    fn join(&mut self, first: i64, others: &[i64]) -> rusqlite::Result<()> {
        // Lines of theirs may be among what is not written yet.
        self.flush()?;
        if !self.open(first)? {
            return Ok(());
        }
        for other in others {
            let Some(double) = get(self.connection, *other)? else { continue };
            let sql = "UPDATE entry SET parent = ?1 WHERE parent = ?2";
            self.connection.prepare_cached(sql)?.execute([first, *other])?;
            remove(self.connection, &double)?;
            if let Some(row) = self.rows.get_mut(&first) {
                fill(&mut row.now.entry, double.entry);
            }
        }
        // The keys that were the others' are its own from here on.
        self.flush()?;
        self.open(first).map(drop)
    }

    /// A new row, under a number that says its time.
    fn insert(&mut self, entry: Entry) -> rusqlite::Result<()> {
        let parent = match &entry.within {
            Some(conversation) => self.conversation(&entry, conversation)?,
            None => None,
        };
        // A line whose conversation is not known belongs to none, and is no row of the timeline either.
        let parent = parent.or_else(|| (entry.kind == EntryKind::Line).then_some(0));
        let id = self.free_number(&entry)?;
        self.keys.extend(entry.keys.iter().map(|key| (joined_key(&entry, key), id)));
        let is_conversation = entry.kind == EntryKind::Conversation;
        self.rows.insert(id, Open { now: Kept { id, parent, entry }, in_file: None });
        // Its lines find it in the file, and it finds there those that were told before it.
        if is_conversation { self.flush() } else { Ok(()) }
    }

    fn conversation(&self, line: &Entry, key: &str) -> rusqlite::Result<Option<i64>> {
        // One that is new was written at once.
        find(self.connection, account(line), EntryKind::Conversation, key)
    }

    /// The number of a new row: the first that is free from its second on.
    fn free_number(&self, entry: &Entry) -> rusqlite::Result<i64> {
        let second = row::millis(entry.at).clamp(0, i64::from(u32::MAX) * 1000) / 1000;
        let mut from = second << WITHIN_SECOND;
        let mut end = (second + 1) << WITHIN_SECOND;
        let sql = "SELECT max(id) FROM entry WHERE id >= ?1 AND id < ?2";
        let mut last = self.connection.prepare_cached(sql)?;
        loop {
            let written: Option<i64> = last.query_row([from, end], |row| row.get(0))?;
            let open = self.rows.range(from..end).next_back().map(|(id, _)| *id);
            match written.max(open) {
                None => return Ok(from),
                Some(taken) if taken + 1 < end => return Ok(taken + 1),
                // A second that is full overflows into the next.
                Some(_) => (from, end) = (end, end + (1 << WITHIN_SECOND)),
            }
        }
    }

    /// Writes what is another than in the file.
    pub(crate) fn write(mut self) -> rusqlite::Result<Wrote> {
        self.flush()?;
        Ok(self.wrote)
    }

    fn flush(&mut self) -> rusqlite::Result<()> {
        for Open { now, in_file } in std::mem::take(&mut self.rows).into_values() {
            match in_file {
                Some(before) if before == now => continue,
                Some(before) => {
                    row::write(self.connection, &now)?;
                    if now.entry.keys != before.entry.keys {
                        know(self.connection, &now)?;
                    }
                    if !texts(&now.entry).eq(texts(&before.entry)) {
                        index(self.connection, &now)?;
                    }
                }
                None => {
                    put_back(self.connection, &now)?;
                    if now.entry.kind == EntryKind::Conversation {
                        adopt(self.connection, &now)?;
                    }
                }
            }
            self.wrote = Wrote::Something;
        }
        self.keys.clear();
        Ok(())
    }
}

/// Whether a transaction has anything in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrote {
    /// All of it was known.
    Nothing,
    /// At least one row is new or another.
    Something,
}

/// A key with its account and sort, as one text.
fn joined_key(entry: &Entry, key: &str) -> String {
    format!("{}{INSIDE}{}{INSIDE}{key}", kind_number(entry.kind), account(entry))
}

/// Lines that were told before their conversation belong to it now.
fn adopt(connection: &Connection, conversation: &Kept) -> rusqlite::Result<()> {
    let sql = "UPDATE entry SET parent = ?1 WHERE parent = 0 AND account = ?2 AND within = ?3";
    for key in &conversation.entry.keys {
        connection.prepare_cached(sql)?.execute(params![
            conversation.id,
            account(&conversation.entry),
            key
        ])?;
    }
    Ok(())
}

/// The row with this key.
pub(crate) fn find(
    connection: &Connection,
    account: &str,
    kind: EntryKind,
    key: &str,
) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT entry FROM known WHERE account = ?1 AND kind = ?2 AND key = ?3";
    connection
        .prepare_cached(sql)?
        .query_row(params![account, kind_number(kind), key], |row| row.get(0))
        .optional()
}

/// The row with this number.
pub(crate) fn get(connection: &Connection, id: i64) -> rusqlite::Result<Option<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM entry e WHERE e.id = ?1");
    connection.prepare_cached(&sql)?.query_row([id], row::read).optional()
}

/// Takes a row out, with its keys and what it is found by. Its lines are the caller's to take out.
pub(crate) fn remove(connection: &Connection, kept: &Kept) -> rusqlite::Result<()> {
    let sql = "DELETE FROM known WHERE account = ?1 AND kind = ?2 AND key = ?3 AND entry = ?4";
    let mut forget = connection.prepare_cached(sql)?;
    for key in &kept.entry.keys {
        forget.execute(params![
            account(&kept.entry),
            kind_number(kept.entry.kind),
            key,
            kept.id
        ])?;
    }
    connection.prepare_cached("DELETE FROM gram WHERE rowid = ?1")?.execute([kept.id])?;
    connection.prepare_cached("DELETE FROM entry WHERE id = ?1")?.execute([kept.id])?;
    Ok(())
}

fn know(connection: &Connection, kept: &Kept) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO known(account, kind, key, entry) VALUES(?1, ?2, ?3, ?4)";
    let mut know = connection.prepare_cached(sql)?;
    for key in &kept.entry.keys {
        know.execute(params![account(&kept.entry), kind_number(kept.entry.kind), key, kept.id])?;
    }
    Ok(())
}

/// Puts what a row is found by into the index, in the place of what was there. Of a new row nothing is there.
pub(crate) fn index(connection: &Connection, kept: &Kept) -> rusqlite::Result<()> {
    let grams = words::grams(texts(&kept.entry));
    let sql = "INSERT OR REPLACE INTO gram(rowid, grams) VALUES(?1, ?2)";
    connection.prepare_cached(sql)?.execute(params![kept.id, grams])?;
    Ok(())
}

/// No secret, nothing without end, and keys that say whose line it is.
fn clean(entry: &mut Entry) {
    let Entry { number, address, name, text, note, disposition, .. } = entry;
    for text in [number, address, name, text, note, disposition].into_iter().flatten() {
        clean_text(text);
    }
    if let Some(address) = &mut entry.address {
        *address = Private::new(address.reveal().trim().to_lowercase());
    }
    if let Some(detail) = entry.detail.take() {
        let mut value = detail.reveal().clone();
        scrub::value(&mut value);
        entry.detail = Some(Private::new(value));
    }
    entry.keys.truncate(KEYS_MAX);
    for key in &mut entry.keys {
        *key = bounded_key(key);
        if let Some(conversation) = &entry.within {
            let inside = format!("{}{INSIDE}", bounded_key(conversation));
            if entry.kind == EntryKind::Line && !key.starts_with(&inside) {
                *key = format!("{inside}{key}");
            }
        }
    }
    entry.keys.dedup();
    entry.within = entry.within.as_deref().map(bounded_key);
    if entry.keys.is_empty() {
        entry.keys.push(format!("at:{}", entry.at.0));
    }
}

/// No secret, and not too long.
fn clean_text(text: &mut Private<String>) {
    let known = text.reveal();
    let long = known.char_indices().nth(TEXT_MAX).and_then(|(end, _)| known.get(..end));
    if let Some(clean) = scrub::text(long.unwrap_or(known)).or_else(|| long.map(str::to_owned)) {
        *text = Private::new(clean);
    }
}

/// Takes down what the agent says about a row; false if there is none of this number.
pub(crate) fn note(connection: &Connection, id: i64, said: EntryNote) -> rusqlite::Result<bool> {
    let Some(before) = get(connection, id)? else { return Ok(false) };
    let mut kept = before.clone();
    let Entry { note, disposition, .. } = &mut kept.entry;
    for (known, said) in [(note, said.note), (disposition, said.disposition)] {
        let Some(said) = said else { continue };
        let said = said.reveal().trim();
        *known = (!said.is_empty()).then(|| Private::new(said.to_owned()));
        known.iter_mut().for_each(clean_text);
    }
    if kept != before {
        row::write(connection, &kept)?;
        index(connection, &kept)?;
    }
    Ok(true)
}

/// A key that is too long is still another key than others.
fn bounded_key(key: &str) -> String {
    let Some((end, _)) = key.char_indices().nth(KEY_MAX) else { return key.to_owned() };
    let mut hash = fnv::FnvHasher::default();
    std::hash::Hasher::write(&mut hash, key.as_bytes());
    let start = key.get(..end / 2).unwrap_or_default();
    format!("{start}…{:x}", std::hash::Hasher::finish(&hash))
}

/// What is told now replaces what was known, but for what is none. When it began is told once.
fn take(known: &mut Entry, told: Entry) {
    let before = std::mem::replace(known, told);
    let (at, mut keys) = (before.at, before.keys.clone());
    fill(known, before);
    let new: Vec<String> = known.keys.drain(..).filter(|key| !keys.contains(key)).collect();
    keys.extend(new);
    keys.truncate(KEYS_MAX);
    (known.at, known.keys) = (at, keys);
}

/// What is none is filled from another entry of the same thing.
fn fill(known: &mut Entry, other: Entry) {
    fn or<T>(known: &mut Option<T>, other: Option<T>) {
        if known.is_none() {
            *known = other;
        }
    }
    or(&mut known.account, other.account);
    or(&mut known.vendor, other.vendor);
    or(&mut known.within, other.within);
    or(&mut known.answered_at, other.answered_at);
    or(&mut known.ended_at, other.ended_at);
    or(&mut known.direction, other.direction);
    or(&mut known.outcome, other.outcome);
    or(&mut known.number, other.number);
    or(&mut known.address, other.address);
    or(&mut known.name, other.name);
    or(&mut known.text, other.text);
    or(&mut known.detail, other.detail);
    or(&mut known.note, other.note);
    or(&mut known.disposition, other.disposition);
    let keys = other.keys.into_iter().filter(|key| !known.keys.contains(key));
    let new: Vec<String> = keys.collect();
    known.keys.extend(new);
}

/// Puts a row back under the number it had.
pub(crate) fn put_back(connection: &Connection, kept: &Kept) -> rusqlite::Result<()> {
    row::write(connection, kept)?;
    know(connection, kept)?;
    index(connection, kept)
}
