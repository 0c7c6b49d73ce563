//! What the system did.

/// One change of how things stand outside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Something is different, and nobody else need know.
    Updated,
    /// There is a network again.
    NetworkBack,
    /// There is a tray now, or none any more.
    Tray { present: bool },
    /// Nobody shows notifications any more: whatever was on screen is gone.
    NotificationsGone,
    /// Somebody shows notifications.
    NotificationsBack,
    /// The key store cannot be used, and why; none where it can.
    KeyStore { problem: Option<String> },
    /// The history can be written, or no more.
    History,
    /// The damaged file of the history is `aside`; so many rows of it were saved.
    HistorySalvaged { rows: u64, aside: String },
    /// Programs may use the microphone.
    MicrophoneAllowed,
}
