//! What the platform makes of numbers people type (reference *Parse Phone Numbers*, second version): those of North
//! America, and extensions.

use super::state::answer;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

/// More digits than any extension has.
const LONG: usize = 7;
/// Area code, exchange and line.
const NATIONAL: usize = 10;

pub(super) async fn numbers(body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let typed = asked["originalStrings"].as_array().cloned().unwrap_or_default();
    let results: Vec<Value> = typed.iter().filter_map(Value::as_str).map(parse).collect();
    let country = country();
    let context = json!({ "brandId": "1210", "country": country, "maxExtensionNumberLength": 6 });
    answer(StatusCode::OK, &json!({ "context": context, "results": results }))
}

fn parse(typed: &str) -> Value {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if matches!(digits.as_str(), "911" | "112") {
        return result(typed, "Emergency", &digits, &digits);
    }
    let national = match digits.strip_prefix('1') {
        Some(rest) if rest.len() == NATIONAL => rest,
        _ => &digits,
    };
    match (typed.starts_with('+'), digits.len()) {
        (_, 0) => json!({ "originalString": typed, "category": "Unknown", "formats": [] }),
        (_, _) if national.len() == NATIONAL => {
            result(typed, "Regular", &format!("+1{national}"), national)
        }
        (false, length) if length < LONG => result(typed, "Extension", &digits, &digits),
        _ => result(typed, "Regular", &format!("+{digits}"), &digits),
    }
}

fn result(typed: &str, category: &str, e164: &str, national: &str) -> Value {
    let area = national.get(..3).filter(|_| national.len() == NATIONAL);
    json!({
        "originalString": typed, "category": category,
        "numberDetails": {
            "country": country(), "status": "Valid", "areaCode": area,
            "nationalDestinationCode": area, "subscriberNumber": national,
            "extensionNumber": (category == "Extension").then_some(national),
        },
        "formats": [{
            "e164": e164, "e164Extended": e164, "national": national, "nationalExtended": national,
            "international": e164, "internationalExtended": e164, "dialable": national,
            "dialableExtended": national,
        }],
    })
}

fn country() -> Value {
    json!({ "isoCode": "US", "name": "United States", "callingCode": "1" })
}
