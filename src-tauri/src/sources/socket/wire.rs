//! The socket's words, version 1: requests and replies as JSON lines.

use deskbell_core::{Answer, Intent, Query, QueryAnswer, Source};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Version of the words; every line carries it.
pub const VERSION: u32 = 1;
/// Longest request in bytes, without its line feed.
pub const LINE_MAX: usize = 64 * 1024;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestKind {
    /// Do something; answered when it is confirmed or has failed.
    Intent(Intent),
    /// Answer a question.
    Query(Query),
    /// The latest snapshot.
    View,
    /// Everything that happens from now on.
    Follow {
        /// Effects too.
        effects: bool,
        /// And first what happened after the entry with this number.
        after: Option<u64>,
    },
    /// A recording of this run for a bug report.
    Incident,
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Given back in the reply.
    pub id: u64,
    /// What.
    pub ask: RequestKind,
    /// Through what it came.
    pub from: Source,
}

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The request's id, if it could be read.
    pub id: Option<u64>,
    /// Stable word for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// One reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// [`VERSION`].
    pub v: u32,
    /// Of the request; null if it could not be read.
    pub id: Option<u64>,
    /// Done.
    pub ok: bool,
    /// Stable word, if not ok.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// To `view`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<Value>,
    /// To `query`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
}

impl Request {
    /// Reads one line.
    ///
    /// # Errors
    /// What is wrong with it, ready to be sent back.
    pub fn read(line: &[u8]) -> Result<Self, Refusal> {
        let bad = |id, message: String| Refusal { id, code: "bad-request", message };
        let mut fields: Map<String, Value> = match serde_json::from_slice(line) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return Err(bad(None, "a request is a JSON object".to_owned())),
            Err(error) => return Err(bad(None, format!("this is not JSON: {error}"))),
        };
        let id = fields.remove("id").as_ref().and_then(Value::as_u64);
        let version = fields.remove("v");
        if version.as_ref().and_then(Value::as_u64) != Some(u64::from(VERSION)) {
            let message = format!("this Deskbell speaks \"v\":{VERSION}");
            return Err(Refusal { id, code: "bad-version", message });
        }
        let Some(number) = id else {
            return Err(bad(None, "\"id\" must be a whole number from 0".to_owned()));
        };
        let from = match fields.remove("from") {
            None => Source::CommandLine,
            Some(Value::String(from)) if from == "secondStart" => Source::SecondStart,
            Some(Value::String(from)) if from == "link" => Source::Link,
            Some(_) => {
                let message = "\"from\" can only be \"secondStart\" or \"link\"".to_owned();
                return Err(bad(id, message));
            }
        };
        let mut rest = fields.into_iter();
        let (Some((name, value)), None) = (rest.next(), rest.next()) else {
            let message =
                "give exactly one of \"intent\", \"query\", \"view\", \"follow\" and \"incident\""
                    .to_owned();
            return Err(bad(id, message));
        };
        let wrong = |error: serde_json::Error| bad(id, format!("\"{name}\" is wrong: {error}"));
        let ask = match name.as_str() {
            "intent" => RequestKind::Intent(serde_json::from_value(value).map_err(wrong)?),
            "query" => RequestKind::Query(serde_json::from_value(value).map_err(wrong)?),
            "view" if value == Value::Bool(true) => RequestKind::View,
            "view" => return Err(bad(id, "\"view\" must be true".to_owned())),
            "follow" => {
                let Follow { effects, after } = serde_json::from_value(value).map_err(wrong)?;
                RequestKind::Follow { effects, after }
            }
            "incident" if value == Value::Bool(true) => RequestKind::Incident,
            "incident" => return Err(bad(id, "\"incident\" must be true".to_owned())),
            other => return Err(bad(id, format!("\"{other}\" is not known"))),
        };
        Ok(Self { id: number, ask, from })
    }

    /// Writes it as one line, without the line feed.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = json!({ "v": VERSION, "id": self.id });
        let (name, value) = match &self.ask {
            RequestKind::Intent(intent) => ("intent", json!(intent)),
            RequestKind::Query(query) => ("query", json!(query)),
            RequestKind::View => ("view", Value::Bool(true)),
            RequestKind::Follow { effects, after: None } => {
                ("follow", json!({ "effects": effects }))
            }
            RequestKind::Follow { effects, after } => {
                ("follow", json!({ "effects": effects, "after": after }))
            }
            RequestKind::Incident => ("incident", Value::Bool(true)),
        };
        line[name] = value;
        if matches!(self.from, Source::SecondStart | Source::Link) {
            line["from"] = json!(self.from);
        }
        line.to_string()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Follow {
    #[serde(default)]
    effects: bool,
    #[serde(default)]
    after: Option<u64>,
}

/// Beside `ok`: it was handed over, and nobody tells what came of it.
const UNCONFIRMED: &str = "unconfirmed";

impl Reply {
    /// Done, with a sentence.
    #[must_use]
    pub fn done(id: u64, message: &str) -> Self {
        Self {
            v: VERSION,
            id: Some(id),
            ok: true,
            message: Some(message.to_owned()),
            ..Self::default()
        }
    }

    /// The core's answer to an intent.
    #[must_use]
    pub fn to_intent(id: u64, answer: Answer) -> Self {
        match answer {
            Answer::Done { message } => Self::done(id, &message),
            Answer::Unconfirmed { message } => {
                Self { code: Some(UNCONFIRMED.to_owned()), ..Self::done(id, &message) }
            }
            Answer::Failed { code, message } => Self {
                v: VERSION,
                id: Some(id),
                code: Some(code.as_str().to_owned()),
                message: Some(message),
                ..Self::default()
            },
        }
    }

    /// The answer to a query.
    #[must_use]
    pub fn to_query(id: u64, answer: &QueryAnswer) -> Self {
        Self { v: VERSION, id: Some(id), ok: true, answer: Some(json!(answer)), ..Self::default() }
    }

    /// A recording, without anything private.
    #[must_use]
    pub fn to_incident(id: u64, incident: Value) -> Self {
        Self { v: VERSION, id: Some(id), ok: true, answer: Some(incident), ..Self::default() }
    }

    /// A snapshot, already scrubbed.
    #[must_use]
    pub fn to_view(id: u64, view: Value) -> Self {
        Self { v: VERSION, id: Some(id), ok: true, view: Some(view), ..Self::default() }
    }

    /// As one line, without the line feed.
    #[must_use]
    pub fn line(&self) -> String {
        json!(self).to_string()
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let Refusal { id, code, message } = refusal;
        let (code, message) = (Some(code.to_owned()), Some(message));
        Self { v: VERSION, id, code, message, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::CallAction;

    #[test]
    fn what_we_write_we_can_read() {
        let answer = Intent::Call { call: None, action: CallAction::Answer, argument: None };
        let asks = [
            RequestKind::Intent(answer),
            RequestKind::Query(Query::Vendors),
            RequestKind::View,
            RequestKind::Follow { effects: true, after: None },
            RequestKind::Follow { effects: false, after: Some(7) },
            RequestKind::Incident,
        ];
        for ask in asks {
            for from in [Source::CommandLine, Source::SecondStart, Source::Link] {
                let request = Request { id: 7, ask: ask.clone(), from };
                assert_eq!(Request::read(request.line().as_bytes()), Ok(request));
            }
        }
    }

    #[test]
    fn a_bad_line_is_told_what_is_wrong() {
        let said = |line: &str| {
            let Refusal { id, code, message } = Request::read(line.as_bytes()).unwrap_err();
            format!("{id:?} {code}: {message}")
        };
        assert!(said("hello").starts_with("None bad-request: this is not JSON"));
        assert_eq!(said("[]"), "None bad-request: a request is a JSON object");
        assert_eq!(said(r#"{"id":3}"#), "Some(3) bad-version: this Deskbell speaks \"v\":1");
        assert!(said(r#"{"v":1,"id":-1,"view":true}"#).contains("whole number"));
        assert!(said(r#"{"v":1,"id":1}"#).contains("exactly one"));
        assert!(said(r#"{"v":1,"id":1,"view":true,"query":{}}"#).contains("exactly one"));
        assert!(said(r#"{"v":1,"id":1,"dance":true}"#).contains("\"dance\" is not known"));
        assert!(said(r#"{"v":1,"id":1,"follow":{"all":1}}"#).contains("unknown field `all`"));
        let unknown = said(r#"{"v":1,"id":1,"intent":{"intent":"explode"}}"#);
        assert!(
            unknown.starts_with("Some(1) bad-request: \"intent\" is wrong: unknown variant"),
            "{unknown}"
        );
    }
}
