//! What happened to conversations and their widgets.

use super::action::ChatAction;
use super::asked::ChatAsked;
use super::facts::{ConversationFact, ConversationId};
use crate::accounts::AccountId;
use crate::base::{Answer, RequestId};

/// One change of the chats.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// The windows show something else, and nobody else need know.
    Updated,
    /// A conversation is different.
    Changed { conversation: ConversationId },
    /// It has a line that the agent has not seen.
    LineArrived { conversation: ConversationId },
    /// It is no longer on the list.
    Removed { conversation: ConversationId },
    /// There were too many at once: one of them gave way to a new one of this account.
    GaveWay { account: AccountId },
    /// A widget of this account can do something else.
    WidgetChanged { account: AccountId },
    /// Somebody wrote, and the widget did not say in which of its conversations.
    Misplaced { account: AccountId },
    /// A line was told once more and not taken in again.
    Repeated { account: AccountId },
    /// Something was told that a request may have waited for.
    Reported { conversation: ConversationId, fact: ConversationFact },
    /// A widget has to be asked.
    Ask {
        account: AccountId,
        conversation: Option<ConversationId>,
        asked: ChatAsked,
        request: Option<RequestId>,
    },
    /// A request waited in vain for its widget's window.
    Expired { account: AccountId, action: ChatAction },
    /// Somebody who waits gets an answer.
    Answered { request: RequestId, answer: Answer },
}
