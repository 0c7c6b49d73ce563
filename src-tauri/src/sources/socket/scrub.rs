//! What never leaves through the socket: sign-in addresses and codes, and secrets of accounts.

use deskbell_core::VendorId;
use deskbell_vendors::is_secret;
use serde_json::Value;

/// Stands where something was taken out.
const BLANK: &str = "•••";

/// Objects that carry a secret, or an address with a permit in it: tag, its value, and the field to blank.
const SIGN_IN: [(&str, &str, &str); 8] = [
    ("fact", "signInRequested", "address"),
    ("command", "finishSignIn", "callback"),
    ("effect", "openSignIn", "address"),
    ("effect", "signInReturned", "address"),
    ("effect", "openFile", "address"),
    ("intent", "openLink", "link"),
    ("intent", "useRelay", "relay"),
    ("effect", "followFeeds", "plan"),
];

/// Blanks every secret in `value`, however deep.
pub(super) fn scrub(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(scrub),
        Value::Object(fields) => {
            // A plan of the listener holds tokens.
            if fields.get("effect").is_some_and(|found| found == "listen") {
                fields.insert("plan".to_owned(), BLANK.into());
            }
            for (tag, name, secret) in SIGN_IN {
                if fields.get(tag).is_some_and(|found| found == name) {
                    fields.insert(secret.to_owned(), BLANK.into());
                }
            }
            let vendor = fields.get("vendor").and_then(Value::as_str).unwrap_or_default();
            let vendor = VendorId(vendor.to_owned());
            if let Some(Value::Object(options)) = fields.get_mut("options") {
                for (key, value) in options {
                    if is_secret(&vendor, key) {
                        *value = BLANK.into();
                    } else if let Value::String(text) = value {
                        *text = blank_pairs(&vendor, text);
                    }
                }
            }
            fields.values_mut().for_each(scrub);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Blanks secrets among the `name=value` pairs of an address or a list of parameters.
fn blank_pairs(vendor: &VendorId, text: &str) -> String {
    let blank = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if is_secret(vendor, name.trim()) => format!("{name}={BLANK}"),
        _ => pair.to_owned(),
    };
    let pairs = |text: &str| text.split('&').map(blank).collect::<Vec<_>>().join("&");
    match text.split_once('?') {
        Some((page, query)) => format!("{page}?{}", pairs(query)),
        None => pairs(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::{
        AccountConfig, AccountId, CommandId, Effect, Event, FeedPlan, Hook, Intent, ListenerPlan,
        PushId, RelayGrant, Settings, Source, VendorCommand, WidgetFact,
    };
    use serde_json::json;

    #[test]
    fn no_sign_in_address_and_no_account_secret_gets_out() {
        let account = AccountId::new("a").unwrap();
        let vendor = VendorId("none-such".to_owned());
        let options = [
            ("clientSecret", "SECRET"),
            ("clientId", "public"),
            ("parameters", "authorizationCode=CODE&brand=b"),
            ("url", "https://x/app.html?brand=b&jwt=CODE"),
        ];
        let config = AccountConfig {
            id: account.clone(),
            vendor: vendor.clone(),
            label: "A".to_owned(),
            enabled: true,
            options: options.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
            simulated: false,
        };
        let fact = WidgetFact::SignInRequested { address: "https://x/SECRET".into() };
        let command = VendorCommand::FinishSignIn { callback: "https://x/?code=SECRET".into() };
        let settings = Settings { accounts: vec![config.clone()], ..Settings::default() };
        let hook =
            Hook { vendor: vendor.clone(), agent: "a@b.example".into(), token: "SECRET".into() };
        let hooks = [(account.clone(), hook)].into();
        let plan = ListenerPlan { port: 1, public_host: None, hooks };
        let feed = FeedPlan {
            vendor: vendor.clone(),
            agent: "a@b.example".into(),
            relay: "https://x".to_owned(),
            token: "SECRET".into(),
        };
        let grant = RelayGrant { address: "https://x".to_owned(), token: "SECRET".into() };
        let use_relay = Intent::UseRelay { account: account.clone(), relay: Some(grant) };
        let intent = Intent::AddAccount { config: config.clone() };
        let mut all = json!([
            Event::Widget { account: account.clone(), fact },
            Event::Intent { intent, from: Source::Window, request: None },
            Event::Intent {
                intent: Intent::OpenLink { link: "org.deskbell.deskbell:/?code=SECRET".into() },
                from: Source::Link,
                request: None,
            },
            Event::Intent { intent: use_relay, from: Source::CommandLine, request: None },
            Effect::FollowFeeds { plan: [(account.clone(), feed)].into() },
            Effect::SignInReturned { address: "org.deskbell.deskbell:/?code=SECRET".into() },
            Effect::Post { account: account.clone(), vendor, id: CommandId(1), command },
            Effect::OpenSignIn { account, address: "https://x/SECRET".into() },
            Effect::OpenPage { config: config.clone() },
            Effect::PushStatus { config, push: PushId(1), word: String::new(), note: None },
            Effect::Listen { plan: Some(plan) },
            Effect::SaveSettings { settings: Box::new(settings) },
        ]);
        assert_eq!(all.to_string().matches("SECRET").count(), 12);
        scrub(&mut all);
        let text = all.to_string();
        assert!(!text.contains("SECRET") && !text.contains("CODE"), "{text}");
        assert!(text.contains("authorizationCode=•••&brand=b"), "{text}");
        assert_eq!(text.matches("\"public\"").count(), 4, "the rest stays");
    }
}
