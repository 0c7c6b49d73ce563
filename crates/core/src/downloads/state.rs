//! The downloads of this run.

use super::facts::{DownloadId, DownloadState};
use crate::accounts::AccountId;
use crate::base::{Private, Timestamp};
use std::collections::BTreeMap;

/// Everything known of downloads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Downloads {
    /// Oldest first.
    pub(crate) rows: Vec<Download>,
    /// When each account began its latest ones.
    pub(super) begun: BTreeMap<AccountId, Vec<Timestamp>>,
    /// Each account's refused ones: how many in a row, and when the last.
    pub(super) refused: BTreeMap<AccountId, (u32, Timestamp)>,
    /// Finished ones in the notification on screen.
    pub(crate) told: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Download {
    pub(crate) id: DownloadId,
    pub(super) account: AccountId,
    pub(crate) name: Option<Private<String>>,
    pub(super) host: Option<String>,
    pub(super) received: u64,
    pub(super) total: Option<u64>,
    pub(super) state: DownloadState,
    pub(super) at: Timestamp,
}

impl Downloads {
    pub(super) fn live(&mut self, id: DownloadId) -> Option<&mut Download> {
        self.rows.iter_mut().find(|row| row.id == id && !row.state.is_over())
    }
}
