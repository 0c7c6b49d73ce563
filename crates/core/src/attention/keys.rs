//! The keys by which notifications are replaced and withdrawn.

use crate::accounts::AccountId;
use crate::calls::CallId;
use crate::chats::ConversationId;

/// Key of a ringing call's notification.
pub(crate) fn call_key(id: CallId) -> String {
    format!("call-{}", id.0)
}

/// Beginning of the key of the notification about missed calls.
pub(crate) const MISSED: &str = "missed-";

/// Key of the notification about missed calls, of which this was the first.
pub(crate) fn missed_key(id: CallId) -> String {
    format!("{MISSED}{}", id.0)
}

/// Key of a conversation's notification.
pub(crate) fn chat_key(id: ConversationId) -> String {
    format!("chat-{}", id.0)
}

/// Key of the one notification about many conversations.
pub(crate) const CHATS: &str = "chats";

/// Key of the notification about a sign-out.
pub(crate) fn signed_out_key(account: &AccountId) -> String {
    format!("signed-out-{account}")
}

/// Key of the notification about a password that is asked for.
pub(crate) fn password_key(account: &AccountId) -> String {
    format!("password-{account}")
}

/// Key of one message's notification.
pub(crate) fn message_key(account: &AccountId, id: &str) -> String {
    format!("message-{account}-{id}")
}

/// Key of the notification of many messages.
pub(crate) fn messages_key(account: &AccountId) -> String {
    format!("messages-{account}")
}
