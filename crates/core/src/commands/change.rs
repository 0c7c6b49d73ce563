//! What happened to commands.

use super::facts::VendorCommand;
use super::kind::{CommandKind, Failure};
use crate::accounts::{AccountId, VendorId};
use crate::base::{Answer, CommandId, RequestId};
use crate::chats::{ChatRequest, ConversationId};

/// One change of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// A command has got further, and nobody else need know.
    Updated,
    /// A widget is to be handed this, in this vendor's dialect.
    Posted { account: AccountId, vendor: VendorId, id: CommandId, command: VendorCommand },
    /// A page took a request whose widget never shows what came of it.
    TakenUnconfirmed { conversation: ConversationId, request: ChatRequest },
    /// The widget shows that it was done, perhaps after it was given up.
    Confirmed { kind: CommandKind },
    /// It did not happen, as far as known; what is said of that.
    Failed { account: AccountId, kind: CommandKind, failure: Failure, message: String },
    /// Nothing of this account is left of which nobody knows what came of it.
    AllKnown { account: AccountId },
    /// A widget refused something that nobody here asked of it, in its words.
    Refused { account: AccountId, reason: String },
    /// Somebody who waits gets an answer.
    Answered { request: RequestId, answer: Answer },
}
