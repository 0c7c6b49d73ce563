//! The link that enrols a desk: where the relay is, and a code that is good once.

use std::fmt;
use url::Url;

/// `deskbell://relay?url=…&code=…`.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentLink {
    /// Where the relay is.
    pub relay: Url,
    /// The one-time code.
    pub code: String,
}

/// Why a text is no such link. Quotes nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLink {
    /// Not `deskbell://relay?…`.
    #[error("this is no enrolment link: it must begin with deskbell://relay?")]
    NotALink,
    /// No address of a relay, or one that is not safe.
    #[error("the link names no relay at an https:// address")]
    NoRelay,
    /// No code.
    #[error("the link has no code")]
    NoCode,
}

impl EnrolmentLink {
    /// Reads a link, which may come from anywhere.
    ///
    /// # Errors
    /// [`BadLink`].
    pub fn read(text: &str) -> Result<Self, BadLink> {
        let link = Url::parse(text.trim()).map_err(|_| BadLink::NotALink)?;
        if link.scheme() != "deskbell" || link.host_str() != Some("relay") {
            return Err(BadLink::NotALink);
        }
        let part = |wanted: &str| {
            link.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        let relay = part("url").and_then(|url| safe(&url)).ok_or(BadLink::NoRelay)?;
        let code = part("code").filter(|code| !code.trim().is_empty()).ok_or(BadLink::NoCode)?;
        Ok(Self { relay, code })
    }
}

/// An address that may be trusted with a token: with TLS, or on this computer.
pub(crate) fn safe(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.host_str()?;
    let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let safe = url.scheme() == "https" || (url.scheme() == "http" && local);
    (plain && safe && url.fragment().is_none()).then_some(url)
}

/// `path` below the relay's address.
pub(crate) fn below(relay: &Url, path: &str) -> Url {
    let mut url = relay.clone();
    url.set_path(&format!("{}/{path}", relay.path().trim_end_matches('/')));
    url
}

impl fmt::Display for EnrolmentLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("url", self.relay.as_str()).append_pair("code", &self.code);
        write!(f, "deskbell://relay?{}", query.finish())
    }
}

impl fmt::Debug for EnrolmentLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolmentLink").field("relay", &self.relay.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{BadLink, EnrolmentLink, below, safe};

    #[test]
    fn a_link_comes_back_as_it_was_written() {
        let relay = safe("https://relay.example.com:8443/desk/").unwrap();
        let link = EnrolmentLink { relay, code: "a&b=c".to_owned() };
        assert_eq!(EnrolmentLink::read(&link.to_string()), Ok(link.clone()));
        assert_eq!(below(&link.relay, "feed").as_str(), "https://relay.example.com:8443/desk/feed");
        assert!(!format!("{link:?}").contains("a&b"));
    }

    #[test]
    fn only_a_safe_relay_gets_a_code() {
        let read = |url: &str| EnrolmentLink::read(&format!("deskbell://relay?url={url}&code=x"));
        for unsafe_one in [
            "http://relay.example.com",
            "ftp://relay.example.com",
            "https://a:b@relay.example.com",
            "https://relay.example.com?x",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(read(unsafe_one), Err(BadLink::NoRelay), "{unsafe_one}");
        }
        assert!(read("http://127.0.0.1:8690").is_ok());
        for other in [
            "",
            "https://relay.example.com",
            "deskbell://elsewhere?url=https://a.b&code=x",
            "tel:1",
        ] {
            assert_eq!(EnrolmentLink::read(other), Err(BadLink::NotALink), "{other}");
        }
        assert_eq!(
            EnrolmentLink::read("deskbell://relay?url=https://a.b&code=%20"),
            Err(BadLink::NoCode)
        );
    }
}
