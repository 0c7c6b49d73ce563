//! What a phone in the browser asks before it registers: where, and as whom (reference *Register Device*).

use super::super::rest::{ACCOUNT, extension_path, extension_uri, page};
use super::super::state::{Shared, answer, refusal};
use super::super::{DIRECT_NUMBER, EXTENSION_ID};
use super::facts::{SIP_AUTHORIZATION_ID, SIP_DOMAIN, SIP_PASSWORD, SIP_USER};
use super::socket::open;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{any, get, post};
use serde_json::{Value, json};
use std::sync::Arc;

/// Where its WebSocket is.
const PATH: &str = "/sip";
/// What the account must have for it.
const FEATURE: &str = "WebPhone";

pub(in super::super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(PATH, any(open))
        .route("/restapi/v1.0/client-info/sip-provision", post(provision))
        .route(&extension_path("/device"), get(devices))
        .route(&format!("{ACCOUNT}/device/{{device}}"), get(device))
}

async fn provision(State(shared): State<Arc<Shared>>) -> Response {
    if shared.state().withheld.iter().any(|feature| feature == FEATURE) {
        let words = "The feature [WebPhone] is not available";
        return refusal(StatusCode::FORBIDDEN, "FeatureNotAvailable", words);
    }
    let (_, host) = shared.origin.split_once("://").unwrap_or_default();
    let sip = json!({
        "transport": "WS", "username": SIP_USER, "password": SIP_PASSWORD,
        "authorizationId": SIP_AUTHORIZATION_ID, "authorizationTypes": ["SipDigest"],
        "domain": SIP_DOMAIN, "outboundProxy": format!("{host}{PATH}"),
        "outboundProxyBackup": format!("{host}{PATH}"),
        "stunServers": [shared.stun.to_string()], "switchBackInterval": 3600,
    });
    let flags = json!({
        "voipFeatureEnabled": true, "voipCountryBlocked": false, "outboundCallsEnabled": true,
        "dscpEnabled": true, "dscpSignaling": 26, "dscpVoice": 46, "dscpVideo": 34,
    });
    answer(
        StatusCode::OK,
        &json!({
            "device": own_device(&shared.origin), "sipInfo": [sip], "sipFlags": flags,
            "sipErrorCodes": ["503", "502", "504"], "pollingInterval": 7200,
        }),
    )
}

async fn devices(State(shared): State<Arc<Shared>>) -> Response {
    answer(StatusCode::OK, &page(vec![own_device(&shared.origin)]))
}

async fn device(State(shared): State<Arc<Shared>>) -> Response {
    answer(StatusCode::OK, &own_device(&shared.origin))
}

/// With a line of its own: a widget calls no outside number without.
fn own_device(origin: &str) -> Value {
    let line = json!({
        "id": "line-1", "lineType": "Standalone", "emergencyAddress": null,
        "phoneInfo": {
            "id": 1, "phoneNumber": DIRECT_NUMBER, "paymentType": "Local", "type": "VoiceFax",
            "usageType": "DirectNumber", "country": { "id": "1", "name": "United States" },
        },
    });
    json!({
        "uri": extension_uri(origin, &format!("/device/{SIP_AUTHORIZATION_ID}")),
        "id": SIP_AUTHORIZATION_ID, "type": "WebPhone", "name": "Web phone", "status": "Online",
        "extension": { "id": EXTENSION_ID }, "phoneLines": [line], "linePooling": "None",
    })
}
