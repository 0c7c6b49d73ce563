//! The vendor's address: safe to send a token to, and nothing but a host.

use url::{Host, Url};

/// Where SnapEngage answers (the reference's samples). White-label hosts and EU ones are entered by hand.
pub const DEFAULT_BASE: &str = "https://www.snapengage.com";

/// Why an address cannot be the vendor's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It cannot be read.
    #[error("this is not an address: enter one such as {DEFAULT_BASE}")]
    Unreadable,
    /// Not `https`, or `http` to another computer: anybody on the way could read the token.
    #[error("the address must begin with https://, or everybody on the way could read the token")]
    NotSafe,
    /// It names a user, a path, a query or a fragment.
    #[error("only the host is needed: enter an address such as {DEFAULT_BASE}")]
    MoreThanHost,
    /// TLS does not work on this computer.
    #[error("no connection can be made safe on this computer: {reason}")]
    NoTls {
        /// The library's words.
        reason: String,
    },
}

/// Reads an address somebody typed.
pub(crate) fn read(typed: &str) -> Result<Url, BadAddress> {
    let address = Url::parse(typed.trim()).map_err(|_| BadAddress::Unreadable)?;
    match address.scheme() {
        "https" => {}
        "http" if is_loopback(&address) => {}
        _ => return Err(BadAddress::NotSafe),
    }
    let bare = address.username().is_empty()
        && address.password().is_none()
        && address.path() == "/"
        && address.query().is_none()
        && address.fragment().is_none();
    if bare { Ok(address) } else { Err(BadAddress::MoreThanHost) }
}

/// True if the address is on this computer.
pub(crate) fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost" || name == "localhost.",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{BadAddress, DEFAULT_BASE};
    use crate::Client;

    #[test]
    fn addresses_must_be_safe_and_bare() {
        for good in [
            DEFAULT_BASE,
            " https://eu.example.com/ ",
            "https://eu.example.com:8443",
            "http://localhost:9",
            "http://127.0.0.1:9",
            "http://[::1]:9/",
        ] {
            assert!(Client::new(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", BadAddress::Unreadable),
            ("www.snapengage.com", BadAddress::Unreadable),
            ("http://www.snapengage.com", BadAddress::NotSafe),
            ("http://localhost.example.com", BadAddress::NotSafe),
            ("http://127.0.0.1.example.com", BadAddress::NotSafe),
            ("http://192.168.1.5", BadAddress::NotSafe),
            ("file:///etc", BadAddress::NotSafe),
            ("https://ada:pass@www.snapengage.com", BadAddress::MoreThanHost),
            ("https://www.snapengage.com/api", BadAddress::MoreThanHost),
            ("https://www.snapengage.com/?x=1", BadAddress::MoreThanHost),
            ("https://www.snapengage.com/#x", BadAddress::MoreThanHost),
        ] {
            assert_eq!(Client::new(bad).err(), Some(why), "{bad}");
        }
    }
}
