//! Older settings files become the current version, one step at a time.

use deskbell_core::settings::SETTINGS_VERSION;
use serde_json::{Map, Value, json};

/// One step lifts a file by one version; its place in the list is the version it starts from.
type Step = fn(&mut Map<String, Value>);

const STEPS: [Step; SETTINGS_VERSION as usize] = [from_0];

/// The version a file says it has; a file from before there were versions has 0.
pub(crate) fn version_of(file: &Map<String, Value>) -> Option<u32> {
    match file.get("version") {
        None => Some(0),
        Some(version) => version.as_u64().and_then(|version| u32::try_from(version).ok()),
    }
}

/// Lifts `file` from version `from` to the current one.
pub(crate) fn migrate(file: &mut Map<String, Value>, from: u32) {
    for step in STEPS.iter().skip(from as usize) {
        step(file);
    }
    file.insert("version".to_owned(), json!(SETTINGS_VERSION));
}

/// Version 0 had no `version`, and its accounts may lack what later became a choice.
fn from_0(file: &mut Map<String, Value>) {
    let Some(accounts) = file.get_mut("accounts").and_then(Value::as_array_mut) else {
        return;
    };
    for account in accounts.iter_mut().filter_map(Value::as_object_mut) {
        let label = account.get("id").cloned().unwrap_or(Value::Null);
        account.entry("label").or_insert(label);
        account.entry("enabled").or_insert(Value::Bool(true));
        account.entry("simulated").or_insert(Value::Bool(false));
        account.entry("options").or_insert_with(|| Value::Object(Map::new()));
    }
}
