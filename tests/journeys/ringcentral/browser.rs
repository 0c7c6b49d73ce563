//! A browser and an app, as far as signing in needs them.

use super::REDIRECT;
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_journeys::platform::ringcentral::{CLIENT_ID, PASSWORD, Platform, USER};
pub(super) use deskbell_journeys::platform::visitor::agent;
use deskbell_journeys::platform::visitor::{FORM, Page, Visitor, encode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// What the app remembers to prove that the code is its own.
pub(super) const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";

pub(super) trait HandedOver {
    /// What the app gets, if this is its redirect address.
    fn handed_over(&self) -> Result<HashMap<String, String>>;
}

impl HandedOver for Page {
    fn handed_over(&self) -> Result<HashMap<String, String>> {
        ensure!(self.url.starts_with(REDIRECT), "at {}: {}", self.url, self.body);
        Ok(url::Url::parse(&self.url)?.query_pairs().into_owned().collect())
    }
}

/// Goes to `url` and wherever it is sent, but not to the app.
pub(super) fn visit(url: &str, engine: &str) -> Result<Page> {
    visitor(engine).visit(url)
}

/// Fills in the form of a page and submits it.
pub(super) fn submit(page: &Page, fields: &[(&str, &str)]) -> Result<Page> {
    visitor("").submit(page, fields)
}

fn visitor(engine: &str) -> Visitor {
    Visitor { engine: engine.to_owned(), stops_at: Some(REDIRECT.to_owned()) }
}

/// The address the app opens, as the widget builds it.
pub(super) fn authorize(platform: &Platform, redirect: &str, state: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let query = encode(&[
        ("response_type", "code"),
        ("redirect_uri", redirect),
        ("client_id", CLIENT_ID),
        ("state", state),
        ("brand_id", ""),
        ("display", "page"),
        ("prompt", ""),
        ("ui_options", "hide_remember_me"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    format!("{}/restapi/oauth/authorize?{query}", platform.address())
}

/// Signs in as a person does, and gives the code.
pub(super) fn code(platform: &Platform) -> Result<String> {
    platform.register_redirect(REDIRECT);
    let page = visit(&authorize(platform, REDIRECT, "s-1"), "")?;
    let page = submit(&page, &[("user", USER), ("password", PASSWORD)])?;
    page.handed_over()?.remove("code").context("no code")
}

/// Signs in and exchanges the code.
pub(super) fn tokens(platform: &Platform) -> Result<Value> {
    let (status, tokens) = exchange(platform, &code(platform)?, VERIFIER)?;
    ensure!(status == 200, "{status}: {tokens}");
    Ok(tokens)
}

/// Exchanges a code for tokens.
pub(super) fn exchange(platform: &Platform, code: &str, verifier: &str) -> Result<(u16, Value)> {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", verifier),
        ("client_id", CLIENT_ID),
    ];
    post_form(platform, "/restapi/oauth/token", &form)
}

/// Posts a form to the platform.
pub(super) fn post_form(
    platform: &Platform,
    path: &str,
    form: &[(&str, &str)],
) -> Result<(u16, Value)> {
    let request = agent().post(format!("{}{path}", platform.address())).content_type(FORM);
    let mut answer = request.send(encode(form))?;
    let text = answer.body_mut().read_to_string()?;
    Ok((answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null)))
}
