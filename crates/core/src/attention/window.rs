//! What follows from the main window: what is looked at need not be told, and how it is got back where there is no tray.

use super::facts::NoticeKind;
use super::state::Memory;
use crate::base::Timestamp;
use crate::window::change::Change;

impl Memory {
    /// Follows what happened to the main window.
    pub(super) fn follow_window(&mut self, change: &Change, now: Timestamp) {
        match change {
            Change::Focused => self.downloads_looked_at(),
            Change::ClosedWithoutTray => self.notice(None, NoticeKind::NoTray, None, now),
            Change::Updated
            | Change::Persisted
            | Change::Show
            | Change::Hide
            | Change::Minimize
            | Change::Arranged { .. } => {}
        }
    }
}
