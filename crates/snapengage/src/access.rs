//! Who may deliver: the vendor with its token, to a name of ours, and no page in a browser.

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Request, Version};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use subtle::ConstantTimeEq as _;

/// Names under which this computer calls itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The token SnapEngage sends along, if one is entered there (section *Authentication*). Only its digest is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// None if there is nothing in it: an empty token would let everybody in.
    #[must_use]
    pub fn new(token: &str) -> Option<Self> {
        let token = token.trim();
        (!token.is_empty()).then(|| Self(digest(token.as_bytes())))
    }

    /// Takes as long for any text: digests are of one length and are compared to their end.
    fn is(&self, sent: &[u8]) -> bool {
        self.0.ct_eq(&digest(sent)).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("«private»")
    }
}

/// What may be delivered, and by whom. It can be replaced while the listener runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// What `Authorization` must be, by the account's name as it stands in the path. The vendor lets one go
    /// without a token; we do not.
    pub accounts: BTreeMap<String, Token>,
    /// The host under which SnapEngage reaches us, such as that of a tunnel; a port after it does not matter.
    pub public_host: Option<String>,
}

impl Access {
    /// True if the token is the account's. An account that is not there has none that is right.
    pub(crate) fn knows(&self, account: &str, headers: &HeaderMap) -> bool {
        let Some(token) = self.accounts.get(account) else { return false };
        let mut sent = headers.get_all(AUTHORIZATION).iter();
        match (sent.next(), sent.next()) {
            (Some(sent), None) => token.is(sent.as_bytes()),
            _ => false,
        }
    }

    /// True if the token is that of some account.
    pub(crate) fn knows_any(&self, headers: &HeaderMap) -> bool {
        self.accounts.keys().any(|account| self.knows(account, headers))
    }

    /// True if the request is meant for us: not for a foreign name that leads here, as it does when a page in a browser
    /// lets its own name point to this computer.
    pub(crate) fn is_ours<B>(&self, request: &Request<B>) -> bool {
        let mut named = request.headers().get_all(HOST).iter();
        let (named, second) = (named.next(), named.next());
        let in_path = request.uri().authority();
        if second.is_some() || in_path.is_some_and(|name| !self.is_name_of_ours(name.as_str())) {
            return false;
        }
        match named {
            Some(name) => name.to_str().is_ok_and(|name| self.is_name_of_ours(name)),
            // Before HTTP/1.1 there was no such header, and no browser is that old.
            None => request.version() == Version::HTTP_10,
        }
    }

    fn is_name_of_ours(&self, name: &str) -> bool {
        let Some(name) = host_of(name) else { return false };
        let public = self.public_host.as_deref().and_then(host_of);
        LOOPBACK.contains(&name.as_str()) || public == Some(name)
    }
}

/// True if a page in a browser sent it: SnapEngage's servers have no origin.
pub(crate) fn is_from_a_page(headers: &HeaderMap) -> bool {
    // Some requests of a page have no origin; every engine of today says where they come from all the same.
    headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site")
}

/// SHA-256.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The host of `host:port` in one spelling.
fn host_of(name: &str) -> Option<String> {
    let authority: Authority = name.parse().ok()?;
    // A name with a user before it is a trick.
    if authority.as_str().contains('@') {
        return None;
    }
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::{Access, Token};
    use axum::http::{HeaderMap, HeaderValue, Request, Version};

    fn access() -> Access {
        Access {
            accounts: [("main".to_owned(), Token::new(" s3cret\n").unwrap())].into(),
            public_host: Some("Hooks.Example.com:443".to_owned()),
        }
    }

    #[test]
    fn only_the_token_itself_is_right() {
        let sent = |tokens: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for token in tokens {
                headers.append("authorization", HeaderValue::from_static(token));
            }
            access().knows("main", &headers)
        };
        assert!(sent(&["s3cret"]));
        for wrong in [&[][..], &[""], &["s3cre"], &["s3crett"], &["S3cret"], &["Bearer s3cret"]] {
            assert!(!sent(wrong), "{wrong:?}");
        }
        assert!(!sent(&["s3cret", "s3cret"]), "which of them is meant?");
        assert!(!access().knows("other", &HeaderMap::new()));
        assert_eq!(Token::new(" \n"), None);
        assert!(!format!("{:?}", access()).contains("s3cret"));
    }

    #[test]
    fn only_names_of_ours_are_ours() {
        let named = |host: &str| {
            access().is_ours(&Request::builder().uri("/x").header("host", host).body(()).unwrap())
        };
        for ours in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:9000",
            "[::1]:9000",
            "hooks.example.com",
            "HOOKS.example.com.:8443",
        ] {
            assert!(named(ours), "{ours}");
        }
        for foreign in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost@evil.example",
            "evil.example@localhost",
            "localhost:80@evil.example",
            "localhost evil.example",
            "localhost,evil.example",
            "localhost/evil.example",
            "evil.example#localhost",
            "127.1",
            "0x7f000001",
            "2130706433",
            "[::]",
            "[::ffff:127.0.0.1]",
            "localhost.localdomain",
            "xn--localhost-",
            "hooks.example.com.evil.example",
            "192.168.1.5",
            "0.0.0.0",
        ] {
            assert!(!named(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_name_in_the_path_or_none_at_all_is_looked_at_too() {
        let request = |uri: &str, version, hosts: &[&str]| {
            let mut request = Request::builder().uri(uri).version(version);
            for host in hosts {
                request = request.header("host", *host);
            }
            access().is_ours(&request.body(()).unwrap())
        };
        assert!(request("http://localhost/x", Version::HTTP_11, &["localhost"]));
        assert!(!request("http://evil.example/x", Version::HTTP_11, &["localhost"]));
        assert!(!request("/x", Version::HTTP_11, &["localhost", "evil.example"]));
        assert!(!request("/x", Version::HTTP_11, &[]));
        assert!(request("/x", Version::HTTP_10, &[]));
        assert!(!request("/x", Version::HTTP_10, &["evil.example"]));
    }
}
