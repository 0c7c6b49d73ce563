//! A status with an end: when that is, and what is chosen again then.

use super::change::Change;
use super::memory::ChosenStatus;
use super::presence::Presence;
use super::rows::{StatusCause, StatusChange, StatusChangeKind};
use super::schedule::DAY_MINUTES;
use super::state::Status;
use crate::base::{Timestamp, WallClock};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Longest time after which a status may end, in seconds.
pub const STATUS_END_MAX: u32 = DAY_MINUTES * 60;

/// Milliseconds.
const MINUTE: i64 = 60_000;
const DAY: i64 = DAY_MINUTES as i64 * MINUTE;

/// When a status is to end. Once chosen it is a moment: whoever sets the clock moves it no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum StatusEnd {
    /// At a time of the day, the next time it comes.
    At {
        /// Minutes after midnight, local time.
        minutes: u32,
    },
    /// After a while.
    In {
        /// From 1 to [`STATUS_END_MAX`].
        seconds: u32,
    },
}

impl StatusEnd {
    /// The moment; none if there is no such time. `offset` is where local time is, in minutes from UTC.
    pub(crate) fn moment(self, clock: WallClock, offset: i32, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::In { seconds } => (1..=STATUS_END_MAX)
                .contains(&seconds)
                .then(|| now + Duration::from_secs(seconds.into())),
            Self::At { minutes } => (minutes < DAY_MINUTES).then(|| {
                let wanted = i64::from(minutes) * MINUTE;
                let ahead = (wanted - time_of_day(clock.shows(now), offset)).rem_euclid(DAY);
                let ahead = if ahead == 0 { DAY } else { ahead };
                now + Duration::from_millis(ahead.unsigned_abs())
            }),
        }
    }
}

/// Milliseconds since midnight, by the wall clock.
fn time_of_day(shown: Timestamp, offset: i32) -> i64 {
    let shown = i64::try_from(shown.0).unwrap_or_default();
    (shown + i64::from(offset) * MINUTE).rem_euclid(DAY)
}

/// The time of the day by the wall clock, in minutes after midnight.
pub(crate) fn minutes_of_day(shown: Timestamp, offset: i32) -> u32 {
    u32::try_from(time_of_day(shown, offset) / MINUTE).unwrap_or_default()
}

impl Status {
    /// What is chosen again when `chosen` ends: what was chosen before it without an end; none means *available*.
    pub(super) fn after(&mut self, chosen: &ChosenStatus) -> Option<ChosenStatus> {
        let after = self.memory.after.take();
        let before = self.memory.chosen.take()?;
        let after = if before.until.is_some() { after } else { Some(before) };
        after.filter(|after| chosen.until.is_some() && after.presence != chosen.presence)
    }

    /// The end of what was chosen has come: what was before it counts again, as if it had never been replaced, so that
    /// rules which began meanwhile hold. What a vendor changed by itself is left as it is.
    pub(super) fn follow_end(&mut self, now: Timestamp) {
        let ends = |chosen: &ChosenStatus| chosen.until.is_some_and(|until| now >= until);
        let Some(over) = self.memory.chosen.take_if(|chosen| ends(chosen)) else { return };
        let available = ChosenStatus {
            presence: Presence::Available,
            note: None,
            at: over.at,
            by: over.by,
            until: None,
        };
        let back = self.memory.after.take().unwrap_or(available);
        self.record(StatusChange {
            presence: Some(back.presence),
            note: back.note.clone(),
            ..StatusChange::new(StatusChangeKind::Chosen, StatusCause::End, now)
        });
        self.memory.chosen = Some(back);
        self.unsaved = true;
        self.replace_waiters();
        self.changes.push(Change::Updated);
    }
}
