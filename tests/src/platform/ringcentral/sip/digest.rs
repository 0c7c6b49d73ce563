//! Digest authentication as RingCentral asks for it: MD5, with or without `qop` (RFC 2617, section 3.2).

use md5::{Digest as _, Md5};
use std::fmt::Write as _;

/// Who may register and call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Credentials<'a> {
    pub(super) user: &'a str,
    pub(super) realm: &'a str,
    pub(super) password: &'a str,
}

/// The value of `Www-Authenticate` or `Proxy-Authenticate`. The nonce comes after a comma and a space: a widget looks
/// for it there.
pub(super) fn challenge(realm: &str, nonce: &str) -> String {
    format!("Digest realm=\"{realm}\", nonce=\"{nonce}\"")
}

/// Whether `header` answers the challenge with this nonce for a request of this method.
pub(super) fn is_right(
    header: &str,
    credentials: Credentials<'_>,
    method: &str,
    nonce: &str,
) -> bool {
    let field = |name: &str| field(header, name).unwrap_or_default();
    let Credentials { user, realm, password } = credentials;
    let secret = md5(&format!("{user}:{realm}:{password}"));
    let request = md5(&format!("{method}:{}", field("uri")));
    let between = match field("qop").as_str() {
        "" => String::new(),
        qop => format!("{}:{}:{qop}:", field("nc"), field("cnonce")),
    };
    let expected = md5(&format!("{secret}:{nonce}:{between}{request}"));
    field("username") == user && field("nonce") == nonce && field("response") == expected
}

/// The digest that answers a challenge without `qop`: what a phone sends.
#[must_use]
pub fn authorization(
    user: &str,
    password: &str,
    method: &str,
    uri: &str,
    challenge: &str,
) -> String {
    let of = |name: &str| field(challenge, name).unwrap_or_default();
    let (realm, nonce) = (of("realm"), of("nonce"));
    let secret = md5(&format!("{user}:{realm}:{password}"));
    let response = md5(&format!("{secret}:{nonce}:{}", md5(&format!("{method}:{uri}"))));
    format!(
        "Digest algorithm=MD5, username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\""
    )
}

/// A field of a digest header. A comma within quotes does not end it.
fn field(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(' ').map_or(header, |(_, rest)| rest);
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = next.trim_start().strip_prefix(',')?;
    }
}

fn md5(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::{Credentials, authorization, challenge, is_right};

    /// The example of RFC 2617, section 3.5.
    const EXAMPLE: &str = "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", \
        nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", qop=auth, nc=00000001, \
        cnonce=\"0a4f113b\", response=\"6629fae49393a05397450978507c4ef1\", \
        opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    const MUFASA: Credentials<'_> =
        Credentials { user: "Mufasa", realm: "testrealm@host.com", password: "Circle Of Life" };

    #[test]
    fn the_example_of_the_standard_is_right_and_nothing_near_it_is() {
        let nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
        assert!(is_right(EXAMPLE, MUFASA, "GET", nonce));
        assert!(!is_right(EXAMPLE, MUFASA, "POST", nonce));
        assert!(!is_right(EXAMPLE, MUFASA, "GET", "another"));
        assert!(!is_right(EXAMPLE, Credentials { password: "circle", ..MUFASA }, "GET", nonce));
        assert!(
            !is_right("", MUFASA, "GET", nonce) && !is_right("Digest x=\"", MUFASA, "GET", nonce)
        );
    }

    #[test]
    fn a_challenge_can_be_answered_without_qop() {
        let asked = challenge(MUFASA.realm, "n-1");
        let answer = authorization("Mufasa", "Circle Of Life", "REGISTER", "sip:sip.test", &asked);
        assert!(is_right(&answer, MUFASA, "REGISTER", "n-1"), "{answer}");
        assert!(!is_right(&answer, MUFASA, "INVITE", "n-1"));
    }
}
