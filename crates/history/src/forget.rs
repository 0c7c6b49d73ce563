//! Forgetting a person: the rows, what mentions the number or address elsewhere, the index, and every byte of it in the
//! files.

use crate::keep;
use crate::person::{Who, person};
use crate::problem::Problem;
use crate::row::{self, COLUMNS, Kept};
use crate::words::{Terms, is_between_digits};
use deskbell_core::{Entry, Private};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::ops::Range;

/// Stands where a number or address was, in the words of somebody else.
pub const FORGOTTEN: &str = "«forgotten»";

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forgotten {
    /// Rows that are gone: calls, conversations with their lines, messages.
    pub rows: usize,
    /// Rows of others in which it was mentioned.
    pub mentions: usize,
}

/// Removes a person everywhere. When it returns, no byte of the number or address is in the file or in its log.
pub(crate) fn forget(connection: &mut Connection, who: &Who) -> Result<Forgotten, Problem> {
    let mut forgotten = Forgotten::default();
    let transaction = connection.transaction()?;
    for kept in rows_of(&transaction, who)? {
        forgotten.rows += remove_with_lines(&transaction, &kept)?;
    }
    for mut kept in rows_that_mention(&transaction, who)? {
        let keys = kept.entry.keys.iter().chain(&kept.entry.within);
        if keys.into_iter().any(|key| without(key, who).is_some()) {
            // By a key it would be known again: it cannot stay without it.
            forgotten.rows += remove_with_lines(&transaction, &kept)?;
        } else if strike_out(&mut kept, who) {
            row::write(&transaction, &kept)?;
            keep::index(&transaction, &kept)?;
            forgotten.mentions += 1;
        }
    }
    // What the index has of rows that are gone goes when its parts are put together.
    transaction.execute("INSERT INTO gram(gram) VALUES('optimize')", [])?;
    transaction.commit()?;
    clean(connection)?;
    Ok(forgotten)
}

/// Writes the file anew without its free pages, and empties the log.
fn clean(connection: &Connection) -> Result<(), Problem> {
    connection.execute_batch("VACUUM")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        // A reader that began before holds the log back; its pages are overwritten when it is done.
        row.get::<_, i64>(0)
    })?;
    Ok(())
}

/// Takes out a row, and with a conversation its lines.
pub(crate) fn remove_with_lines(connection: &Connection, kept: &Kept) -> rusqlite::Result<usize> {
    let mut count = 1;
    for line in select(connection, "e.parent = ?1", params![kept.id])? {
        keep::remove(connection, &line)?;
        count += 1;
    }
    keep::remove(connection, kept)?;
    Ok(count)
}

/// The rows of this person; of a line of a conversation, the whole conversation.
pub(crate) fn rows_of(connection: &Connection, who: &Who) -> rusqlite::Result<Vec<Kept>> {
    let mut rows = match who {
        Who::Number(number) => select(connection, "e.person = ?1", params![person(number)])?,
        Who::Address(address) => select(connection, "e.address = ?1", params![address])?,
    };
    let is = |text: &Option<Private<String>>, same: &dyn Fn(&str) -> bool| {
        text.as_ref().is_some_and(|text| same(text.reveal()))
    };
    rows.retain(|kept| {
        let by_number = is(&kept.entry.number, &|number| who.is_number(number));
        by_number || is(&kept.entry.address, &|address| who.is_address(address))
    });
    Ok(rows)
}

/// Rows in whose texts or details it stands. Details are not in the index, so every row with some is looked at.
fn rows_that_mention(connection: &Connection, who: &Who) -> rusqlite::Result<Vec<Kept>> {
    let text = match who {
        Who::Number(number) => number,
        Who::Address(address) => address,
    };
    let (last, like) = match who {
        Who::Number(number) => {
            let last = person(number).unwrap_or_default();
            // In details it may be set in any way: its last digits are there one after the other.
            let digits: Vec<String> = last.chars().map(String::from).collect();
            (last, format!("%{}%", digits.join("%")))
        }
        Who::Address(_) => (text.clone(), format!("%{}%", text.replace(['%', '_'], "_"))),
    };
    let mut rows = select(
        connection,
        "e.detail LIKE ?1 OR e.keys LIKE ?1 OR e.within LIKE ?1",
        params![like],
    )?;
    if let Some(question) = Terms::read(&last).question() {
        let found = select(connection, "e.id IN (SELECT rowid FROM gram(?1))", params![question])?;
        rows.extend(found);
    }
    rows.sort_by_key(|kept| kept.id);
    rows.dedup_by_key(|kept| kept.id);
    Ok(rows)
}

fn select(
    connection: &Connection,
    which: &str,
    with: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM entry e WHERE {which}");
    let mut statement = connection.prepare(&sql)?;
    statement.query_map(with, row::read)?.collect()
}

/// Strikes it out of what a row says; true if it stood there.
fn strike_out(kept: &mut Kept, who: &Who) -> bool {
    let entry = &mut kept.entry;
    let mut changed = false;
    let Entry { number, address, name, text, note, disposition, .. } = &mut *entry;
    for text in [number, address, name, text, note, disposition] {
        let Some(clean) = text.as_ref().and_then(|text| without(text.reveal(), who)) else {
            continue;
        };
        *text = Some(Private::new(clean));
        changed = true;
    }
    if let Some(detail) = entry.detail.take() {
        let mut value = detail.reveal().clone();
        changed |= strike_value(&mut value, who);
        entry.detail = Some(Private::new(value));
    }
    changed
}

fn strike_value(value: &mut Value, who: &Who) -> bool {
    match value {
        Value::String(text) => match without(text, who) {
            Some(clean) => {
                *text = clean;
                true
            }
            None => false,
        },
        Value::Array(items) => {
            items.iter_mut().filter_map(|item| strike_value(item, who).then_some(())).count() > 0
        }
        Value::Object(fields) => {
            fields.values_mut().filter_map(|field| strike_value(field, who).then_some(())).count()
                > 0
        }
        Value::Number(number) => {
            let found = without(&number.to_string(), who).is_some();
            if found {
                *value = Value::from(FORGOTTEN);
            }
            found
        }
        Value::Null | Value::Bool(_) => false,
    }
}

/// The text without the number or address, if it stands there.
fn without(text: &str, who: &Who) -> Option<String> {
    let places = match who {
        Who::Number(number) => numbers_in(text, number, who),
        Who::Address(address) => addresses_in(text, address),
    };
    if places.is_empty() {
        return None;
    }
    let mut clean = text.to_owned();
    for place in places.into_iter().rev() {
        clean.replace_range(place, FORGOTTEN);
    }
    Some(clean)
}

/// Where digits stand that are this number, however they are set.
fn numbers_in(text: &str, number: &str, who: &Who) -> Vec<Range<usize>> {
    let wanted: String = number.chars().filter(char::is_ascii_digit).collect();
    let mut places = Vec::new();
    let mut from = None;
    let mut end = 0;
    // One character more ends the last run.
    for (at, letter) in text.char_indices().chain([(text.len(), 'x')]) {
        if letter.is_ascii_digit() || (letter == '+' && from.is_none()) {
            from.get_or_insert(at);
            end = at + letter.len_utf8();
        } else if !is_between_digits(letter)
            && let Some(begin) = from.take()
        {
            let run = text.get(begin..end).unwrap_or_default();
            let digits: String = run.chars().filter(char::is_ascii_digit).collect();
            if who.is_number(run) || contains(&digits, &wanted) {
                places.push(begin..end);
            }
        }
    }
    places
}

/// Shortest number that is looked for inside longer rows of digits: a shorter one is there by chance.
const INSIDE_MIN: usize = 7;
/// So many digits at the end say who it is, without the country's code.
const LOCAL: usize = 10;

/// The number stands inside longer digits, with or without its country's code.
fn contains(digits: &str, wanted: &str) -> bool {
    let local = wanted.get(wanted.len().saturating_sub(LOCAL)..).unwrap_or(wanted);
    wanted.len() >= INSIDE_MIN && digits.contains(local)
}

/// Where an address stands, in whatever letters.
fn addresses_in(text: &str, address: &str) -> Vec<Range<usize>> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        // Letters that change their length: all of the text goes rather than the wrong part.
        return if lower.contains(address) {
            std::iter::once(0..text.len()).collect()
        } else {
            Vec::new()
        };
    }
    let places = lower.match_indices(address).map(|(at, found)| at..at + found.len());
    places
        .filter(|place| text.is_char_boundary(place.start) && text.is_char_boundary(place.end))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_goes_out_of_the_words_of_others() {
        let who = Who::read("+16505550100").unwrap();
        for (text, clean) in [
            ("call +1 (650) 555-0100 now", Some("call «forgotten» now")),
            ("6505550100", Some("«forgotten»")),
            ("a 650.555.0100, b +16505550100", Some("a «forgotten», b «forgotten»")),
            ("order 4711 of 2024", None),
            ("+16505550101", None),
        ] {
            assert_eq!(without(text, &who).as_deref(), clean, "{text}");
        }
        let who = Who::read("ada@example.org").unwrap();
        assert_eq!(without("To ADA@example.org!", &who).as_deref(), Some("To «forgotten»!"));
        assert_eq!(without("İ ada@example.org", &who).as_deref(), Some(FORGOTTEN));
    }
}
