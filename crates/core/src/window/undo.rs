//! For how long a mark as seen can be undone, and where the agent's last press led.

use super::change::Change;
use super::facts::{Focus, Item, MarkedSeen};
use super::limits::UNDO_TIME;
use super::marked::{Marked, Undo};
use super::state::Window;
use crate::base::Timestamp;

impl Window {
    /// Something was marked as seen: the mark before it can no longer be undone.
    pub(crate) fn offer_undo(&mut self, marked: Marked, now: Timestamp) {
        if marked.count() == 0 {
            return;
        }
        self.marks = self.marks.wrapping_add(1);
        self.undo = Some(Undo { mark: self.marks, marked, until: now + UNDO_TIME });
        self.changes.push(Change::Updated);
    }

    /// What the mark with this number made seen, or the last mark. It is undone once.
    pub(crate) fn take_undo(&mut self, mark: Option<u32>) -> Option<Marked> {
        let undo = self.undo.take_if(|undo| mark.is_none_or(|mark| mark == undo.mark))?;
        self.changes.push(Change::Updated);
        Some(undo.marked)
    }

    /// What can be undone now.
    pub(crate) fn marked(&self) -> Option<MarkedSeen> {
        let undo = self.undo.as_ref()?;
        Some(MarkedSeen { mark: undo.mark, count: undo.marked.count() })
    }

    /// When the undo is no longer offered.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.undo.as_ref().map(|undo| undo.until)
    }

    /// Lets time pass for the undo.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        if self.undo.take_if(|undo| now >= undo.until).is_some() {
            self.changes.push(Change::Updated);
        }
    }

    /// The agent pressed for this: what has the keyboard goes there.
    pub(crate) fn lead_to(&mut self, item: Item) {
        let number = self.led_to().map_or(0, |focus| focus.number).wrapping_add(1);
        self.led_to = Some(Focus { item, number });
        self.changes.push(Change::Updated);
    }

    /// Where the last press led.
    pub(crate) const fn led_to(&self) -> Option<&Focus> {
        self.led_to.as_ref()
    }
}
