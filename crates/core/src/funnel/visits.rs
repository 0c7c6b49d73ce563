//! Visits of one widget: where one ends and the next begins, and the day each counts for. Pure, like everything here.

use super::facts::{FUNNEL_DAYS, FunnelDay, FunnelMoment};
use super::limits::VISIT_OVER;
use crate::accounts::{AccountId, VendorId};
use crate::base::Timestamp;
use crate::chats::FunnelAnswers;
use serde::{Deserialize, Serialize};

/// A day in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;

/// A visit that goes on is written down again once in so many milliseconds.
const REMEMBER: u64 = 60 * 60 * 1000;

/// Counts and visits of one widget of one account. Holds no word of any visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunnelCounter {
    /// Which account.
    pub account: AccountId,
    /// Which widget of its page.
    pub vendor: VendorId,
    /// What the widget can tell, as it said last.
    #[serde(default)]
    pub(crate) answers: FunnelAnswers,
    /// Visits that are over, by the day they began on, oldest first.
    #[serde(default)]
    pub(crate) days: Vec<FunnelDay>,
    /// Visits that may go on, or may still be told more of.
    #[serde(default)]
    pub(crate) visits: Vec<Visit>,
    /// The last sign of all visits that only `days` remembers.
    #[serde(default)]
    pub(crate) counted_until: Timestamp,
}

/// One visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Visit {
    /// Fingerprint of the conversation where each has its own visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<u64>,
    /// First sign.
    first: Timestamp,
    /// Last sign.
    last: Timestamp,
    #[serde(default)]
    offered: bool,
    #[serde(default)]
    tried: bool,
    #[serde(default)]
    received: bool,
    /// When we last heard of it: history is told long after it happened.
    #[serde(default)]
    heard: Timestamp,
}

/// What a sign did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Took {
    /// Nothing, or nothing worth writing down.
    Nothing,
    /// The last sign should be written down.
    Longer,
    /// A count changed.
    Counts,
}

impl Visit {
    /// Whether a sign at `at` belongs to it: no pause of [`VISIT_OVER`] lies between.
    fn spans(&self, at: Timestamp) -> bool {
        self.first.since(at) < VISIT_OVER && at.since(self.last) < VISIT_OVER
    }

    /// Nothing was heard of it for so long that only its counts are kept.
    fn settles_at(&self) -> Timestamp {
        self.last.max(self.heard) + VISIT_OVER
    }

    fn is_over(&self, now: Timestamp) -> bool {
        now.since(self.last) >= VISIT_OVER
    }

    fn count(&self, day: &mut FunnelDay, is_over: bool) {
        let add = |slot: &mut u32, yes: bool| *slot = slot.saturating_add(u32::from(yes));
        add(&mut day.visits, true);
        add(&mut day.running, !is_over);
        add(&mut day.offered, self.offered);
        add(&mut day.tried, self.tried);
        add(&mut day.refused, is_over && self.offered && !self.tried);
        add(&mut day.received, self.received);
        add(&mut day.failed, is_over && self.tried && !self.received);
    }
}

impl FunnelCounter {
    pub(crate) fn new(account: AccountId, vendor: VendorId) -> Self {
        Self {
            account,
            vendor,
            answers: FunnelAnswers::default(),
            days: Vec::new(),
            visits: Vec::new(),
            counted_until: Timestamp(0),
        }
    }

    /// Takes in a moment that happened at `at` and is heard of `now`.
    pub(crate) fn receive(
        &mut self,
        key: Option<u64>,
        moment: FunnelMoment,
        at: Timestamp,
        now: Timestamp,
    ) -> Took {
        let at = at.min(now);
        let known = self.visits.iter_mut().find(|visit| visit.key == key && visit.spans(at));
        let Some(visit) = known else {
            // A visit that is counted already, or one before it: counting it might count it twice.
            if at < now && at.since(self.counted_until) < VISIT_OVER {
                return Took::Nothing;
            }
            let mut visit = Visit { key, first: at, last: at, heard: now, ..Visit::default() };
            note(&mut visit, moment);
            self.visits.push(visit);
            return Took::Counts;
        };
        visit.heard = now;
        let before = (day_of(visit.first), visit.offered, visit.tried, visit.received);
        visit.first = visit.first.min(at);
        note(visit, moment);
        let counts = before != (day_of(visit.first), visit.offered, visit.tried, visit.received);
        let longer = extend(visit, at);
        if counts { Took::Counts } else { longer }
    }

    /// A sign of life that answers no question: keeps a visit going, begins none.
    pub(crate) fn go_on(&mut self, key: Option<u64>, now: Timestamp) -> Took {
        let known = self.visits.iter_mut().find(|visit| visit.key == key && visit.spans(now));
        known.map_or(Took::Nothing, |visit| {
            visit.heard = now;
            extend(visit, now)
        })
    }

    /// When a visit settles.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.visits.iter().map(Visit::settles_at).min()
    }

    /// Keeps only the counts of visits that nobody will tell more of.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        let (done, go_on) = std::mem::take(&mut self.visits)
            .into_iter()
            .partition(|it: &Visit| it.settles_at() <= now);
        self.visits = go_on;
        for visit in done {
            self.counted_until = self.counted_until.max(visit.last);
            self.fold(&visit, now);
        }
    }

    /// Gives up the visit that has been quiet longest, with its counts kept; none when there is none.
    pub(crate) fn give_up_one(&mut self, now: Timestamp) {
        let quietest = self.visits.iter().enumerate().min_by_key(|(_, visit)| visit.last);
        if let Some((at, _)) = quietest {
            let visit = self.visits.swap_remove(at);
            self.fold(&visit, now);
        }
    }

    /// The last sign of the visit quiet longest.
    pub(crate) fn quietest(&self) -> Option<Timestamp> {
        self.visits.iter().map(|visit| visit.last).min()
    }

    fn fold(&mut self, visit: &Visit, now: Timestamp) {
        visit.count(slot(&mut self.days, visit.first), true);
        drop_old(&mut self.days, now);
    }

    /// Every day with a visit, oldest first.
    pub(crate) fn days(&self, now: Timestamp) -> Vec<FunnelDay> {
        let mut days = self.days.clone();
        for visit in &self.visits {
            visit.count(slot(&mut days, visit.first), visit.is_over(now));
        }
        drop_old(&mut days, now);
        days
    }
}

fn note(visit: &mut Visit, moment: FunnelMoment) {
    match moment {
        FunnelMoment::Seen => {}
        FunnelMoment::Offered => visit.offered = true,
        FunnelMoment::Tried => visit.tried = true,
        FunnelMoment::Received => visit.received = true,
    }
}

fn extend(visit: &mut Visit, at: Timestamp) -> Took {
    let before = visit.last;
    visit.last = visit.last.max(at);
    if before.0 / REMEMBER == visit.last.0 / REMEMBER { Took::Nothing } else { Took::Longer }
}

/// The first millisecond of its day. The core knows no time zone: days are UTC's.
const fn day_of(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0 % DAY)
}

fn slot(days: &mut Vec<FunnelDay>, at: Timestamp) -> &mut FunnelDay {
    let day = day_of(at);
    let place = days.partition_point(|known| known.day < day);
    if days.get(place).is_none_or(|known| known.day != day) {
        days.insert(place, FunnelDay { day, ..FunnelDay::default() });
    }
    &mut days[place]
}

fn drop_old(days: &mut Vec<FunnelDay>, now: Timestamp) {
    let oldest = Timestamp(day_of(now).0.saturating_sub(DAY * (FUNNEL_DAYS as u64 - 1)));
    days.retain(|day| day.day >= oldest && day.day <= now);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]
#[path = "visits_tests.rs"]
mod tests;
