//! Changes, carried out: what a domain did leads to its neighbours, to effects, and to attention. The only place where
//! an effect is made of what a domain did.

use crate::attention;
use crate::base::Timestamp;
use crate::change::Change;
use crate::effect::Effect;
use crate::state::State;
use crate::world::World;
use crate::{accounts, downloads, messages, window};

/// Carries out what the domains did since the last time, then lets attention see it.
pub(super) fn carry_out(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut changes = Vec::new();
    spread(&mut state.world, now, out, &mut changes);
    if !changes.is_empty() {
        // Whatever a domain says is seen in the windows, or leads to something that is.
        state.dirty = true;
        attention::follow(&state.world, &mut state.attention, &changes, now);
    }
    let shown = state.attention.changes.take();
    state.dirty |= !shown.is_empty();
    out.extend(shown.into_iter().filter_map(shown_outside));
}

/// Tells the neighbours first, so that what they do about it is done before the change's own effect.
fn spread(world: &mut World, now: Timestamp, out: &mut Vec<Effect>, all: &mut Vec<Change>) {
    for change in world.take_changes() {
        tell_neighbours(world, &change, now);
        spread(world, now, out, all);
        out.extend(effect(&change));
        all.push(change);
    }
}

/// Who else must know of a change.
fn tell_neighbours(world: &mut World, change: &Change, _now: Timestamp) {
    match change {
        Change::Accounts(accounts::change::Change::Removed { account }) => {
            world.downloads.account_removed(account);
            world.messages.account_removed(account);
        }
        Change::Downloads(_) | Change::Messages(_) | Change::Window(_) => {}
    }
}

/// What is to be done outside about a change.
fn effect(change: &Change) -> Option<Effect> {
    match change {
        Change::Downloads(change) => match change {
            downloads::change::Change::Ordered { download, order } => {
                Some(Effect::Download { download: *download, order: order.clone() })
            }
            downloads::change::Change::Updated
            | downloads::change::Change::Finished { .. }
            | downloads::change::Change::TooMany { .. }
            | downloads::change::Change::RefusedToSignIn { .. } => None,
        },
        Change::Accounts(accounts::change::Change::Removed { .. })
        | Change::Messages(
            messages::change::Change::Updated { .. }
            | messages::change::Change::Arrived { .. }
            | messages::change::Change::FoundUnread { .. },
        )
        | Change::Window(window::change::Change::Focused) => None,
    }
}

/// What attention wants to be done outside.
fn shown_outside(change: attention::change::Change) -> Option<Effect> {
    match change {
        attention::change::Change::Updated => None,
        attention::change::Change::Notify(notification) => {
            Some(Effect::Notify { notification: *notification })
        }
        attention::change::Change::Withdraw(key) => Some(Effect::WithdrawNotification { key }),
    }
}
