//! What happened to the sound of calls.

use super::devices::DeviceKind;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Devices or how a call sounds are different.
    Updated,
    /// A device went while a call used it.
    Lost {
        kind: DeviceKind,
        /// The name people know it by.
        gone: String,
        /// What is used now; none if there is no other.
        next: Option<String>,
    },
    /// It is back, or no call needs it any more.
    Settled { kind: DeviceKind },
}
