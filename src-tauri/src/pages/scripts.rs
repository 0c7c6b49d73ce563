//! The scripts that a hosted page is given: what runs first in it, and how a command is handed to it.

use super::address::is_ours;
use super::batch::MESSAGE_MAX;
use anyhow::Context;
use deskbell_core::{AccountConfig, Hosting};
use deskbell_vendors::{Address, VENDORS, Vendor};
use serde_json::json;
use std::collections::BTreeMap;

/// What runs first in every document of a hosted page.
const BRIDGE: &str = include_str!("script/bridge.js");
/// What gives a phone's page a voice where its engine has none.
const VOICE: &str = include_str!("script/voice.js");
/// Its peer connections, as an expression.
const VOICE_PEERS: &str = include_str!("script/voice-peers.js");
/// What runs first in every frame of an agent console.
const FRAME: &str = include_str!("script/frame.js");
/// What runs first in every frame of a company's page with a phone.
const PHONE_FRAME: &str = include_str!("script/phone-frame.js");
/// How a command is handed to the page.
const POST: &str = include_str!("script/post.js");
/// Most bytes the page may hold back while we are busy.
const QUEUE_MAX: usize = 64 * 1024 * 1024;
/// Bytes at which the page stops filling one batch.
const BATCH_FULL: usize = 512 * 1024;
/// Time between two heartbeats, in milliseconds.
const BEAT_MS: u32 = 5000;

/// Names in a page that no page can guess.
pub struct Keys {
    /// Under which taps take commands.
    tap: String,
    /// Under which an agent console's frame and its top page speak.
    relay: String,
}

impl Keys {
    /// Fresh ones.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self { tap: key()?, relay: key()? })
    }
}

/// What runs first in every document of the page of `config` at `address`.
pub fn bridge(
    config: &AccountConfig,
    vendor: &dyn Vendor,
    address: &Address,
    keys: &Keys,
) -> String {
    let secret = |name: &str| address.secrets.contains(&name);
    let options = config.options.iter().filter(|(name, _)| !secret(name));
    let settings = json!({
        "key": keys.tap,
        "relay": keys.relay,
        "messages": vendor.tap().is_none(),
        "frames": config.hosting() == Hosting::AgentConsole,
        "options": options.collect::<BTreeMap<_, _>>(),
        "origins": address.origins,
        "widget": address.widget,
        "maxMessageBytes": MESSAGE_MAX,
        "maxQueueBytes": QUEUE_MAX,
        "batchBytes": BATCH_FULL,
        "beatMs": BEAT_MS,
    });
    fill_bridge(&taps(vendor), &settings)
}

/// The values go in last, so that no token in them is filled in.
fn fill_bridge(taps: &[(&str, &str)], settings: &serde_json::Value) -> String {
    BRIDGE
        .replace("__DESKBELL_TAPS__", &list(taps))
        .replace("__DESKBELL_BRIDGE_CONFIG__", &script_safe(settings))
}

/// What runs before [`bridge`] in every document of a phone's page at `address`.
pub fn voice(address: &Address) -> String {
    VOICE
        .replace("__DESKBELL_VOICE_PEERS__", &format!("({VOICE_PEERS})"))
        .replace("__DESKBELL_VOICE_ORIGINS__", &script_safe(&json!(address.origins)))
}

/// What runs first in every frame of an agent console at `address`.
pub fn frame(address: &Address, keys: &Keys) -> String {
    // The simulated desk's scheme has no origin of its own.
    let opaque = address.origins.iter().any(|origin| is_ours(origin));
    let settings = json!({
        "key": keys.tap,
        "relay": keys.relay,
        "origins": address.origins,
        "opaque": opaque,
    });
    FRAME.replace("__DESKBELL_FRAME_CONFIG__", &script_safe(&settings))
}

/// What runs first in every frame of a company's page at `address`; none if the widget lives in no frame.
pub fn phone_frame(address: &Address) -> Option<String> {
    let widget = script_safe(&json!(address.widget.as_ref()?));
    Some(PHONE_FRAME.replace("__DESKBELL_WIDGET_ORIGIN__", &widget))
}

/// Hands `message` of `vendor` to a page at `address`; its value is `posted`, or why it was not taken.
pub fn post(
    address: &Address,
    keys: &Keys,
    vendor: &dyn Vendor,
    message: &serde_json::Value,
) -> String {
    let origins = serde_json::Value::from(address.origins.clone()).to_string();
    let framed = address.widget.is_some();
    let tap = (framed || vendor.tap().is_some())
        .then(|| json!({ "key": keys.tap, "vendor": vendor.id(), "framed": framed }));
    POST.replace("__DESKBELL_ORIGINS__", &origins)
        .replace("__DESKBELL_TAP__", &serde_json::Value::from(tap).to_string())
        .replace("__DESKBELL_MESSAGE__", &script_safe(message))
}

/// The vendors whose taps run on a page of `vendor`: a page with one chat widget may carry another.
pub fn tapping(vendor: &dyn Vendor) -> impl Iterator<Item = &'static dyn Vendor> + use<> {
    let is_chat = vendor.tap().is_some();
    VENDORS.iter().copied().filter(move |other| is_chat && other.tap().is_some())
}

/// Those vendors' names and taps.
fn taps(vendor: &dyn Vendor) -> Vec<(&'static str, &'static str)> {
    tapping(vendor).filter_map(|vendor| Some((vendor.id(), vendor.tap()?))).collect()
}

/// As a list in JavaScript.
fn list(taps: &[(&str, &str)]) -> String {
    let taps: Vec<String> = taps.iter().map(|(id, tap)| format!("[{id:?}, ({tap})]")).collect();
    format!("[{}]", taps.join(", "))
}

/// A name no page can guess.
fn key() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes.iter().fold("deskbell-".to_owned(), |key, byte| format!("{key}{byte:02x}")))
}

/// JSON that may stand inside a script, wherever that stands: nothing in it ends a line or an element.
fn script_safe(message: &serde_json::Value) -> String {
    let mut safe = message.to_string();
    for (end, escape) in [('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029"), ('<', "\\u003c")] {
        safe = safe.replace(end, escape);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_ends_the_script_or_stands_for_another_value() {
        let hostile =
            "</script><!-- \u{2028}\u{2029} __DESKBELL_TAPS__ __DESKBELL_BRIDGE_CONFIG__ ${x} `\\";
        let safe = script_safe(&json!({ "provider": hostile }));
        assert!(!safe.contains(['<', '\u{2028}', '\u{2029}', '\n']), "{safe}");
        let read: serde_json::Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(read["provider"], hostile);
        let script =
            fill_bridge(&[("engage", "(deskbell) => {}")], &json!({ "provider": hostile }));
        assert!(script.contains("__DESKBELL_TAPS__ __DESKBELL_BRIDGE_CONFIG__"));
        assert_eq!(script.matches("(deskbell) => {}").count(), 1);
    }
}
