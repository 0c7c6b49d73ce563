//! Missed calls: seen when the agent says so or calls back, and not before.

use super::call::Call;
use super::change::Change;
use super::facts::CallId;
use super::rows::Group;
use super::state::Calls;
use crate::base::Direction;
use crate::base::number::same_number;

impl Calls {
    /// The agent has seen the missed calls that `of` means. Gives those that were not seen before.
    pub(crate) fn mark_seen(&mut self, of: impl Fn(&Call) -> bool) -> Vec<CallId> {
        let unseen = self.rows.group(Group::Unseen).filter(|call| of(call));
        let seen: Vec<CallId> = unseen.map(|call| call.id).collect();
        for id in &seen {
            self.rows.change(*id, |call| call.seen = true);
        }
        if !seen.is_empty() {
            self.changes.push(Change::Updated);
        }
        seen
    }

    /// A missed call was not seen after all.
    pub(crate) fn mark_unseen(&mut self, id: CallId) {
        let seen = self.rows.change(id, |call| std::mem::replace(&mut call.seen, false));
        if seen == Some(true) {
            self.changes.push(Change::Updated);
        }
    }

    /// Whoever is called after they were missed is called back, from whichever account and device.
    pub(crate) fn see_called_back(&mut self) {
        if self.rows.count(Group::Unseen) == 0 {
            return;
        }
        let live = self.rows.group(Group::Live);
        let back: Vec<_> = live
            .filter(|call| call.direction == Direction::Outbound)
            .filter_map(|call| Some((call.number.as_ref()?.0.clone(), call.since)))
            .collect();
        if back.is_empty() {
            return;
        }
        self.mark_seen(|missed| {
            let number = missed.number.as_ref().map(|(number, _)| number.reveal());
            number.is_some_and(|number| {
                back.iter().any(|(called, since)| {
                    missed.ended_at.is_some_and(|ended| ended < *since)
                        && same_number(called.reveal(), number)
                })
            })
        });
    }
}
