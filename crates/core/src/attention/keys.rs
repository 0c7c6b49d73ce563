//! Keys: what a notification is about, and so which one it replaces. Their text is for the outside only.

use crate::accounts::AccountId;
use crate::calls::CallId;
use crate::chats::ConversationId;
use std::fmt;

/// What a notification is about. The least urgent come first: of too many the first is given up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Finished downloads.
    Downloads,
    /// Many messages of an account.
    Messages(AccountId),
    /// One message.
    Message(AccountId, String),
    /// A vendor's trouble with the status.
    Status(AccountId),
    /// Open questions of a page about permissions.
    Permissions(AccountId),
    /// A password that a page asks for.
    Password(AccountId),
    /// An unexpected sign-out.
    SignedOut(AccountId),
    /// Missed calls, of which this was the first.
    Missed(CallId),
    /// Many conversations.
    Chats,
    /// A conversation.
    Chat(ConversationId),
    /// A call that rings.
    Call(CallId),
}

impl Key {
    /// What a notification with this key would have been, as records of those not made say it.
    pub(super) const fn what(&self) -> &'static str {
        match self {
            Self::Downloads => "download",
            Self::Messages(_) | Self::Message(..) => "message",
            Self::Status(_) => "status",
            Self::Permissions(_) => "question",
            Self::Password(_) => "password wanted",
            Self::SignedOut(_) => "signed out",
            Self::Missed(_) => "missed call",
            Self::Chats | Self::Chat(_) => "chat",
            Self::Call(_) => "call",
        }
    }
}

/// As notification services and journals know it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Downloads => f.write_str("downloads"),
            Self::Messages(account) => write!(f, "messages-{account}"),
            Self::Message(account, id) => write!(f, "message-{account}-{id}"),
            Self::Status(account) => write!(f, "status-{account}"),
            Self::Permissions(account) => write!(f, "ask-{account}"),
            Self::Password(account) => write!(f, "password-{account}"),
            Self::SignedOut(account) => write!(f, "signed-out-{account}"),
            Self::Missed(first) => write!(f, "missed-{}", first.0),
            Self::Chats => f.write_str("chats"),
            Self::Chat(id) => write!(f, "chat-{}", id.0),
            Self::Call(id) => write!(f, "call-{}", id.0),
        }
    }
}
