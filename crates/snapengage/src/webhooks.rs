//! What SnapEngage posts to us: that an agent's status changed.

use crate::agent_status::without_prefix;
use crate::lenient::{Plain, milliseconds, utf8};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// A status as it is received; *offline* can be received and not set (section *Receive agent status changes*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceivedStatus {
    /// Takes chats.
    Online,
    /// Signed in, takes none.
    Pause,
    /// Not signed in.
    Offline,
}

/// An agent's status changed, wherever it was changed (section *Receive agent status changes*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentStatusChange {
    /// The organisation at SnapEngage.
    pub org: Option<i64>,
    /// The agent's e-mail address: without `wc:`, in lower case.
    pub agent: String,
    /// What it is now.
    pub status: ReceivedStatus,
    /// More about it in the agent's words.
    pub sub_status: Option<String>,
    /// When it changed, in milliseconds since 1970.
    pub at: Option<u64>,
}

/// Why a delivery says nothing we can use. The texts quote nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDelivery {
    /// Not JSON in UTF-8, or nested beyond reason.
    #[error("the body is not JSON")]
    NotJson,
    /// JSON, but no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// No text under `agent_id`.
    #[error("agent_id is missing or not a text")]
    NoAgent,
    /// No text under `status`.
    #[error("status is missing or not a text")]
    NoStatus,
    /// A text under `status` that the reference does not know.
    #[error("status is none of online, pause, offline")]
    UnknownStatus,
    /// No text under a name that is needed.
    #[error("{0} is missing or not a text")]
    Missing(&'static str),
    /// A text under `event` that the reference does not know.
    #[error("event is none of the eight events of a conversation")]
    UnknownEvent,
    /// Begins as XML and is none, or is nested beyond reason.
    #[error("the body is not XML")]
    NotXml,
}

/// Why a body is not what it should be.
pub(crate) fn not_read(error: &serde_json::Error) -> BadDelivery {
    match error.is_data() {
        true => BadDelivery::NotAnObject,
        false => BadDelivery::NotJson,
    }
}

impl AgentStatusChange {
    /// Whether it is about this agent, however their address was typed.
    #[must_use]
    pub fn is_about(&self, agent: &str) -> bool {
        without_prefix(agent).to_lowercase() == self.agent
    }

    /// Reads a delivery's body. Fields nobody documented are ignored, and optional ones that cannot be read are missing.
    ///
    /// # Errors
    /// [`BadDelivery`] if it is not clear whose status became what.
    pub fn read(body: &[u8]) -> Result<Self, BadDelivery> {
        let body = utf8(body).ok_or(BadDelivery::NotJson)?;
        let Fields(fields) = serde_json::from_str(body).map_err(|error| not_read(&error))?;
        let agent = text(&fields, "agent_id").ok_or(BadDelivery::NoAgent)?;
        let agent = without_prefix(agent).to_lowercase();
        if agent.is_empty() {
            return Err(BadDelivery::NoAgent);
        }
        let status = text(&fields, "status").ok_or(BadDelivery::NoStatus)?;
        Ok(Self {
            org: fields.get("org").and_then(organisation),
            agent,
            status: status_of(status).ok_or(BadDelivery::UnknownStatus)?,
            sub_status: text(&fields, "sub_status").map(str::to_owned),
            at: fields.get("timestamp").and_then(milliseconds),
        })
    }
}

/// The names we read.
const NAMES: [&str; 5] = ["agent_id", "status", "sub_status", "org", "timestamp"];

/// What stands under them. The rest of a body is passed over unread, and so are lists and objects where a plain value
/// should be: a body takes no more memory than its own text.
struct Fields(Map<String, Value>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if NAMES.contains(&&*name) {
                let Plain(value) = map.next_value()?;
                fields.insert(name.into_owned(), value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Fields(fields))
    }
}

/// The text under a name, unless there is nothing in it.
fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn status_of(text: &str) -> Option<ReceivedStatus> {
    let known = [
        ("online", ReceivedStatus::Online),
        ("pause", ReceivedStatus::Pause),
        ("offline", ReceivedStatus::Offline),
    ];
    known.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, status)| *status)
}

fn organisation(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
#[path = "webhooks_tests.rs"]
mod tests;
