//! One row of the table, as it is read and written.

use crate::person::person;
use deskbell_core::{AccountId, Direction, Entry, EntryKind, Private, Timestamp, VendorId};
use rusqlite::types::Type;
use rusqlite::{Row, params};

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its number: the greater, the later. It never changes.
    pub id: i64,
    /// The conversation that a line belongs to.
    pub parent: Option<i64>,
    /// What is known.
    pub entry: Entry,
}

/// The columns in the order in which [`read`] takes them, of a table called `e`.
pub(crate) const COLUMNS: &str = "e.id, e.kind, e.account, e.vendor, e.keys, e.parent, e.within, e.at, \
    e.answered_at, e.ended_at, e.direction, e.outcome, e.number, e.address, e.name, e.text, e.unread, e.open, e.detail, \
    e.note, e.disposition";

/// Those of [`COLUMNS`] that a file of the first format does not have.
pub(crate) const NOTED: &str = "e.note, e.disposition";

/// The number that stands for a sort in the file.
pub(crate) const fn kind_number(kind: EntryKind) -> i64 {
    match kind {
        EntryKind::Call => 1,
        EntryKind::Conversation => 2,
        EntryKind::Line => 3,
        EntryKind::Message => 4,
        EntryKind::Status => 5,
    }
}

fn kind(number: i64) -> Option<EntryKind> {
    use EntryKind::{Call, Conversation, Line, Message, Status};
    [Call, Conversation, Line, Message, Status]
        .into_iter()
        .find(|kind| kind_number(*kind) == number)
}

/// The number that stands for a direction in the file.
pub(crate) const fn direction_number(direction: Direction) -> i64 {
    match direction {
        Direction::Inbound => 1,
        Direction::Outbound => 2,
    }
}

/// Reads a row of [`COLUMNS`].
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let wrong = |column: usize| {
        rusqlite::Error::InvalidColumnType(column, "not one of ours".to_owned(), Type::Integer)
    };
    let time = |column: usize| row.get::<_, Option<i64>>(column).map(|at| at.map(from_millis));
    let private =
        |column: usize| row.get::<_, Option<String>>(column).map(|it| it.map(Private::new));
    let account: String = row.get(2)?;
    let vendor: String = row.get(3)?;
    let keys: String = row.get(4)?;
    let direction = match row.get::<_, Option<i64>>(10)? {
        None => None,
        Some(1) => Some(Direction::Inbound),
        Some(2) => Some(Direction::Outbound),
        Some(_) => return Err(wrong(10)),
    };
    let detail: Option<String> = row.get(18)?;
    let entry = Entry {
        kind: kind(row.get(1)?).ok_or_else(|| wrong(1))?,
        account: AccountId::new(account).ok(),
        vendor: (!vendor.is_empty()).then_some(VendorId(vendor)),
        keys: serde_json::from_str(&keys).map_err(|_| wrong(4))?,
        within: row.get(6)?,
        at: from_millis(row.get(7)?),
        answered_at: time(8)?,
        ended_at: time(9)?,
        direction,
        outcome: row.get(11)?,
        number: private(12)?,
        address: private(13)?,
        name: private(14)?,
        text: private(15)?,
        unread: row.get::<_, i64>(16)? != 0,
        open: row.get::<_, i64>(17)? != 0,
        detail: detail.and_then(|text| serde_json::from_str(&text).ok()).map(Private::new),
        note: private(19)?,
        disposition: private(20)?,
    };
    Ok(Kept { id: row.get(0)?, parent: row.get(5)?, entry })
}

/// Writes a row, over one of the same number if there is one.
pub(crate) fn write(connection: &rusqlite::Connection, kept: &Kept) -> rusqlite::Result<()> {
    let entry = &kept.entry;
    let reveal = |text: &Option<Private<String>>| text.as_ref().map(|text| text.reveal().clone());
    let detail = entry.detail.as_ref().map(|detail| detail.reveal().to_string());
    // Not as a replacement: only the indexes of what is another are touched.
    let sql = "INSERT INTO entry(id, kind, account, vendor, keys, parent, within, at, \
        answered_at, ended_at, direction, outcome, number, address, name, text, person, unread, open, detail, note, disposition) \
        VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22) \
        ON CONFLICT(id) DO UPDATE SET account = ?3, vendor = ?4, keys = ?5, parent = ?6, within = ?7, at = ?8, \
        answered_at = ?9, ended_at = ?10, direction = ?11, outcome = ?12, number = ?13, address = ?14, name = ?15, \
        text = ?16, person = ?17, unread = ?18, open = ?19, detail = ?20, note = ?21, disposition = ?22";
    connection.prepare_cached(sql)?.execute(params![
        kept.id,
        kind_number(entry.kind),
        account(entry),
        entry.vendor.as_ref().map_or("", |vendor| vendor.0.as_str()),
        serde_json::Value::from(entry.keys.clone()).to_string(),
        kept.parent,
        entry.within,
        millis(entry.at),
        entry.answered_at.map(millis),
        entry.ended_at.map(millis),
        entry.direction.map(direction_number),
        entry.outcome,
        reveal(&entry.number),
        reveal(&entry.address),
        reveal(&entry.name),
        reveal(&entry.text),
        entry.number.as_ref().and_then(|number| person(number.reveal())),
        i64::from(entry.unread),
        i64::from(entry.open),
        detail,
        reveal(&entry.note),
        reveal(&entry.disposition),
    ])?;
    Ok(())
}

/// The account as it stands in the file.
pub(crate) fn account(entry: &Entry) -> &str {
    entry.account.as_ref().map_or("", AccountId::as_str)
}

/// What a row is found by.
pub(crate) fn texts(entry: &Entry) -> impl Iterator<Item = &str> {
    let said = [&entry.number, &entry.address, &entry.name, &entry.text];
    let texts = said.into_iter().chain([&entry.note, &entry.disposition]);
    texts.flatten().map(|text| text.reveal().as_str())
}

/// Milliseconds as they stand in the file.
pub(crate) fn millis(at: Timestamp) -> i64 {
    i64::try_from(at.0).unwrap_or(i64::MAX)
}

fn from_millis(at: i64) -> Timestamp {
    Timestamp(u64::try_from(at).unwrap_or(0))
}
