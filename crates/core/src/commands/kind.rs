//! What a command asks for, and why one may come to nothing.

use crate::calls::{CallAction, CallId};
use crate::chats::{ChatAction, ConversationId};

/// What was asked, and so what must be seen to call it done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommandKind {
    /// Something of a call.
    Call(CallId, CallAction),
    /// Something of a conversation.
    Chat(ConversationId, ChatAction),
    /// Something of a chat widget.
    Widget(ChatAction),
    /// A new outbound call, with this number or a higher one.
    Dial(CallId),
    /// A sign-in window, or being signed in.
    SignIn,
    /// Being signed out.
    SignOut,
    /// The other way of calling.
    RingOut,
    /// Leaves no sign: done when the page has it.
    Page,
    /// A question of our own; nobody waits.
    Nothing,
}

impl CommandKind {
    /// The conversation it concerns.
    pub(crate) const fn conversation(self) -> Option<ConversationId> {
        let Self::Chat(id, _) = self else { return None };
        Some(id)
    }
}

/// Why a command came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The widget showed nothing in time.
    NoReaction,
    /// The widget said no, and why.
    Refused(String),
    /// The page did not get it.
    NotPosted(String),
    /// The call or chat ended first, or its account went.
    Gone,
}
