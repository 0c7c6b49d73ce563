//! A call as it is kept, and one that comes back from there.

use super::call::Call;
use super::change::Change;
use super::facts::{CallId, CallKey, CallSource, EndReason};
use super::state::Calls;
use crate::base::number::same_number;
use crate::base::{Direction, Private, WallClock};
use crate::history::{Entry, EntryKind};
use std::hash::{Hash, Hasher};

/// Names a call to which the vendor gave no name.
const NAMELESS: &str = "since:";

/// What of a call is kept: its fingerprint costs no copy.
pub(crate) struct Kept<'c>(pub(crate) &'c Call);

impl Hash for Kept<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let call = self.0;
        (&call.keys, call.direction, call.since, call.connected_at, call.ended_at).hash(state);
        (call.judged, call.unseen(), call.is_live()).hash(state);
        for detail in [&call.number, &call.name, &call.queue] {
            detail.as_ref().map(|(text, _)| text).hash(state);
        }
    }
}

impl Call {
    /// As it is kept.
    pub(crate) fn entry(&self, clock: WallClock) -> Entry {
        let shown = |at| clock.shows(at);
        let text = |detail: &super::call::Detail| detail.as_ref().map(|(text, _)| text.clone());
        let keys = match self.keys.as_slice() {
            [] => vec![format!("{NAMELESS}{}", self.since.0)],
            keys => keys.iter().map(|key| key.0.clone()).collect(),
        };
        let queue = self.queue.as_ref().map(|(queue, _)| queue.reveal().clone());
        Entry {
            account: Some(self.account.clone()),
            keys,
            answered_at: self.connected_at.map(shown),
            ended_at: self.ended_at.map(shown),
            direction: Some(self.direction),
            outcome: self.judged.and_then(word),
            number: text(&self.number),
            name: text(&self.name),
            unread: self.unseen(),
            open: self.is_live(),
            detail: queue.map(|queue| Private::new(serde_json::json!({ "queue": queue }))),
            ..Entry::new(EntryKind::Call, "", shown(self.since))
        }
    }
}

impl Calls {
    /// Takes back a call that was missed and not looked at, as history; what is told again of it joins it. One that rang
    /// when the program ended was missed, unless it is told again as one that rings or was taken.
    pub(crate) fn restore(&mut self, entry: &Entry, clock: WallClock) -> Option<CallId> {
        let account = entry.account.clone()?;
        let rang = entry.open
            && entry.answered_at.is_none()
            && entry.direction == Some(Direction::Inbound);
        let reason = match entry.outcome.as_deref() {
            None if rang => EndReason::Missed,
            told => told.and_then(end_reason).filter(|_| !entry.open)?,
        };
        let moment = |at| clock.moment(at);
        let keys: Vec<CallKey> = entry.keys.iter().cloned().map(CallKey).collect();
        let known = self.rows.with_keys(&keys).into_iter().filter_map(|id| self.rows.get(id));
        if known.into_iter().any(|row| row.account == account) {
            return None;
        }
        let id = CallId(self.next);
        self.next = self.next.wrapping_add(1);
        let mut call = Call::open(id, account, moment(entry.at));
        call.direction = entry.direction.unwrap_or(Direction::Inbound);
        call.keys = keys.into_iter().filter(|key| !key.0.starts_with(NAMELESS)).collect();
        if rang && call.keys.iter().any(|key| !key.names_leg()) {
            // The leg went with its page; where it rings still it does so on another one.
            call.keys.retain(|key| !key.names_leg());
        }
        // Whoever tells it again may know better.
        let detail =
            |text: &Option<Private<String>>| text.clone().map(|text| (text, CallSource::Presence));
        call.number = detail(&entry.number);
        call.name = detail(&entry.name);
        call.ended_at = Some(moment(entry.ended_at.unwrap_or(entry.at)));
        call.hints = vec![reason];
        call.closed = Some(CallSource::Presence);
        call.judged = Some(reason);
        self.rows.insert(call);
        self.changes.push(Change::Updated);
        Some(id)
    }
}

impl Calls {
    /// Forgets the calls of a person that are over.
    pub(crate) fn forget_person(&mut self, who: &str) {
        let theirs =
            |(number, _): &(Private<String>, CallSource)| same_number(number.reveal(), who);
        let over = self.rows.all().filter(|row| !row.is_live());
        let over = over.filter(|row| row.number.as_ref().is_some_and(theirs));
        let ids: Vec<CallId> = over.map(|row| row.id).collect();
        for id in &ids {
            self.rows.remove(*id);
        }
        if !ids.is_empty() {
            self.changes.push(Change::Updated);
        }
    }
}

/// The word by which an end is kept.
fn word(reason: EndReason) -> Option<String> {
    serde_json::to_value(reason).ok()?.as_str().map(str::to_owned)
}

fn end_reason(word: &str) -> Option<EndReason> {
    serde_json::from_value(word.into()).ok()
}
