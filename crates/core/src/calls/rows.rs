//! The rows of calls, filed by what is asked of all of them: every change of a row goes through here, so that no event
//! looks through calls it does not concern, least of all through those that are over.

use super::call::Call;
use super::facts::{CallId, CallKey, CallState};
use crate::base::{Direction, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// What rows are filed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Not over.
    Live,
    /// Rings for the agent.
    Ringing,
    /// Somebody is talked to, or called.
    Busy,
    /// The widget's own phone has it.
    Leg,
    /// Its leg is in doubt, and the widget was not asked for it.
    Doubtful,
    /// Taken on another device.
    TakenElsewhere,
    /// A missed call the agent has not looked at.
    Unseen,
    /// Over, and why is being found out.
    Settling,
    /// Over, and it is known why.
    Settled,
}

impl Group {
    const ALL: [Self; 9] = [
        Self::Live,
        Self::Ringing,
        Self::Busy,
        Self::Leg,
        Self::Doubtful,
        Self::TakenElsewhere,
        Self::Unseen,
        Self::Settling,
        Self::Settled,
    ];

    fn holds(self, call: &Call, state: CallState) -> bool {
        let live = state != CallState::Ended;
        let inbound = call.direction == Direction::Inbound;
        match self {
            Self::Live => live,
            Self::Ringing => inbound && state == CallState::Alerting,
            Self::Busy => {
                matches!(state, CallState::Connected | CallState::Held | CallState::Dialing)
            }
            Self::Leg => call.leg_live(),
            Self::Doubtful => {
                call.leg_live() && !call.leg_lost && call.grace.is_some_and(|grace| !grace.checked)
            }
            Self::TakenElsewhere => live && inbound && call.elsewhere(),
            Self::Unseen => call.unseen(),
            Self::Settling => call.ended_at.is_some() && call.judged.is_none(),
            Self::Settled => call.judged.is_some(),
        }
    }
}

/// All rows by their numbers, the oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    rows: BTreeMap<CallId, Box<Row>>,
    files: Files,
}

/// One row, and how it was filed.
#[derive(Clone, Debug)]
struct Row {
    call: Call,
    /// One place for each of [`Group::ALL`].
    groups: [bool; Group::ALL.len()],
    deadline: Option<Timestamp>,
    keys: Vec<CallKey>,
}

#[derive(Clone, Debug, Default)]
struct Files {
    groups: BTreeMap<Group, BTreeSet<CallId>>,
    deadlines: BTreeSet<(Timestamp, CallId)>,
    keys: BTreeMap<CallKey, BTreeSet<CallId>>,
    /// Rows that may be different, or are gone, since attention last looked.
    touched: BTreeSet<CallId>,
}

impl Rows {
    pub(super) fn get(&self, id: CallId) -> Option<&Call> {
        self.rows.get(&id).map(|row| &row.call)
    }

    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = &Call> {
        self.rows.values().map(|row| &row.call)
    }

    /// The rows with this number or a higher one.
    pub(super) fn since(&self, first: CallId) -> impl Iterator<Item = &Call> {
        self.rows.range(first..).map(|(_, row)| &row.call)
    }

    pub(super) fn group(&self, group: Group) -> impl DoubleEndedIterator<Item = &Call> {
        let ids = self.files.groups.get(&group).into_iter().flatten();
        ids.filter_map(|id| self.get(*id))
    }

    pub(super) fn count(&self, group: Group) -> usize {
        self.files.groups.get(&group).map_or(0, BTreeSet::len)
    }

    /// Numbers of the rows that have one of these keys.
    pub(super) fn with_keys(&self, keys: &[CallKey]) -> BTreeSet<CallId> {
        keys.iter().filter_map(|key| self.files.keys.get(key)).flatten().copied().collect()
    }

    pub(super) fn deadline(&self) -> Option<Timestamp> {
        self.files.deadlines.first().map(|(due, _)| *due)
    }

    /// Numbers of the rows whose deadline has passed, the oldest first.
    pub(super) fn overdue(&self, now: Timestamp) -> BTreeSet<CallId> {
        let due = self.files.deadlines.iter().take_while(|(due, _)| *due <= now);
        due.map(|(_, id)| *id).collect()
    }

    pub(super) const fn touched(&self) -> &BTreeSet<CallId> {
        &self.files.touched
    }

    pub(super) fn clear_touched(&mut self) {
        self.files.touched.clear();
    }

    /// Adds a row, or puts it in the place of the one with its number.
    pub(super) fn insert(&mut self, call: Call) {
        let id = call.id;
        self.remove(id);
        let row = Row { call, groups: Default::default(), deadline: None, keys: Vec::new() };
        self.rows.insert(id, Box::new(row));
        self.change(id, |_| ());
    }

    /// Changes a row; gives what `change` gives.
    pub(super) fn change<R>(
        &mut self,
        id: CallId,
        change: impl FnOnce(&mut Call) -> R,
    ) -> Option<R> {
        let row = self.rows.get_mut(&id)?;
        let result = change(&mut row.call);
        self.files.refile(row);
        self.files.touched.insert(id);
        Some(result)
    }

    pub(super) fn remove(&mut self, id: CallId) -> Option<Call> {
        let row = self.rows.remove(&id)?;
        self.files.take_out(&row);
        self.files.touched.insert(id);
        Some(row.call)
    }
}

impl Files {
    fn refile(&mut self, row: &mut Row) {
        let (id, state) = (row.call.id, row.call.state());
        for (group, filed) in Group::ALL.into_iter().zip(&mut row.groups) {
            let holds = group.holds(&row.call, state);
            if std::mem::replace(filed, holds) != holds {
                let ids = self.groups.entry(group).or_default();
                if holds {
                    ids.insert(id)
                } else {
                    ids.remove(&id)
                };
            }
        }
        let deadline = row.call.deadline();
        if row.deadline != deadline {
            self.deadlines.extend(deadline.map(|due| (due, id)));
            self.drop_deadline(row.deadline, id);
            row.deadline = deadline;
        }
        if row.keys != row.call.keys {
            self.drop_keys(&row.keys, id);
            row.keys.clone_from(&row.call.keys);
            for key in &row.keys {
                self.keys.entry(key.clone()).or_default().insert(id);
            }
        }
    }

    fn take_out(&mut self, row: &Row) {
        let id = row.call.id;
        for (group, filed) in Group::ALL.iter().zip(row.groups) {
            if filed && let Some(ids) = self.groups.get_mut(group) {
                ids.remove(&id);
            }
        }
        self.drop_deadline(row.deadline, id);
        self.drop_keys(&row.keys, id);
    }

    fn drop_deadline(&mut self, deadline: Option<Timestamp>, id: CallId) {
        if let Some(due) = deadline {
            self.deadlines.remove(&(due, id));
        }
    }

    fn drop_keys(&mut self, keys: &[CallKey], id: CallId) {
        for key in keys {
            if let Some(ids) = self.keys.get_mut(key) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.keys.remove(key);
                }
            }
        }
    }
}
