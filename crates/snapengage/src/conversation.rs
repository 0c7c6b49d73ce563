//! What SnapEngage posts while a conversation goes on: its eight events (section *Conversation Events API*).

use crate::agent_status::without_prefix;
use crate::lenient::{Object, Plain, utf8};
use crate::webhooks::{BadDelivery, not_read};
use serde::{Deserialize, Serialize};

/// What happened to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Happening {
    /// It waits for any agent.
    Queued,
    /// It was given to the agent.
    Assigned,
    /// It was offered to the agent, and perhaps to others.
    Broadcasted,
    /// The agent answered.
    Responded,
    /// A label was put on it.
    Labeled,
    /// It was transferred. The reference does not say whether the agent named gave it or has it now.
    Transferred,
    /// The visitor judged it.
    Surveyed,
    /// It is over.
    Closed,
}

/// The vendor's names of them.
const HAPPENINGS: [(&str, Happening); 8] = [
    ("caseQueued", Happening::Queued),
    ("caseAssigned", Happening::Assigned),
    ("caseBroadcasted", Happening::Broadcasted),
    ("caseResponded", Happening::Responded),
    ("caseLabeled", Happening::Labeled),
    ("caseTransferred", Happening::Transferred),
    ("caseSurveyed", Happening::Surveyed),
    ("caseClosed", Happening::Closed),
];

/// A name and what stands under it: a label, a variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedValue {
    /// The name.
    pub name: String,
    /// Its value; may be empty.
    pub value: String,
}

/// One event of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationEvent {
    /// The vendor's name of the conversation.
    pub case: String,
    /// What happened.
    pub event: Happening,
    /// The widget it was begun with.
    pub widget: Option<String>,
    /// Its name.
    pub widget_name: Option<String>,
    /// The agent's e-mail address: without `wc:`, in lower case. None while it is queued.
    pub agent: Option<String>,
    /// The agent's name, as visitors see it.
    pub agent_alias: Option<String>,
    /// When, in milliseconds since 1970.
    pub at: Option<u64>,
    /// The label, of [`Happening::Labeled`].
    pub label: Option<NamedValue>,
    /// The visitor's score, of [`Happening::Surveyed`].
    pub score: Option<u32>,
    /// The visitor's words beside it.
    pub comment: Option<String>,
}

/// As it stands in a delivery.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Raw {
    case_id: Plain,
    event: Plain,
    widget_id: Plain,
    widget_name: Plain,
    agent_id: Plain,
    agent_email: Plain,
    agent_alias: Plain,
    timestamp: Plain,
    label: Object<RawNamed>,
    survey_score: Plain,
    survey_comment: Plain,
}

/// A name and a value, as they stand in a delivery.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawNamed {
    name: Plain,
    value: Plain,
}

impl RawNamed {
    pub(crate) fn read(self) -> Option<NamedValue> {
        let name = self.name.text()?;
        Some(NamedValue { name, value: self.value.text().unwrap_or_default() })
    }
}

impl ConversationEvent {
    /// Whether it is about this agent, however their address was typed.
    #[must_use]
    pub fn is_about(&self, agent: &str) -> bool {
        self.agent.as_deref() == Some(without_prefix(agent).to_lowercase().as_str())
    }

    /// Reads a delivery's body. Fields nobody documented are ignored, and optional ones that cannot be read are missing.
    ///
    /// # Errors
    /// [`BadDelivery`] if it is not clear what happened to which conversation.
    pub fn read(body: &[u8]) -> Result<Self, BadDelivery> {
        let body = utf8(body).ok_or(BadDelivery::NotJson)?;
        let Object(raw) = serde_json::from_str(body).map_err(|error| not_read(&error))?;
        let raw: Raw = raw.ok_or(BadDelivery::NotAnObject)?;
        let event = raw.event.text().ok_or(BadDelivery::Missing("event"))?;
        let known = HAPPENINGS.iter().find(|(name, _)| event.eq_ignore_ascii_case(name));
        let (_, event) = known.ok_or(BadDelivery::UnknownEvent)?;
        // The prefixed one is documented as the agent's; the other one's description speaks of something else.
        let agent = raw.agent_id.text().or_else(|| raw.agent_email.text());
        let agent = agent.map(|agent| without_prefix(&agent).to_lowercase());
        Ok(Self {
            case: raw.case_id.text().ok_or(BadDelivery::Missing("case_id"))?,
            event: *event,
            widget: raw.widget_id.text(),
            widget_name: raw.widget_name.text(),
            agent: agent.filter(|agent| !agent.is_empty()),
            agent_alias: raw.agent_alias.text(),
            at: raw.timestamp.milliseconds(),
            // The reference's own sample carries a judgement with a label: each is read where its event says so.
            label: raw.label.0.and_then(RawNamed::read).filter(|_| *event == Happening::Labeled),
            score: raw
                .survey_score
                .whole()
                .and_then(|score| u32::try_from(score).ok())
                .filter(|_| *event == Happening::Surveyed),
            comment: raw.survey_comment.text().filter(|_| *event == Happening::Surveyed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ConversationEvent, HAPPENINGS, Happening};
    use crate::BadDelivery;
    use serde_json::{Value, json};

    fn read(delivery: &Value) -> Result<ConversationEvent, BadDelivery> {
        ConversationEvent::read(delivery.to_string().as_bytes())
    }

    #[test]
    fn the_documented_sample_is_read() {
        let sample = json!({
            "widget_id": "beaa0150", "widget_name": "Paddy's", "case_id": "2e3362fc",
            "agent_id": "wc:Charlie@Example.com", "agent_email": "charlie@example.com",
            "agent_alias": "Charlie Boy", "event": "caseLabeled", "timestamp": 1_551_461_879_355_u64,
            "label": { "value": "new chat", "name": "chatType" },
            "survey_score": 75, "survey_comment": "really helpful",
        });
        let event = read(&sample).unwrap();
        assert_eq!(event.event, Happening::Labeled);
        assert_eq!(event.agent.as_deref(), Some("charlie@example.com"));
        assert!(event.is_about(" wc:CHARLIE@example.com") && !event.is_about("ada@example.com"));
        assert_eq!(event.label.unwrap().value, "new chat");
        assert_eq!((event.score, event.at), (None, Some(1_551_461_879_355)));
    }

    #[test]
    fn all_eight_are_known_and_a_queued_one_has_no_agent() {
        for (name, event) in HAPPENINGS {
            let told = read(&json!({ "event": name, "case_id": 7, "agent_id": "wc: " })).unwrap();
            assert_eq!((told.event, told.case.as_str(), told.agent), (event, "7", None));
        }
        let judged = json!({ "event": "casesurveyed", "case_id": "x", "survey_score": "4.0" });
        assert_eq!(read(&judged).unwrap().score, None, "a fraction in a text is no score");
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused_by_name() {
        for (body, bad) in [
            (json!({ "event": "caseClosed" }), BadDelivery::Missing("case_id")),
            (json!({ "case_id": "x" }), BadDelivery::Missing("event")),
            (json!({ "case_id": "x", "event": "caseEaten" }), BadDelivery::UnknownEvent),
            (json!([1]), BadDelivery::NotAnObject),
            (json!({ "case_id": ["x"], "event": "caseClosed" }), BadDelivery::Missing("case_id")),
        ] {
            assert_eq!(read(&body), Err(bad), "{body}");
        }
        assert_eq!(ConversationEvent::read(b"\xff{}"), Err(BadDelivery::NotJson));
        assert_eq!(ConversationEvent::read(b"{"), Err(BadDelivery::NotJson));
    }
}
