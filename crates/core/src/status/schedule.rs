//! Schedules: quiet hours and shifts, in the user's local time of the week.

use crate::base::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Minutes of a day.
pub const DAY_MINUTES: u32 = 24 * 60;

/// Longest name of a schedule in characters.
pub const SCHEDULE_NAME_MAX: usize = 40;

const MINUTE: i64 = 60_000;

const DAY: i64 = DAY_MINUTES as i64 * MINUTE;

/// 1 January 1970 was a Thursday; days are counted from Monday.
const FIRST_WEEKDAY: i64 = 3;

/// A span of time that repeats each week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Schedule {
    /// What the user calls it.
    pub name: String,
    /// What it is.
    pub kind: ScheduleKind,
    /// In use.
    pub on: bool,
    /// Days on which it begins, Monday first.
    pub days: [bool; 7],
    /// Begins this many minutes after midnight, local time.
    pub from: u32,
    /// Ends this many minutes after midnight; not after `from` means on the next day.
    pub to: u32,
}

/// What a schedule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ScheduleKind {
    /// Do not disturb while it lasts.
    QuietHours,
    /// Offline outside of it, and of every other shift in use.
    Shift,
}

impl Schedule {
    /// Its times are times of a day, and its name is short.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let name = self.name.trim().chars().count();
        self.from < DAY_MINUTES
            && self.to < DAY_MINUTES
            && (1..=SCHEDULE_NAME_MAX).contains(&name)
            && !self.name.chars().any(char::is_control)
    }

    /// The span that `now` lies in, at `offset` minutes from UTC.
    #[must_use]
    pub fn span(&self, now: Timestamp, offset: i32) -> Option<Range<Timestamp>> {
        let today = day_of(now, offset);
        // A span of yesterday may reach into today; the one that began last counts.
        [today, today - 1]
            .into_iter()
            .filter_map(|day| self.span_of(day, offset))
            .find(|span| span.contains(&now))
    }

    /// When it begins next, after `now`.
    #[must_use]
    pub fn next_start(&self, now: Timestamp, offset: i32) -> Option<Timestamp> {
        let today = day_of(now, offset);
        (today..=today + 7)
            .filter_map(|day| self.span_of(day, offset))
            .map(|span| span.start)
            .find(|start| *start > now)
    }

    /// When it ended last, not after `now`.
    #[must_use]
    pub fn last_end(&self, now: Timestamp, offset: i32) -> Option<Timestamp> {
        let today = day_of(now, offset);
        (today - 8..=today)
            .rev()
            .filter_map(|day| self.span_of(day, offset))
            .map(|span| span.end)
            .find(|end| *end <= now)
    }

    /// The span that begins on a local day, counted from 1970.
    fn span_of(&self, day: i64, offset: i32) -> Option<Range<Timestamp>> {
        let weekday = usize::try_from((day + FIRST_WEEKDAY).rem_euclid(7)).unwrap_or_default();
        if !self.days.get(weekday).copied().unwrap_or_default() {
            return None;
        }
        let (from, to) = (i64::from(self.from) * MINUTE, i64::from(self.to) * MINUTE);
        let length = if to > from { to - from } else { to + DAY - from };
        let start = day * DAY + from - i64::from(offset) * MINUTE;
        let stamp = |at: i64| Timestamp(u64::try_from(at).unwrap_or_default());
        Some(stamp(start)..stamp(start + length))
    }
}

/// The local day of `now`, counted from 1970.
fn day_of(now: Timestamp, offset: i32) -> i64 {
    let local = i64::try_from(now.0).unwrap_or(i64::MAX / 2) + i64::from(offset) * MINUTE;
    local.div_euclid(DAY)
}
