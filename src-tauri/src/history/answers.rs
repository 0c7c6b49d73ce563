//! Questions about the history, answered on the caller's thread: it waits for the disk.

use super::Keeper;
use deskbell_core::{
    HistoryFilter, HistoryPage, HistoryRow, NumberFormats, Query, QueryAnswer, StatsUnit, Timestamp,
};
use deskbell_history::{Kept, Place, Problem, Reader};
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp as Moment, Unit, ZonedRound};

/// Most lines of a conversation in one answer.
const LINES_MAX: usize = 2000;

/// Answers a question about the history; none for another question. Hours and days are those of `zone`.
#[must_use]
pub fn answer(
    keeper: &Keeper,
    query: Query,
    zone: &TimeZone,
    formats: &NumberFormats,
) -> Option<QueryAnswer> {
    let answer = match query {
        Query::History { filter, before, after, most } => {
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let place = after.map_or(Place::Before(before), Place::After);
            keeper.read(|reader| page(reader, &filter, place, most, formats))
        }
        Query::HistoryEntry { id } => keeper.read(|reader| entry(reader, id, formats)),
        Query::HistoryStats { from, until, unit } => keeper.read(|reader| {
            let days = reader.stats(from, until, |at| local(at, unit, zone))?;
            Ok(QueryAnswer::HistoryStats { days })
        }),
        Query::Vendors
        | Query::CheckAccount { .. }
        | Query::Raw { .. }
        | Query::StatusHistory
        | Query::SoundLevels
        | Query::CallDescriptions => return None,
    };
    Some(answer.unwrap_or_else(|problem| QueryAnswer::NoHistory { reason: problem.to_string() }))
}

/// When the hour or day of this moment began by the clocks of a place.
fn local(at: Timestamp, unit: StatsUnit, zone: &TimeZone) -> Timestamp {
    let unit = match unit {
        StatsUnit::Hour => Unit::Hour,
        StatsUnit::Day => Unit::Day,
    };
    let begin = || {
        let moment = Moment::from_millisecond(i64::try_from(at.0).ok()?).ok()?;
        let local = moment.to_zoned(zone.clone());
        let floor = ZonedRound::new().smallest(unit).mode(RoundMode::Trunc);
        let begin = local.round(floor).ok()?;
        u64::try_from(begin.timestamp().as_millisecond()).ok()
    };
    // Only of a moment that no calendar has.
    Timestamp(begin().unwrap_or(0))
}

fn page(
    reader: &Reader,
    filter: &HistoryFilter,
    place: Place,
    most: usize,
    formats: &NumberFormats,
) -> Result<QueryAnswer, Problem> {
    let page = reader.page(filter, place, most)?;
    let rows = page.hits.into_iter().map(|hit| {
        let text = |line: Box<Kept>| line.entry.text.map(|text| text.reveal().clone());
        HistoryRow::new(hit.kept.id, hit.kept.entry, hit.line.and_then(text), formats)
    });
    Ok(QueryAnswer::History { page: HistoryPage { rows: rows.collect(), next: page.next } })
}

fn entry(reader: &Reader, id: i64, formats: &NumberFormats) -> Result<QueryAnswer, Problem> {
    let found = reader.get(id)?;
    let detail = found.as_ref().and_then(|kept| kept.entry.detail.as_ref());
    let detail = detail.map(|detail| detail.reveal().clone()).unwrap_or_default();
    let lines = reader.lines(id, LINES_MAX)?.into_iter();
    let lines = lines.map(|kept| HistoryRow::new(kept.id, kept.entry, None, formats)).collect();
    let row = found.map(|kept| HistoryRow::new(kept.id, kept.entry, None, formats));
    Ok(QueryAnswer::HistoryEntry { row, lines, detail })
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::settings::Settings;
    use deskbell_core::{AccountId, Direction, Entry, EntryKind, State};

    fn entry(kind: EntryKind, key: &str, second: u64) -> Entry {
        let mut entry = Entry::new(kind, key, Timestamp(second * 1000));
        entry.account = AccountId::new("desk").ok();
        entry
    }

    /// A profile with a missed call and a chat of one line.
    fn keeper() -> (tempfile::TempDir, Keeper) {
        let profile = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(profile.path()).unwrap();
        let call = Entry {
            direction: Some(Direction::Inbound),
            outcome: Some("missed".to_owned()),
            number: Some("6505550100".into()),
            ..entry(EntryKind::Call, "a", 10)
        };
        let line = Entry {
            within: Some("c".to_owned()),
            text: Some("the parcel is late".into()),
            ..entry(EntryKind::Line, "1", 21)
        };
        keeper.keep(vec![call, entry(EntryKind::Conversation, "c", 20), line]);
        let (done, waiting) = std::sync::mpsc::channel();
        keeper
            .with(|history| history.keep(Vec::new(), move |kept| done.send(kept).unwrap()))
            .unwrap();
        waiting.recv().unwrap().unwrap();
        (profile, keeper)
    }

    fn formats() -> NumberFormats {
        State::new(Settings::default(), "en_US", Timestamp(0)).number_formats()
    }

    fn rows(keeper: &Keeper, filter: HistoryFilter) -> Vec<HistoryRow> {
        let query = Query::History { filter, before: None, after: None, most: 10 };
        match answer(keeper, query, &TimeZone::UTC, &formats()) {
            Some(QueryAnswer::History { page }) => page.rows,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_page_a_search_and_one_entry_with_its_lines() {
        let (_profile, keeper) = keeper();
        let all = rows(&keeper, HistoryFilter::default());
        assert_eq!(
            all.iter().map(|row| row.kind).collect::<Vec<_>>(),
            [EntryKind::Conversation, EntryKind::Call]
        );
        assert_eq!(all[1].number_shown.as_deref(), Some("+1 650-555-0100"));
        let found =
            rows(&keeper, HistoryFilter { text: Some("rcel".into()), ..Default::default() });
        assert_eq!(found[0].found.as_deref(), Some("the parcel is late"));
        let who = HistoryFilter { who: Some("(650) 555-0100".into()), ..Default::default() };
        assert_eq!(rows(&keeper, who).len(), 1);
        let nobody = HistoryFilter { who: Some("nobody".into()), ..Default::default() };
        assert_eq!(rows(&keeper, nobody).len(), 0);
        let one =
            answer(&keeper, Query::HistoryEntry { id: found[0].id }, &TimeZone::UTC, &formats());
        let Some(QueryAnswer::HistoryEntry { row: Some(_), lines, .. }) = one else {
            panic!("{one:?}")
        };
        assert_eq!(lines.len(), 1);
    }

    #[test]
    fn figures_and_reasons() {
        let (_profile, keeper) = keeper();
        let stats = Query::HistoryStats {
            from: Timestamp(0),
            until: Timestamp(u64::MAX),
            unit: StatsUnit::Day,
        };
        let Some(QueryAnswer::HistoryStats { days }) =
            answer(&keeper, stats, &TimeZone::UTC, &formats())
        else {
            panic!()
        };
        assert_eq!((days.len(), days[0].missed, days[0].chats), (1, 1, 1));
        let filter = HistoryFilter { text: Some("a".into()), ..Default::default() };
        let short = answer(
            &keeper,
            Query::History { filter, before: None, after: None, most: 1 },
            &TimeZone::UTC,
            &formats(),
        );
        assert!(matches!(short, Some(QueryAnswer::NoHistory { .. })), "{short:?}");
        assert_eq!(answer(&keeper, Query::Vendors, &TimeZone::UTC, &formats()), None);
    }

    #[test]
    fn a_day_is_the_day_of_the_place_also_when_its_clocks_change() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let at = |text: &str| {
            let moment: Moment = text.parse().unwrap();
            Timestamp(u64::try_from(moment.as_millisecond()).unwrap())
        };
        // The last of March 2026 had 23 hours there.
        let day = |text| local(at(text), StatsUnit::Day, &zone);
        assert_eq!(day("2026-03-28T23:30:00Z"), at("2026-03-28T23:00:00Z"));
        assert_eq!(day("2026-03-29T21:59:00Z"), at("2026-03-28T23:00:00Z"));
        assert_eq!(day("2026-03-29T22:00:00Z"), at("2026-03-29T22:00:00Z"));
        let hour = local(at("2026-03-29T01:20:00Z"), StatsUnit::Hour, &zone);
        assert_eq!(hour, at("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn who_is_forgotten_is_found_no_more() {
        let (_profile, keeper) = keeper();
        let (done, waiting) = std::sync::mpsc::channel();
        keeper.forget("+1 650 555 0100", move |gone| done.send(gone).unwrap());
        assert_eq!(waiting.recv().unwrap().unwrap().rows, 1);
        assert_eq!(rows(&keeper, HistoryFilter::default()).len(), 1);
        let (done, waiting) = std::sync::mpsc::channel();
        keeper.forget("nobody", move |gone| done.send(gone).unwrap());
        assert!(waiting.recv().unwrap().is_err());
    }
}
