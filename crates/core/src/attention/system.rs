//! What follows from the system: a tray that is back, and a notification service that came or went.

use super::facts::NoticeKind;
use super::keys::Key;
use super::state::Memory;
use crate::base::Timestamp;
use crate::base::text::fill;
use crate::system::change::Change;
use crate::world::World;

impl Memory {
    /// Follows what the system did.
    pub(super) fn follow_system(&mut self, world: &World, change: &Change, now: Timestamp) {
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
            Change::History => match world.words().history.trouble(&world.system.history) {
                Some((what, _)) => {
                    self.notice(None, NoticeKind::HistoryNotKept, Some(what), now);
                }
                None => self.clear_notice(None, NoticeKind::HistoryNotKept),
            },
            Change::HistorySalvaged { rows, aside } => {
                let detail =
                    fill(world.words().history.salvaged, &[&rows.to_string(), aside.as_str()]);
                self.notice(None, NoticeKind::HistorySalvaged, Some(detail), now);
            }
            Change::Tray { present: false }
            | Change::Updated
            | Change::NetworkBack
            | Change::MicrophoneAllowed => {}
        }
    }
}
