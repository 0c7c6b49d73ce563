//! What a call action is called, and what is said once it is confirmed.

use super::facts::CallAction;
use crate::words::CallActionWords;

/// The word of a table that is about this action.
pub(crate) const fn name(words: &CallActionWords, action: CallAction) -> &'static str {
    match action {
        CallAction::Answer => words.answer,
        CallAction::Decline => words.decline,
        CallAction::Voicemail => words.voicemail,
        CallAction::Forward => words.forward,
        CallAction::Hold => words.hold,
        CallAction::Resume => words.resume,
        CallAction::Mute => words.mute,
        CallAction::Unmute => words.unmute,
        CallAction::Keypad => words.keypad,
        CallAction::Transfer => words.transfer,
        CallAction::Record => words.record,
        CallAction::StopRecording => words.stop_recording,
        CallAction::HangUp => words.hang_up,
    }
}
