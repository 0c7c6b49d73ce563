//! What a command is called.

use super::kind::CommandKind;
use crate::calls::names::name as name_of_call_action;
use crate::chats::names::name as name_of_chat_action;
use crate::words::Words;

/// The name of what was asked.
pub(crate) const fn name(words: &Words, kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Call(_, action) => name_of_call_action(&words.actions, action),
        CommandKind::Chat(_, action) | CommandKind::Widget(action) => {
            name_of_chat_action(&words.chat.actions, action)
        }
        CommandKind::Dial(_) => words.dialing,
        CommandKind::SignIn => words.signing_in,
        CommandKind::SignOut => words.signing_out,
        CommandKind::RingOut => words.choosing_ring_out,
        CommandKind::Page | CommandKind::Nothing => words.page_command,
    }
}
