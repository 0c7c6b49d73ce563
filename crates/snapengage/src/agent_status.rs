//! What SnapEngage can be asked to set: the status of one agent.

use serde::Serialize;

/// Before an agent's address where SnapEngage names one to us, never where we name one to it.
const PREFIX: &str = "wc:";

/// A status that can be set. *Offline* cannot: SnapEngage has no way to set it (section *POST agent status*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AgentStatus {
    /// Takes chats.
    Online,
    /// Signed in, takes none.
    Pause,
}

/// What an agent's status should become (section *POST agent status*, *Request Parameters*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The agent's e-mail address; the prefix `wc:` of received ones may stand before it and is not sent.
    pub agent: String,
    /// What to set.
    pub status: AgentStatus,
    /// More about it in the agent's words, such as why they are away.
    pub sub_status: Option<String>,
}

/// The request's body under the vendor's names.
#[derive(Serialize)]
struct Body<'a> {
    agent_id: &'a str,
    status: AgentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_status: Option<&'a str>,
}

impl StatusUpdate {
    /// The request's body. It cannot fail: there is nothing in it but text.
    pub(crate) fn body(&self) -> String {
        let body = Body {
            agent_id: without_prefix(&self.agent),
            status: self.status,
            sub_status: self.sub_status.as_deref().filter(|words| !words.is_empty()),
        };
        serde_json::to_string(&body).unwrap_or_default()
    }
}

/// The address itself, whether it was pasted from a webhook or typed.
pub(crate) fn without_prefix(agent: &str) -> &str {
    let agent = agent.trim();
    match agent.get(..PREFIX.len()) {
        Some(start) if start.eq_ignore_ascii_case(PREFIX) => agent[PREFIX.len()..].trim_start(),
        _ => agent,
    }
}

#[cfg(test)]
mod tests {
    use super::{AgentStatus, StatusUpdate, without_prefix};

    #[test]
    fn the_prefix_is_taken_off_once() {
        assert_eq!(without_prefix(" wc:ada@example.com "), "ada@example.com");
        assert_eq!(without_prefix("WC: ada@example.com"), "ada@example.com");
        assert_eq!(without_prefix("ada@example.com"), "ada@example.com");
        assert_eq!(without_prefix("wcé"), "wcé");
        assert_eq!(without_prefix(""), "");
    }

    #[test]
    fn the_body_has_the_documented_names() {
        let mut update = StatusUpdate {
            agent: "wc:ada@example.com".to_owned(),
            status: AgentStatus::Pause,
            sub_status: Some("Lunch \"break\"".to_owned()),
        };
        assert_eq!(
            update.body(),
            r#"{"agent_id":"ada@example.com","status":"pause","sub_status":"Lunch \"break\""}"#
        );
        update.status = AgentStatus::Online;
        update.sub_status = Some(String::new());
        assert_eq!(update.body(), r#"{"agent_id":"ada@example.com","status":"online"}"#);
    }
}
