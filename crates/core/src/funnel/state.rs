//! The counts of visits.

use super::visits::FunnelCounter;
use crate::base::Timestamp;

/// How visits of chat widgets went.
#[derive(Clone, Debug, Default)]
pub(crate) struct Funnel {
    /// By day; kept in the settings file.
    pub(crate) counters: Vec<FunnelCounter>,
    /// When changed counts are saved.
    pub(crate) save_at: Option<Timestamp>,
}
