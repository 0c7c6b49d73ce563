//! Addresses of pages, whichever vendor's: which may be loaded, their origin, and how values stand in them.

use url::{Host, Url};

/// Our own scheme for the simulated desk, and the host that stands for it on Windows.
pub(crate) const DESK_SCHEME: &str = "desk";
const DESK_HOST: &str = "desk.localhost";

/// Longest URL: some web servers refuse more.
pub(crate) const URL_MAX: usize = 8000;

pub(crate) fn is_desk(url: &Url) -> bool {
    url.scheme() == DESK_SCHEME || (url.scheme() == "http" && url.host_str() == Some(DESK_HOST))
}

/// An address we would load or open: https, or this machine.
pub(crate) fn loadable(text: &str) -> Result<Url, String> {
    let url = Url::parse(text)
        .map_err(|_| "This is not an address; it should look like https://host/path.".to_owned())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "Leave the user name and password out of the address; sign in on the page instead."
                .to_owned(),
        );
    }
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name == DESK_HOST,
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback => Ok(url),
        "http" => {
            Err("This address is not encrypted; use https (http works only for this machine)."
                .to_owned())
        }
        DESK_SCHEME if url.host_str() == Some("localhost") => Ok(url),
        DESK_SCHEME => Err("The simulated desk is at desk://localhost.".to_owned()),
        _ => Err("The address must begin with https://.".to_owned()),
    }
}

/// The same for an address the page hands us, which must also be of sane size.
pub(crate) fn may_be_opened(text: &str) -> bool {
    text.len() <= URL_MAX && !text.chars().any(char::is_control) && loadable(text).is_ok()
}

/// Pages of a scheme that is not the web's have an opaque origin by the URL standard, while the web engines
/// give `scheme://host` for a scheme an app registers.
pub(crate) fn origin(page: &Url) -> String {
    match page.scheme() {
        DESK_SCHEME => format!("{DESK_SCHEME}://{}", page.host_str().unwrap_or_default()),
        _ => page.origin().ascii_serialization(),
    }
}

/// Percent-encoding of everything but letters, digits and `-._~`: no reader of the URL can misread a blank or `+`.
pub(crate) fn escaped(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit =
                |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0').to_ascii_uppercase();
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
        out
    })
}
