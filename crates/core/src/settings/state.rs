//! Saving the settings.

use crate::effect::Effect;
use crate::state::State;

/// Has the settings saved at the end of this update.
pub(crate) fn save(state: &mut State, _out: &mut Vec<Effect>) {
    state.dirty = true;
    state.unsaved = true;
}
