//! Saving the settings.

use crate::effect::Effect;
use crate::state::State;

/// Saves the settings.
pub(crate) fn save(state: &mut State, out: &mut Vec<Effect>) {
    state.dirty = true;
    out.push(Effect::SaveSettings { settings: state.world.settings_to_keep() });
}
