//! How the widget reads, sends and marks messages (reference *Message Store*).

use super::clock::now;
use super::messages::{self, Messages};
use super::rest::{extension_path, page};
use super::state::{Shared, answer, fields, refusal};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Between the parts of an answer about several messages.
const BOUNDARY: &str = "stand-in-boundary";
/// Eight thousand times a second there is one byte of it.
const SILENCE: u8 = 0x80;
const SOUND_BYTES: u32 = 8000;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(&extension_path("/message-sync"), get(sync))
        .route(&extension_path("/message-store"), get(list))
        .route(&extension_path("/message-store/{ids}"), get(read).put(mark).delete(delete))
        .route(&extension_path("/message-store/{id}/content/{attachment}"), get(content))
        .route(&extension_path("/sms"), post(send))
}

async fn sync(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let state = shared.state();
    let messages = &state.messages;
    let changed = messages.since(asked.get("syncToken"));
    let kind = if changed.is_some() { "ISync" } else { "FSync" };
    let records = changed.unwrap_or_else(|| messages.list(|record| is_asked(record, &asked)));
    let info = json!({
        "syncType": kind, "syncToken": messages.token(), "syncTime": now(), "olderRecordsExist": false,
    });
    answer(StatusCode::OK, &json!({ "records": records, "syncInfo": info }))
}

async fn list(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let mut records = shared.state().messages.list(|record| is_asked(record, &asked));
    if asked.get("distinctConversations").is_some_and(|distinct| distinct == "true") {
        let mut known = HashSet::new();
        let id = |record: &Value| record["conversation"]["id"].as_str().map(str::to_owned);
        records.retain(|record| id(record).is_none_or(|id| known.insert(id)));
    }
    answer(StatusCode::OK, &page(records))
}

async fn read(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let state = shared.state();
    let found = |messages: &Messages| {
        ids(path.last()).iter().filter_map(|id| messages.find(*id).cloned()).collect()
    };
    several(path.last(), found(&state.messages))
}

async fn mark(
    State(shared): State<Arc<Shared>>,
    Path(path): Path<Vec<String>>,
    body: Bytes,
) -> Response {
    // One message is marked in JSON, several in parts of which each says the same.
    let text = String::from_utf8_lossy(&body);
    let status =
        ["Unread", "Read"].into_iter().find(|status| text.contains(&format!("\"{status}\"")));
    let Some(status) = status else {
        let words = "Parameter [readStatus] value is invalid";
        return refusal(StatusCode::BAD_REQUEST, "CMN-101", words);
    };
    let ids = ids(path.last());
    several(path.last(), messages::change(&mut shared.state(), &ids, "readStatus", status))
}

async fn delete(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let ids = ids(path.last());
    let gone = messages::change(&mut shared.state(), &ids, "availability", "Deleted");
    if gone.is_empty() { missing() } else { StatusCode::NO_CONTENT.into_response() }
}

/// A second of silence, whatever its length is said to be; of a text, the text.
async fn content(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let state = shared.state();
    let id = path.get(2).and_then(|id| id.parse().ok());
    let Some(record) = id.and_then(|id| state.messages.find(id)) else { return missing() };
    match record["subject"].as_str() {
        Some(text) => ([(CONTENT_TYPE, "text/plain")], text.to_owned()).into_response(),
        None => ([(CONTENT_TYPE, "audio/x-wav")], silence()).into_response(),
    }
}

async fn send(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (to, text) = (asked["to"][0]["phoneNumber"].as_str(), asked["text"].as_str());
    let (Some(to), Some(text)) = (to, text) else {
        let words = "Parameter [to, text] value is invalid";
        return refusal(StatusCode::BAD_REQUEST, "CMN-101", words);
    };
    let sent = messages::sms(&mut shared.state(), &shared.origin, to, text, messages::Way::Out);
    answer(StatusCode::OK, &sent)
}

fn is_asked(record: &Value, asked: &HashMap<String, String>) -> bool {
    let same = |name: &str, value: &Value| asked.get(name).is_none_or(|asked| value == asked);
    same("messageType", &record["type"])
        && same("direction", &record["direction"])
        && same("readStatus", &record["readStatus"])
        && same("conversationId", &record["conversation"]["id"])
}

fn ids(text: Option<&String>) -> Vec<u64> {
    text.map_or("", String::as_str).split(',').filter_map(|id| id.parse().ok()).collect()
}

/// One message as it is, several in parts (guide *Batch Requests*).
fn several(asked: Option<&String>, records: Vec<Value>) -> Response {
    let Some(first) = records.first() else { return missing() };
    if !asked.is_some_and(|ids| ids.contains(',')) {
        return answer(StatusCode::OK, first);
    }
    let states: Vec<Value> = records.iter().map(|_| json!({ "status": 200 })).collect();
    let mut body = String::new();
    for part in [json!({ "response": states })].iter().chain(&records) {
        let _ = write!(body, "--{BOUNDARY}\r\nContent-Type: application/json\r\n\r\n{part}\r\n");
    }
    let _ = write!(body, "--{BOUNDARY}--\r\n");
    let kind = format!("multipart/mixed; boundary={BOUNDARY}");
    (StatusCode::MULTI_STATUS, [(CONTENT_TYPE, kind)], body).into_response()
}

/// A file of sound: one channel, eight bits, uncompressed.
fn silence() -> Vec<u8> {
    let mut file = Vec::new();
    let words = |file: &mut Vec<u8>, text: &[u8], number: u32| {
        file.extend_from_slice(text);
        file.extend_from_slice(&number.to_le_bytes());
    };
    words(&mut file, b"RIFF", 36 + SOUND_BYTES);
    words(&mut file, b"WAVEfmt ", 16);
    words(&mut file, &[1, 0, 1, 0], SOUND_BYTES);
    words(&mut file, b"", SOUND_BYTES);
    words(&mut file, &[1, 0, 8, 0], u32::from_le_bytes(*b"data"));
    words(&mut file, b"", SOUND_BYTES);
    file.resize(file.len() + SOUND_BYTES as usize, SILENCE);
    file
}

fn missing() -> Response {
    refusal(StatusCode::NOT_FOUND, "CMN-102", "Resource for parameter [messageId] is not found")
}
