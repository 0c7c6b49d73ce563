//! A browser and an app, as far as signing in needs them.

use super::REDIRECT;
use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_journeys::platform::ringcentral::{CLIENT_ID, PASSWORD, Platform, USER};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::time::Duration;
use ureq::Agent;
use url::form_urlencoded::Serializer;

/// What the app remembers to prove that the code is its own.
pub(super) const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";
const MOST_REDIRECTS: usize = 10;

/// Where a browser came to rest.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) body: String,
    /// Where it is; at the app's redirect address the page was not loaded.
    pub(super) url: String,
    /// The origins on the way, this one included.
    pub(super) origins: Vec<String>,
}

impl Page {
    /// What the app gets, if this is its redirect address.
    pub(super) fn handed_over(&self) -> Result<HashMap<String, String>> {
        ensure!(self.url.starts_with(REDIRECT), "at {}: {}", self.url, self.body);
        Ok(url::Url::parse(&self.url)?.query_pairs().into_owned().collect())
    }
}

/// Goes to `url` and wherever it is sent.
pub(super) fn visit(url: &str, engine: &str) -> Result<Page> {
    go(url, None, engine)
}

/// Fills in the form of a page and submits it.
pub(super) fn submit(page: &Page, fields: &[(&str, &str)]) -> Result<Page> {
    let between = |before: &str, after: &str| {
        let (_, rest) = page.body.split_once(before).context("no form")?;
        rest.split_once(after).map(|(found, _)| found.to_owned()).context("no form")
    };
    let (action, request) = (between("action=", ">")?, between("name=request value=\"", "\"")?);
    let action = url::Url::parse(&page.url)?.join(&action)?;
    let mut form = vec![("request", request.as_str())];
    form.extend_from_slice(fields);
    go(action.as_str(), Some(&form), "")
}

fn go(url: &str, form: Option<&[(&str, &str)]>, engine: &str) -> Result<Page> {
    let agent = agent();
    let (mut url, mut form, mut origins) = (url.to_owned(), form, Vec::new());
    for _ in 0..MOST_REDIRECTS {
        if url.starts_with(REDIRECT) {
            return Ok(Page { status: 0, body: String::new(), url, origins });
        }
        origins.push(url::Url::parse(&url)?.origin().ascii_serialization());
        let mut answer = match form.take() {
            Some(form) => agent.post(&url).content_type(FORM).send(encode(form))?,
            None => agent.get(&url).header("User-Agent", engine).call()?,
        };
        if answer.status() != 302 {
            let (status, body) = (answer.status().as_u16(), answer.body_mut().read_to_string()?);
            return Ok(Page { status, body, url, origins });
        }
        let next = answer.headers().get("location").context("redirected nowhere")?.to_str()?;
        url = url::Url::parse(&url)?.join(next)?.into();
    }
    bail!("redirected too often")
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

/// Follows nothing and takes every status for an answer.
pub(super) fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
    let config = config.max_redirects_will_error(false).timeout_global(Some(LIMIT));
    config.build().new_agent()
}

const FORM: &str = "application/x-www-form-urlencoded";
/// Shorter than a test's patience, longer than any answer that comes.
const LIMIT: Duration = Duration::from_secs(20);

fn encode(form: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(form).finish()
}
