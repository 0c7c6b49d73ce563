//! What happened to the counts of visits.

/// One change of the funnels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A count is different; it is saved later.
    Counted,
    /// The counts have to be saved now.
    Save,
}
