//! Entries of the history as comma-separated values (RFC 4180), for spreadsheets.

use deskbell_core::{HistoryRow, Timestamp};
use jiff::tz::TimeZone;
use jiff::{Timestamp as Moment, Zoned};
use serde::Serialize;

/// The line of names.
const COLUMNS: [&str; 16] = [
    "entry",
    "of",
    "kind",
    "account",
    "vendor",
    "began",
    "answered",
    "ended",
    "direction",
    "outcome",
    "number",
    "address",
    "name",
    "text",
    "note",
    "disposition",
];

/// The line of names.
pub fn head() -> String {
    record(&COLUMNS.map(str::to_owned))
}

/// One entry, or a line of the conversation `of`.
pub fn line(row: &HistoryRow, of: i64) -> String {
    let time =
        |at: Option<Timestamp>| at.and_then(zoned).map(|at| at.strftime("%FT%T%:z").to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    record(&[
        row.id.to_string(),
        of.to_string(),
        word(&row.kind),
        row.account.as_ref().map(ToString::to_string).unwrap_or_default(),
        row.vendor.as_ref().map(|vendor| vendor.0.clone()).unwrap_or_default(),
        time(Some(row.at)).unwrap_or_default(),
        time(row.answered_at).unwrap_or_default(),
        time(row.ended_at).unwrap_or_default(),
        row.direction.as_ref().map(word).unwrap_or_default(),
        text(&row.outcome),
        text(&row.number),
        harmless(text(&row.address)),
        harmless(text(&row.name)),
        harmless(text(&row.text)),
        harmless(text(&row.note)),
        harmless(text(&row.disposition)),
    ])
}

/// By the clocks of this computer's place.
pub fn zoned(at: Timestamp) -> Option<Zoned> {
    let moment = Moment::from_millisecond(i64::try_from(at.0).ok()?).ok()?;
    Some(moment.to_zoned(TimeZone::system()))
}

fn word(value: &impl Serialize) -> String {
    let word = serde_json::to_value(value).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A spreadsheet takes what begins so for a formula, whoever wrote it.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// One record.
fn record(cells: &[String]) -> String {
    let quoted = |cell: &String| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        let cells = ["a,b", "say \"hi\"", "two\nlines", "plain"].map(str::to_owned);
        assert_eq!(record(&cells), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",plain");
        assert_eq!(harmless("=HYPERLINK(1)".into()), "'=HYPERLINK(1)");
        assert_eq!(harmless("Ada".into()), "Ada");
    }
}
