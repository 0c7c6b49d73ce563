//! What follows from the system: a tray that is back, and a notification service that came or went.

use super::facts::NoticeKind;
use super::keys::Key;
use super::state::Memory;
use crate::base::Timestamp;
use crate::system::change::Change;

impl Memory {
    /// Follows what the system did.
    pub(super) fn follow_system(&mut self, change: &Change, now: Timestamp) {
        match change {
            Change::Tray { present: true } => self.clear_notice(None, NoticeKind::NoTray),
            Change::NotificationsGone => {
                // Whatever it showed went with it; the executor may forget it too.
                let gone: Vec<Key> = self.shown.keys().cloned().collect();
                gone.iter().for_each(|key| self.withdraw(key));
                self.notice(None, NoticeKind::NoNotifications, None, now);
            }
            Change::NotificationsBack => self.clear_notice(None, NoticeKind::NoNotifications),
            Change::KeyStore { problem: Some(why) } => {
                self.notice(None, NoticeKind::KeyStore, Some(why.clone()), now);
            }
            Change::KeyStore { problem: None } => self.clear_notice(None, NoticeKind::KeyStore),
            Change::Tray { present: false }
            | Change::Updated
            | Change::NetworkBack
            | Change::MicrophoneAllowed => {}
        }
    }
}
