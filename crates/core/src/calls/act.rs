//! What the user asks of a call: found, checked, handed to its widget, never shown as done here.

use super::call::Call;
use super::end::parting;
use super::facts::{CallAction, CallId};
use super::possible::impossible;
use crate::base::answer::failed;
use crate::base::number::{is_number, is_tones};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Private, RequestId, Timestamp};
use crate::commands;
use crate::commands::VendorCommand;
use crate::commands::state::Asked;
use crate::effect::Effect;
use crate::state::State;

/// Acts on a call, or says why not.
pub(crate) fn act(
    state: &mut State,
    call: Option<CallId>,
    action: CallAction,
    argument: Option<&str>,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let id = find(state, call, action)?;
    let words = state.world.words();
    check_argument(state, action, argument)?;
    let Some(row) = state.world.calls.get(id) else {
        return Err(failed(ErrorCode::NoCall, words.unknown_call.to_owned()));
    };
    if let Some(why) = impossible(state, row, action) {
        return Err(failed(ErrorCode::NotPossible, why));
    }
    let (account, keys) = (row.account.clone(), row.keys.clone());
    let asked = Asked::Call(id, action);
    // A second press while the first is on its way is the same wish; tones are pressed one by one.
    if action != CallAction::Keypad
        && let Some(waiting) =
            state.world.commands.waiting.values_mut().find(|command| command.asked == asked)
    {
        waiting.requests.extend(request);
        return Ok(());
    }
    if let Some(row) = state.world.calls.get_mut(id) {
        row.trouble = None;
        if parting(action).is_some() {
            row.asked = Some(action);
            row.moved_to = argument.map(Private::from);
        }
    }
    let argument = argument.map(Private::from);
    let command = VendorCommand::Call { keys, action, argument };
    commands::outbox::post(state, &account, asked, command, request, now, out);
    Ok(())
}

/// The call meant: the named one, or the one it can only be.
fn find(state: &State, call: Option<CallId>, action: CallAction) -> Result<CallId, Answer> {
    let words = state.world.words();
    if let Some(id) = call {
        let known = state.world.calls.get(id).map(|call| call.id);
        return known.ok_or_else(|| failed(ErrorCode::NoCall, words.unknown_call.to_owned()));
    }
    let wants_ringing = match action {
        CallAction::Answer | CallAction::Decline | CallAction::Voicemail | CallAction::Forward => {
            true
        }
        CallAction::Hold
        | CallAction::Resume
        | CallAction::Mute
        | CallAction::Unmute
        | CallAction::Keypad
        | CallAction::Transfer
        | CallAction::Record
        | CallAction::StopRecording
        | CallAction::HangUp => false,
    };
    let candidates: Vec<&Call> = state
        .world
        .calls
        .rows
        .iter()
        .filter(|call| call.is_live() && call.rings() == wants_ringing)
        .collect();
    let able: Vec<&Call> =
        candidates.iter().copied().filter(|call| call.actions().contains(&action)).collect();
    match (candidates.as_slice(), able.as_slice()) {
        ([], _) => {
            let none = if wants_ringing { words.no_ringing_call } else { words.no_running_call };
            Err(failed(ErrorCode::NoCall, none.to_owned()))
        }
        ([one], _) | (_, [one]) => Ok(one.id),
        _ => Err(failed(ErrorCode::Ambiguous, words.ambiguous_call.to_owned())),
    }
}

fn check_argument(state: &State, action: CallAction, argument: Option<&str>) -> Result<(), Answer> {
    let words = state.world.words();
    let (good, needed): (fn(&str) -> bool, _) = match action {
        CallAction::Forward | CallAction::Transfer => (is_number, words.bad_number),
        CallAction::Keypad => (is_tones, words.bad_digits),
        CallAction::Answer
        | CallAction::Decline
        | CallAction::Voicemail
        | CallAction::Hold
        | CallAction::Resume
        | CallAction::Mute
        | CallAction::Unmute
        | CallAction::Record
        | CallAction::StopRecording
        | CallAction::HangUp => return Ok(()),
    };
    match argument {
        None => {
            let name = (words.action)(action);
            Err(failed(ErrorCode::BadInput, fill(words.needs_argument, &[name])))
        }
        Some(argument) if !good(argument) => Err(failed(ErrorCode::BadInput, needed.to_owned())),
        Some(_) => Ok(()),
    }
}
