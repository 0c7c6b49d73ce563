//! What came of effects, led to where it belongs.

use crate::attention::{self, NoticeKind, WithheldReason};
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::commands::kind::Failure;
use crate::event::Outcome;
use crate::state::State;

/// Takes in what came of an effect.
pub(crate) fn outcome(state: &mut State, outcome: Outcome, now: Timestamp) {
    match outcome {
        Outcome::NotificationShown { key } => {
            let shown = &state.attention.shown;
            let cleared = |refused: &mut (String, String)| {
                refused.0 == key || !shown.contains_key(&refused.0)
            };
            state.dirty |= state.world.system.refused.take_if(cleared).is_some();
        }
        // It stays remembered, so that it is not tried again for ever.
        Outcome::NotificationFailed { key, reason } => {
            let kind = || key.split('-').next().unwrap_or_default().to_owned();
            let what = state.attention.chat_of_key(&state.world, &key).unwrap_or_else(kind);
            let detail = Some(cap(&reason, NAME_MAX));
            state.world.system.refused = detail.clone().map(|reason| (key, reason));
            attention::notices::withhold_because(
                state,
                &what,
                WithheldReason::ServiceFailed,
                detail,
                now,
            );
        }
        Outcome::NotificationClosed { key } => {
            // A ringing call's stays remembered: closing it is no wish to see it again.
            if !key.starts_with("call-") {
                state.attention.shown.remove(&key);
            }
            attention::notifications::closed(state, &key);
        }
        Outcome::CommandPosted { command } => {
            state.world.commands.posted(command);
        }
        Outcome::CommandNotPosted { command, reason } => {
            let (commands, around) = state.world.commands_mut();
            commands.fail(around, command, Failure::NotPosted(reason));
        }
        Outcome::SaveFailed { reason } => {
            let reason = Some(cap(&reason, NAME_MAX));
            attention::notices::add(state, None, NoticeKind::SaveFailed, reason, now);
        }
        Outcome::StatusPushed { account, push } => {
            state.world.status.pushed(&account, push, now);
        }
        Outcome::StatusNotPushed { account, push, problem } => {
            state.world.status.not_pushed(&account, push, problem, now);
        }
        Outcome::DataNotDeleted { account, reason } => {
            let detail = format!("{account}: {reason}");
            let detail = Some(cap(&detail, NAME_MAX));
            attention::notices::add(state, None, NoticeKind::DataNotDeleted, detail, now);
        }
    }
}
