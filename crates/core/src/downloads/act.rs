//! What the user asks of a download.

use super::facts::{DownloadId, DownloadOrder, DownloadState};
use super::progress::end;
use super::state::Download;
use crate::base::answer::failed;
use crate::base::{Answer, Timestamp};
use crate::effect::Effect;
use crate::state::State;

/// The user breaks one off.
pub(crate) fn cancel(
    state: &mut State,
    id: DownloadId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    known(state, id)?;
    if state.world.downloads.live(id).is_none() {
        return Err(failed("not-possible", state.world.words().download_over.to_owned()));
    }
    out.push(Effect::Download { download: id, order: DownloadOrder::Cancel });
    end(state, id, DownloadState::Cancelled, now);
    Ok(())
}

/// The user has read one row that is over, or all of them; the files stay.
pub(crate) fn clear(state: &mut State, id: Option<DownloadId>) -> Result<(), Answer> {
    if let Some(id) = id {
        known(state, id)?;
        if state.world.downloads.live(id).is_some() {
            return Err(failed("not-possible", state.world.words().download_runs.to_owned()));
        }
    }
    let before = state.world.downloads.rows.len();
    let gone = |row: &Download| row.state.is_over() && id.is_none_or(|id| row.id == id);
    state.world.downloads.rows.retain(|row| !gone(row));
    state.dirty |= state.world.downloads.rows.len() != before;
    Ok(())
}

/// The user wants to see where it is.
pub(crate) fn reveal(
    state: &mut State,
    id: DownloadId,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let row = known(state, id)?;
    let (DownloadState::Finished { folder }, Some(name)) = (&row.state, &row.name) else {
        return Err(failed("not-possible", state.world.words().download_not_here.to_owned()));
    };
    let order = DownloadOrder::Reveal { name: name.clone(), folder: folder.clone() };
    out.push(Effect::Download { download: id, order });
    Ok(())
}

fn known(state: &State, id: DownloadId) -> Result<&Download, Answer> {
    let row = state.world.downloads.rows.iter().find(|row| row.id == id);
    row.ok_or_else(|| failed("no-download", state.world.words().download_unknown.to_owned()))
}
