//! Signs: what a widget must show before a command counts as done, and when that can no longer come.

use crate::calls::Call;
use crate::chat_signs;
use crate::commands::{Asked, Command};
use crate::{CallAction, CallState, CallingMode, Direction, Recording, SignIn, State};

/// Whether what was asked can be seen.
pub(crate) enum Sign {
    /// Not yet.
    Waiting,
    /// It is there.
    Seen,
    /// It can no longer come.
    Gone,
}

/// Looks for the sign of a command.
pub(crate) fn sign(state: &State, command: &Command) -> Sign {
    let Some(account) = state.accounts.get(&command.account) else { return Sign::Gone };
    if let Some(chat) = &command.chat {
        return chat_signs::sign(state, command, chat);
    }
    let seen = match command.asked {
        Asked::Call(call, action) => {
            return state.call(call).map_or(Sign::Gone, |call| sign_of_call(call, action, command));
        }
        Asked::Dial(first) => state.calls.iter().any(|call| {
            call.account == command.account
                && call.direction == Direction::Outbound
                && call.id >= first
        }),
        Asked::SignIn => matches!(account.sign_in, SignIn::InProgress | SignIn::SignedIn),
        Asked::SignOut => account.sign_in == SignIn::SignedOut,
        Asked::RingOut => account.calling_mode == Some(CallingMode::RingOut),
        Asked::Chat(..) | Asked::Widget(_) | Asked::Page | Asked::Nothing => command.posted,
    };
    if seen { Sign::Seen } else { Sign::Waiting }
}

fn sign_of_call(call: &Call, action: CallAction, command: &Command) -> Sign {
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
        CallAction::Keypad => command.posted,
        CallAction::Record => call.recording == Recording::On,
        CallAction::StopRecording => call.recording == Recording::Off,
    };
    match seen {
        true => Sign::Seen,
        false if over || !here => Sign::Gone,
        false => Sign::Waiting,
    }
}
