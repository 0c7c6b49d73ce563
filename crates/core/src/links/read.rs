//! Links of other programs (`tel:`, `callto:`, `sms:`), read without trust: a number to dial comes out, or a reason why not.

use crate::base::Private;

/// Longest link read, in bytes.
pub const LINK_MAX: usize = 4096;

/// Most digits of a number; none on earth has more than fifteen, but a desk may dial through others.
const DIGITS_MAX: usize = 32;

/// Most digits of an extension.
const EXTENSION_MAX: usize = 16;

/// Longest text for the composer, in characters.
const BODY_MAX: usize = 1000;

/// The scheme under which a sign-in in the system's browser comes back to us (RFC 8252, section 7.1).
pub const SIGN_IN_SCHEME: &str = "org.deskbell.deskbell";

/// What a link asks for. Nothing of it happens by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A number to call (RFC 3966).
    Call {
        /// Only digits, perhaps after one `+`.
        number: Private<String>,
        /// Only digits, to be typed once the call is taken.
        extension: Option<Private<String>>,
    },
    /// A number to write to (RFC 5724).
    Text {
        /// Only digits, perhaps after one `+`.
        number: Private<String>,
        /// What to begin the text with.
        text: Option<Private<String>>,
    },
    /// A sign-in comes back from the system's browser. All of it is a secret.
    SignIn {
        /// The whole link.
        address: Private<String>,
    },
}

/// Why a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLink {
    /// Longer than [`LINK_MAX`], or its text is.
    TooLong,
    /// Of a kind that is not ours.
    OtherKind,
    /// It does not name one telephone number.
    NoNumber,
    /// It names a code that switches something at the network (`*21*…#`) rather than a number.
    ServiceCode,
}

/// Reads a link.
///
/// # Errors
/// Why it is not followed.
pub fn read_link(link: &str) -> Result<Link, BadLink> {
    if link.len() > LINK_MAX {
        return Err(BadLink::TooLong);
    }
    let link = link.trim_matches([' ', '\t', '\r', '\n']);
    let (scheme, rest) = link.split_once(':').ok_or(BadLink::OtherKind)?;
    match scheme.to_ascii_lowercase().as_str() {
        SIGN_IN_SCHEME if link.chars().any(|c| c.is_control() || c == ' ') => {
            Err(BadLink::OtherKind)
        }
        SIGN_IN_SCHEME => Ok(Link::SignIn { address: Private::from(link) }),
        "tel" | "callto" => {
            let (target, _) = parted(rest);
            let (number, extension) = target_of(target)?;
            Ok(Link::Call { number, extension })
        }
        "sms" | "smsto" => {
            let (target, query) = parted(rest);
            let text = body_of(query)?;
            let (number, _) = target_of(target)?;
            Ok(Link::Text { number, text })
        }
        _ => Err(BadLink::OtherKind),
    }
}

/// Whether `text` begins like a link of ours, whatever follows. For telling a link from other arguments.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    let scheme = scheme.trim_start().to_ascii_lowercase();
    ["tel", "callto", "sms", "smsto", SIGN_IN_SCHEME].contains(&scheme.as_str())
}

/// What is dialled, and the rest behind `?` (or behind the `&` that some phones write instead).
fn parted(rest: &str) -> (&str, &str) {
    // Not in the RFCs, but pages write `tel://` all the same.
    let rest = rest.trim_start_matches('/');
    rest.split_once(['?', '&']).unwrap_or((rest, ""))
}

/// The number and its extension. Where a local number is valid (`phone-context`) and the subaddress behind a line (`isub`)
/// do not change what is dialled: putting a context before a number gives wrong ones, as the RFC's own example shows.
fn target_of(target: &str) -> Result<(Private<String>, Option<Private<String>>), BadLink> {
    let mut parts = target.split(';');
    let number = digits(parts.next().unwrap_or_default(), DIGITS_MAX)?;
    let mut extension = None;
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if !name.eq_ignore_ascii_case("ext") {
            continue;
        }
        let digits = digits(value, EXTENSION_MAX)?;
        // Two of them, or one that is a whole number, is a trick or a mistake.
        if digits.starts_with('+') || extension.replace(Private::new(digits)).is_some() {
            return Err(BadLink::NoNumber);
        }
    }
    Ok((Private::new(number), extension))
}

/// The digits of `text` without what only makes them readable.
fn digits(text: &str, max: usize) -> Result<String, BadLink> {
    let text = decoded(text).ok_or(BadLink::NoNumber)?;
    if text.contains(['*', '#']) {
        return Err(BadLink::ServiceCode);
    }
    let mut found = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => found.push(c),
            '+' if found.is_empty() => found.push(c),
            '-' | '.' | '(' | ')' | '/' | ' ' | '\u{a0}' => {}
            // Letters too: on a keypad they are digits, but which ones a page chooses nobody sees.
            _ => return Err(BadLink::NoNumber),
        }
    }
    let count = found.trim_start_matches('+').len();
    if count == 0 || count > max { Err(BadLink::NoNumber) } else { Ok(found) }
}

/// The text that the composer begins with. What nobody can see is left out where it is shown.
fn body_of(query: &str) -> Result<Option<Private<String>>, BadLink> {
    let body = query.split('&').find_map(|field| {
        let (name, value) = field.split_once('=')?;
        name.eq_ignore_ascii_case("body").then_some(value)
    });
    let Some(body) = body else { return Ok(None) };
    let text = decoded(body).ok_or(BadLink::NoNumber)?.replace("\r\n", "\n");
    if text.chars().count() > BODY_MAX {
        return Err(BadLink::TooLong);
    }
    Ok(crate::base::text::cap_private(Private::new(text), BODY_MAX))
}

/// Percent-decoded once; none for half an escape or what is no text then.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut nibble = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (nibble()?, nibble()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn call(number: &str, extension: Option<&str>) -> Result<Link, BadLink> {
        Ok(Link::Call { number: number.into(), extension: extension.map(Private::from) })
    }

    fn text(number: &str, text: Option<&str>) -> Result<Link, BadLink> {
        Ok(Link::Text { number: number.into(), text: text.map(Private::from) })
    }

    #[test]
    fn a_number_comes_out_of_every_spelling() {
        for (link, wanted) in [
            ("tel:+1-201-555-0123", call("+12015550123", None)),
            ("TEL:+1.201.555.0123", call("+12015550123", None)),
            ("tel:(201)%20555-0123", call("2015550123", None)),
            ("tel:%2B49%2030%20123456", call("+4930123456", None)),
            ("tel://+4930123456", call("+4930123456", None)),
            ("tel:+49 30/12 34\u{a0}56", call("+4930123456", None)),
            (" tel:101\n", call("101", None)),
            ("callto:+4930123456?call", call("+4930123456", None)),
            ("callto://4930123456", call("4930123456", None)),
            ("tel:+16505550100;ext=12-3", call("+16505550100", Some("123"))),
            ("tel:+16505550100;EXT=7;isub=a", call("+16505550100", Some("7"))),
            ("tel:863-1234;phone-context=+1-914-555", call("8631234", None)),
            ("tel:7042;phone-context=example.com", call("7042", None)),
            ("tel:+16505550100;call-now=yes", call("+16505550100", None)),
            ("sms:+15105550101", text("+15105550101", None)),
            ("smsto:+15105550101?body=hello%20there", text("+15105550101", Some("hello there"))),
            ("sms:+15105550101?body=1+1%3D2&x=y", text("+15105550101", Some("1+1=2"))),
            ("sms:+15105550101&body=a%26b", text("+15105550101", Some("a&b"))),
            ("sms:+15105550101?x=1&Body=%0Aa%0D%0Ab", text("+15105550101", Some("\na\nb"))),
            ("sms:+15105550101?body=a%1B%5B2Jb%E2%80%AEc", text("+15105550101", Some("a[2Jbc"))),
            ("sms:+15105550101?body=", text("+15105550101", None)),
        ] {
            assert_eq!(read_link(link), wanted, "{link}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_and_said_why() {
        use BadLink::{NoNumber, OtherKind, ServiceCode, TooLong};
        let long_number = format!("tel:{}", "1".repeat(DIGITS_MAX + 1));
        let long_link = format!("tel:1;x={}", "1".repeat(LINK_MAX));
        let long_text = format!("sms:1?body={}", "a".repeat(BODY_MAX + 1));
        for (link, wanted) in [
            ("", OtherKind),
            ("tel", OtherKind),
            ("+16505550100", OtherKind),
            ("javascript:alert(1)", OtherKind),
            ("https://example.com/tel:1", OtherKind),
            ("tel\n:1", OtherKind),
            ("t%65l:1", OtherKind),
            ("tel:", NoNumber),
            ("tel:+", NoNumber),
            ("tel:++1", NoNumber),
            ("tel:1+1", NoNumber),
            ("tel:1-800-FLOWERS", NoNumber),
            ("callto:echo123", NoNumber),
            ("tel:１２３", NoNumber),
            ("tel:٣٤٥", NoNumber),
            ("tel:1%0A2", NoNumber),
            ("tel:1%002", NoNumber),
            ("tel:1%2", NoNumber),
            ("tel:1%zz", NoNumber),
            ("tel:1%ff", NoNumber),
            ("tel:1%25322", NoNumber),
            ("tel:1\" --profile=x", NoNumber),
            ("tel:1,,123456", NoNumber),
            ("tel:1;ext=", NoNumber),
            ("tel:1;ext=a", NoNumber),
            ("tel:1;ext=+1", NoNumber),
            ("tel:1;ext=1;ext=2", NoNumber),
            ("tel:1;ext=12345678901234567", NoNumber),
            ("sms:1,2", NoNumber),
            ("sms:1?body=%zz", NoNumber),
            ("tel:*%2306%23", ServiceCode),
            ("tel:**21*+16505550100%23", ServiceCode),
            ("tel:*67+16505550100", ServiceCode),
            ("sms:%2A100#", ServiceCode),
            ("tel:1;ext=1*2", ServiceCode),
            (long_number.as_str(), NoNumber),
            (long_link.as_str(), TooLong),
            (long_text.as_str(), TooLong),
            ("org.deskbell.deskbell:/a b", OtherKind),
            ("org.deskbell.deskbell:/a\u{0}", OtherKind),
        ] {
            assert_eq!(read_link(link), Err(wanted), "{link:?}");
        }
    }

    #[test]
    fn a_sign_in_is_kept_whole_and_prints_nothing() {
        let link = "org.deskbell.Deskbell:/signed-in?code=SECRET&state=x";
        let read = read_link(link);
        assert_eq!(read, Ok(Link::SignIn { address: link.into() }));
        assert!(!format!("{read:?}").contains("SECRET"));
    }

    #[test]
    fn links_are_told_from_other_arguments() {
        for link in ["tel:", "SMS:1", " tel:1", "org.deskbell.deskbell:/x", "callto:--hidden"] {
            assert!(is_link(link), "{link:?}");
        }
        for other in ["dial", "--profile=tel:1", "-tel:1", "telephone:1", "http://x", "", ":1"] {
            assert!(!is_link(other), "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn only_what_can_be_dialled_comes_out(
            scheme in "(tel|callto|sms|smsto)",
            rest in r"(.|[0-9+*#;=?&%,. -]|ext=|body=|%[0-9a-f]{2}){0,60}",
        ) {
            let dialable = |text: &str, max| {
                let digits = text.strip_prefix('+').unwrap_or(text);
                !digits.is_empty() && digits.len() <= max && digits.bytes().all(|b| b.is_ascii_digit())
            };
            match read_link(&format!("{scheme}:{rest}")) {
                Ok(Link::Call { number, extension }) => {
                    prop_assert!(dialable(number.reveal(), DIGITS_MAX));
                    prop_assert!(crate::calls::dial::is_number(number.reveal()));
                    if let Some(extension) = extension {
                        prop_assert!(dialable(extension.reveal(), EXTENSION_MAX));
                    }
                }
                Ok(Link::Text { number, text }) => {
                    prop_assert!(dialable(number.reveal(), DIGITS_MAX));
                    if let Some(text) = text {
                        prop_assert!(text.reveal().chars().count() <= BODY_MAX);
                        prop_assert!(!text.reveal().contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
                    }
                }
                Ok(Link::SignIn { .. }) => prop_assert!(false, "no such scheme was written"),
                Err(_) => {}
            }
        }

        #[test]
        fn nothing_written_makes_it_panic(link in any::<String>()) {
            let _ = (read_link(&link), is_link(&link));
        }
    }
}
