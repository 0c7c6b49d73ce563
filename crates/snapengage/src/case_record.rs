//! What SnapEngage posts once a chat is over, or somebody left a message while nobody was there (section *Integration API*).

use crate::case_xml::to_json;
use crate::conversation::{NamedValue, RawNamed};
use crate::lenient::{List, Object, Plain, utf8};
use crate::webhooks::{BadDelivery, not_read};
use serde::{Deserialize, Serialize};

/// What a record is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CaseKind {
    /// A chat that is over.
    Chat,
    /// A message that a visitor left.
    Offline,
}

/// Who ended a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EndedBy {
    /// The agent.
    Agent,
    /// The visitor.
    Visitor,
    /// Silence.
    TimedOut,
    /// No agent was there to answer.
    NoAgentsFound,
}

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sender {
    /// The vendor's system.
    System,
    /// An agent.
    Agent,
    /// A bot.
    Bot,
    /// The visitor.
    Visitor,
}

/// One line of the transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Who wrote it.
    pub sender: Sender,
    /// Under which name.
    pub alias: Option<String>,
    /// What.
    pub message: String,
    /// When, in milliseconds since 1970.
    pub at: Option<u64>,
}

/// A finished chat, or a message left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    /// The vendor's name of it.
    pub case: String,
    /// Which of the two.
    pub kind: CaseKind,
    /// The widget it came through.
    pub widget: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub at: Option<u64>,
    /// The visitor's e-mail address, as they gave it.
    pub email: Option<String>,
    /// The visitor's name.
    pub name: Option<String>,
    /// The visitor's telephone number.
    pub phone: Option<String>,
    /// The visitor's first words, or the message left.
    pub description: Option<String>,
    /// The page they were on.
    pub page: Option<String>,
    /// The page they came from.
    pub referrer: Option<String>,
    /// City and country.
    pub location: Option<String>,
    /// Their language, as their browser names it.
    pub language: Option<String>,
    /// Whatever else is known of the visitor, under the vendor's names.
    pub details: Vec<NamedValue>,
    /// Who ended it, where it is told.
    pub ended_by: Option<EndedBy>,
    /// Labels on it.
    pub labels: Vec<NamedValue>,
    /// What was said.
    pub transcript: Vec<CaseLine>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    id: Plain,
    widget_id: Plain,
    #[serde(rename = "type")]
    kind: Plain,
    requested_by: Plain,
    requester_details: Object<RawRequester>,
    description: Plain,
    created_at: Plain,
    created_at_date: Plain,
    created_at_seconds: Plain,
    created_at_milliseconds: Plain,
    page_url: Plain,
    referrer_url: Plain,
    entry_url: Plain,
    browser: Plain,
    os: Plain,
    country: Plain,
    city: Plain,
    source_id: Plain,
    chat_ended_by: Plain,
    language_code: Plain,
    transcripts: List<Object<RawLine>>,
    javascript_variables: List<Object<RawNamed>>,
    operator_variables: List<Object<RawNamed>>,
    labels: List<Object<RawNamed>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawRequester {
    name: Plain,
    emails: List<Plain>,
    phones: List<Plain>,
    address: Plain,
    city: Plain,
    zip: Plain,
    country: Plain,
    company_name: Plain,
    title: Plain,
    website: Plain,
    notes: Plain,
    industry: Plain,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawLine {
    id: Plain,
    alias: Plain,
    message: Plain,
    sender: Plain,
    date: Plain,
    date_seconds: Plain,
    date_milliseconds: Plain,
}

impl CaseRecord {
    /// Reads a delivery's body, JSON or the XML of old customers. Fields nobody documented are ignored, and optional
    /// ones that cannot be read are missing.
    ///
    /// # Errors
    /// [`BadDelivery`] if it is neither, or names no case.
    pub fn read(body: &[u8]) -> Result<Self, BadDelivery> {
        let body = utf8(body).ok_or(BadDelivery::NotJson)?;
        let Object(raw) = match body.trim_start().starts_with('<') {
            true => {
                let value = to_json(body).ok_or(BadDelivery::NotXml)?;
                serde_json::from_value(value).map_err(|error| not_read(&error))?
            }
            false => serde_json::from_str(body).map_err(|error| not_read(&error))?,
        };
        let raw: Raw = raw.ok_or(BadDelivery::NotAnObject)?;
        raw.read()
    }
}

impl Raw {
    fn read(self) -> Result<CaseRecord, BadDelivery> {
        let requester = self.requester_details.0.unwrap_or_default();
        let transcript: Vec<CaseLine> =
            self.transcripts.0.into_iter().filter_map(|line| line.0?.read()).collect();
        let kind = match (self.kind.text().as_deref(), self.source_id.whole()) {
            (Some("offline"), _) | (None, Some(1)) => CaseKind::Offline,
            (Some(_), _) | (None, Some(_)) => CaseKind::Chat,
            (None, None) if transcript.is_empty() => CaseKind::Offline,
            (None, None) => CaseKind::Chat,
        };
        let first = |all: &List<Plain>| all.0.iter().find_map(Plain::text);
        let place = [self.city.text(), self.country.text()];
        let place: Vec<String> = place.into_iter().flatten().collect();
        let mut details = Vec::new();
        for (name, value) in [
            ("company_name", requester.company_name),
            ("title", requester.title),
            ("address", requester.address),
            ("city", requester.city),
            ("zip", requester.zip),
            ("country", requester.country),
            ("website", requester.website),
            ("industry", requester.industry),
            ("notes", requester.notes),
            ("entry_url", self.entry_url),
            ("browser", self.browser),
            ("os", self.os),
        ] {
            details.extend(value.text().map(|value| NamedValue { name: name.to_owned(), value }));
        }
        details.extend(named(self.javascript_variables));
        details.extend(named(self.operator_variables));
        Ok(CaseRecord {
            case: self.id.text().ok_or(BadDelivery::Missing("id"))?,
            kind,
            widget: self.widget_id.text(),
            at: moment(
                &self.created_at_seconds,
                &self.created_at_milliseconds,
                &[&self.created_at_date, &self.created_at],
            ),
            email: self.requested_by.text().or_else(|| first(&requester.emails)),
            name: requester.name.text(),
            phone: first(&requester.phones),
            description: self.description.text(),
            page: self.page_url.text(),
            referrer: self.referrer_url.text(),
            location: Some(place.join(", ")).filter(|place| !place.is_empty()),
            language: self.language_code.text(),
            details,
            ended_by: self.chat_ended_by.text().and_then(|word| match word.as_str() {
                "agent" => Some(EndedBy::Agent),
                "visitor" => Some(EndedBy::Visitor),
                "timed_out" => Some(EndedBy::TimedOut),
                "no_agents_found" => Some(EndedBy::NoAgentsFound),
                _ => None,
            }),
            labels: named(self.labels).collect(),
            transcript,
        })
    }
}

impl RawLine {
    fn read(self) -> Option<CaseLine> {
        let sender = match self.sender.text().as_deref() {
            Some("SYSTEM") => Sender::System,
            Some("AGENT") => Sender::Agent,
            Some("BOT") => Sender::Bot,
            Some("VISITOR") => Sender::Visitor,
            // XML does not tell: whoever has an id is an agent, a visitor's is blank.
            _ if self.id.text().is_some() => Sender::Agent,
            _ => Sender::Visitor,
        };
        Some(CaseLine {
            sender,
            alias: self.alias.text(),
            message: self.message.text()?,
            at: moment(&self.date_seconds, &self.date_milliseconds, &[&self.date]),
        })
    }
}

fn named(all: List<Object<RawNamed>>) -> impl Iterator<Item = NamedValue> {
    all.0.into_iter().filter_map(|one| one.0?.read())
}

/// A moment in milliseconds since 1970: from seconds and the milliseconds beside them, or from a date in words.
fn moment(seconds: &Plain, beside: &Plain, dates: &[&Plain]) -> Option<u64> {
    let beside = beside.whole().filter(|ms| *ms < 1000).unwrap_or_default();
    let told = seconds.milliseconds().map(|whole| whole.saturating_add(beside));
    told.or_else(|| dates.iter().find_map(|date| date_in_words(&date.text()?)))
}

/// The three ways in which the reference writes dates; all are in GMT.
fn date_in_words(text: &str) -> Option<u64> {
    let exact = text.parse::<jiff::Timestamp>().ok();
    let in_words = || {
        let formats = ["%b %d, %Y %I:%M:%S %p", "%a %b %d %H:%M:%S UTC %Y"];
        let read = |format: &&str| jiff::civil::DateTime::strptime(format, text).ok();
        let at = formats.iter().find_map(read)?;
        Some(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    };
    u64::try_from(exact.or_else(in_words)?.as_millisecond()).ok()
}

#[cfg(test)]
#[path = "case_record_tests.rs"]
mod tests;
