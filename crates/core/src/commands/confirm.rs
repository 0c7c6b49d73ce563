//! Signs: what a widget must show before a command counts as done, and when that can no longer come.

use super::kind::CommandKind;
use super::state::{Circumstances, Command, Dialer};
use crate::accounts::AccountId;
use crate::base::Direction;
use crate::base::answer::Sign;
use crate::calls::confirm::sign_of_call;
use crate::calls::{CallId, CallingMode};
use crate::sign_in::SignIn;

/// A call that was dialled on this account is there: `first` is the number the next call had when it was handed over.
pub(super) fn has_call(around: Circumstances<'_>, account: &AccountId, first: CallId) -> bool {
    let mut later = around.calls.since(first);
    later.any(|call| call.account == *account && call.direction == Direction::Outbound)
}

/// Looks for the sign of a command.
pub(super) fn sign(around: Circumstances<'_>, command: &Command) -> Sign {
    let Circumstances { sign_ins, calls, chats, .. } = around;
    let account = &command.account;
    let (Some(signed_in), Some(line)) = (sign_ins.state(account), calls.lines.get(account)) else {
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
            command.dialer == Dialer::ReadyAgain || has_call(around, account, first)
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
