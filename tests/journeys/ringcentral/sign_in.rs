//! Signing in: a code for a person, tokens for a code, and their end.

use super::browser::{
    HandedOver as _, VERIFIER, agent, authorize, code, exchange, post_form, submit, tokens, visit,
};
use super::{PATIENCE, REDIRECT};
use anyhow::{Context as _, Result, ensure};
use deskbell_journeys::platform::ringcentral::{CLIENT_ID, Grant, JWT, PASSWORD, Platform, USER};
use serde_json::Value;
use std::time::Duration;

/// A path that needs an access token.
const GUARDED: &str = "/restapi/v1.0/guarded";

/// 401 or not, and the body.
fn ask(platform: &Platform, token: &Value) -> Result<(u16, Value)> {
    let token = token["access_token"].as_str().context("no access token")?;
    let request = agent().get(format!("{}{GUARDED}", platform.address()));
    let mut answer = request.header("Authorization", format!("Bearer {token}")).call()?;
    let body = answer.body_mut().read_to_string()?;
    Ok((answer.status().as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null)))
}

fn refresh(platform: &Platform, tokens: &Value) -> Result<(u16, Value)> {
    let token = tokens["refresh_token"].as_str().context("no refresh token")?;
    let form =
        [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", CLIENT_ID)];
    post_form(platform, "/restapi/oauth/token", &form)
}

#[test]
fn a_person_signs_in_and_the_app_gets_tokens() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    let page = visit(&authorize(&platform, REDIRECT, "MTc2-undefined-x%3D"), "")?;
    ensure!(page.status == 200 && page.body.contains("<title>Sign in"), "{}", page.body);
    let page = submit(&page, &[("user", USER), ("password", "wrong")])?;
    ensure!(page.status == 200 && page.body.contains("role=alert"), "{}", page.body);
    let handed = submit(&page, &[("user", USER), ("password", PASSWORD)])?.handed_over()?;
    ensure!(handed.get("state").map(String::as_str) == Some("MTc2-undefined-x%3D"), "{handed:?}");
    let (status, tokens) = exchange(&platform, handed.get("code").context("no code")?, VERIFIER)?;
    ensure!(status == 200 && tokens["token_type"] == "bearer", "{tokens}");
    ensure!(tokens["expires_in"] == 3600 && tokens["refresh_token"].is_string(), "{tokens}");
    // 404: it may ask, and there is nothing of that name.
    ensure!(ask(&platform, &tokens)?.0 == 404);
    let issued = platform.tokens_issued();
    ensure!(issued.len() == 1 && issued[0].grant == Grant::Code, "{issued:?}");
    Ok(())
}

#[test]
fn what_was_asked_is_remembered_without_secrets() -> Result<()> {
    let platform = Platform::start()?;
    let pair = tokens(&platform)?;
    refresh(&platform, &pair)?;
    ask(&platform, &pair)?;
    let asked = platform.wait_for_requests("POST", "/restapi/oauth/token", 2, PATIENCE)?;
    ensure!(asked[0].body.contains("code_verifier=removed"), "{asked:#?}");
    ensure!(asked[1].body.contains("grant_type=refresh_token"), "{asked:#?}");
    let all = format!("{:?}", platform.requests());
    ensure!(!platform.secrets().is_empty());
    for secret in platform.secrets().iter().map(String::as_str).chain([VERIFIER, PASSWORD]) {
        ensure!(!all.contains(secret), "{secret} in {all}");
    }
    Ok(())
}

#[test]
fn a_code_needs_its_verifier() -> Result<()> {
    let platform = Platform::start()?;
    let code = code(&platform)?;
    let (status, said) = exchange(&platform, &code, "another")?;
    ensure!(status == 400 && said["error"] == "invalid_grant", "{status}: {said}");
    ensure!(exchange(&platform, &code, VERIFIER)?.0 == 400, "it was used, in vain");
    ensure!(platform.tokens_issued().is_empty());
    Ok(())
}

#[test]
fn a_code_works_once_and_not_for_long() -> Result<()> {
    let platform = Platform::start()?;
    let first = code(&platform)?;
    ensure!(exchange(&platform, &first, VERIFIER)?.0 == 200);
    let (status, said) = exchange(&platform, &first, VERIFIER)?;
    ensure!(status == 400 && said["error"] == "invalid_grant", "{status}: {said}");
    platform.code_lifetime(Duration::ZERO);
    ensure!(exchange(&platform, &code(&platform)?, VERIFIER)?.0 == 400, "it is over");
    Ok(())
}

#[test]
fn a_code_goes_to_registered_addresses_only() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    for foreign in ["http://127.0.0.1:9/redirect.html.evil", "https://example.com/", ""] {
        let page = visit(&authorize(&platform, foreign, "s"), "")?;
        ensure!(page.status == 400 && page.origins.len() == 1, "{foreign}: {}", page.url);
    }
    let another = authorize(&platform, REDIRECT, "s").replace(CLIENT_ID, "another-client");
    ensure!(visit(&another, "")?.status == 400);
    let implicit = authorize(&platform, REDIRECT, "s").replace("=code&", "=token&");
    let handed = visit(&implicit, "")?.handed_over()?;
    ensure!(handed["error"] == "unsupported_response_type" && handed["state"] == "s");
    let plain = authorize(&platform, REDIRECT, "s").replace("=S256", "=plain");
    ensure!(visit(&plain, "")?.handed_over()?["error"] == "invalid_request");
    Ok(())
}

#[test]
fn a_refresh_token_works_once() -> Result<()> {
    let platform = Platform::start()?;
    let first = tokens(&platform)?;
    let (status, second) = refresh(&platform, &first)?;
    ensure!(status == 200 && second["refresh_token"] != first["refresh_token"], "{second}");
    ensure!(ask(&platform, &first)?.0 == 401 && ask(&platform, &second)?.0 == 404);
    let (status, said) = refresh(&platform, &first)?;
    ensure!(status == 400 && said["error"] == "invalid_grant", "{status}: {said}");
    Ok(())
}

#[test]
fn tokens_end() -> Result<()> {
    let platform = Platform::start()?;
    let pair = tokens(&platform)?;
    platform.expire_access();
    let (status, said) = ask(&platform, &pair)?;
    ensure!(status == 401 && said["errorCode"] == "TokenExpired", "{said}");
    ensure!(said["errors"][0]["errorCode"] == "TokenExpired", "{said}");
    let (status, pair) = refresh(&platform, &pair)?;
    ensure!(status == 200);

    let access = pair["access_token"].as_str().context("none")?;
    let form = [("token", access), ("client_id", CLIENT_ID)];
    ensure!(post_form(&platform, "/restapi/oauth/revoke", &form)?.0 == 200);
    let (status, said) = ask(&platform, &pair)?;
    ensure!(status == 401 && said["errorCode"] == "TokenInvalid", "{said}");
    ensure!(refresh(&platform, &pair)?.0 == 400, "both were revoked");

    platform.access_lifetime(Duration::from_secs(90));
    let short = tokens(&platform)?;
    ensure!(short["expires_in"] == 90 && ask(&platform, &short)?.0 == 404);
    platform.expire_session();
    ensure!(ask(&platform, &short)?.0 == 401 && refresh(&platform, &short)?.0 == 400);
    Ok(())
}

#[test]
fn a_signed_credential_is_good_for_tokens() -> Result<()> {
    let platform = Platform::start()?;
    let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    let with = |assertion, client| {
        let form = [("grant_type", grant), ("assertion", assertion), ("client_id", client)];
        post_form(&platform, "/restapi/oauth/token", &form)
    };
    ensure!(with(JWT, CLIENT_ID)?.0 == 200 && with("another", CLIENT_ID)?.0 == 400);
    ensure!(with(JWT, "another")?.0 == 401);
    Ok(())
}

#[test]
fn a_request_from_another_origin_is_allowed_to_read() -> Result<()> {
    let platform = Platform::start()?;
    let url = format!("{}{GUARDED}", platform.address());
    let origin = "http://127.0.0.1:8200";
    let preflight = agent().options(&url).header("Origin", origin);
    let preflight = preflight.header("Access-Control-Request-Headers", "authorization,client-id");
    let answers = [preflight.call()?, agent().get(&url).header("Origin", origin).call()?];
    ensure!(answers[0].status() == 204 && answers[1].status() == 401);
    for answer in answers {
        let said = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        ensure!(said("access-control-allow-origin") == Some(origin));
        ensure!(said("access-control-allow-credentials") == Some("true"));
    }
    Ok(())
}

#[test]
fn a_test_can_have_requests_refused() -> Result<()> {
    let platform = Platform::start()?;
    let pair = tokens(&platform)?;
    platform.refuse("/guarded", 503);
    ensure!(ask(&platform, &pair)?.0 == 503);
    platform.refuse_nothing();
    ensure!(ask(&platform, &pair)?.0 == 404);
    Ok(())
}
