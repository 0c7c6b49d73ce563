//! Secrets stay out: what could sign somebody in is taken out of a text before it is kept.

use serde_json::Value;

/// Stands where a secret was.
pub const SECRET: &str = "«secret»";

/// Names of parameters and fields whose values are secrets. Compared without `-` and `_`, and in small letters.
const NAMES: [&str; 22] = [
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "token",
    "authtoken",
    "sessiontoken",
    "jwt",
    "code",
    "codeverifier",
    "state",
    "password",
    "passwd",
    "pwd",
    "secret",
    "clientsecret",
    "apikey",
    "signature",
    "sig",
    "hash",
    "identity",
    "sessionid",
    "otp",
];
/// Names that are secrets in an address only: in a sentence they are words.
const ONLY_IN_ADDRESSES: [&str; 4] = ["code", "state", "hash", "identity"];
/// What stands before a secret in a header.
const SCHEMES: [&str; 2] = ["bearer ", "basic "];
/// Shortest text behind a scheme that is a secret and not a word.
const SECRET_MIN: usize = 16;

/// The text without secrets, if there were any.
#[must_use]
pub fn text(text: &str) -> Option<String> {
    if !may_hide_one(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let space = piece.get(word.len()..).unwrap_or_default();
        let after_scheme = SCHEMES.iter().any(|scheme| ends_with(&out, scheme));
        let hidden = if (after_scheme && word.len() >= SECRET_MIN) || is_signed_token(word) {
            Some(SECRET.to_owned())
        } else {
            parameters(word)
        };
        changed |= hidden.is_some();
        out.push_str(hidden.as_deref().unwrap_or(word));
        out.push_str(space);
    }
    changed.then_some(out)
}

/// Whether any of the marks by which secrets are known stands in it: most texts have none.
fn may_hide_one(text: &str) -> bool {
    let after = |at: usize| text.as_bytes().get(at..).unwrap_or_default();
    let begins = |at: usize, mark: &str| {
        after(at).get(..mark.len()).is_some_and(|it| it.eq_ignore_ascii_case(mark.as_bytes()))
    };
    text.bytes().enumerate().any(|(at, byte)| match byte {
        b'=' => true,
        b':' => after(at).starts_with(b"://"),
        b'e' => after(at).starts_with(b"eyJ"),
        b'b' | b'B' => SCHEMES.iter().any(|scheme| begins(at, scheme)),
        _ => false,
    })
}

/// Takes the secrets out of everything inside.
pub fn value(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if is_secret(name, false) && !field.is_null() {
                    *field = Value::from(SECRET);
                } else {
                    self::value(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(self::value),
        Value::String(known) => {
            if let Some(hidden) = text(known) {
                *known = hidden;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn ends_with(text: &str, ending: &str) -> bool {
    let from = text.len().wrapping_sub(ending.len());
    text.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// A signed token (RFC 7519): three parts, of which the first is a JSON object in base 64.
fn is_signed_token(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_part = |part: Option<&str>| {
        part.is_some_and(|part| {
            part.len() >= 8
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_=".contains(&b))
        })
    };
    word.starts_with("eyJ")
        && is_part(parts.next())
        && is_part(parts.next())
        && parts.next().is_some()
}

fn is_secret(name: &str, in_address: bool) -> bool {
    let plain: String = name.chars().filter(|c| !matches!(c, '-' | '_')).collect();
    let plain = plain.to_ascii_lowercase();
    NAMES.contains(&plain.as_str()) && (in_address || !ONLY_IN_ADDRESSES.contains(&plain.as_str()))
}

/// An address or a list of parameters, without the values of the secret ones.
fn parameters(word: &str) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    let mut changed = false;
    let in_address = word.contains("://");
    if let Some(hidden) = without_user(word) {
        return Some(parameters(&hidden).unwrap_or(hidden));
    }
    for piece in word.split_inclusive(['?', '&', '#', ';', ',']) {
        let end = piece.len()
            - piece.chars().next_back().filter(|c| "?&#;,".contains(*c)).map_or(0, char::len_utf8);
        let (parameter, mark) = piece.split_at_checked(end).unwrap_or((piece, ""));
        match parameter.split_once('=') {
            Some((name, known)) if !known.is_empty() && is_secret(name, in_address) => {
                changed |= known != SECRET;
                out.push_str(name);
                out.push('=');
                out.push_str(SECRET);
            }
            // A whole address as a parameter: `%26access_token%3D…`.
            Some((name, known)) if in_address && hides_a_secret(known) => {
                changed = true;
                out.push_str(name);
                out.push('=');
                out.push_str(SECRET);
            }
            _ => out.push_str(parameter),
        }
        out.push_str(mark);
    }
    changed.then_some(out)
}

/// An escaped address inside an address carries parameters of its own.
fn hides_a_secret(known: &str) -> bool {
    let plain = known
        .replace("%3D", "=")
        .replace("%3d", "=")
        .replace("%26", "&")
        .replace("%3F", "?")
        .replace("%3f", "?");
    plain != known
        && plain.split(['?', '&', '#']).any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, _)| is_secret(name, true))
        })
}

/// `https://user:password@host` without the password.
fn without_user(word: &str) -> Option<String> {
    let (scheme, rest) = word.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let (user, _) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    if password == SECRET {
        return None;
    }
    let behind = rest.get(user.len()..)?;
    Some(format!("{scheme}://{name}:{SECRET}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_signs_somebody_in_is_taken_out() {
        for (with, without) in [
            (
                "https://m.example/1?access_token=abc&x=1",
                "https://m.example/1?access_token=«secret»&x=1",
            ),
            (
                "see https://a.example/cb#code=abc&state=xyz now",
                "see https://a.example/cb#code=«secret»&state=«secret» now",
            ),
            (
                "https://a.example/?next=https%3A%2F%2Fb%3Fid_token%3Dq",
                "https://a.example/?next=«secret»",
            ),
            ("https://me:pass@a.example/x", "https://me:«secret»@a.example/x"),
            ("Authorization: Bearer abcdefghijklmnop0123", "Authorization: Bearer «secret»"),
            ("got eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM", "got «secret»"),
            ("password=hunter2", "password=«secret»"),
        ] {
            assert_eq!(text(with).as_deref(), Some(without));
            assert_eq!(text(without), None, "once is enough");
        }
    }

    #[test]
    fn words_of_customers_stay() {
        for words in [
            "the code=7 in state=WA is fine",
            "Bearer of news",
            "1,2;3?",
            "https://a.example/?q=code",
            "a = b",
            "eyJ.x.y",
            "",
        ] {
            assert_eq!(text(words), None, "{words}");
        }
    }

    #[test]
    fn fields_with_secret_names_are_taken_out() {
        let mut inside =
            json!({"a": [{"accessToken": "x", "n": 1}], "link": "https://a.example/?sig=y"});
        value(&mut inside);
        assert_eq!(
            inside,
            json!({"a": [{"accessToken": SECRET, "n": 1}], "link": "https://a.example/?sig=«secret»"})
        );
    }

    proptest! {
        #[test]
        fn any_text_is_taken(known in ".{0,200}") {
            let hidden = text(&known).unwrap_or(known);
            prop_assert_eq!(text(&hidden), None);
        }

        #[test]
        fn no_token_is_left(before in "[a-z ]{0,10}", token in "[A-Za-z0-9]{20,40}", after in "(&[a-z]=[a-z])?( [a-z]+)?") {
            let known = format!("{before} https://a.example/x?access_token={token}{after}");
            prop_assert!(!text(&known).unwrap().contains(&token));
        }
    }
}
