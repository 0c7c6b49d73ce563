//! What the stand-in answers to a status that is posted to it.

use super::super::door::Dropped;
use super::{AgentState, Behaviour, Post, Shared, TOKEN, tell};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::SystemTime;
use tokio::time::sleep;

/// Before the agent's address in what SnapEngage sends, never in what it takes (section *Receive agent status changes*).
pub(super) const PREFIX: &str = "wc:";

/// The one thing it is asked.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new().route("/api/v2/agentstatus", post(agent_status)).with_state(shared)
}

async fn agent_status(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let asked = Post {
        at: SystemTime::now(),
        agent: text("agent_id"),
        status: text("status"),
        sub_status: text("sub_status"),
        authorised: headers.get(AUTHORIZATION).is_some_and(|sent| sent == TOKEN),
        headers: without_token(&headers),
        answered: None,
    };
    let (place, behaviour) = {
        let mut state = shared.state();
        state.posts.push(asked.clone());
        let behaviour = state.once.pop_front().unwrap_or(state.behaviour);
        (state.posts.len() - 1, behaviour)
    };
    let answer = match behaviour {
        Behaviour::Accept => accept(&shared, asked),
        Behaviour::Slow(time) => {
            sleep(time).await;
            accept(&shared, asked)
        }
        Behaviour::Unauthorized => refuse(StatusCode::UNAUTHORIZED, "Unknown token"),
        Behaviour::Forbidden => refuse(StatusCode::FORBIDDEN, "Not allowed"),
        Behaviour::BadRequest => refuse(StatusCode::BAD_REQUEST, "Detailed message"),
        Behaviour::ServerError => refuse(StatusCode::INTERNAL_SERVER_ERROR, "Try again"),
        Behaviour::TooMany { retry_after } => {
            let mut answer = refuse(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
            if let Some(pause) = retry_after {
                answer.headers_mut().insert(RETRY_AFTER, pause.as_secs().into());
            }
            answer
        }
        Behaviour::DropConnection => {
            let mut answer = StatusCode::OK.into_response();
            answer.extensions_mut().insert(Dropped);
            return answer;
        }
    };
    shared.state().posts[place].answered = Some(answer.status().as_u16());
    answer
}

/// As the reference says: section *POST agent status*.
fn accept(shared: &Arc<Shared>, asked: Post) -> Response {
    if !asked.authorised {
        return refuse(StatusCode::UNAUTHORIZED, "Unknown token");
    }
    let known = |agent: &String| !agent.is_empty() && !agent.starts_with(PREFIX);
    let Some(agent) = asked.agent.filter(known) else {
        return refuse(StatusCode::BAD_REQUEST, "agent_id must be an agent's email address");
    };
    let Some(status) = asked.status.filter(|status| status == "online" || status == "pause") else {
        return refuse(StatusCode::BAD_REQUEST, "status must be online or pause");
    };
    tell::change(shared, &agent, AgentState { status, sub_status: asked.sub_status });
    StatusCode::OK.into_response()
}

/// The reference's shape of an error (section *Error Response*).
fn refuse(status: StatusCode, message: &str) -> Response {
    let body = json!({ "code": status.as_u16(), "message": message }).to_string();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

fn without_token(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| *name != AUTHORIZATION)
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}
