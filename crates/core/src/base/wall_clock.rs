//! Two times: the state counts its own, which never steps and goes on in sleep; people, files and vendors have the wall
//! clock's. How the one stands to the other.

use super::time::Timestamp;

/// How the wall clock stands to the state's own time. They agree at the start; whoever sets the clock parts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WallClock {
    /// Milliseconds that it is ahead.
    pub(crate) ahead: i64,
}

impl WallClock {
    /// What the wall clock showed, or will show, at a moment of ours.
    pub(crate) const fn shows(self, moment: Timestamp) -> Timestamp {
        Timestamp(moment.0.saturating_add_signed(self.ahead))
    }

    /// Our moment at which the wall clock showed, or will show, this.
    pub(crate) const fn moment(self, shown: Timestamp) -> Timestamp {
        Timestamp(shown.0.saturating_add_signed(self.ahead.saturating_neg()))
    }
}
