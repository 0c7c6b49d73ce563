//! How things stand outside, as far as the system told.

use super::facts::{DownloadPlace, MicrophoneSwitch, NotificationAbilities};
use crate::base::Timestamp;

/// How things stand outside, as far as told.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub(crate) online: bool,
    pub(crate) tray_host: Option<bool>,
    pub(crate) service: Service,
    /// What the service refused last, and why, until it shows it, or another once that is not wanted any more.
    pub(crate) refused: Option<(String, String)>,
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
    pub(crate) downloads: DownloadPlace,
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
            downloads: DownloadPlace::default(),
        }
    }
}

impl System {
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
