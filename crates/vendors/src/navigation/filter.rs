//! The same zones as rules for WebKit's content filters, for what no handler of ours hears: requests a page makes.

use super::NetworkZone;
use super::zone::{LOOPBACK_NAMES, PRIVATE_ENDINGS};
use serde_json::{Value, json};

/// The zones a page is kept out of unless its account lives there, each by a filter of its own.
pub const FILTERED_ZONES: [NetworkZone; 4] =
    [NetworkZone::Loopback, NetworkZone::Private, NetworkZone::LinkLocal, NetworkZone::Reserved];

/// Rules that block every request to `zone`, as the JSON that WebKit compiles. Addresses reach the
/// filter as the engine parsed them: lower case, numbers in dots, names in ASCII.
#[must_use]
pub fn rules(zone: NetworkZone) -> String {
    let block = |host: &str| rule(host, "block");
    let mut rules: Vec<Value> = match zone {
        NetworkZone::Public => Vec::new(),
        NetworkZone::Loopback => loopback().iter().map(|host| block(host)).collect(),
        NetworkZone::Private => private().iter().map(|host| block(host)).collect(),
        NetworkZone::LinkLocal => {
            ["169\\.254\\.[0-9.]+", "\\[fe[89ab][0-9a-f]:[^/]*\\]"].map(block).into()
        }
        NetworkZone::Reserved => RESERVED.iter().map(|host| block(host)).collect(),
    };
    if zone == NetworkZone::Private {
        // A name without a dot is private, but for those that mean this machine.
        let names = LOOPBACK_NAMES.iter().map(|name| name.replace('.', "\\."));
        rules.extend(names.map(|name| rule(&format!("{name}\\.?"), "ignore-previous-rules")));
    }
    Value::Array(rules).to_string()
}

/// A rule for every address of the web whose host is as `host` says. The language knows no
/// alternatives: one rule for each.
fn rule(host: &str, action: &str) -> Value {
    // http, https, ws, wss: no scheme of ours begins like one of them.
    let filter = format!("^[hw][a-z]+://([^/]*@)?{host}(:[0-9]+)?/");
    json!({ "trigger": { "url-filter": filter }, "action": { "type": action } })
}

fn loopback() -> Vec<String> {
    let numbers = ["127\\.[0-9.]+", "0\\.[0-9.]+", "\\[::1?\\]", "[^/:@]*\\.localhost\\.?"];
    let names = LOOPBACK_NAMES.iter().map(|name| format!("{}\\.?", name.replace('.', "\\.")));
    numbers.iter().map(|host| (*host).to_owned()).chain(names).collect()
}

fn private() -> Vec<String> {
    const NUMBERS: [&str; 13] = [
        "10\\.[0-9.]+",
        "172\\.1[6-9]\\.[0-9.]+",
        "172\\.2[0-9]\\.[0-9.]+",
        "172\\.3[01]\\.[0-9.]+",
        "192\\.168\\.[0-9.]+",
        "100\\.6[4-9]\\.[0-9.]+",
        "100\\.[7-9][0-9]\\.[0-9.]+",
        "100\\.1[01][0-9]\\.[0-9.]+",
        "100\\.12[0-7]\\.[0-9.]+",
        "198\\.1[89]\\.[0-9.]+",
        "\\[f[cd][0-9a-f][0-9a-f]:[^/]*\\]",
        "\\[fe[c-f][0-9a-f]:[^/]*\\]",
        "[^./:@\\[]+\\.?",
    ];
    let endings = PRIVATE_ENDINGS
        .iter()
        .map(|ending| format!("([^/:@\\[]*\\.)?{}\\.?", ending.replace('.', "\\.")));
    NUMBERS.iter().map(|host| (*host).to_owned()).chain(endings).collect()
}

/// IPv6 outside what is given out begins with a group below 2000 or above 3fff; and some of what is
/// given out has an old address inside.
const RESERVED: [&str; 14] = [
    "22[4-9]\\.[0-9.]+",
    "2[34][0-9]\\.[0-9.]+",
    "25[0-5]\\.[0-9.]+",
    "192\\.0\\.0\\.[0-9]+",
    "\\[::[02-9a-f][^/]*\\]",
    "\\[::1[0-9a-f:][^/]*\\]",
    "\\[[0-9a-f]:[^/]*\\]",
    "\\[[0-9a-f][0-9a-f]:[^/]*\\]",
    "\\[[0-9a-f][0-9a-f][0-9a-f]:[^/]*\\]",
    "\\[[014-9a-e][0-9a-f][0-9a-f][0-9a-f]:[^/]*\\]",
    "\\[f[0-9abf][0-9a-f][0-9a-f]:[^/]*\\]",
    "\\[fe[0-7][0-9a-f]:[^/]*\\]",
    "\\[2002:[^/]*\\]",
    "\\[2001:0?:[^/]*\\]",
];
