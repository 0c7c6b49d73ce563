//! What happened to the main window.

/// One change of the main window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// It got the keyboard: what stands in it is looked at.
    Focused,
}
