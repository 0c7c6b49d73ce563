//! What happens to every request before and after its answer: it is written down, and must be allowed.

use super::Request as Asked;
use super::state::{Shared, fields, refusal};
use super::tokens::Worth;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, AUTHORIZATION, HeaderMap,
    HeaderValue, ORIGIN, VARY, WWW_AUTHENTICATE,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;
use std::time::SystemTime;

/// More than any request of the widget has, an MMS included.
const MAX_BODY_BYTES: usize = 4 << 20;
/// Fields whose values are never kept.
const SECRETS: [&str; 10] = [
    "access_token",
    "assertion",
    "client_secret",
    "code",
    "code_verifier",
    "one_time_code",
    "password",
    "refresh_token",
    "token",
    "wsc",
];
/// In place of a secret.
const REMOVED: &str = "removed";

/// Around every request.
pub(super) async fn watch(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let wanted = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    if request.method() == Method::OPTIONS {
        return shared_with(StatusCode::NO_CONTENT.into_response(), origin, wanted);
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default();
    let path = parts.uri.path().to_owned();
    let worth = bearer(&parts.headers, query).map(|token| shared.state().tokens.worth(&token));
    let text = String::from_utf8_lossy(&body);
    let is_form = parts
        .headers
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let asked = Asked {
        at: SystemTime::now(),
        method: parts.method.to_string(),
        path: path.clone(),
        query: without_secrets(query),
        body: if is_form { without_secrets(&text) } else { text.into_owned() },
        authorised: worth == Some(Worth::Good),
        answered: None,
    };
    let (place, refused) = {
        let mut state = shared.state();
        state.requests.push(asked);
        let refused = state.refusals.iter().rev().find(|(end, _)| path.ends_with(end.as_str()));
        (state.requests.len() - 1, refused.map(|(_, status)| *status))
    };
    let request = Request::from_parts(parts, Body::from(body));
    let answer = match refused.and_then(|status| StatusCode::from_u16(status).ok()) {
        Some(status) => refusal(status, "CMN-201", "As the test wishes"),
        None if needs_token(&path) && worth != Some(Worth::Good) => unauthorised(worth),
        None => next.run(request).await,
    };
    shared.state().requests[place].answered = Some(answer.status().as_u16());
    shared_with(answer, origin, wanted)
}

fn needs_token(path: &str) -> bool {
    path.starts_with("/restapi/v") || path.starts_with("/rcvideo/") || path.ends_with("/wstoken")
}

/// The token of a request: media are asked for with it in the query.
fn bearer(headers: &HeaderMap, query: &str) -> Option<String> {
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|value| value.split_once(' '));
    match sent {
        Some((kind, token)) if kind.eq_ignore_ascii_case("bearer") => Some(token.to_owned()),
        _ => fields(query).remove("access_token"),
    }
}

fn unauthorised(worth: Option<Worth>) -> Response {
    let (code, message) = match worth {
        Some(Worth::Expired) => ("TokenExpired", "Token is expired"),
        Some(_) => ("TokenInvalid", "Token not found"),
        None => ("AGW-401", "Authorization header is not specified"),
    };
    let mut answer = refusal(StatusCode::UNAUTHORIZED, code, message);
    let realm = HeaderValue::from_static(r#"Bearer realm="RingCentral REST API""#);
    answer.headers_mut().insert(WWW_AUTHENTICATE, realm);
    answer
}

/// The widget asks from another origin and with credentials, so that origin must be named.
fn shared_with(
    mut answer: Response,
    origin: Option<HeaderValue>,
    wanted: Option<HeaderValue>,
) -> Response {
    let Some(origin) = origin else { return answer };
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    let methods = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    if let Some(wanted) = wanted {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
    answer
}

/// A form or a query, with the names of secrets but not their values.
fn without_secrets(text: &str) -> String {
    let mut kept = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        let secret = SECRETS.contains(&name.as_ref());
        kept.append_pair(&name, if secret { REMOVED } else { &value });
    }
    kept.finish()
}
