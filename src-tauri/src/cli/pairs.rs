//! `key=value` arguments: text, numbers and truth values.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A longer run of digits is a phone number or an id, and stays text.
const DIGITS_MAX: usize = 9;

/// Splits `key=value` pairs of plain text.
///
/// # Errors
/// A sentence about the first that is none.
pub(super) fn options(pairs: &[String]) -> Result<BTreeMap<String, String>, String> {
    let split = pairs.iter().map(|pair| split(pair));
    split.map(|pair| pair.map(|(key, value)| (key.to_owned(), value.to_owned()))).collect()
}

/// Splits `key=value` pairs; numbers and truth values become what they are.
///
/// # Errors
/// As [`options`].
pub(super) fn arguments(pairs: &[String]) -> Result<Map<String, Value>, String> {
    let split = pairs.iter().map(|pair| split(pair));
    split.map(|pair| pair.map(|(key, text)| (key.to_owned(), value(text)))).collect()
}

fn split(pair: &str) -> Result<(&str, &str), String> {
    match pair.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key, value)),
        Some(_) | None => Err(format!("{pair:?} is not of the form key=value")),
    }
}

/// `+1650…`, `007` and long runs of digits are text; `"5"` in quotes is text too.
fn value(text: &str) -> Value {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = digits.len() <= DIGITS_MAX
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."));
    let quoted = text.starts_with(['"', '[', '{']);
    let plain = matches!(text, "true" | "false" | "null");
    if number || quoted || plain {
        return serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    }
    Value::String(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn phone_numbers_stay_text() {
        for (text, wanted) in [
            ("+16505550100", json!("+16505550100")),
            ("16505550100", json!("16505550100")),
            ("0049", json!("0049")),
            ("101", json!(101)),
            ("\"101\"", json!("101")),
            ("-2.5", json!(-2.5)),
            ("0.5", json!(0.5)),
            ("true", json!(true)),
            ("1st floor", json!("1st floor")),
            ("{\"a\":[1]}", json!({ "a": [1] })),
            ("{broken", json!("{broken")),
            ("", json!("")),
        ] {
            assert_eq!(value(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_value_may_contain_anything() {
        let pairs = ["url=https://a/?b=c".to_owned(), "empty=".to_owned()];
        let found = options(&pairs).unwrap();
        assert_eq!(found["url"], "https://a/?b=c");
        assert_eq!(found["empty"], "");
        assert!(options(&["nothing".to_owned()]).is_err());
        assert!(arguments(&["=x".to_owned()]).is_err());
    }
}
