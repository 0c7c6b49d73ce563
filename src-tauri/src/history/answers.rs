//! Questions about the history, answered on the caller's thread: it waits for the disk.

use super::Keeper;
use deskbell_core::{HistoryFilter, HistoryPage, HistoryRow, Query, QueryAnswer};
use deskbell_history::{Filter, Kept, Problem, Reader, Who};

/// Most lines of a conversation in one answer.
const LINES_MAX: usize = 2000;

/// Answers a question about the history; none for another question. `ahead` is how many minutes local time is ahead
/// of UTC.
#[must_use]
pub fn answer(keeper: &Keeper, query: Query, ahead: i32) -> Option<QueryAnswer> {
    let answer = match query {
        Query::History { filter, before, most } => {
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            keeper.read(|reader| page(reader, filter, before, most))
        }
        Query::HistoryEntry { id } => keeper.read(|reader| entry(reader, id)),
        Query::HistoryStats { from, until } => keeper.read(|reader| {
            let days = reader.stats(from, until, ahead.saturating_mul(60))?;
            Ok(QueryAnswer::HistoryStats { days })
        }),
        Query::Vendors | Query::CheckAccount { .. } | Query::Raw { .. } | Query::StatusHistory => {
            return None;
        }
    };
    Some(answer.unwrap_or_else(|problem| QueryAnswer::NoHistory { reason: problem.to_string() }))
}

fn page(
    reader: &Reader,
    wanted: HistoryFilter,
    before: Option<i64>,
    most: usize,
) -> Result<QueryAnswer, Problem> {
    let who = match wanted.who {
        None => None,
        Some(typed) => match Who::read(typed.reveal()) {
            Some(who) => Some(who),
            // Nobody is known by this.
            None => return Ok(QueryAnswer::History { page: HistoryPage::default() }),
        },
    };
    let filter = Filter {
        kinds: wanted.kinds,
        accounts: wanted.accounts,
        vendors: wanted.vendors,
        direction: wanted.direction,
        outcomes: wanted.outcomes,
        from: wanted.from,
        until: wanted.until,
        who,
    };
    let typed =
        wanted.text.as_ref().map(|text| text.reveal().trim()).filter(|text| !text.is_empty());
    let page = match typed {
        Some(text) => reader.search(text, &filter, before, most)?,
        None => reader.timeline(&filter, before, most)?,
    };
    let rows = page.hits.into_iter().map(|hit| {
        let text = |line: Box<Kept>| line.entry.text.map(|text| text.reveal().clone());
        HistoryRow::new(hit.kept.id, hit.kept.entry, hit.line.and_then(text))
    });
    Ok(QueryAnswer::History { page: HistoryPage { rows: rows.collect(), next: page.next } })
}

fn entry(reader: &Reader, id: i64) -> Result<QueryAnswer, Problem> {
    let found = reader.get(id)?;
    let detail = found.as_ref().and_then(|kept| kept.entry.detail.as_ref());
    let detail = detail.map(|detail| detail.reveal().clone()).unwrap_or_default();
    let lines = reader.lines(id, LINES_MAX)?.into_iter();
    let lines = lines.map(|kept| HistoryRow::new(kept.id, kept.entry, None)).collect();
    let row = found.map(|kept| HistoryRow::new(kept.id, kept.entry, None));
    Ok(QueryAnswer::HistoryEntry { row, lines, detail })
}
