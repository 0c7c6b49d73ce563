//! What came of effects, led to where it belongs.

use crate::attention::outcomes::Refusal;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::commands::kind::Failure;
use crate::event::Outcome;
use crate::state::State;

/// Takes in what came of an effect.
pub(crate) fn outcome(state: &mut State, outcome: Outcome, now: Timestamp) {
    match outcome {
        Outcome::NotificationShown { key } => {
            if state.attention.notification_shown(&key) == Refusal::Over {
                state.world.system.notifications_refused(None);
            }
        }
        Outcome::NotificationFailed { key, reason } => {
            let reason = cap(&reason, NAME_MAX);
            state.world.system.notifications_refused(Some(reason.clone()));
            state.attention.notification_failed(&state.world, key, reason, now);
        }
        Outcome::NotificationClosed { key } => state.attention.notification_closed(&key),
        Outcome::CommandPosted { command } => {
            state.world.commands.posted(command);
        }
        Outcome::CommandNotPosted { command, reason } => {
            let (commands, around) = state.world.commands_mut();
            commands.fail(around, command, Failure::NotPosted(reason));
        }
        Outcome::SaveFailed { reason } => state.attention.not_saved(&reason, now),
        Outcome::StatusPushed { account, push } => {
            state.world.status.pushed(&account, push, now);
        }
        Outcome::StatusNotPushed { account, push, problem } => {
            state.world.status.not_pushed(&account, push, problem, now);
        }
        Outcome::DataNotDeleted { account, reason } => {
            state.attention.not_deleted(&account, &reason, now);
        }
    }
}
