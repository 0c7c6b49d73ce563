//! The counts of visits.

use super::change::Change;
use super::visits::FunnelCounter;
use crate::base::Timestamp;
use crate::base::changes::Changes;

/// How visits of chat widgets went.
#[derive(Clone, Debug, Default)]
pub(crate) struct Funnel {
    /// By day; kept in the settings file.
    pub(super) counters: Vec<FunnelCounter>,
    /// When changed counts are saved.
    pub(super) save_at: Option<Timestamp>,
    pub(crate) changes: Changes<Change>,
}

impl Funnel {
    /// What is kept in the settings file.
    pub(crate) fn counters(&self) -> &[FunnelCounter] {
        &self.counters
    }
}
