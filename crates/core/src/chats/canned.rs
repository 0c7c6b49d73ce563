//! Canned replies: texts with placeholders, one set over all vendors.

use crate::base::same_name;
use serde::{Deserialize, Serialize};

/// Most canned replies.
pub const CANNED_REPLIES_MAX: usize = 100;

/// Longest shortcut in characters.
pub const SHORTCUT_MAX: usize = 40;

/// Longest text of a canned reply in characters.
pub const CANNED_TEXT_MAX: usize = 1000;

/// A text the agent need not type again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CannedReply {
    /// What one types for it, without blanks.
    pub shortcut: String,
    /// The text. `{visitor.name}` and others of [`PLACEHOLDERS`] are filled in.
    pub text: String,
}

/// What can stand in braces in a canned reply.
pub const PLACEHOLDERS: [&str; 8] = [
    "visitor.name",
    "visitor.email",
    "visitor.phone",
    "agent.name",
    "page",
    "page.title",
    "queue",
    "account",
];

/// A canned reply with its placeholders filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledReply {
    /// The text; what could not be filled in stands there as it was.
    pub text: String,
    /// Placeholders that could not be filled in, in order, each once.
    pub open: Vec<String>,
}

/// Fills in placeholders with what `value` gives for their names. An unknown name, or a known one
/// without a value, stays visible and is told. Braces around anything else are text.
#[must_use]
pub fn fill_in(text: &str, value: impl Fn(&str) -> Option<String>) -> FilledReply {
    let mut filled = FilledReply { text: String::with_capacity(text.len()), open: Vec::new() };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.text.push_str(before);
        let name = after.split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
        let Some(name) = name else {
            filled.text.push('{');
            rest = after;
            continue;
        };
        match value(name).filter(|value| !value.trim().is_empty()) {
            Some(value) => filled.text.push_str(&value),
            None => {
                filled.text.push('{');
                filled.text.push_str(name);
                filled.text.push('}');
                if !filled.open.iter().any(|open| open == name) {
                    filled.open.push(name.to_owned());
                }
            }
        }
        rest = after.get(name.len() + 1..).unwrap_or_default();
    }
    filled.text.push_str(rest);
    filled
}

/// The set can be kept: every shortcut once, without blanks, and nothing too long.
pub(crate) fn are_good(replies: &[CannedReply]) -> bool {
    let good = |(at, reply): (usize, &CannedReply)| {
        let CannedReply { shortcut, text } = reply;
        !shortcut.is_empty()
            && shortcut.chars().count() <= SHORTCUT_MAX
            && !shortcut.contains(char::is_whitespace)
            && !text.trim().is_empty()
            && text.chars().count() <= CANNED_TEXT_MAX
            && !replies.iter().take(at).any(|earlier| same_name(&earlier.shortcut, shortcut))
    };
    replies.len() <= CANNED_REPLIES_MAX && replies.iter().enumerate().all(good)
}

/// Looks like a placeholder's name: `visitor.name`.
fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !text.is_empty() && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada(name: &str) -> Option<String> {
        match name {
            "visitor.name" => Some("Ada {page}".to_owned()),
            "visitor.email" => Some("  ".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn fills_what_is_known_and_tells_what_is_not() {
        for (text, filled, open) in [
            ("Hello {visitor.name}!", "Hello Ada {page}!", vec![]),
            (
                "{visitor.email} {nobody} {nobody}",
                "{visitor.email} {nobody} {nobody}",
                vec!["visitor.email", "nobody"],
            ),
            ("if (a) { b } {} {", "if (a) { b } {} {", vec![]),
            ("{{visitor.name}}", "{Ada {page}}", vec![]),
            ("{é} }{", "{é} }{", vec![]),
            ("", "", vec![]),
        ] {
            let FilledReply { text: got, open: told } = fill_in(text, ada);
            assert_eq!(
                (got.as_str(), told),
                (filled, open.into_iter().map(str::to_owned).collect())
            );
        }
    }
}
