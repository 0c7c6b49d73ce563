//! Signs: what a widget must show before a command counts as done, and when that can no longer come.

use super::kind::CommandKind;
use super::state::{Circumstances, Command, Dialer};
use crate::base::answer::Sign;
use crate::base::number::differ;
use crate::base::{Direction, Private};
use crate::calls::confirm::sign_of_call;
use crate::calls::{CallId, CallingMode};
use crate::sign_in::SignIn;

/// The call that was dialled is there: `first` is the number the next call had when it was handed over. One to another number
/// was dialled by somebody else, or before.
pub(super) fn has_call(around: Circumstances<'_>, command: &Command, first: CallId) -> bool {
    let mut later = around.calls.since(first);
    later.any(|call| {
        let other = |dialled: &Private<String>| {
            let number = call.number.as_ref();
            number.is_some_and(|(number, _)| differ(number.reveal(), dialled.reveal()))
        };
        call.account == command.account
            && call.direction == Direction::Outbound
            && !command.dialled.as_ref().is_some_and(other)
    })
}

/// Looks for the sign of a command.
pub(super) fn sign(around: Circumstances<'_>, command: &Command) -> Sign {
    let Circumstances { sign_ins, calls, chats, .. } = around;
    let account = &command.account;
    let (Some(signed_in), Some(line)) = (sign_ins.state(account), calls.line(account)) else {
        return Sign::Gone;
    };
    if let Some(chat) = &command.chat {
        if !chat.confirmed && command.posted {
            return Sign::Seen;
        }
        return chats.sign(account, command.conversation(), chat);
    }
    let seen = match command.kind {
        CommandKind::Call(call, action) => {
            let row = calls.get(call);
            return row.map_or(Sign::Gone, |row| sign_of_call(row, action, command.posted));
        }
        CommandKind::Dial(first) => {
            command.dialer == Dialer::ReadyAgain || has_call(around, command, first)
        }
        CommandKind::SignIn => matches!(signed_in, SignIn::InProgress | SignIn::SignedIn),
        CommandKind::SignOut => signed_in == SignIn::SignedOut,
        CommandKind::RingOut => line.calling_mode == Some(CallingMode::RingOut),
        CommandKind::Chat(..)
        | CommandKind::Widget(_)
        | CommandKind::Page
        | CommandKind::Nothing => command.posted,
    };
    if seen { Sign::Seen } else { Sign::Waiting }
}
