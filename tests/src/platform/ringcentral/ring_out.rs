//! RingOut: the platform calls the user first, then whom they want (reference *RingOut*).

use super::calls::{self, Direction, Phase};
use super::clock::fresh_id;
use super::rest::{extension_path, extension_uri};
use super::state::{Shared, State as Everything, answer, refusal};
use super::{Leg, RingOut};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::sync::Arc;

/// Of a leg that still rings.
const IN_PROGRESS: &str = "InProgress";
/// Of a leg that was answered.
const SUCCESS: &str = "Success";

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(&extension_path("/ring-out"), post(create))
        .route(&extension_path("/ring-out/{id}"), get(read).delete(cancel))
}

/// A leg is answered, or is not and why; both answered make the call, one that is not ends it.
pub(super) fn leg(state: &mut Everything, id: &str, leg: Leg, status: &str) -> Option<()> {
    let ring_out = state.ring_outs.iter_mut().find(|one| one.id == id)?;
    match leg {
        Leg::Caller => status.clone_into(&mut ring_out.caller),
        Leg::Callee => status.clone_into(&mut ring_out.callee),
    }
    let session = ring_out.call.telephony_session_id.clone();
    let phase = match ring_out.status().as_str() {
        SUCCESS => Phase::Answered,
        IN_PROGRESS => return Some(()),
        _ => Phase::Disconnected,
    };
    calls::move_to(state, &session, phase).map(|_| ())
}

impl RingOut {
    /// Of the whole: as far as the leg that is behind.
    #[must_use]
    pub fn status(&self) -> String {
        let open = |leg: &&String| *leg != SUCCESS && *leg != IN_PROGRESS;
        let legs = [&self.caller, &self.callee];
        if let Some(failed) = legs.into_iter().find(open) {
            return failed.clone();
        }
        let all = legs.iter().all(|leg| *leg == SUCCESS);
        if all { SUCCESS.to_owned() } else { IN_PROGRESS.to_owned() }
    }

    fn shown(&self, origin: &str) -> Value {
        let status = json!({
            "callStatus": self.status(), "callerStatus": self.caller, "calleeStatus": self.callee,
        });
        let uri = extension_uri(origin, &format!("/ring-out/{}", self.id));
        json!({ "uri": uri, "id": self.id, "status": status })
    }
}

async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let number = |end: &str| asked[end]["phoneNumber"].as_str();
    let (Some(from), Some(to)) = (number("from"), number("to")) else {
        let words = "Parameter [from, to] value is invalid";
        return refusal(StatusCode::BAD_REQUEST, "CMN-101", words);
    };
    let mut state = shared.state();
    let call = calls::begin(&mut state, Direction::Outbound, to, None);
    let ring_out = RingOut {
        id: format!("ring-out-{}-{}", fresh_id(), state.ring_outs.len()),
        from: from.to_owned(),
        to: to.to_owned(),
        caller: IN_PROGRESS.to_owned(),
        callee: IN_PROGRESS.to_owned(),
        call,
    };
    let shown = ring_out.shown(&shared.origin);
    state.ring_outs.push(ring_out);
    answer(StatusCode::OK, &shown)
}

/// Once the call is over there is nothing to see any longer.
async fn read(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let state = shared.state();
    match live(&state, path.last()) {
        Some(ring_out) => answer(StatusCode::OK, &ring_out.shown(&shared.origin)),
        None => missing(),
    }
}

async fn cancel(State(shared): State<Arc<Shared>>, Path(path): Path<Vec<String>>) -> Response {
    let mut state = shared.state();
    let Some(session) = live(&state, path.last()).map(|one| one.call.telephony_session_id.clone())
    else {
        return missing();
    };
    calls::move_to(&mut state, &session, Phase::Disconnected);
    StatusCode::NO_CONTENT.into_response()
}

fn live<'a>(state: &'a Everything, id: Option<&String>) -> Option<&'a RingOut> {
    let ring_out = state.ring_outs.iter().find(|one| Some(&one.id) == id)?;
    let call = state.calls.find(&ring_out.call.telephony_session_id)?;
    (call.phase != Phase::Disconnected).then_some(ring_out)
}

fn missing() -> Response {
    refusal(StatusCode::NOT_FOUND, "CMN-102", "Resource for parameter [ringoutId] is not found")
}
