//! Exports of the history: one at a time, and what comes of it.

use crate::base::answer::failed;
use crate::base::{Answer, ErrorCode};
use crate::effect::Effect;
use crate::history::{ExportFormat, ExportOrder, ExportRow, ExportState, HistoryFilter};
use crate::state::State;

/// Has an export written. One at a time: the file of another would be as large.
pub(super) fn begin(
    state: &mut State,
    filter: HistoryFilter,
    format: ExportFormat,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let last = state.history.export.as_ref();
    if last.is_some_and(|row| row.state == ExportState::Running) {
        let message = state.world.words().history.exporting.to_owned();
        return Err(failed(ErrorCode::NotPossible, message));
    }
    state.history.exports = state.history.exports.wrapping_add(1);
    let export = state.history.exports;
    state.history.export = Some(ExportRow { export, entries: 0, state: ExportState::Running });
    let chosen = &state.world.preferences.downloads.folder;
    let folder =
        if chosen.is_empty() { &state.world.system.downloads.folder } else { chosen }.clone();
    out.push(Effect::ExportHistory {
        order: Box::new(ExportOrder { export, filter, format, folder }),
    });
    Ok(())
}

/// Ends the export that is being written; one that is over is put away.
pub(super) fn cancel(state: &mut State, out: &mut Vec<Effect>) -> Result<(), Answer> {
    match &mut state.history.export {
        None => {
            let message = state.world.words().history.no_export.to_owned();
            Err(failed(ErrorCode::NotPossible, message))
        }
        Some(ExportRow { export, state: ExportState::Running, .. }) => {
            out.push(Effect::CancelExport { export: *export });
            Ok(())
        }
        over @ Some(_) => {
            *over = None;
            Ok(())
        }
    }
}

/// Takes in how far an export is. What another one says, or one that is over, is too late.
pub(super) fn exported(state: &mut State, row: ExportRow) {
    let known = &mut state.history.export;
    let same = known
        .as_ref()
        .is_some_and(|it| it.export == row.export && it.state == ExportState::Running);
    if same {
        *known = Some(row);
    }
}
