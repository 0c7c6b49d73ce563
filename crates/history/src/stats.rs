//! Figures of the day: calls in, out and missed, talking and waiting time, chats and how long the first reply took.

use crate::problem::Problem;
use crate::read::Reader;
use crate::row::{kind_number, millis};
use crate::schema::WITHIN_SECOND;
use deskbell_core::{DayStats, EntryKind, Timestamp};
use rusqlite::params;
use std::collections::BTreeMap;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

impl Reader {
    /// Figures of each local day from `from` until before `until`, the oldest first; days without anything are left out.
    /// `ahead` is how far the local time is ahead of UTC, in seconds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stats(
        &self,
        from: Timestamp,
        until: Timestamp,
        ahead: i32,
    ) -> Result<Vec<DayStats>, Problem> {
        let ahead = i64::from(ahead) * 1000;
        let sql = "SELECT (at + ?3 + ?4) / ?4 - 1 AS day, kind, direction, outcome = 'missed', count(*), \
            sum(CASE WHEN answered_at IS NOT NULL AND ended_at > answered_at THEN (ended_at - answered_at) / 1000 ELSE 0 END), \
            sum(CASE WHEN answered_at > at THEN (answered_at - at) / 1000 ELSE 0 END), \
            count(answered_at) \
            FROM entry WHERE parent IS NULL AND id >= ?5 AND at >= ?1 AND at < ?2 GROUP BY 1, 2, 3, 4";
        let mut statement = self.connection().prepare_cached(sql)?;
        let first = (millis(from) / 1000) << WITHIN_SECOND;
        let mut found = statement.query(params![millis(from), millis(until), ahead, DAY, first])?;
        let mut days: BTreeMap<i64, DayStats> = BTreeMap::new();
        while let Some(row) = found.next()? {
            let day: i64 = row.get(0)?;
            let kind: i64 = row.get(1)?;
            let inbound = row.get::<_, Option<i64>>(2)? != Some(2);
            let missed = row.get::<_, Option<i64>>(3)? == Some(1);
            let number = |column: usize| {
                row.get::<_, i64>(column).map(|it| u32::try_from(it.max(0)).unwrap_or(u32::MAX))
            };
            let (count, talk, wait, answered) = (number(4)?, number(5)?, number(6)?, number(7)?);
            let begins = Timestamp(u64::try_from(day * DAY - ahead).unwrap_or(0));
            let stats =
                days.entry(day).or_insert_with(|| DayStats { begins, ..DayStats::default() });
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
