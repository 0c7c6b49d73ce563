//! Whether a call shows that what was asked of it was done.

use super::call::Call;
use super::facts::{CallAction, CallState, Recording};
use crate::base::answer::Sign;

/// Looks for the sign; `posted`: the page has what it was handed.
pub(crate) fn sign_of_call(call: &Call, action: CallAction, posted: bool) -> Sign {
    let state = call.state();
    let over = state == CallState::Ended;
    let here = !call.elsewhere();
    let seen = match action {
        CallAction::Answer | CallAction::Resume => state == CallState::Connected && here,
        CallAction::Decline
        | CallAction::Voicemail
        | CallAction::Forward
        | CallAction::Transfer
        | CallAction::HangUp => over,
        CallAction::Hold => state == CallState::Held && here,
        CallAction::Mute => call.muted,
        CallAction::Unmute => !call.muted,
        CallAction::Keypad => posted,
        CallAction::Record => call.recording == Recording::On,
        CallAction::StopRecording => call.recording == Recording::Off,
    };
    match seen {
        true => Sign::Seen,
        false if over || !here => Sign::Gone,
        false => Sign::Waiting,
    }
}
