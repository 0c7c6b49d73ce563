//! Downloads as the windows show them.

use super::facts::{DownloadId, DownloadState};
use super::state::{Download, Downloads};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use serde::{Deserialize, Serialize};

/// One download in the sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DownloadRow {
    /// Our number of it.
    pub id: DownloadId,
    /// Whose page began it.
    pub account: AccountId,
    /// Its name on this computer; empty until it was answered.
    pub name: String,
    /// Where it comes from; none for what a page made itself.
    pub host: Option<String>,
    /// Bytes so far.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub received: u64,
    /// Bytes in all, if said.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub total: Option<u64>,
    /// Where it stands.
    pub state: DownloadState,
    /// Begun, and once it is over, over since.
    pub at: Timestamp,
}

impl Downloads {
    /// Rows for the windows, newest first.
    pub(crate) fn view(&self) -> Vec<DownloadRow> {
        let shown = |row: &Download| DownloadRow {
            id: row.id,
            account: row.account.clone(),
            name: row.name.as_ref().map(|name| name.reveal().clone()).unwrap_or_default(),
            host: row.host.clone(),
            received: row.received,
            total: row.total,
            state: row.state.clone(),
            at: row.at,
        };
        self.rows.iter().rev().map(shown).collect()
    }
}
