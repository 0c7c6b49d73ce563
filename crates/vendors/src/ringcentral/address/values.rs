//! Rules for single values of the account form: what a parameter may hold.

use super::parameters::{Parameter, Rule};
use crate::page_url::loadable;
use deskbell_core::SIGN_IN_SCHEME;
use url::Url;

/// Longest value of one field, in characters; a JWT is the longest anybody needs.
pub(super) const VALUE_MAX: usize = 4000;

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
        Rule::Redirect if is_our_link(value) => {}
        Rule::Address | Rule::Redirect => drop(loadable(value)?),
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

/// A link of the scheme under which sign-ins come back to us, with a place behind it and nothing else.
pub(super) fn is_our_link(value: &str) -> bool {
    Url::parse(value).is_ok_and(|url| {
        url.scheme() == SIGN_IN_SCHEME
            && url.host().is_none()
            && url.path().len() > 1
            && url.path().starts_with('/')
            && url.query().is_none()
            && url.fragment().is_none()
    })
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
