//! Rules for single values of the account form: which addresses may be loaded, what a parameter may hold.

use super::parameters::{Parameter, Rule};
use url::{Host, Url};

/// Our own scheme for the simulated desk, and the host that stands for it on Windows.
const DESK_SCHEME: &str = "desk";
const DESK_HOST: &str = "desk.localhost";

/// Longest value of one field, in characters; a JWT is the longest anybody needs.
pub(super) const VALUE_MAX: usize = 4000;

/// Longest URL: some web servers refuse more.
pub(super) const URL_MAX: usize = 8000;

pub(super) fn is_desk(url: &Url) -> bool {
    url.scheme() == DESK_SCHEME || (url.scheme() == "http" && url.host_str() == Some(DESK_HOST))
}

/// An address we would load or open: https, or this machine.
pub(super) fn loadable(text: &str) -> Result<Url, String> {
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
pub(super) fn may_be_opened(text: &str) -> bool {
    text.len() <= URL_MAX && !text.chars().any(char::is_control) && loadable(text).is_ok()
}

/// The value as it goes into the URL, or a sentence on what is wrong with it.
pub(super) fn checked(
    known: &Parameter,
    value: &str,
    is_secret_field: bool,
) -> Result<String, String> {
    if value.is_empty() {
        return Err("It has no value; write one, or leave the name out too.".to_owned());
    }
    if value.chars().count() > VALUE_MAX || value.chars().any(char::is_control) {
        return Err("The value is too long or contains an invisible character.".to_owned());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match known.rule {
        Rule::Switch => return switch(value),
        Rule::OnUnlessFalse if !matches!(value, "false" | "true" | "1") => {
            return Err(
                "It is on by itself; write false to switch it off, or leave it out.".to_owned()
            );
        }
        Rule::Id if value.len() > 200 || !value.chars().all(plain) => {
            return Err(
                "Only letters, digits, '-', '_' and '.' can be part of it; check what was pasted."
                    .to_owned(),
            );
        }
        Rule::OneOf(words) if !words.contains(&value) => {
            return Err(format!("It must be one of {}.", words.join(", ")));
        }
        Rule::Address => drop(loadable(value)?),
        Rule::Server => return server(value),
        Rule::Secret if !is_secret_field => {
            return Err(
                "This is a secret; write it into its own field, which is kept in the key store."
                    .to_owned(),
            );
        }
        Rule::OnUnlessFalse | Rule::Text | Rule::Id | Rule::OneOf(_) | Rule::Secret => {}
    }
    Ok(value.to_owned())
}

/// The widget takes any value as "on", so a value that says "off" would do the opposite of what it says.
pub(super) fn switch(value: &str) -> Result<String, String> {
    match value.to_ascii_lowercase().as_str() {
        "1" | "true" | "on" | "yes" => Ok("1".to_owned()),
        "0" | "false" | "off" | "no" => Err(format!(
            "The widget reads any value, even {value}, as on; leave it empty or out to switch it off."
        )),
        _ => Err("Write 1 to switch it on, or leave it empty.".to_owned()),
    }
}

/// The widget drops an `appServer` it dislikes without a word and uses its own, so we are as strict.
fn server(value: &str) -> Result<String, String> {
    if !value.starts_with("https://") {
        return Err("The server must begin with https://; the widget ignores any other.".to_owned());
    }
    if value.contains('?') || value.contains("javascript") || value.contains('#') {
        return Err("The server must be a plain address without ?, # and the word javascript; the widget ignores any other.".to_owned());
    }
    loadable(value)?;
    Ok(value.trim_end_matches('/').to_owned())
}

/// Pages of a scheme that is not the web's have an opaque origin by the URL standard, while the web engines
/// give `scheme://host` for a scheme an app registers.
pub(super) fn origin(page: &Url) -> String {
    match page.scheme() {
        DESK_SCHEME => format!("{DESK_SCHEME}://{}", page.host_str().unwrap_or_default()),
        _ => page.origin().ascii_serialization(),
    }
}

/// Percent-encoding of everything but letters, digits and `-._~`: no reader of the URL can misread a blank or `+`.
pub(super) fn escaped(value: &str) -> String {
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
