//! What happened to the settings.

/// One change of the settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// The user set one.
    Set,
    /// The sound of calls is to be another.
    SoundSet,
}
