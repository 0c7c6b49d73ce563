//! Stand-ins for private values: the same value has the same stand-in, of the same shape, and nothing tells the value.
//!
//! While [`disguised`] runs, every [`super::Private`] that is written on this thread is written as its stand-in. So what is
//! private need not be found again in text that was already written.

use serde_json::Value;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// Digits at the end of a number that say who it is, with or without the country's code.
const LOCAL: usize = 10;
/// So many of them are replaced: country and area stay, so that the number is read as before.
const REPLACED: usize = 6;
/// Fields of a private object that hold one of a few words of ours.
const WORDS: [&str; 8] =
    ["status", "closed_by", "author", "kind", "presence", "by", "direction", "availability"];
/// Fields with a vendor's own word for a status.
const STATUS_WORDS: [&str; 3] = ["word", "userStatus", "dndStatus"];
/// Fields of a private object that name things.
const NAMES: [&str; 4] = ["key", "id", "vendor", "account"];

thread_local! {
    static CURRENT: RefCell<Option<Disguise>> = const { RefCell::new(None) };
}

/// What stands for what.
#[derive(Debug, Default)]
pub(crate) struct Disguise {
    known: HashMap<String, String>,
    /// Everything that was given out: it stands for itself from then on.
    given: HashSet<String>,
}

/// Runs `write` with stand-ins for everything private that it writes, then gives the same to every other text of what came
/// of it that is not one of our own words. `names` have stand-ins although they may look like such words.
pub(crate) fn disguised<'n>(
    names: impl IntoIterator<Item = &'n str>,
    write: impl FnOnce() -> Option<Value>,
) -> Option<Value> {
    let mut disguise = Disguise::default();
    for name in names {
        disguise.id(name);
    }
    CURRENT.set(Some(disguise));
    let written = write();
    let disguise = CURRENT.take();
    let (mut written, mut disguise) = (written?, disguise?);
    disguise.rest(&mut written);
    Some(written)
}

/// Whether [`disguised`] runs on this thread.
pub(crate) fn is_on() -> bool {
    CURRENT.with_borrow(Option::is_some)
}

/// A private value with stand-ins in it.
pub(crate) fn private(mut value: Value) -> Value {
    CURRENT.with_borrow_mut(|current| {
        if let Some(disguise) = current {
            disguise.private(&mut value);
        }
    });
    value
}

impl Disguise {
    fn private(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.stand_in(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.private(value)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if NAMES.contains(&name.as_str()) => {
                            *text = self.name(text);
                        }
                        Value::String(text) if WORDS.contains(&name.as_str()) && is_word(text) => {}
                        Value::String(_)
                        | Value::Null
                        | Value::Bool(_)
                        | Value::Number(_)
                        | Value::Array(_)
                        | Value::Object(_) => self.private(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Texts that are not private by their type: names of accounts and calls, labels, hosts, what the system says.
    fn rest(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.name(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.rest(value)),
            Value::Object(fields) => {
                let before = std::mem::take(fields);
                fields.extend(before.into_iter().map(|(name, mut value)| {
                    let stays = value.as_str().is_some_and(|text| match name.as_str() {
                        "vendor" => is_word(text),
                        name => STATUS_WORDS.contains(&name) && is_plain(text),
                    });
                    if !stays {
                        self.rest(&mut value);
                    }
                    (if is_field(&name) { name } else { self.name(&name) }, value)
                }));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A name of a thing, where it is not one of our own words. What stands before its first colon says what sort it is.
    fn name(&mut self, text: &str) -> String {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        if is_word(text) || self.given.contains(text) {
            return text.to_owned();
        }
        if let Some((sort, rest)) = text.split_once(':')
            && is_word(sort)
            && !rest.starts_with("//")
        {
            return format!("{sort}:{}", self.name(rest));
        }
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.chars().any(|c| c.is_ascii_lowercase()) && text.chars().all(is_id) {
            return self.id(text);
        }
        self.stand_in(text)
    }

    fn id(&mut self, text: &str) -> String {
        self.given(text, |number| format!("id-{number}"))
    }

    /// What stands for a private text.
    fn stand_in(&mut self, text: &str) -> String {
        if text.trim().is_empty() || self.given.contains(text) {
            return text.to_owned();
        }
        if let Some(number) = self.telephone_number(text) {
            return number;
        }
        let plain = text.trim().to_lowercase();
        let whole = !plain.contains(char::is_whitespace);
        if whole && plain.contains('@') && !plain.contains("://") {
            return self.given(&plain, |number| format!("person{number}@example.org"));
        }
        if let Some((scheme, _)) = plain.split_once("://")
            && whole
            && is_word(scheme)
        {
            return self.given(&plain, |number| format!("{scheme}://place{number}.example/"));
        }
        let length = text.chars().count();
        self.given(&plain, |number| {
            let sign = format!("«{number}»");
            let filler = length.saturating_sub(sign.chars().count());
            sign + &"·".repeat(filler)
        })
    }

    /// A number of the same length, country and area, set the same way; none for what is no number.
    fn telephone_number(&mut self, text: &str) -> Option<String> {
        let (number, extension) = text.split_once(";ext=").unwrap_or((text, ""));
        let set = |c: char| c.is_ascii_digit() || " +()-./*#\u{a0}".contains(c);
        if !number.chars().all(set) {
            return None;
        }
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let last = digits.get(digits.len().saturating_sub(LOCAL)..).filter(|it| !it.is_empty())?;
        let replaced = REPLACED.min(last.len());
        let modulus = 10_usize.pow(u32::try_from(replaced).unwrap_or(0)).max(1);
        // Far apart, so that none is the beginning of another.
        let new = self.given(last, |count| {
            let kept = last.get(..last.len() - replaced).unwrap_or_default();
            format!("{kept}{:0replaced$}", (count * 7919 + 1234) % modulus)
        });
        let mut new = new.chars().rev();
        let mut out: Vec<char> = number
            .chars()
            .rev()
            .map(|c| if c.is_ascii_digit() { new.next().unwrap_or(c) } else { c })
            .collect();
        out.reverse();
        let mut out = String::from_iter(out);
        if !extension.is_empty() {
            let extension = self.telephone_number(extension).unwrap_or_default();
            out.push_str(";ext=");
            out.push_str(&extension);
        }
        self.given.insert(out.clone());
        Some(out)
    }

    /// The stand-in of `text`: the one it has, or a new one made of how many there are.
    fn given(&mut self, text: &str, make: impl FnOnce(usize) -> String) -> String {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let new = make(self.known.len() + 1);
        self.known.insert(text.to_owned(), new.clone());
        self.given.insert(new.clone());
        new
    }
}

/// One of our own words, or of a vendor's: a name in the manner of JSON, without digits.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && is_plain(text)
}

/// Letters alone, as in a name of a programming language.
fn is_plain(text: &str) -> bool {
    text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// A field of ours, and no name of an account or the like.
fn is_field(name: &str) -> bool {
    is_word(name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]
mod tests {
    use super::*;
    use crate::base::Private;
    use serde_json::json;

    fn write(values: &[&str]) -> Vec<String> {
        let values: Vec<Private<String>> = values.iter().map(|it| Private::from(*it)).collect();
        let written = disguised([], || serde_json::to_value(&values).ok()).unwrap();
        serde_json::from_value(written).unwrap()
    }

    #[test]
    fn the_same_caller_is_the_same_however_the_number_is_set() {
        let out = write(&["+16505550100", "(650) 555-0100", "+16505550101", "+4917012345678"]);
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        assert!(digits(&out[0]).ends_with(&digits(&out[1])), "{out:?}");
        assert_ne!(out[0], out[2]);
        assert!(out[0].starts_with("+1650") && out[1].starts_with("(650) "), "{out:?}");
        assert!(out[3].starts_with("+4917"), "{out:?}");
        for (before, after) in ["+16505550100", "(650) 555-0100"].iter().zip(&out) {
            assert_eq!(before.len(), after.len());
            assert_ne!(before, after);
        }
    }

    #[test]
    fn words_of_customers_go_and_words_of_ours_stay() {
        let out = write(&["hello", "Hello", "My order is late", "ada@example.com", " "]);
        assert_eq!(out[0], out[1], "names are compared whatever their capitals");
        let text = out.join(" ");
        assert!(["hello", "order", "ada"].iter().all(|word| !text.contains(word)), "{text}");
        assert_eq!(out[4], " ");
        let value = json!({
            "state": "alerting",
            "label": "Desk of Ada",
            "keys": ["telephony:s-1", "sip:ab1"],
            "account": "ada",
            "vendor": "some",
            "word": "DoNotDisturb",
            "name": "ada-desk",
        });
        let written = disguised(["ada"], || Some(value)).unwrap();
        assert_eq!(written["state"], "alerting");
        assert!(written["keys"][0].as_str().unwrap().starts_with("telephony:id-"));
        assert_eq!(
            (&written["vendor"], &written["word"]),
            (&json!("some"), &json!("DoNotDisturb"))
        );
        assert!(!written.to_string().to_lowercase().contains("ada"), "{written}");
    }

    #[test]
    fn nothing_is_disguised_outside() {
        write(&["x"]);
        assert_eq!(serde_json::to_value(Private::from("Ada")).unwrap(), json!("Ada"));
    }
}
