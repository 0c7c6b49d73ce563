//! What happened to the main window.

use crate::accounts::AccountId;

/// One change of the main window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// What it shows or asks is another, and nobody else need know.
    Updated,
    /// What is kept of it in the settings file is another.
    Persisted,
    /// It got the keyboard: what stands in it is looked at.
    Focused,
    /// It is to come to front.
    Show,
    /// It is to go into the tray.
    Hide,
    /// It is to go into the task bar.
    Minimize,
    /// The stage is to show this account's widget, or our own page.
    Arranged { widget: Option<AccountId> },
    /// It was closed for the first time where there is no tray to get it back from.
    ClosedWithoutTray,
}
