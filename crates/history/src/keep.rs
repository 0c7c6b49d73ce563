//! Keeping an entry: found again by any of its keys, or a new row. Telling it twice changes nothing.

use crate::row::{self, COLUMNS, Kept, account, kind_number, texts};
use crate::schema::WITHIN_SECOND;
use crate::{scrub, words};
use deskbell_core::{Entry, EntryKind, EntryNote, Private};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Parts a line's key from that of its conversation.
const INSIDE: char = '\u{1f}';
/// Longest text of an entry that is kept, in characters; longest key.
const TEXT_MAX: usize = 8000;
const KEY_MAX: usize = 600;
const KEYS_MAX: usize = 32;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Became {
    /// There was none.
    New,
    /// More is known.
    More,
    /// It was known.
    Known,
}

/// Keeps one entry, inside a transaction of the caller's.
pub(crate) fn keep(connection: &Connection, mut entry: Entry) -> rusqlite::Result<Became> {
    clean(&mut entry);
    let mut found = Vec::new();
    for key in &entry.keys {
        if let Some(id) = find(connection, account(&entry), entry.kind, key)?
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    if entry.kind == EntryKind::Call && entry.open {
        // Vendors use a call's name again when it rings a second time: what had it is history.
        let sql = "SELECT ended_at < ?2 FROM entry WHERE id = ?1";
        let mut over = connection.prepare_cached(sql)?;
        let mut others = Vec::new();
        for id in found {
            let over: Option<Option<bool>> =
                over.query_row([id, row::millis(entry.at)], |row| row.get(0)).optional()?;
            if over.flatten() != Some(true) {
                others.push(id);
            }
        }
        found = others;
    }
    found.sort_unstable();
    let Some((first, others)) = found.split_first() else {
        return insert(connection, entry).map(|_| Became::New);
    };
    let mut known = match get(connection, *first)? {
        Some(known) => known,
        // Its row was lost to damage; its keys were not.
        None => return insert(connection, entry).map(|_| Became::New),
    };
    let before = known.clone();
    for other in others {
        if let Some(double) = get(connection, *other)? {
            connection
                .prepare_cached("UPDATE entry SET parent = ?1 WHERE parent = ?2")?
                .execute([*first, *other])?;
            remove(connection, &double)?;
            fill(&mut known.entry, double.entry);
        }
    }
    take(&mut known.entry, entry);
    if known == before {
        return Ok(Became::Known);
    }
    row::write(connection, &known)?;
    if known.entry.keys != before.entry.keys {
        know(connection, &known)?;
    }
    if !texts(&known.entry).eq(texts(&before.entry)) {
        index(connection, &known)?;
    }
    Ok(Became::More)
}

/// Puts in a row that is not there, under a number that says its time.
pub(crate) fn insert(connection: &Connection, entry: Entry) -> rusqlite::Result<i64> {
    let parent = match &entry.within {
        Some(conversation) => {
            find(connection, account(&entry), EntryKind::Conversation, conversation)?
        }
        None => None,
    };
    let id = free_number(connection, &entry)?;
    // A line whose conversation is not known belongs to none, and is no row of the timeline either.
    let parent = parent.or_else(|| (entry.kind == EntryKind::Line).then_some(0));
    let kept = Kept { id, parent, entry };
    row::write(connection, &kept)?;
    know(connection, &kept)?;
    index(connection, &kept)?;
    if kept.entry.kind == EntryKind::Conversation {
        adopt(connection, &kept)?;
    }
    Ok(id)
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

/// The number of a new row: the first that is free from its second on.
fn free_number(connection: &Connection, entry: &Entry) -> rusqlite::Result<i64> {
    let second = row::millis(entry.at).clamp(0, i64::from(u32::MAX) * 1000) / 1000;
    let first = second << WITHIN_SECOND;
    let mut end = (second + 1) << WITHIN_SECOND;
    let sql = "SELECT max(id) FROM entry WHERE id >= ?1 AND id < ?2";
    let mut last = connection.prepare_cached(sql)?;
    let mut from = first;
    loop {
        let taken: Option<i64> = last.query_row([from, end], |row| row.get(0))?;
        match taken {
            None => return Ok(from),
            Some(taken) if taken + 1 < end => return Ok(taken + 1),
            // A second that is full overflows into the next.
            Some(_) => (from, end) = (end, end + (1 << WITHIN_SECOND)),
        }
    }
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

/// Puts what a row is found by into the index, in the place of what was there.
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
