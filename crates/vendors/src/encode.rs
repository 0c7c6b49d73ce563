//! Writing commands, as every adapter does it: what is asked before a request is written, and the simulated desk's actions.

use deskbell_core::{ChatAbility, ChatRequest};
use serde_json::{Map, Value};

/// The type of what the simulated desk is told; a page that posts it to itself hears it too.
pub(crate) const DESK: &str = "deskbell-desk";

/// Whether `request` is among `abilities`. Encoders ask this first, and then write only what their list names.
pub(crate) fn can(abilities: &[ChatAbility], request: &ChatRequest) -> bool {
    abilities.iter().any(|ability| ability.action == request.action())
}

/// An action of the simulated desk. Arguments first, so that none of them can turn the message into another.
pub(crate) fn simulate(action: &str, arguments: &Map<String, Value>) -> Value {
    let mut message = arguments.clone();
    message.insert("type".to_owned(), DESK.into());
    message.insert("action".to_owned(), action.into());
    Value::Object(message)
}
