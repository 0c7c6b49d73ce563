//! What the user asks of a download.

use super::change::Change;
use super::facts::{DownloadId, DownloadOrder, DownloadState};
use super::state::{Download, Downloads};
use crate::base::answer::failed;
use crate::base::{Answer, ErrorCode, Timestamp};
use crate::words::Words;

impl Downloads {
    /// The user breaks one off.
    pub(crate) fn cancel(
        &mut self,
        id: DownloadId,
        words: &Words,
        now: Timestamp,
    ) -> Result<(), Answer> {
        self.known(id, words)?;
        if self.live(id).is_none() {
            return Err(failed(ErrorCode::NotPossible, words.download_over.to_owned()));
        }
        self.order(id, DownloadOrder::Cancel);
        self.end(id, DownloadState::Cancelled, now);
        Ok(())
    }

    /// The user has read one row that is over, or all of them; the files stay.
    pub(crate) fn clear(&mut self, id: Option<DownloadId>, words: &Words) -> Result<(), Answer> {
        if let Some(id) = id {
            self.known(id, words)?;
            if self.live(id).is_some() {
                return Err(failed(ErrorCode::NotPossible, words.download_runs.to_owned()));
            }
        }
        let before = self.rows.len();
        let gone = |row: &Download| row.state.is_over() && id.is_none_or(|id| row.id == id);
        self.rows.retain(|row| !gone(row));
        if self.rows.len() != before {
            self.changes.push(Change::Updated);
        }
        Ok(())
    }

    /// The user wants to see where it is.
    pub(crate) fn reveal(&mut self, id: DownloadId, words: &Words) -> Result<(), Answer> {
        let row = self.known(id, words)?;
        let (DownloadState::Finished { folder }, Some(name)) = (&row.state, &row.name) else {
            return Err(failed(ErrorCode::NotPossible, words.download_not_here.to_owned()));
        };
        let order = DownloadOrder::Reveal { name: name.clone(), folder: folder.clone() };
        self.order(id, order);
        Ok(())
    }

    fn known(&self, id: DownloadId, words: &Words) -> Result<&Download, Answer> {
        let row = self.rows.iter().find(|row| row.id == id);
        row.ok_or_else(|| failed(ErrorCode::NoDownload, words.download_unknown.to_owned()))
    }
}
