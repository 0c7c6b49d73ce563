//! The raw log: what each page said last, to the letter. In memory only, and without secrets once it is read.
//!
//! A vendor that changes its widget shows here before anybody knows what to make of it.

use deskbell_core::{AccountId, RawMessage, Timestamp};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Messages kept of each account.
const MESSAGES_MAX: usize = 200;
/// Longest message that is kept, in bytes.
const TEXT_MAX: usize = 16 * 1024;
/// Names of fields whose values nobody may read here.
const SECRETS: [&str; 8] =
    ["oauthuri", "callbackuri", "code", "jwt", "token", "access_token", "password", "secret"];
/// Parameters of addresses inside texts, same.
const SECRET_PARAMETER: &str = "access_token=";
const HIDDEN: &str = "«secret»";

/// The last messages of every account. Any thread may ask.
#[derive(Debug, Default)]
pub struct RawLog(Mutex<BTreeMap<AccountId, VecDeque<(Timestamp, String)>>>);

impl RawLog {
    /// Keeps the newest messages of a batch of the bridge's records.
    pub fn keep(&self, account: &AccountId, batch: &str, at: Timestamp) {
        let is_message =
            |line: &&str| line.starts_with(r#"{"k":"msg","#) || line.starts_with(r#"{"k":"tap","#);
        let newest: Vec<&str> = batch.rsplit('\n').filter(is_message).take(MESSAGES_MAX).collect();
        if newest.is_empty() {
            return;
        }
        let mut all = self.all();
        let kept = all.entry(account.clone()).or_default();
        for line in newest.into_iter().rev() {
            if kept.len() >= MESSAGES_MAX {
                kept.pop_front();
            }
            // A cut message might end in the middle of a secret: all of it goes.
            kept.push_back((
                at,
                if line.len() > TEXT_MAX { String::new() } else { line.to_owned() },
            ));
        }
    }

    /// What is kept of an account, oldest first.
    #[must_use]
    pub fn read(&self, account: &AccountId) -> Vec<RawMessage> {
        let all = self.all();
        let kept = all.get(account).into_iter().flatten();
        kept.map(|(at, line)| RawMessage { at: *at, text: without_secrets(line) }).collect()
    }

    /// Forgets an account that was removed.
    pub fn forget(&self, account: &AccountId) {
        self.all().remove(account);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<AccountId, VecDeque<(Timestamp, String)>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The message inside a record of the bridge.
fn without_secrets(line: &str) -> String {
    let Ok(mut record) = serde_json::from_str::<Value>(line) else {
        return "a message too long to be kept".to_owned();
    };
    let mut payload = record.get_mut("p").map(Value::take).unwrap_or_default();
    hide(&mut payload, None);
    payload.to_string()
}

/// `inside` names the field that the value stands in.
fn hide(value: &mut Value, inside: Option<&str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let lower = name.to_ascii_lowercase();
                let is_state = lower == "code" && inside == Some("status") && is_word(value);
                match SECRETS.contains(&lower.as_str()) && !is_state {
                    true => *value = Value::from(HIDDEN),
                    false => hide(value, Some(name)),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, inside)),
        Value::String(text) if text.contains(SECRET_PARAMETER) => {
            let mut parts = text.split(SECRET_PARAMETER);
            let mut shown = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let rest = part.find('&').and_then(|at| part.get(at..)).unwrap_or_default();
                shown = format!("{shown}{SECRET_PARAMETER}{HIDDEN}{rest}");
            }
            *text = shown;
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A word of the vendor's (`Proceeding`): no code of a sign-in is as short and made of letters alone.
fn is_word(value: &Value) -> bool {
    let word = value.as_str().unwrap_or_default();
    (1..=20).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_party_stands_is_no_secret_and_a_code_of_a_sign_in_is_one() {
        let record = RawLog::default();
        let party = r#"{"parties":[{"status":{"code":"Proceeding","reason":"x"}}]}"#;
        let strange = r#"{"status":{"code":"U0lHTi1JTg"},"code":"Proceeding"}"#;
        for payload in [party, strange] {
            record.keep(
                &account(),
                &format!(r#"{{"k":"msg","o":"o","p":{payload}}}"#),
                Timestamp(1),
            );
        }
        let read: Vec<String> = record.read(&account()).into_iter().map(|it| it.text).collect();
        assert!(read[0].contains(r#""code":"Proceeding""#), "{}", read[0]);
        assert_eq!(read[1].matches(HIDDEN).count(), 2, "{}", read[1]);
    }

    fn account() -> AccountId {
        AccountId::new("chat").unwrap()
    }

    #[test]
    fn the_newest_messages_are_kept_in_order() {
        let log = RawLog::default();
        let line = |n: usize| format!(r#"{{"k":"tap","v":"x","p":{{"type":"t","n":{n}}}}}"#);
        let batch = format!("{}\n{{\"k\":\"beat\"}}\n{}", line(1), line(2));
        log.keep(&account(), &batch, Timestamp(5));
        let texts = |log: &RawLog| -> Vec<String> {
            log.read(&account()).into_iter().map(|message| message.text).collect()
        };
        assert_eq!(texts(&log), [r#"{"n":1,"type":"t"}"#, r#"{"n":2,"type":"t"}"#]);
        let flood: Vec<String> = (0..500).map(line).collect();
        log.keep(&account(), &flood.join("\n"), Timestamp(6));
        assert_eq!(texts(&log).len(), MESSAGES_MAX);
        assert!(texts(&log).last().is_some_and(|text| text.contains("499")));
        log.forget(&account());
        assert!(texts(&log).is_empty());
    }

    #[test]
    fn secrets_are_hidden_and_what_was_cut_is_not_shown() {
        let log = RawLog::default();
        let uri = r#"{"type":"rc-login-popup-notify","oAuthUri":"https://a.example/?state=1","list":[{"uri":"https://m.example/1?access_token=abc&x=1"}]}"#;
        log.keep(&account(), &format!(r#"{{"k":"msg","o":"o","p":{uri}}}"#), Timestamp(1));
        let long = format!(r#"{{"k":"msg","o":"o","p":{{"jwt":"{}"}}}}"#, "s".repeat(TEXT_MAX));
        log.keep(&account(), &long, Timestamp(2));
        let read = log.read(&account());
        assert!(
            !read[0].text.contains("state=1") && !read[0].text.contains("abc"),
            "{}",
            read[0].text
        );
        assert!(read[0].text.contains("access_token=«secret»&x=1"), "{}", read[0].text);
        assert_eq!(read[1].text, "a message too long to be kept");
    }
}
