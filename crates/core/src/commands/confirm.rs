//! Signs: what a widget must show before a command counts as done, and when that can no longer come.

use super::state::{Command, CommandKind, Dialer};
use crate::base::Direction;
use crate::base::answer::Sign;
use crate::calls::CallingMode;
use crate::calls::confirm::sign_of_call;
use crate::sign_in::SignIn;
use crate::state::State;

/// Looks for the sign of a command.
pub(crate) fn sign(state: &State, command: &Command) -> Sign {
    let Some(account) = state.world.account(&command.account) else { return Sign::Gone };
    if let Some(chat) = &command.chat {
        if !chat.confirmed && command.posted {
            return Sign::Seen;
        }
        return state.world.chats.sign(&command.account, command.conversation(), chat);
    }
    let seen = match command.asked {
        CommandKind::Call(call, action) => {
            return state
                .world
                .calls
                .get(call)
                .map_or(Sign::Gone, |call| sign_of_call(call, action, command.posted));
        }
        CommandKind::Dial(first) => {
            command.dialer == Dialer::ReadyAgain
                || state.world.calls.rows.iter().any(|call| {
                    call.account == command.account
                        && call.direction == Direction::Outbound
                        && call.id >= first
                })
        }
        CommandKind::SignIn => {
            matches!(account.sign_in.state, SignIn::InProgress | SignIn::SignedIn)
        }
        CommandKind::SignOut => account.sign_in.state == SignIn::SignedOut,
        CommandKind::RingOut => account.line.calling_mode == Some(CallingMode::RingOut),
        CommandKind::Chat(..)
        | CommandKind::Widget(_)
        | CommandKind::Page
        | CommandKind::Nothing => command.posted,
    };
    if seen { Sign::Seen } else { Sign::Waiting }
}
