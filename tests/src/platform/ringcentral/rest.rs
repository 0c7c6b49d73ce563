//! What hardly changes: the account, the user, their numbers, and lists that are empty here (reference *Account*,
//! *User Settings*). Names and numbers are invented.

use super::clock::now;
use super::numbers::numbers;
use super::site::file;
use super::state::{Shared, answer, fields, refusal};
use super::{
    ACCOUNT_ID, DIRECT_NUMBER, EXTENSION_ID, EXTENSION_NUMBER, MAIN_NUMBER, MOBILE_NUMBER, NAME,
    USER,
};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::sync::Arc;

/// Any account: `~` is the user's, and there is no other.
pub(super) const ACCOUNT: &str = "/restapi/v1.0/account/{account}";

/// What the account can do, as the widget asks for it; it has no other feature.
const FEATURES: [&str; 31] = [
    "CallForwarding",
    "DND",
    "DomesticCalling",
    "EditExtensionInfo",
    "EditMessages",
    "EditPresenceStatus",
    "FaxReceiving",
    "InternalCalling",
    "InternationalCalling",
    "PagesReceiving",
    "PagesSending",
    "RCAppDesktop",
    "ReadAssignedRoles",
    "ReadCompanyInfo",
    "ReadExtensionAnsweringRules",
    "ReadExtensionCallLog",
    "ReadExtensionCallRecordings",
    "ReadExtensionInfo",
    "ReadExtensionPhoneNumbers",
    "ReadExtensions",
    "ReadMessages",
    "ReadOutboundCallerId",
    "ReadPersonalContacts",
    "ReadPresenceStatus",
    "RingOut",
    "SMSReceiving",
    "SMSSending",
    "SoftPhones",
    "VoipCalling",
    "Voicemail",
    "WebPhone",
];

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/restapi", get(versions))
        .route("/restapi/v1.0", get(version))
        .route("/restapi/v1.0/status", get(status))
        .route("/restapi/v1.0/client-info", get(client))
        .route("/restapi/v2/number-parser/parse", post(numbers))
        .route(ACCOUNT, get(account))
        .route(&format!("{ACCOUNT}/dialing-plan"), get(countries))
        .route(&format!("{ACCOUNT}/directory/contacts"), get(nothing))
        .route(&format!("{ACCOUNT}/call-queues"), get(nothing))
        .route(&extension_path(""), get(extension))
        .route(&extension_path("/features"), get(features))
        .route(&extension_path("/phone-number"), get(phone_numbers))
        .route(&extension_path("/forwarding-number"), get(forwarding_numbers))
        .route(&extension_path("/caller-id"), get(caller_id))
        .route(&extension_path("/call-queue-presence"), get(nothing))
        .route(&extension_path("/address-book-sync"), get(address_book))
        .fallback(file)
}

/// A path below the user's extension.
pub(super) fn extension_path(rest: &str) -> String {
    format!("{ACCOUNT}/extension/{{extension}}{rest}")
}

/// An address below the user's extension.
pub(super) fn extension_uri(origin: &str, rest: &str) -> String {
    format!("{}/extension/{EXTENSION_ID}{rest}", account_uri(origin))
}

/// The only page of a list.
pub(super) fn page(records: Vec<Value>) -> Value {
    let paging =
        json!({ "page": 1, "totalPages": 1, "perPage": 1000, "totalElements": records.len() });
    json!({ "records": records, "paging": paging, "navigation": {} })
}

fn account_uri(origin: &str) -> String {
    format!("{origin}/restapi/v1.0/account/{ACCOUNT_ID}")
}

fn good(body: &Value) -> Response {
    answer(StatusCode::OK, body)
}

pub(super) async fn missing(uri: Uri) -> Response {
    let words = format!("Resource [{}] is not found", uri.path());
    refusal(StatusCode::NOT_FOUND, "CMN-102", &words)
}

async fn nothing() -> Response {
    good(&page(Vec::new()))
}

async fn versions(State(shared): State<Arc<Shared>>) -> Response {
    let version = json!({ "uri": format!("{}/restapi/v1.0", shared.origin), "uriString": "v1.0" });
    good(&json!({ "apiVersions": [version], "serverVersion": "1.0", "serverRevision": "stand-in" }))
}

async fn version() -> Response {
    good(&json!({ "uriString": "v1.0", "versionString": "1.0.0", "releaseDate": now() }))
}

async fn status() -> Response {
    good(&json!({ "status": "OK" }))
}

async fn client() -> Response {
    good(&json!({ "client": { "userAgent": "stand-in" }, "provisioning": {} }))
}

async fn account(State(shared): State<Arc<Shared>>) -> Response {
    let brand = json!({ "id": "1210", "name": "RingCentral", "homeCountry": country() });
    good(&json!({
        "uri": account_uri(&shared.origin), "id": ACCOUNT_ID, "mainNumber": MAIN_NUMBER,
        "status": "Confirmed", "setupWizardState": "Completed", "regionalSettings": region(),
        "serviceInfo": { "brand": brand, "servicePlan": { "id": "1", "name": "Stand-in" } },
        "operator": { "id": EXTENSION_ID, "extensionNumber": EXTENSION_NUMBER },
        "limits": { "maxExtensionNumberLength": 6 },
    }))
}

async fn extension(State(shared): State<Arc<Shared>>) -> Response {
    let (first, last) = NAME.split_once(' ').unwrap_or((NAME, ""));
    let contact = json!({ "firstName": first, "lastName": last, "email": USER });
    good(&json!({
        "uri": extension_uri(&shared.origin, ""), "id": EXTENSION_ID, "name": NAME,
        "extensionNumber": EXTENSION_NUMBER, "type": "User", "status": "Enabled",
        "contact": contact, "setupWizardState": "Completed", "regionalSettings": region(),
        "permissions": { "admin": { "enabled": false } }, "serviceFeatures": [],
        "account": { "uri": account_uri(&shared.origin), "id": ACCOUNT_ID.to_string() },
    }))
}

async fn features(State(shared): State<Arc<Shared>>) -> Response {
    let state = shared.state();
    let record = |id: &&str| {
        let available = !state.withheld.iter().any(|one| one == id);
        json!({ "id": id, "available": available })
    };
    good(&json!({ "records": FEATURES.iter().map(record).collect::<Vec<Value>>() }))
}

async fn phone_numbers() -> Response {
    let number = |id: u32, number: &str, usage: &str| {
        json!({
            "id": id, "phoneNumber": number, "paymentType": "Local", "type": "VoiceFax",
            "usageType": usage, "status": "Normal", "country": country(), "primary": id == 1,
            "features": if id == 1 { json!(["SmsSender", "CallerId", "MmsSender"]) } else { json!([]) },
        })
    };
    let all =
        vec![number(1, DIRECT_NUMBER, "DirectNumber"), number(2, MAIN_NUMBER, "MainCompanyNumber")];
    good(&page(all))
}

async fn forwarding_numbers() -> Response {
    good(&page(vec![json!({
        "id": "3", "phoneNumber": MOBILE_NUMBER, "label": "Mobile", "type": "Mobile",
        "flipNumber": "1", "features": ["CallFlip", "CallForwarding"],
    })]))
}

async fn caller_id(State(shared): State<Arc<Shared>>) -> Response {
    let caller =
        json!({ "type": "PhoneNumber", "phoneInfo": { "id": "1", "phoneNumber": DIRECT_NUMBER } });
    good(&json!({
        "uri": extension_uri(&shared.origin, "/caller-id"), "byDevice": [],
        "byFeature": [{ "feature": "RingOut", "callerId": caller }],
        "extensionNumberForInternalCalls": true,
    }))
}

async fn countries() -> Response {
    good(&page(vec![country()]))
}

async fn address_book(RawQuery(query): RawQuery) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let kind = asked.get("syncType").map_or("FSync", String::as_str);
    let info = json!({ "syncType": kind, "syncToken": "contacts-0", "syncTime": now() });
    good(&json!({ "records": [], "syncInfo": info }))
}

fn country() -> Value {
    json!({ "id": "1", "name": "United States", "isoCode": "US", "callingCode": "1" })
}

fn region() -> Value {
    let language =
        json!({ "id": "1033", "name": "English (United States)", "localeCode": "en-US" });
    json!({
        "timezone": { "id": "58", "name": "US/Pacific", "bias": "-480" }, "homeCountry": country(),
        "language": language, "greetingLanguage": language, "formattingLocale": language,
        "timeFormat": "12h",
    })
}
