//! `deskbell history` and `deskbell stats`: what happened, found again, shown, exported, forgotten, counted.

use super::arguments::{ExportFormat, HistoryArguments, HistoryVerb};
use super::retention::{self, RetentionChange};
use super::session::{Failure, Session, print};
use super::show::{table, word};
use crate::history::csv::{self, zoned};
use deskbell_core::{
    DayStats, EntryKind, EntryNote, HistoryFilter, HistoryPage, HistoryRow, Intent, Private, Query,
    QueryAnswer, StatsUnit, Timestamp,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};
use serde_json::json;
use std::io::IsTerminal as _;

/// Rows asked for at once while exporting.
const PAGE: u32 = 500;
/// Longest text of a row in a table, in characters.
const TEXT_SHOWN: usize = 80;

pub(super) fn carry_out(
    session: &mut Session,
    arguments: HistoryArguments,
    verb: Option<HistoryVerb>,
) -> Result<(), Failure> {
    match verb {
        None => list(session, &arguments, None),
        Some(HistoryVerb::Search { text }) => list(session, &arguments, Some(text)),
        Some(HistoryVerb::Show { entry }) => show(session, entry),
        Some(HistoryVerb::Export { text, format }) => export(session, &arguments, text, format),
        Some(HistoryVerb::Note { entry, note, disposition }) => {
            let said = EntryNote {
                note: note.map(Private::new),
                disposition: disposition.map(Private::new),
            };
            session.do_and_tell(Intent::NoteEntry { entry, said })
        }
        Some(HistoryVerb::Retention { days, vendor, same, megabytes }) => {
            let change = RetentionChange { days, vendor, same, megabytes };
            retention::carry_out(session, &arguments, change)
        }
        Some(HistoryVerb::Forget { who, yes }) => forget(session, who, yes),
    }
}

fn list(
    session: &mut Session,
    arguments: &HistoryArguments,
    text: Option<String>,
) -> Result<(), Failure> {
    let filter = filter(session, arguments, text)?;
    let (rows, next) = page(session, filter, arguments.before, arguments.limit)?;
    if session.json {
        return Session::print_json(&HistoryPage { rows, next });
    }
    if rows.is_empty() {
        return print("Nothing found.");
    }
    let mut lines = vec![["ENTRY", "WHEN", "KIND", "WHAT", "WHO", "TEXT"].map(str::to_owned)];
    lines.extend(rows.iter().map(row));
    table(&lines)?;
    next.map_or(Ok(()), |next| print(&format!("More with: --before {next}")))
}

fn row(row: &HistoryRow) -> [String; 6] {
    let direction = row.direction.as_ref().map(word);
    let what =
        [direction, row.outcome.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let text = row.found.as_ref().or(row.text.as_ref()).cloned().unwrap_or_default();
    let text: String = text.replace(['\n', '\r', '\t'], " ").chars().take(TEXT_SHOWN).collect();
    [row.id.to_string(), when(row.at), word(&row.kind), what, who(row), text]
}

fn who(row: &HistoryRow) -> String {
    let known = [&row.name, &row.number_shown, &row.address];
    known.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ")
}

fn when(at: Timestamp) -> String {
    zoned(at).map_or_else(String::new, |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

fn show(session: &mut Session, id: i64) -> Result<(), Failure> {
    let answer = ask(session, Query::HistoryEntry { id })?;
    let QueryAnswer::HistoryEntry { row: Some(entry), lines, .. } = &answer else {
        return Err(Failure::Impossible("no-entry", format!("There is no entry {id}.")));
    };
    if session.json {
        return Session::print_json(&answer);
    }
    let time = |at: Option<Timestamp>| at.map(when).unwrap_or_default();
    let account = entry.account.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = [
        ["kind", &word(&entry.kind)],
        ["account", &account],
        ["who", &who(entry)],
        ["began", &when(entry.at)],
        ["answered", &time(entry.answered_at)],
        ["ended", &time(entry.ended_at)],
        ["direction", &entry.direction.as_ref().map(word).unwrap_or_default()],
        ["outcome", &text(&entry.outcome)],
        ["text", &text(&entry.text)],
        ["disposition", &text(&entry.disposition)],
        ["note", &text(&entry.note)],
    ];
    let known = rows.iter().filter(|[_, value]| !value.is_empty());
    table(&known.map(|row| row.map(str::to_owned)).collect::<Vec<_>>())?;
    let lines = lines.iter().map(|line| {
        let author = line.name.clone().or_else(|| line.outcome.clone()).unwrap_or_default();
        [when(line.at), author, text(&line.text).replace(['\n', '\r', '\t'], " ")]
    });
    table(&lines.collect::<Vec<_>>())
}

fn export(
    session: &mut Session,
    arguments: &HistoryArguments,
    text: Option<String>,
    format: ExportFormat,
) -> Result<(), Failure> {
    let filter = filter(session, arguments, text)?;
    if format == ExportFormat::Csv {
        print(&csv::head())?;
    }
    let mut before = arguments.before;
    loop {
        let (rows, next) = page(session, filter.clone(), before, PAGE)?;
        for entry in rows {
            let lines = match entry.kind {
                EntryKind::Conversation => lines(session, entry.id)?,
                EntryKind::Call | EntryKind::Line | EntryKind::Message | EntryKind::Status => {
                    Vec::new()
                }
            };
            match format {
                ExportFormat::Json => {
                    print(&json!({ "entry": entry, "lines": lines }).to_string())?
                }
                ExportFormat::Csv => {
                    print(&csv::line(&entry, entry.id))?;
                    lines.iter().try_for_each(|line| print(&csv::line(line, entry.id)))?;
                }
            }
        }
        before = next;
        if before.is_none() {
            return Ok(());
        }
    }
}

fn lines(session: &mut Session, id: i64) -> Result<Vec<HistoryRow>, Failure> {
    match ask(session, Query::HistoryEntry { id })? {
        QueryAnswer::HistoryEntry { lines, .. } => Ok(lines),
        _ => Ok(Vec::new()),
    }
}

fn forget(session: &mut Session, who: String, yes: bool) -> Result<(), Failure> {
    if !yes {
        if !std::io::stdin().is_terminal() {
            let message = "This cannot be undone; say --yes to do it.".to_owned();
            return Err(Failure::Impossible("needs-confirmation", message));
        }
        eprint!("Forget everything about {who}? This cannot be undone. [y/N] ");
        let mut typed = String::new();
        let read = std::io::stdin().read_line(&mut typed);
        if read.is_err() || !matches!(typed.trim(), "y" | "Y" | "yes") {
            return Err(Failure::Impossible("cancelled", "Nothing was forgotten.".to_owned()));
        }
    }
    session.do_and_tell(Intent::ForgetPerson { who: Private::new(who) })
}

/// Carries out `deskbell stats`: figures of each of the last days.
pub(super) fn stats(session: &mut Session, days: u16) -> Result<(), Failure> {
    let today = Zoned::now().date();
    let first = today.checked_sub((i64::from(days) - 1).days()).unwrap_or(today);
    let end = today.checked_add(1.day()).unwrap_or(today);
    let query =
        Query::HistoryStats { from: begins(first)?, until: begins(end)?, unit: StatsUnit::Day };
    let answer = ask(session, query)?;
    if session.json {
        return Session::print_json(&answer);
    }
    let QueryAnswer::HistoryStats { days } = answer else { return Ok(()) };
    if days.is_empty() {
        return print("Nothing happened.");
    }
    let heads = [
        "DAY",
        "IN",
        "OUT",
        "MISSED",
        "TALKED",
        "WAITED",
        "CHATS",
        "REPLIED",
        "FIRST REPLY",
        "MESSAGES",
    ];
    let mut rows = vec![heads.map(str::to_owned)];
    rows.extend(days.iter().map(day));
    table(&rows)
}

fn day(day: &DayStats) -> [String; 10] {
    let date = zoned(day.begins).map(|at| at.date().to_string()).unwrap_or_default();
    let answered = day.calls_in.saturating_sub(day.missed).max(1);
    let first_reply = match day.chats_replied {
        0 => "–".to_owned(),
        replied => length(day.first_reply_seconds / replied),
    };
    [
        date,
        day.calls_in.to_string(),
        day.calls_out.to_string(),
        day.missed.to_string(),
        length(day.talk_seconds),
        length(day.wait_seconds / answered),
        day.chats.to_string(),
        day.chats_replied.to_string(),
        first_reply,
        day.messages.to_string(),
    ]
}

fn length(seconds: u32) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// When a local day begins.
fn begins(date: Date) -> Result<Timestamp, Failure> {
    let begin = date.to_zoned(TimeZone::system()).ok();
    let at = begin.and_then(|at| u64::try_from(at.timestamp().as_millisecond()).ok());
    at.map(Timestamp).ok_or_else(|| Failure::Usage(format!("{date} is no day here")))
}

fn filter(
    session: &mut Session,
    arguments: &HistoryArguments,
    text: Option<String>,
) -> Result<HistoryFilter, Failure> {
    let accounts = arguments.accounts.iter().map(|name| session.account(name));
    let missed = arguments.missed.then(|| "missed".to_owned());
    let until = match arguments.until {
        Some(last) => Some(begins(last.checked_add(1.day()).unwrap_or(last))?),
        None => None,
    };
    Ok(HistoryFilter {
        text: text.map(Private::new),
        kinds: arguments.kinds.iter().map(|kind| kind.kind()).collect(),
        accounts: accounts.collect::<Result<_, _>>()?,
        vendors: Vec::new(),
        direction: arguments.direction.map(super::arguments::DirectionArgument::direction),
        outcomes: missed.into_iter().collect(),
        voicemail: arguments.voicemail,
        labels: arguments.labels.clone(),
        from: arguments.from.map(begins).transpose()?,
        until,
        who: arguments.who.clone().map(Private::new),
    })
}

fn page(
    session: &mut Session,
    filter: HistoryFilter,
    before: Option<i64>,
    most: u32,
) -> Result<(Vec<HistoryRow>, Option<i64>), Failure> {
    match ask(session, Query::History { filter, before, after: None, most })? {
        QueryAnswer::History { page } => Ok((page.rows, page.next)),
        _ => Ok((Vec::new(), None)),
    }
}

fn ask(session: &mut Session, query: Query) -> Result<QueryAnswer, Failure> {
    match session.query(query)? {
        QueryAnswer::NoHistory { reason } => {
            Err(Failure::Impossible("no-history", format!("No answer from the history: {reason}.")))
        }
        answer => Ok(answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_like_lengths() {
        assert_eq!(length(3723), "1:02:03");
    }
}
