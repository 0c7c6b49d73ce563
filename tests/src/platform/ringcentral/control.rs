//! What the widget can do with a call by itself, and where it reads which calls there were (references *Call Control*,
//! *Call Log*).

use super::calls::{self, Call, Phase};
use super::clock::now;
use super::rest::{ACCOUNT, extension_path, page};
use super::state::{Shared, answer, fields, refusal};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, patch, post};
use serde_json::{Value, json};
use std::sync::Arc;

/// Before how many records of the log a token was given.
const TOKEN: &str = "log-";

pub(super) fn router() -> Router<Arc<Shared>> {
    let session = format!("{ACCOUNT}/telephony/sessions/{{session}}");
    let party = format!("{session}/parties/{{party}}");
    Router::new()
        .route(&session, get(read).delete(end))
        .route(&party, patch(mute))
        .route(&format!("{party}/{{action}}"), post(act))
        .route(&format!("{party}/recordings/{{recording}}"), patch(record))
        .route(&extension_path("/call-log"), get(log))
        .route(&extension_path("/call-log-sync"), get(sync))
}

async fn read(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let state = shared.state();
    let call = state.calls.find(path.get(1).map_or("", String::as_str));
    match call.filter(|call| call.phase != Phase::Disconnected) {
        Some(call) => answer(StatusCode::OK, &call.session()),
        None => missing(),
    }
}

async fn end(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    match calls::move_to(&mut shared.state(), of(&path), Phase::Disconnected) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => missing(),
    }
}

async fn act(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let phase = match path.last().map(String::as_str) {
        Some("hold") => Phase::Hold,
        Some("unhold" | "answer") => Phase::Answered,
        Some("reject" | "ignore") => Phase::Disconnected,
        Some("recordings") => return recording(&shared, &path, true),
        _ => return missing(),
    };
    shown(calls::move_to(&mut shared.state(), of(&path), phase))
}

/// A recording of the call goes on or pauses.
async fn record(
    State(shared): State<Arc<Shared>>,
    Path(path): Path<Vec<String>>,
    body: Bytes,
) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    recording(&shared, &path, asked["active"] == true)
}

fn recording(shared: &Shared, path: &[String], active: bool) -> Response {
    match shared.state().calls.find(of(path)).filter(|call| call.phase != Phase::Disconnected) {
        Some(call) => {
            let id = format!("recording-{}", call.ids.session_id);
            answer(StatusCode::OK, &json!({ "id": id, "active": active }))
        }
        None => missing(),
    }
}

async fn mute(
    State(shared): State<Arc<Shared>>,
    Path(path): Path<Vec<String>>,
    body: Bytes,
) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let Some(muted) = asked["muted"].as_bool() else {
        let words = "Parameter [muted] value is invalid";
        return refusal(StatusCode::BAD_REQUEST, "CMN-101", words);
    };
    shown(calls::mute(&mut shared.state(), of(&path), muted))
}

async fn log(State(shared): State<Arc<Shared>>) -> Response {
    let mut records = shared.state().calls.log().to_vec();
    records.reverse();
    answer(StatusCode::OK, &page(records))
}

/// All of them, or those since a token.
async fn sync(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let state = shared.state();
    let log = state.calls.log();
    let since = asked.get("syncToken").and_then(|token| token.strip_prefix(TOKEN)?.parse().ok());
    let mut records = log.get(since.unwrap_or(0)..).unwrap_or_default().to_vec();
    records.reverse();
    let kind = if since.is_some() { "ISync" } else { "FSync" };
    let token = format!("{TOKEN}{}", log.len());
    let info = json!({ "syncType": kind, "syncToken": token, "syncTime": now() });
    answer(StatusCode::OK, &json!({ "records": records, "syncInfo": info }))
}

/// The session, after the account.
fn of(path: &[String]) -> &str {
    path.get(1).map_or("", String::as_str)
}

fn shown(call: Option<Call>) -> Response {
    call.map_or_else(missing, |call| answer(StatusCode::OK, &call.party()))
}

fn missing() -> Response {
    refusal(
        StatusCode::NOT_FOUND,
        "TAS-102",
        "Resource for parameter [telephonySessionId] is not found",
    )
}
