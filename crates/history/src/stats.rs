//! Figures of the day: calls in, out and missed, talking and waiting time, chats and how long the first reply took.

use crate::problem::Problem;
use crate::read::Reader;
use crate::row::{kind_number, millis};
use crate::schema::WITHIN_SECOND;
use deskbell_core::{DayStats, EntryKind, Timestamp};
use rusqlite::params;
use std::collections::BTreeMap;

/// Milliseconds that every hour and day of every place begins at a multiple of.
const QUARTER: i64 = 15 * 60 * 1000;

impl Reader {
    /// Figures of each hour or day from `from` until before `until`, the oldest first; those without anything are left out.
    /// `begin` says when the hour or day of a moment began, a quarter of an hour being the shortest.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stats(
        &self,
        from: Timestamp,
        until: Timestamp,
        begin: impl Fn(Timestamp) -> Timestamp,
    ) -> Result<Vec<DayStats>, Problem> {
        let sql = "SELECT at / ?3 AS quarter, kind, direction, outcome = 'missed', count(*), \
            sum(CASE WHEN answered_at IS NOT NULL AND ended_at > answered_at THEN (ended_at - answered_at) / 1000 ELSE 0 END), \
            sum(CASE WHEN answered_at > at THEN (answered_at - at) / 1000 ELSE 0 END), \
            count(answered_at) \
            FROM entry WHERE parent IS NULL AND id >= ?4 AND at >= ?1 AND at < ?2 GROUP BY 1, 2, 3, 4";
        let mut statement = self.connection().prepare_cached(sql)?;
        let first = (millis(from) / 1000) << WITHIN_SECOND;
        let mut found = statement.query(params![millis(from), millis(until), QUARTER, first])?;
        let mut days: BTreeMap<Timestamp, DayStats> = BTreeMap::new();
        while let Some(row) = found.next()? {
            let quarter: i64 = row.get(0)?;
            let kind: i64 = row.get(1)?;
            let inbound = row.get::<_, Option<i64>>(2)? != Some(2);
            let missed = row.get::<_, Option<i64>>(3)? == Some(1);
            let number = |column: usize| {
                row.get::<_, i64>(column).map(|it| u32::try_from(it.max(0)).unwrap_or(u32::MAX))
            };
            let (count, talk, wait, answered) = (number(4)?, number(5)?, number(6)?, number(7)?);
            let begins = begin(Timestamp(u64::try_from(quarter * QUARTER).unwrap_or(0)));
            let stats =
                days.entry(begins).or_insert_with(|| DayStats { begins, ..DayStats::default() });
            if kind == kind_number(EntryKind::Call) {
                let side = if inbound { &mut stats.calls_in } else { &mut stats.calls_out };
                *side += count;
                stats.missed += if missed && inbound { count } else { 0 };
                stats.talk_seconds += talk;
                stats.wait_seconds += if inbound { wait } else { 0 };
            } else if kind == kind_number(EntryKind::Conversation) {
                stats.chats += count;
                stats.chats_replied += answered;
                stats.first_reply_seconds += wait;
            } else if kind == kind_number(EntryKind::Message) && inbound {
                stats.messages += count;
            }
        }
        Ok(days.into_values().collect())
    }
}
