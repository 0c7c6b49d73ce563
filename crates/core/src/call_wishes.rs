//! What the user asks of a call: found, checked, handed to its widget, never shown as done here.

use crate::call_end::parting;
use crate::calls::Call;
use crate::commands::{self, Asked, failed};
use crate::dial::{is_number, is_tones};
use crate::text::fill;
use crate::{
    Answer, CallAction, CallId, CallState, Effect, Private, RequestId, State, Timestamp,
    VendorCommand,
};

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
    let words = state.words();
    check_argument(state, action, argument)?;
    let Some(row) = state.call(id) else {
        return Err(failed("no-call", words.unknown_call.to_owned()));
    };
    if let Some(why) = impossible(state, row, action) {
        return Err(failed("not-possible", why));
    }
    let (account, keys) = (row.account.clone(), row.keys.clone());
    let asked = Asked::Call(id, action);
    // A second press while the first is on its way is the same wish; tones are pressed one by one.
    if action != CallAction::Keypad
        && let Some(waiting) = state.commands.values_mut().find(|command| command.asked == asked)
    {
        waiting.requests.extend(request);
        return Ok(());
    }
    if let Some(row) = state.call_mut(id) {
        row.trouble = None;
        if parting(action).is_some() {
            row.asked = Some(action);
        }
    }
    let argument = argument.map(Private::from);
    let command = VendorCommand::Call { keys, action, argument };
    commands::post(state, &account, asked, command, request, now, out);
    Ok(())
}

/// The call meant: the named one, or the one it can only be.
fn find(state: &State, call: Option<CallId>, action: CallAction) -> Result<CallId, Answer> {
    let words = state.words();
    if let Some(id) = call {
        let known = state.call(id).map(|call| call.id);
        return known.ok_or_else(|| failed("no-call", words.unknown_call.to_owned()));
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
    let candidates: Vec<&Call> =
        state.calls.iter().filter(|call| call.is_live() && call.rings() == wants_ringing).collect();
    let able: Vec<&Call> =
        candidates.iter().copied().filter(|call| call.actions().contains(&action)).collect();
    match (candidates.as_slice(), able.as_slice()) {
        ([], _) => {
            let none = if wants_ringing { words.no_ringing_call } else { words.no_running_call };
            Err(failed("no-call", none.to_owned()))
        }
        ([one], _) | (_, [one]) => Ok(one.id),
        _ => Err(failed("ambiguous", words.ambiguous_call.to_owned())),
    }
}

fn check_argument(state: &State, action: CallAction, argument: Option<&str>) -> Result<(), Answer> {
    let words = state.words();
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
            Err(failed("bad-input", fill(words.needs_argument, &[name])))
        }
        Some(argument) if !good(argument) => Err(failed("bad-input", needed.to_owned())),
        Some(_) => Ok(()),
    }
}

/// What can be asked of the call now. A page that may come back is handed only what ends the call: done late, that is still
/// what was wished, while a late *answer* or *unmute* opens a microphone that nobody expects to be open.
pub(crate) fn possible(state: &State, call: &Call) -> Vec<CallAction> {
    let Some(a) = state.accounts.get(&call.account) else { return Vec::new() };
    let mut actions = call.actions();
    if !a.alive() {
        let ends = |action: &CallAction| matches!(action, CallAction::HangUp | CallAction::Decline);
        actions.retain(|action| a.may_come_back() && ends(action));
    }
    actions
}

/// Why the action cannot be asked of this call now, in words.
fn impossible(state: &State, call: &Call, action: CallAction) -> Option<String> {
    let words = state.words();
    let actions = possible(state, call);
    if actions.contains(&action) {
        return None;
    }
    let page_works = state.accounts.get(&call.account).is_some_and(|a| a.alive());
    Some(if call.state() == CallState::Ended {
        words.call_over.to_owned()
    } else if call.elsewhere() {
        words.call_elsewhere.to_owned()
    } else if !page_works && !actions.is_empty() {
        words.page_hung.to_owned()
    } else if !page_works || call.leg_lost {
        words.page_away.to_owned()
    } else if !call.leg_live() || !call.controllable {
        words.call_not_here.to_owned()
    } else {
        fill(words.wrong_moment, &[(words.action)(action)])
    })
}
