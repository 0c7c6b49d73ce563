//! Subscriptions: what a session wants to be told (guide *Subscribing to events via WebSockets*).

use super::clock::{iso, now};
use super::socket::Topic;
use super::state::{Shared, State as Everything, answer, error_body};
use super::{ACCOUNT_ID, EXTENSION_ID};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const PATH: &str = "/restapi/v1.0/subscription";
/// As the platform gives it to sockets: a day.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);

#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) id: String,
    /// The session it lives in.
    pub(super) session: String,
    /// With the account and the extension by number.
    pub(super) filters: Vec<String>,
}

impl Subscription {
    /// What an event of this kind is called here; nothing if it was not asked for.
    pub(super) fn event(&self, topic: Topic) -> Option<&str> {
        let path = |filter: &str| filter.split('?').next().unwrap_or_default().to_owned();
        let mut filters = self.filters.iter();
        filters.find(|one| path(one).ends_with(topic.path_end())).map(String::as_str)
    }
}

/// Without a socket a subscription can be looked at and ended, not made.
pub(super) fn router() -> Router<Arc<Shared>> {
    let one = format!("{PATH}/{{id}}");
    Router::new().route(&one, get(plain).put(plain).delete(plain))
}

async fn plain(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let mut state = shared.state();
    let (status, said) = ask(&shared.origin, &mut state, "", method.as_str(), uri.path(), &body);
    if said.is_null() { status.into_response() } else { answer(status, &said) }
}

/// Makes, shows, renews or ends a subscription.
pub(super) fn ask(
    origin: &str,
    state: &mut Everything,
    session: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> (StatusCode, Value) {
    let id = path.strip_prefix(PATH).unwrap_or("none").trim_start_matches('/');
    let filters = body["eventFilters"]
        .as_array()
        .map(|all| all.iter().filter_map(Value::as_str).map(with_numbers).collect::<Vec<String>>());
    let (all, id_of_new) = state.sockets.subscriptions();
    let place = all.iter().position(|one| one.id == id);
    match (method, place, filters) {
        ("POST", _, Some(filters)) if id.is_empty() && !session.is_empty() => {
            all.push(Subscription { id: id_of_new, session: session.to_owned(), filters });
            (StatusCode::OK, all.last().map_or(Value::Null, |one| shown(origin, one)))
        }
        ("GET", Some(place), _) => (StatusCode::OK, shown(origin, &all[place])),
        ("PUT", Some(place), filters) => {
            all[place].filters = filters.unwrap_or_else(|| all[place].filters.clone());
            (StatusCode::OK, shown(origin, &all[place]))
        }
        ("DELETE", Some(place), _) => {
            all.remove(place);
            (StatusCode::NO_CONTENT, Value::Null)
        }
        _ => (StatusCode::NOT_FOUND, error_body("CMN-102", "Resource is not found")),
    }
}

fn shown(origin: &str, one: &Subscription) -> Value {
    json!({
        "uri": format!("{origin}{PATH}/{}", one.id), "id": one.id, "creationTime": now(),
        "expirationTime": iso(SystemTime::now() + LIFETIME), "expiresIn": LIFETIME.as_secs(),
        "status": "Active", "eventFilters": one.filters, "disabledFilters": [],
        "deliveryMode": { "transportType": "WebSocket", "encryption": false },
    })
}

fn with_numbers(filter: &str) -> String {
    filter
        .replace("/account/~", &format!("/account/{ACCOUNT_ID}"))
        .replace("/extension/~", &format!("/extension/{EXTENSION_ID}"))
}
