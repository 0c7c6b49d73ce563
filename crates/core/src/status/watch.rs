//! Schedules as they were seen to begin. A beginning is a moment once it was seen: where it is worked out again by another
//! clock or another local time it moves, and what was chosen by hand would come before or after it by that alone.

use super::rules::StatusRules;
use super::schedule::{Schedule, ScheduleKind};
use crate::base::{Timestamp, WallClock};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What begins after a look begins at least this much later.
const MOMENT: Duration = Duration::from_millis(1);

/// Which schedules held when they were looked at last, and since when. What is kept in the settings file is how they stood
/// when the status was chosen last: whether the choice came before or after a beginning is all that the next run needs,
/// and it cannot work it out where the local time has changed meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Watched {
    /// When they were looked at.
    pub at: Timestamp,
    /// Quiet hours, one by one.
    pub quiet: Vec<Seen>,
    /// Outside of all these shifts.
    pub off: Vec<Seen>,
}

/// One schedule, or all shifts together, as seen last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Seen {
    /// Which, as it was set then: changed, it is another one.
    pub schedules: Vec<Schedule>,
    /// While it holds.
    pub holds: Option<Span>,
}

/// Since when and until when a schedule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Its beginning.
    pub since: Timestamp,
    /// Its end, where it has one.
    pub until: Option<Timestamp>,
}

impl Watched {
    /// Looks again. Schedules are times of the day, the wall clock's at `offset` minutes from UTC; `now` and what is noted
    /// are our own times.
    pub(crate) fn look(
        &self,
        rules: &StatusRules,
        clock: WallClock,
        offset: i32,
        now: Timestamp,
    ) -> Self {
        let shown = clock.shows(now);
        let schedules = || rules.schedules.iter().filter(|s| s.on);
        let quiet = schedules().filter(|schedule| schedule.kind == ScheduleKind::QuietHours);
        let quiet = quiet.map(|schedule| {
            let span = schedule.span(shown, offset).map(|span| Span {
                since: clock.moment(span.start),
                until: Some(clock.moment(span.end)),
            });
            see(vec![schedule.clone()], span, &self.quiet, self.at)
        });
        let quiet = quiet.collect();
        let shifts: Vec<Schedule> =
            schedules().filter(|s| s.kind == ScheduleKind::Shift).cloned().collect();
        let is_off =
            !shifts.is_empty() && shifts.iter().all(|shift| shift.span(shown, offset).is_none());
        let span = is_off.then(|| {
            let ended = shifts.iter().filter_map(|shift| shift.last_end(shown, offset)).max();
            let begins = shifts.iter().filter_map(|shift| shift.next_start(shown, offset)).min();
            // Off since ever, where no shift has a day.
            let since = ended.map(|at| clock.moment(at)).unwrap_or_default();
            Span { since, until: begins.map(|at| clock.moment(at)) }
        });
        Self { at: now, quiet, off: vec![see(shifts, span, &self.off, self.at)] }
    }

    /// The same as the wall clock shows it, for the settings file.
    pub(crate) fn by_wall_clock(&mut self, clock: WallClock) {
        self.at = clock.shows(self.at);
        for span in self.quiet.iter_mut().chain(&mut self.off).filter_map(|s| s.holds.as_mut()) {
            span.since = clock.shows(span.since);
            span.until = span.until.map(|at| clock.shows(at));
        }
    }
}

/// What held goes on since when it did; what did not cannot have begun before that look. Over a long sleep, or
/// between two runs, it may have ended and begun anew.
fn see(
    schedules: Vec<Schedule>,
    span: Option<Span>,
    before: &[Seen],
    looked_at: Timestamp,
) -> Seen {
    let known = before.iter().find(|seen| seen.schedules == schedules);
    let holds = span.map(|span| match known.map(|seen| seen.holds) {
        Some(Some(held)) if held.until.is_none_or(|end| span.since <= end) => {
            Span { since: held.since, ..span }
        }
        Some(_) => Span { since: span.since.max(looked_at + MOMENT), ..span },
        None => span,
    });
    Seen { schedules, holds }
}
