//! How things stand outside, as far as the system told.

use super::change::Change;
use super::facts::{DownloadPlace, HistoryState, MicrophoneSwitch, NotificationAbilities};
use crate::base::Timestamp;
use crate::base::changes::Changes;
use crate::base::text::{NAME_MAX, cap};

/// How things stand outside, as far as told.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub(crate) online: bool,
    pub(crate) tray_host: Option<bool>,
    pub(crate) service: Service,
    /// Why the service refused a notification last, until that is over.
    pub(crate) refused: Option<String>,
    /// Keyboard and mouse are untouched since then.
    pub(crate) idle_since: Option<Timestamp>,
    /// The session is locked since then.
    pub(crate) locked_since: Option<Timestamp>,
    /// The system's own do-not-disturb, if it tells.
    pub(crate) do_not_disturb: Option<bool>,
    /// The system lets programs use the microphone, if it tells.
    pub(crate) microphone: Option<bool>,
    /// Where it has the switch for that.
    pub(crate) microphone_switch: MicrophoneSwitch,
    /// Minutes to add to UTC.
    pub(crate) utc_offset: i32,
    /// Why the key store cannot be used.
    pub(crate) key_store: Option<String>,
    /// How the history stands.
    pub(crate) history: HistoryState,
    pub(crate) downloads: DownloadPlace,
    pub(crate) changes: Changes<Change>,
}

impl Default for System {
    fn default() -> Self {
        Self {
            online: true,
            tray_host: None,
            service: Service::Unknown,
            refused: None,
            idle_since: None,
            locked_since: None,
            do_not_disturb: None,
            microphone: None,
            microphone_switch: MicrophoneSwitch::Unknown,
            utc_offset: 0,
            key_store: None,
            history: HistoryState::Kept,
            downloads: DownloadPlace::default(),
            changes: Changes::default(),
        }
    }
}

impl System {
    /// There is a network, or none.
    pub(crate) fn network_is(&mut self, online: bool) {
        if std::mem::replace(&mut self.online, online) != online {
            self.changes.push(if online { Change::NetworkBack } else { Change::Updated });
        }
    }

    /// There is a tray, or none.
    pub(crate) fn tray_is(&mut self, present: bool) {
        if self.tray_host.replace(present) != Some(present) {
            self.changes.push(Change::Tray { present });
        }
    }

    /// The notification service can do this; none means that there is none.
    pub(crate) fn notifications_are(&mut self, abilities: Option<NotificationAbilities>) {
        let (service, change) = match abilities {
            Some(abilities) => (Service::Present(abilities), Change::NotificationsBack),
            None => (Service::Absent, Change::NotificationsGone),
        };
        if std::mem::replace(&mut self.service, service) != service {
            self.changes.push(change);
        }
    }

    /// The notification service refused a notification, in its words; none means that it takes them again.
    pub(crate) fn notifications_refused(&mut self, why: Option<String>) {
        set(&mut self.refused, why, &mut self.changes);
    }

    /// Nobody has touched keyboard and mouse since then.
    pub(crate) fn idle_is(&mut self, since: Option<Timestamp>) {
        set(&mut self.idle_since, since, &mut self.changes);
    }

    /// The session was locked or unlocked.
    pub(crate) fn locked_is(&mut self, locked: bool, now: Timestamp) {
        let since = locked.then(|| self.locked_since.unwrap_or(now));
        set(&mut self.locked_since, since, &mut self.changes);
    }

    /// The system's own do-not-disturb, if it tells.
    pub(crate) fn do_not_disturb_is(&mut self, on: Option<bool>) {
        set(&mut self.do_not_disturb, on, &mut self.changes);
    }

    /// Whether programs may use the microphone, if it tells, and where that is switched.
    pub(crate) fn microphone_is(&mut self, allowed: Option<bool>, switch: MicrophoneSwitch) {
        set(&mut self.microphone, allowed, &mut self.changes);
        set(&mut self.microphone_switch, switch, &mut self.changes);
        if allowed == Some(true) {
            self.changes.push(Change::MicrophoneAllowed);
        }
    }

    /// Minutes to add to UTC.
    pub(crate) fn local_time_is(&mut self, offset: i32) {
        set(&mut self.utc_offset, offset, &mut self.changes);
    }

    /// The wall clock was set.
    pub(crate) fn clock_set(&mut self) {
        self.changes.push(Change::Updated);
    }

    /// Why the key store cannot be used; none means that it can.
    pub(crate) fn key_store_is(&mut self, problem: Option<&str>) {
        let problem = problem.map(|it| cap(it, NAME_MAX));
        if self.key_store != problem {
            self.key_store.clone_from(&problem);
            self.changes.push(Change::KeyStore { problem });
        }
    }

    /// How the file of the history stands.
    pub(crate) fn history_is(&mut self, state: HistoryState) {
        if self.history != state {
            self.history = state;
            self.changes.push(Change::History);
        }
    }

    /// The file of the history was damaged, and what could be read of it is in a new one.
    pub(crate) fn history_salvaged(&mut self, rows: u64, aside: &str) {
        self.changes.push(Change::HistorySalvaged { rows, aside: cap(aside, NAME_MAX) });
    }

    /// Where downloads go.
    pub(crate) fn downloads_go(&mut self, place: DownloadPlace) {
        set(&mut self.downloads, place, &mut self.changes);
    }

    /// The notification service has buttons.
    pub(crate) fn has_buttons(&self) -> bool {
        matches!(self.service, Service::Present(abilities) if abilities.actions)
    }
}

/// What is known of the notification service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// Not asked yet: we try, without buttons.
    Unknown,
    /// There is none.
    Absent,
    /// It can do this.
    Present(NotificationAbilities),
}

/// Keeps what is new.
fn set<T: PartialEq>(known: &mut T, told: T, changes: &mut Changes<Change>) {
    if *known != told {
        *known = told;
        changes.push(Change::Updated);
    }
}
