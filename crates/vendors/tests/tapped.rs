//! Adapters of widgets with a tap: documented, covered by fixtures, and deaf to everything hostile.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;
#[path = "common/entry.rs"]
mod entry;

use deskbell_core::{VendorCommand, WidgetFact};
use deskbell_vendors::{VENDORS, Vendor};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// The id of each adapter whose tap gives every type a name of its own, with these types. An agent console posts its
/// events under the vendor's plain names.
fn dialects() -> Vec<(&'static str, Vec<&'static str>)> {
    let all = VENDORS.iter().filter(|vendor| vendor.tap().is_some());
    let dialects: Vec<_> = all
        .map(|vendor| (vendor.id(), vendor.message_types()))
        .filter(|(_, names)| names.iter().all(|name| name.contains(':')))
        .collect();
    assert!(dialects.len() > 1, "{dialects:?}");
    dialects
}

fn adapter(id: &str) -> &'static dyn Vendor {
    deskbell_vendors::vendor(id).unwrap()
}

#[test]
fn every_type_has_a_fixture_a_line_in_the_docs_and_a_place_in_the_tap() {
    for (id, names) in dialects() {
        let page =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/vendors/{id}.md"));
        #[allow(clippy::disallowed_methods, reason = "the test reads the docs")]
        let page = std::fs::read_to_string(page).unwrap();
        let seen: BTreeSet<String> = common::all_messages(id)
            .iter()
            .filter_map(|message| serde_json::from_str::<Value>(message).ok())
            .filter_map(|message| Some(message.get("type")?.as_str()?.to_owned()))
            .collect();
        let tap = adapter(id).tap().unwrap();
        for name in &names {
            assert!(page.contains(&format!("`{name}`")), "the docs do not name {name}");
            assert!(seen.contains(*name), "no fixture for {name}");
            let (vendor, event) = name.split_once(':').unwrap();
            // What the vendor names, the tap passes on as it comes.
            let says = tap.contains(event) || tap.contains(&format!("'{vendor}:' + name"));
            assert!(says, "the tap never says {name}");
        }
        assert!(names.is_sorted(), "{id}");
    }
}

#[test]
fn a_tap_is_one_expression_and_the_simulated_account_has_an_address() {
    for vendor in VENDORS.iter().filter(|vendor| vendor.tap().is_some()) {
        let tap = vendor.tap().unwrap();
        assert!(tap.starts_with("// ") && tap.trim_end().ends_with('}'), "{}", vendor.id());
        let form = vendor.form();
        let address = vendor.address(&form.simulated).unwrap();
        let page = format!("desk://localhost/{}/", vendor.id());
        assert!(address.url.as_str().starts_with(&page), "{}", address.url);
        let action = VendorCommand::Simulate {
            action: "offer".to_owned(),
            arguments: serde_json::from_value(json!({ "type": "x", "action": "y" })).unwrap(),
        };
        assert_eq!(
            vendor.encode(&action).unwrap(),
            [json!({ "type": "deskbell-desk", "action": "offer" })]
        );
    }
}

/// What a visitor could be recognised by, if it got out.
const SENTINEL: &str = "Zaphod +16505550199 «x»";

fn with_sentinels(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| {
            if key != "type" && key != "contactId" {
                with_sentinels(value);
            }
        }),
        Value::Array(items) => items.iter_mut().for_each(with_sentinels),
        Value::String(text) => SENTINEL.clone_into(text),
        _ => {}
    }
}

#[test]
fn no_private_value_is_ever_printed() {
    for (id, _) in dialects() {
        for message in common::all_messages(id) {
            let Ok(mut value) = serde_json::from_str::<Value>(&message) else { continue };
            with_sentinels(&mut value);
            let printed = format!("{:?}", adapter(id).parse(&value.to_string()));
            for secret in ["Zaphod", "16505550199", "«x»"] {
                assert!(!printed.contains(secret), "{value}\n{printed}");
            }
        }
    }
}

/// Small values of every kind, big ones, and traps.
fn oddities() -> Vec<Value> {
    let long = "x".repeat(20_000);
    vec![
        Value::Null,
        true.into(),
        0.into(),
        (-1).into(),
        u64::MAX.into(),
        1e300.into(),
        "".into(),
        "null".into(),
        "\u{0}\u{202e}".into(),
        long.clone().into(),
        json!([]),
        json!([[[[]]]]),
        json!({}),
        json!({ "__proto__": { "x": 1 }, "constructor": 1, "toString": "x" }),
        json!({ long: 1 }),
    ]
}

#[test]
fn any_value_in_any_place() {
    for (id, names) in dialects() {
        let keys: BTreeSet<String> =
            common::all_messages(id).iter().flat_map(|message| keys_of(message)).collect();
        for name in names {
            for value in oddities() {
                let mut flat = Map::from_iter([("type".to_owned(), Value::from(name))]);
                let inner: Map<_, _> =
                    keys.iter().map(|key| (key.clone(), value.clone())).collect();
                for key in keys.iter().filter(|key| *key != "type") {
                    flat.insert(key.clone(), value.clone());
                }
                entry::check(Value::Object(flat).to_string().as_bytes());
                let nested = json!({ "type": name, "data": inner, "visitor": inner });
                entry::check(nested.to_string().as_bytes());
            }
            let deep = format!(
                "{{\"type\":\"{name}\",\"data\":{}1{}}}",
                "[".repeat(99_999),
                "]".repeat(99_999)
            );
            entry::check(deep.as_bytes());
        }
    }
}

fn keys_of(message: &str) -> Vec<String> {
    fn collect(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                out.push(key.clone());
                collect(value, out);
            }),
            Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    collect(&serde_json::from_str(message).unwrap_or_default(), &mut out);
    out
}

#[test]
fn a_page_cannot_speak_for_a_vendor_by_posting_plain_messages() {
    for (id, names) in dialects() {
        for name in names {
            let (_, event) = name.split_once(':').unwrap();
            let parsed = adapter(id).parse(&json!({ "type": event, "data": {} }).to_string());
            assert!(parsed.facts.is_empty() && parsed.problems.is_empty(), "{parsed:?}");
        }
    }
}

#[test]
fn every_fact_is_stamped_with_its_own_vendor() {
    for (id, _) in dialects() {
        for fact in common::all_messages(id).iter().flat_map(|m| adapter(id).parse(m).facts) {
            let vendor = match &fact {
                WidgetFact::WidgetRecognised { widget } => &widget.vendor,
                WidgetFact::AvailabilityChanged { vendor, .. }
                | WidgetFact::WindowChanged { vendor, .. }
                | WidgetFact::ChatAnswered { vendor, .. } => vendor,
                WidgetFact::Chat { observation } => &observation.vendor,
                _ => continue,
            };
            assert_eq!(vendor.0, id);
        }
    }
}
