//! The downloads of this run.

use super::change::Change;
use super::facts::{DownloadId, DownloadState};
use crate::accounts::AccountId;
use crate::base::changes::Changes;
use crate::base::{Private, Timestamp};
use std::collections::BTreeMap;

/// Everything known of downloads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Downloads {
    /// Oldest first.
    pub(super) rows: Vec<Download>,
    /// When each account began its latest ones.
    pub(super) begun: BTreeMap<AccountId, Vec<Timestamp>>,
    /// Each account's refused ones: how many in a row, and when the last.
    pub(super) refused: BTreeMap<AccountId, (u32, Timestamp)>,
    pub(crate) changes: Changes<Change>,
}

#[derive(Clone, Debug)]
pub(super) struct Download {
    pub(super) id: DownloadId,
    pub(super) account: AccountId,
    pub(super) name: Option<Private<String>>,
    pub(super) host: Option<String>,
    pub(super) received: u64,
    pub(super) total: Option<u64>,
    pub(super) state: DownloadState,
    pub(super) at: Timestamp,
}

impl Downloads {
    /// The name of one on this computer, once it was answered.
    pub(crate) fn name(&self, id: DownloadId) -> Option<&Private<String>> {
        self.rows.iter().find(|row| row.id == id)?.name.as_ref()
    }

    pub(super) fn live(&mut self, id: DownloadId) -> Option<&mut Download> {
        self.rows.iter_mut().find(|row| row.id == id && !row.state.is_over())
    }

    /// One is over, one way or the other.
    pub(super) fn end(&mut self, id: DownloadId, how: DownloadState, now: Timestamp) {
        if let Some(row) = self.live(id) {
            row.state = how;
            row.at = now;
            self.changes.push(Change::Updated);
        }
    }
}
