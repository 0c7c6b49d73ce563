//! The platform's OAuth: a code for a person, tokens for a code, and their end (guides *Authorization Code Flow with
//! PKCE*, *Refresh Tokens*).

use super::sign_in::{Pending, begin};
use super::state::{Shared, answer, fields};
use super::tokens::{NewPair, Purpose};
use super::{CLIENT_ID, EXTENSION_ID, Grant, JWT};
use axum::Router;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderMap, HeaderValue};
use axum::http::{StatusCode, header::LOCATION};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

/// What an app of this kind may do; the widget asks for these before it shows calls and messages.
const SCOPES: &str = "ReadAccounts ReadCallLog ReadCallRecording ReadMessages ReadPresence EditPresence EditMessages \
     RingOut SMS InternalMessages Faxes CallControl Contacts ReadContacts SubscriptionWebSocket WebSocketsSubscriptions";

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/restapi/oauth/authorize", get(authorize))
        .route("/restapi/oauth/token", post(token))
        .route("/restapi/oauth/revoke", post(revoke))
}

/// A wrong client or address is said to the person, never sent anywhere (RFC 6749, section 4.1.2.1).
async fn authorize(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let said = |name: &str| asked.get(name).map(String::as_str);
    if said("client_id") != Some(CLIENT_ID) {
        return (StatusCode::BAD_REQUEST, Html("<p>Unknown application")).into_response();
    }
    shared.state().tokens.see(said("state").unwrap_or_default());
    let redirects = shared.state().redirects.clone();
    let Some(redirect) = asked.get("redirect_uri").filter(|uri| redirects.contains(uri)) else {
        return (StatusCode::BAD_REQUEST, Html("<p>Redirect URIs do not match")).into_response();
    };
    let challenge = asked.get("code_challenge").cloned();
    let purpose = Purpose { redirect: redirect.clone(), challenge };
    let pending = Pending { purpose, state: asked.get("state").cloned(), signed_in: false };
    if said("response_type") != Some("code") {
        return pending.fail("unsupported_response_type");
    }
    if pending.purpose.challenge.is_some() && said("code_challenge_method") != Some("S256") {
        return pending.fail("invalid_request");
    }
    begin(&shared, pending)
}

async fn token(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let asked = fields(&String::from_utf8_lossy(&form));
    let said = |name: &str| asked.get(name).map_or("", String::as_str);
    if client(&headers, &asked).as_deref() != Some(CLIENT_ID) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client", "Invalid client");
    }
    let tokens = &mut shared.state().tokens;
    tokens.see(said("code_verifier"));
    let pair = match said("grant_type") {
        "authorization_code" => {
            let verifier = asked.get("code_verifier").map(String::as_str);
            tokens.exchange(said("code"), said("redirect_uri"), verifier)
        }
        "refresh_token" => tokens.refresh(said("refresh_token")),
        "urn:ietf:params:oauth:grant-type:jwt-bearer" if said("assertion") == JWT => {
            Ok(tokens.new_pair(Grant::Jwt))
        }
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => Err("Invalid assertion"),
        _ => {
            let words = "Unsupported grant type";
            return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type", words);
        }
    };
    match pair {
        Ok(pair) => granted(&pair),
        Err(why) => refuse(StatusCode::BAD_REQUEST, "invalid_grant", why),
    }
}

/// What is unknown is as good as revoked (RFC 7009, section 2.2).
async fn revoke(State(shared): State<Arc<Shared>>, RawForm(form): RawForm) -> Response {
    if let Some(token) = fields(&String::from_utf8_lossy(&form)).get("token") {
        shared.state().tokens.revoke(token);
    }
    StatusCode::OK.into_response()
}

/// Whoever asks for tokens: a public client names itself in the form, another one in its header.
fn client(headers: &HeaderMap, form: &HashMap<String, String>) -> Option<String> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(basic) = header.and_then(|value| value.strip_prefix("Basic ")) else {
        return form.get("client_id").cloned();
    };
    let both = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
    both.split_once(':').map(|(client, _)| client.to_owned())
}

fn granted(pair: &NewPair) -> Response {
    let body = json!({
        "access_token": pair.access, "token_type": "bearer", "expires_in": pair.expires_in,
        "refresh_token": pair.refresh, "refresh_token_expires_in": pair.refresh_expires_in,
        "scope": SCOPES, "owner_id": EXTENSION_ID.to_string(), "endpoint_id": "stand-in",
    });
    let mut answer = answer(StatusCode::OK, &body);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// The shape of an error of OAuth (RFC 6749, section 5.2), with the platform's own list beside it.
fn refuse(status: StatusCode, error: &str, description: &str) -> Response {
    let own = json!({ "errorCode": "OAU-250", "message": description });
    let body = json!({ "error": error, "error_description": description, "errors": [own] });
    answer(status, &body)
}

/// Sends a browser on.
pub(super) fn redirect(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::FOUND, [(LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
