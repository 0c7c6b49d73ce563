//! `seen …`: what the agent marks as seen, and taking that back.

use super::arguments::SeenVerb;
use super::session::{Failure, Session};
use deskbell_core::{AccountId, CallId, ConversationId, Intent, SeenKind};

/// What a verb asks for.
pub(super) fn intent(session: &mut Session, verb: SeenVerb) -> Result<Intent, Failure> {
    let mut account = |name: Option<String>| -> Result<Option<AccountId>, Failure> {
        name.map(|name| session.account(&name)).transpose()
    };
    Ok(match verb {
        SeenVerb::Calls { call: Some(call), .. } => mark(Some(CallId(call)), None, None, None),
        SeenVerb::Chats { chat: Some(chat), .. } => {
            mark(None, None, Some(ConversationId(chat)), None)
        }
        SeenVerb::Calls { call: None, account: of } => all(account(of)?, SeenKind::Calls),
        SeenVerb::Messages { account: of } => all(account(of)?, SeenKind::Messages),
        SeenVerb::Chats { chat: None, account: of } => all(account(of)?, SeenKind::Chats),
        SeenVerb::All { account: of } => all(account(of)?, SeenKind::All),
        SeenVerb::Undo => Intent::UndoSeen { mark: None },
    })
}

const fn all(account: Option<AccountId>, kind: SeenKind) -> Intent {
    mark(None, account, None, Some(kind))
}

const fn mark(
    call: Option<CallId>,
    account: Option<AccountId>,
    conversation: Option<ConversationId>,
    kind: Option<SeenKind>,
) -> Intent {
    Intent::MarkSeen { call, account, conversation, message: None, kind }
}
