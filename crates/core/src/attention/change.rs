//! What attention wants done outside.

use super::facts::{Notification, Tray};
use super::keys::Key;

/// One thing to be shown, or to be taken away.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// A notice or a record is different; only the windows show it.
    Updated,
    /// A notification is to be shown, in place of the one with its key.
    Notify(Box<Notification>),
    /// The notification with this key is to be taken away.
    Withdraw(Key),
    /// The tray is to be redrawn.
    Tray(Box<Tray>),
    /// The window is to draw attention to itself.
    Attract,
}
