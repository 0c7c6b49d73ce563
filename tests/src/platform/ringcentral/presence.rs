//! The user's presence: what the widget and the user's other devices set, and what calls make of it.

use super::PresenceStatus;
use super::calls::{Call, Phase};
use super::rest::{extension_path, extension_uri};
use super::socket::Topic;
use super::state::{Shared, State as Everything, answer, refusal};
use super::{EXTENSION_ID, EXTENSION_NUMBER};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};
use std::sync::Arc;

/// What a user can say of themselves (reference *Update User Presence Status*).
const USER: [&str; 3] = ["Available", "Busy", "Offline"];
/// Which calls a user takes (reference *Update User Presence Status*).
const DND: [&str; 4] = [
    "TakeAllCalls",
    "DoNotAcceptAnyCalls",
    "DoNotAcceptDepartmentCalls",
    "TakeDepartmentCallsOnly",
];

#[derive(Debug)]
pub(super) struct Presence {
    pub(super) status: PresenceStatus,
    /// What the widget put last, if it ever did.
    pub(super) put: Option<PresenceStatus>,
    sequence: u64,
}

impl Presence {
    pub(super) fn new() -> Self {
        let status = PresenceStatus { user: USER[0].to_owned(), dnd: DND[0].to_owned() };
        Self { status, put: None, sequence: 0 }
    }
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route(&extension_path("/presence"), get(read).put(write))
}

/// Sets what is given and tells everybody, the one who asked included.
///
/// # Errors
/// The value there is no such status for.
pub(super) fn set(
    state: &mut Everything,
    user: Option<&str>,
    dnd: Option<&str>,
) -> Result<(), String> {
    let known = |value: Option<&str>, all: &[&str]| match value {
        Some(value) if !all.contains(&value) => Err(value.to_owned()),
        value => Ok(value.map(str::to_owned)),
    };
    let (user, dnd) = (known(user, &USER)?, known(dnd, &DND)?);
    let old = state.presence.status.clone();
    state.presence.status =
        PresenceStatus { user: user.unwrap_or(old.user), dnd: dnd.unwrap_or(old.dnd) };
    tell(state, None);
    Ok(())
}

/// Tells of the presence as it is now; a call that has just ended is named a last time.
pub(super) fn tell(state: &mut Everything, ended: Option<&Call>) {
    state.presence.sequence += 1;
    let mut body = body(state, ended);
    body["extensionId"] = EXTENSION_ID.into();
    body["sequence"] = state.presence.sequence.into();
    state.sockets.tell(Topic::Presence, &body);
}

async fn read(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let mut body = whole(&shared, &shared.state());
    // Calls are told only to who asks (reference *Get User Presence Status*).
    if !query.is_some_and(|query| query.contains("detailedTelephonyState=true"))
        && let Some(fields) = body.as_object_mut()
    {
        fields.remove("activeCalls");
    }
    answer(StatusCode::OK, &body)
}

async fn write(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let mut state = shared.state();
    if let Err(value) = set(&mut state, asked["userStatus"].as_str(), asked["dndStatus"].as_str()) {
        let message = format!("Parameter value [{value}] is invalid");
        return refusal(StatusCode::BAD_REQUEST, "CMN-101", &message);
    }
    state.presence.put = Some(state.presence.status.clone());
    answer(StatusCode::OK, &whole(&shared, &state))
}

fn whole(shared: &Shared, state: &Everything) -> Value {
    let mut body = body(state, None);
    let extension = extension_uri(&shared.origin, "");
    body["uri"] = extension_uri(&shared.origin, "/presence").into();
    body["extension"] =
        json!({ "uri": extension, "id": EXTENSION_ID, "extensionNumber": EXTENSION_NUMBER });
    body
}

fn body(state: &Everything, ended: Option<&Call>) -> Value {
    let live: Vec<&Call> = state.calls.live().collect();
    let in_phase = |phase: Phase| live.iter().any(|call| call.phase == phase);
    let telephony = if in_phase(Phase::Answered) {
        "CallConnected"
    } else if in_phase(Phase::Proceeding) || in_phase(Phase::Setup) {
        "Ringing"
    } else if in_phase(Phase::Hold) {
        "OnHold"
    } else {
        "NoCall"
    };
    let PresenceStatus { user, dnd } = &state.presence.status;
    let busy = dnd == DND[1] || matches!(telephony, "CallConnected" | "OnHold");
    let shown = if busy && user != USER[2] { USER[1] } else { user };
    let calls: Vec<Value> = live.iter().copied().chain(ended).map(Call::in_presence).collect();
    json!({
        "presenceStatus": shown, "telephonyStatus": telephony, "userStatus": user, "dndStatus": dnd,
        "allowSeeMyPresence": true, "ringOnMonitoredCall": false, "pickUpCallsOnHold": false,
        "totalActiveCalls": live.len(), "activeCalls": calls,
    })
}
