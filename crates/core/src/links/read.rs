//! Links of other programs (`tel:`, `callto:`, `sms:`), read without trust: a number to dial comes out, or a reason why not.

use crate::base::Private;
use crate::base::text::{NAME_MAX, cap_private};
use deskbell_numbers::{BadNumber, read_dialled};

/// Longest link read, in bytes.
pub const LINK_MAX: usize = 4096;
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
        /// What stands in the link and is not followed: tones after a pause, a parameter. For showing.
        left_out: Option<Private<String>>,
    },
    /// A number to write to (RFC 5724).
    Text {
        /// Only digits, perhaps after one `+`.
        number: Private<String>,
        /// What to begin the text with.
        text: Option<Private<String>>,
        /// What stands in the link and is not followed: further recipients, an extension. For showing.
        left_out: Option<Private<String>>,
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
    /// Half an escape (`%2`), or escapes that are no text.
    Escape,
    /// A text to nobody.
    NoRecipient,
    /// What it names is not one telephone number.
    Number(BadNumber),
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
        "tel" | "callto" => call(rest),
        "sms" | "smsto" => text(rest),
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

fn call(rest: &str) -> Result<Link, BadLink> {
    let (target, query) = parted(rest);
    let dialled = read_dialled(&decoded(target)?, None).map_err(BadLink::Number)?;
    let mut left_out = dialled.left_out;
    // What a `callto:` link wants done with the number, and we offer anyway.
    left_out.extend(fields(query).filter(|field| *field != "call").map(shown));
    Ok(Link::Call {
        number: dialled.number.dialable().into(),
        extension: dialled.number.extension().map(Private::from),
        left_out: together(&left_out),
    })
}

fn text(rest: &str) -> Result<Link, BadLink> {
    let (target, query) = parted_before_body(rest);
    // Apple's way for several recipients: `sms:/open?addresses=A,B&body=…`.
    let named = (target.trim_matches('/').eq_ignore_ascii_case("open")).then(|| {
        let mut named = fields(query).filter_map(|field| field.split_once('='));
        named.find(|(name, _)| name.eq_ignore_ascii_case("addresses")).map_or("", |(_, them)| them)
    });
    let target = decoded(named.unwrap_or(target))?;
    let (first, others) = recipients(&target);
    let dialled = read_dialled(&first, None).map_err(|bad| {
        if bad == BadNumber::Empty { BadLink::NoRecipient } else { BadLink::Number(bad) }
    })?;
    let mut left_out = others;
    left_out.extend(dialled.number.extension().map(|extension| format!("ext={extension}")));
    left_out.extend(dialled.left_out);
    let mut text = None;
    for field in fields(query) {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        if text.is_none() && name.eq_ignore_ascii_case("body") {
            text = Some(body(value)?);
        } else if named != Some(value) || !name.eq_ignore_ascii_case("addresses") {
            left_out.push(shown(field));
        }
    }
    Ok(Link::Text {
        number: dialled.number.dialable().into(),
        text: text.flatten(),
        left_out: together(&left_out),
    })
}

/// What is dialled, and the rest behind `?` (or behind the `&` that some phones write instead).
fn parted(rest: &str) -> (&str, &str) {
    // Not in the RFCs, but pages write `tel://` all the same.
    let rest = rest.trim_start_matches('/');
    rest.split_once(['?', '&']).unwrap_or((rest, ""))
}

/// The same, where the text may stand behind a `;` as a parameter would, which phones have long taken too.
fn parted_before_body(rest: &str) -> (&str, &str) {
    const BODY: &str = ";body=";
    let (target, query) = parted(rest);
    let at = target.to_ascii_lowercase().find(BODY);
    let behind = at.and_then(|at| rest.trim_start_matches('/').get(at + 1..));
    match (at.and_then(|at| target.get(..at)), behind) {
        (Some(target), Some(query)) => (target, query),
        (None, _) | (_, None) => (target, query),
    }
}

fn fields(query: &str) -> impl Iterator<Item = &str> {
    query.split(['&', '?']).filter(|field| !field.is_empty())
}

/// The first recipient with its parameters, and the others: behind a comma (RFC 5724), or behind the semicolon of some phones.
fn recipients(target: &str) -> (String, Vec<String>) {
    let begins = |piece: &str| {
        piece.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))
    };
    let mut found: Vec<String> = Vec::new();
    for part in target.split(',') {
        for (at, piece) in part.split(';').enumerate().filter(|(_, piece)| !piece.trim().is_empty())
        {
            match found.last_mut() {
                Some(last) if at > 0 && !begins(piece) => {
                    last.push(';');
                    last.push_str(piece);
                }
                _ => found.push(piece.trim().to_owned()),
            }
        }
    }
    let mut found = found.into_iter();
    (found.next().unwrap_or_default(), found.collect())
}

/// The text that the composer begins with. What nobody can see is left out where it is shown.
fn body(value: &str) -> Result<Option<Private<String>>, BadLink> {
    let text = decoded(value)?.replace("\r\n", "\n");
    if text.chars().count() > BODY_MAX {
        return Err(BadLink::TooLong);
    }
    Ok(cap_private(Private::new(text), BODY_MAX))
}

/// A part of a link as it is shown: decoded where it can be.
fn shown(part: &str) -> String {
    decoded(part).unwrap_or_else(|_| part.to_owned())
}

/// The parts that are not followed, in one line that can be shown.
fn together(parts: &[String]) -> Option<Private<String>> {
    cap_private(Private::new(parts.join(" ")), NAME_MAX)
}

/// Percent-decoded once; an error for half an escape or what is no text then.
fn decoded(text: &str) -> Result<String, BadLink> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut nibble = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (nibble(), nibble()) else { return Err(BadLink::Escape) };
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| BadLink::Escape)?);
    }
    String::from_utf8(bytes).map_err(|_| BadLink::Escape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_numbers::{DIGITS_MAX, EXTENSION_MAX};
    use proptest::prelude::*;

    fn call(number: &str, extension: Option<&str>) -> Result<Link, BadLink> {
        let extension = extension.map(Private::from);
        Ok(Link::Call { number: number.into(), extension, left_out: None })
    }

    fn text(number: &str, text: Option<&str>) -> Result<Link, BadLink> {
        Ok(Link::Text { number: number.into(), text: text.map(Private::from), left_out: None })
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
            ("sms:+15105550101", text("+15105550101", None)),
            ("smsto:+15105550101?body=hello%20there", text("+15105550101", Some("hello there"))),
            ("sms:+15105550101?body=1+1%3D2", text("+15105550101", Some("1+1=2"))),
            ("tel:+14385550139*227", call("+14385550139", Some("227"))),
            ("tel:+14385550139x9", call("+14385550139", Some("9"))),
            ("callto:+14385550139ext9", call("+14385550139", Some("9"))),
            ("tel:+44%20(0)20%207946%200000", call("+442079460000", None)),
            ("sms:+15105550101&body=a%26b", text("+15105550101", Some("a&b"))),
            ("sms:+15105550101;body=a%3Bb", text("+15105550101", Some("a;b"))),
            ("sms://+15105550101;Body=a", text("+15105550101", Some("a"))),
            ("sms:+15105550101?Body=%0Aa%0D%0Ab", text("+15105550101", Some("\na\nb"))),
            ("sms:+15105550101?body=a%1B%5B2Jb%E2%80%AEc", text("+15105550101", Some("a[2Jbc"))),
            ("sms:+15105550101?body=", text("+15105550101", None)),
            ("sms:/open?addresses=+15105550101&body=a", text("+15105550101", Some("a"))),
            ("sms://open?addresses=%2B15105550101", text("+15105550101", None)),
            ("SMS:/Open/?Body=a&Addresses=15105550101", text("15105550101", Some("a"))),
        ] {
            assert_eq!(read_link(link), wanted, "{link}");
        }
    }

    #[test]
    fn what_is_not_followed_is_named() {
        for (link, number, without) in [
            ("tel:+18885550188,,777%23", "+18885550188", ",,777#"),
            ("tel:+18885550188,1234", "+18885550188", ",1234"),
            ("tel:+18885550188p123", "+18885550188", "p123"),
            ("callto:+18885550188w9", "+18885550188", "w9"),
            ("tel:+18885550188;postd=pp22", "+18885550188", "postd=pp22"),
            ("tel:+18885550188;isub=a;x=%41", "+18885550188", "isub=a x=A"),
            ("tel:7042;phone-context=example.com", "7042", "phone-context=example.com"),
            ("callto:+18885550188?chat", "+18885550188", "chat"),
            ("tel:+18885550188?a=%2", "+18885550188", "a=%2"),
            ("sms:+18885550188,+18885550189", "+18885550188", "+18885550189"),
            ("sms:+18885550188;+18885550189?body=x", "+18885550188", "+18885550189"),
            ("smsto:1;(2)3;4?body=x", "1", "(2)3 4"),
            (
                "sms:/open?addresses=+18885550188,+18885550189&body=x",
                "+18885550188",
                "+18885550189",
            ),
            ("sms://open?addresses=1&addresses=2", "1", "addresses=2"),
            ("sms:+18885550188;ext=9?body=x", "+18885550188", "ext=9"),
            ("sms:+18885550188*9", "+18885550188", "ext=9"),
            ("sms:+18885550188,+18885550189;body=x", "+18885550188", "+18885550189"),
            ("sms:+18885550188;ext=9;body=x&send=1", "+18885550188", "ext=9 send=1"),
            ("tel:+18885550188;ext=9,,5#", "+18885550188", ",,5#"),
            ("sms:+18885550188;smsc=1", "+18885550188", "smsc=1"),
            ("sms:+18885550188?body=x&body=y&send=1", "+18885550188", "body=y send=1"),
        ] {
            let (Ok(Link::Call { number: found, left_out, .. })
            | Ok(Link::Text { number: found, left_out, .. })) = read_link(link)
            else {
                panic!("{link}");
            };
            let left_out = left_out.map(|left_out| left_out.reveal().clone());
            assert_eq!(
                (found.reveal().as_str(), left_out.as_deref()),
                (number, Some(without)),
                "{link}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_refused_and_said_why() {
        use BadLink::{Escape, NoRecipient, Number, OtherKind, TooLong};
        use BadNumber::{Code, Empty, Extension, Letters, Several, Sign};
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
            ("tel:", Number(Empty)),
            ("tel:+", Number(Sign)),
            ("tel:++1", Number(Several)),
            ("tel:1+1", Number(Several)),
            ("tel:1-800-FLOWERS", Number(Letters)),
            ("callto:echo123", Number(Letters)),
            ("tel:１２３", Number(Sign)),
            ("tel:٣٤٥", Number(Sign)),
            ("tel:1%0A2", Number(Sign)),
            ("tel:1%002", Number(Sign)),
            ("tel:1%2", Escape),
            ("tel:1%zz", Escape),
            ("tel:1%ff", Escape),
            ("tel:1%25322", Number(Sign)),
            ("tel:1\" --profile=x", Number(Sign)),
            ("tel:+18885550188,+18885550189", Number(Several)),
            ("tel:1;ext=", Number(Extension)),
            ("tel:1;ext=a", Number(Extension)),
            ("tel:1;ext=+1", Number(Extension)),
            ("tel:1;ext=1;ext=2", Number(Extension)),
            ("tel:1;ext=12345678901234567", Number(Extension)),
            ("sms:?body=x", NoRecipient),
            ("sms:", NoRecipient),
            ("sms:,;?body=x", NoRecipient),
            ("sms:/open", NoRecipient),
            ("sms:/open?addresses=&body=x", NoRecipient),
            ("sms:/open?body=x", NoRecipient),
            ("sms:/open?addresses=alice", Number(Letters)),
            ("sms:alice?body=x", Number(Letters)),
            ("sms:1?body=%zz", Escape),
            ("tel:*%2306%23", Number(Code)),
            ("tel:**21*+16505550100%23", Number(Code)),
            ("tel:*67+16505550100", Number(Code)),
            ("sms:%2A100#", Number(Code)),
            ("tel:1;ext=1*2", Number(Code)),
            (long_number.as_str(), Number(BadNumber::TooLong)),
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
                Ok(Link::Call { number, extension, left_out }) => {
                    prop_assert!(dialable(number.reveal(), DIGITS_MAX));
                    prop_assert!(left_out.is_none_or(|it| it.reveal().chars().count() <= NAME_MAX));
                    prop_assert!(crate::base::number::is_number(number.reveal()));
                    if let Some(extension) = extension {
                        prop_assert!(dialable(extension.reveal(), EXTENSION_MAX));
                    }
                }
                Ok(Link::Text { number, text, left_out }) => {
                    prop_assert!(dialable(number.reveal(), DIGITS_MAX));
                    prop_assert!(left_out.is_none_or(|it| it.reveal().chars().count() <= NAME_MAX));
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
