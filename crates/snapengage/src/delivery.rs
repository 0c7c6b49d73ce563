//! What the listener hands on: what was told, and for whom.

use crate::webhooks::BadDelivery;
use crate::{AgentStatusChange, CaseRecord, ConversationEvent};
use serde::{Deserialize, Serialize};

/// What SnapEngage posts to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Webhook {
    /// An agent's status changed (section *Agent Status API*).
    #[serde(rename = "change")]
    AgentStatus(AgentStatusChange),
    /// Something happened to a conversation (section *Conversation Events API*).
    #[serde(rename = "conversation")]
    Conversation(ConversationEvent),
    /// A chat is over, or a message was left (section *Integration API*).
    #[serde(rename = "case")]
    Case(CaseRecord),
}

/// Which of them an address of ours is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WebhookKind {
    /// [`Webhook::AgentStatus`].
    AgentStatus,
    /// [`Webhook::Conversation`].
    Conversation,
    /// [`Webhook::Case`].
    Case,
}

impl WebhookKind {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::AgentStatus, Self::Conversation, Self::Case];

    /// Last part of the address that takes them.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::AgentStatus => "agent-status",
            Self::Conversation => "conversation-events",
            Self::Case => "integration",
        }
    }

    /// Reads a body.
    pub(crate) fn read(self, body: &[u8]) -> Result<Webhook, BadDelivery> {
        Ok(match self {
            Self::AgentStatus => Webhook::AgentStatus(AgentStatusChange::read(body)?),
            Self::Conversation => Webhook::Conversation(ConversationEvent::read(body)?),
            Self::Case => Webhook::Case(CaseRecord::read(body)?),
        })
    }
}

impl Webhook {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> WebhookKind {
        match self {
            Self::AgentStatus(_) => WebhookKind::AgentStatus,
            Self::Conversation(_) => WebhookKind::Conversation,
            Self::Case(_) => WebhookKind::Case,
        }
    }

    /// The agent it names, without `wc:` and in lower case.
    #[must_use]
    pub fn agent(&self) -> Option<&str> {
        match self {
            Self::AgentStatus(change) => Some(&change.agent),
            Self::Conversation(event) => event.agent.as_deref(),
            Self::Case(_) => None,
        }
    }

    /// The conversation it is about.
    #[must_use]
    pub fn case(&self) -> Option<&str> {
        match self {
            Self::AgentStatus(_) => None,
            Self::Conversation(event) => Some(&event.case),
            Self::Case(case) => Some(&case.case),
        }
    }

    /// The widget it came through.
    #[must_use]
    pub fn widget(&self) -> Option<&str> {
        match self {
            Self::AgentStatus(_) => None,
            Self::Conversation(event) => event.widget.as_deref(),
            Self::Case(case) => case.widget.as_deref(),
        }
    }

    /// Its body is about one change only: the same body again is a repetition, however much later it comes.
    #[must_use]
    pub const fn is_timed(&self) -> bool {
        match self {
            Self::AgentStatus(change) => change.at.is_some(),
            Self::Conversation(event) => event.at.is_some(),
            // A chat ends once, and a message is left once.
            Self::Case(_) => true,
        }
    }
}

/// One accepted delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The account it was posted for, as its path names it.
    pub account: String,
    /// What it said.
    #[serde(flatten)]
    pub webhook: Webhook,
}

/// It could not be stored. SnapEngage is told so and delivers it again, for about two hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the delivery could not be stored")]
pub struct KeepFailed;

impl Delivery {
    /// The delivery on one line, for a file.
    #[must_use]
    pub fn to_line(&self) -> String {
        // There is nothing in it that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads such a line again; none if it is another.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, WebhookKind};

    #[test]
    fn a_delivery_is_one_line_and_comes_back() {
        for (kind, body) in [
            (
                WebhookKind::AgentStatus,
                r#"{"agent_id":"a@b.example","status":"pause","sub_status":"one\ntwo\r"}"#,
            ),
            (WebhookKind::Conversation, r#"{"case_id":"x\n","event":"caseQueued","timestamp":7}"#),
            (WebhookKind::Case, r#"{"id":"x","transcripts":[{"message":"one\ntwo"}]}"#),
        ] {
            let webhook = kind.read(body.as_bytes()).unwrap();
            assert_eq!(webhook.kind(), kind);
            let delivery = Delivery { account: "main\n".to_owned(), webhook };
            let line = delivery.to_line();
            assert!(!line.contains(['\n', '\r']), "{line:?}");
            assert_eq!(Delivery::from_line(&line), Some(delivery));
        }
        assert_eq!(Delivery::from_line("{}"), None);
    }

    #[test]
    fn a_line_of_an_earlier_version_is_still_read() {
        let line = r#"{"account":"main","change":{"org":null,"agent":"a@b.example","status":"pause","sub_status":null,"at":7}}"#;
        let webhook = Delivery::from_line(line).unwrap().webhook;
        assert_eq!(webhook.agent(), Some("a@b.example"));
    }
}
