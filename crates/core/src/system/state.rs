//! How things stand outside, as far as the system told.

use super::facts::{DownloadPlace, MicrophoneSwitch, NotificationAbilities};
use crate::base::Timestamp;
use crate::status::ListenerState;

/// How things stand outside, as far as told.
#[derive(Clone, Debug)]
pub(crate) struct Outside {
    pub(crate) online: bool,
    pub(crate) tray_host: Option<bool>,
    pub(crate) service: Service,
    pub(crate) focused: bool,
    pub(crate) visible: bool,
    /// Started hidden: if there turns out to be no tray, the window must come.
    pub(crate) waits_for_tray: bool,
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
    pub(crate) listener: ListenerState,
    pub(crate) downloads: DownloadPlace,
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
