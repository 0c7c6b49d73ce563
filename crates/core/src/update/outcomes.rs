//! What came of effects, led to where it belongs.

use crate::attention::outcomes::Refusal;
use crate::base::text::{NAME_MAX, cap, fill};
use crate::base::{Answer, ErrorCode, Timestamp};
use crate::commands::kind::Failure;
use crate::effect::Effect;
use crate::event::Outcome;
use crate::state::State;

/// Takes in what came of an effect.
pub(crate) fn outcome(state: &mut State, outcome: Outcome, now: Timestamp, out: &mut Vec<Effect>) {
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
        Outcome::Forgotten { request, rows, mentions } => {
            let counts = [rows.to_string(), mentions.to_string()];
            let message = fill(state.world.words().history.forgotten, &[&counts[0], &counts[1]]);
            let answer = Answer::Done { message };
            out.extend(request.map(|request| Effect::Answer { request, answer }));
        }
        Outcome::NotForgotten { request, reason } => {
            let reason = cap(&reason, NAME_MAX);
            let message = fill(state.world.words().history.not_forgotten, &[&reason]);
            let answer = Answer::Failed { code: ErrorCode::NotPossible, message };
            out.extend(request.map(|request| Effect::Answer { request, answer }));
        }
        Outcome::EntryNoted { request } => {
            let answer = Answer::Done { message: state.world.words().history.noted.to_owned() };
            out.extend(request.map(|request| Effect::Answer { request, answer }));
        }
        Outcome::EntryNotNoted { request, reason } => {
            let reason = cap(&reason, NAME_MAX);
            let message = fill(state.world.words().history.not_noted, &[&reason]);
            let answer = Answer::Failed { code: ErrorCode::NotPossible, message };
            out.extend(request.map(|request| Effect::Answer { request, answer }));
        }
        Outcome::Exported { row } => super::export::exported(state, row),
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
