//! The pages on which a person signs in, as an identity provider of a company would show them: well or badly behaved.

use super::oauth::redirect;
use super::state::{Shared, fields};
use super::tokens::Purpose;
use super::{ONE_TIME_CODE, PASSWORD, SignInPage, USER};
use axum::Router;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, HeaderMap, USER_AGENT, X_FRAME_OPTIONS};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use std::future::pending;
use std::sync::Arc;

const SIGN_IN: &str = "/identity/sign-in";
const SECOND_FACTOR: &str = "/identity/second-factor";
const DISCOVER: &str = "/identity/discover";
const CHOOSE: &str = "/identity/choose";
const SIGNED_IN: &str = "/restapi/oauth/signed-in";

/// A person on the way: what was asked for, and whether they have proved who they are.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) purpose: Purpose,
    pub(super) state: Option<String>,
    pub(super) signed_in: bool,
}

impl Pending {
    /// Back to the app with an error (RFC 6749, section 4.1.2.1).
    pub(super) fn fail(&self, error: &str) -> Response {
        self.back(&[("error", error)])
    }

    fn back(&self, with: &[(&str, &str)]) -> Response {
        let Ok(mut uri) = url::Url::parse(&self.purpose.redirect) else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let mut query = uri.query_pairs_mut();
        query.extend_pairs(with);
        if let Some(state) = &self.state {
            query.append_pair("state", state);
        }
        drop(query);
        redirect(uri.as_str())
    }
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(SIGN_IN, get(page).post(submit))
        .route(SECOND_FACTOR, get(second_page).post(submit_second))
        .route(DISCOVER, get(hop))
        .route(CHOOSE, get(hop))
        .route(SIGNED_IN, get(signed_in))
}

/// Sends the person to the page that shall be shown.
pub(super) fn begin(shared: &Shared, person: Pending) -> Response {
    let mut state = shared.state();
    let page = state.sign_in_page.clone();
    if let SignInPage::Fails(error) = &page {
        return person.fail(error);
    }
    let known = page == SignInPage::Remembered;
    state.sign_ins += 1;
    let name = state.sign_ins.to_string();
    state.pending.insert(name.clone(), Pending { signed_in: known, ..person });
    drop(state);
    let (origin, path) = match page {
        SignInPage::Remembered => (shared.origin.as_str(), SIGNED_IN),
        SignInPage::Chain => (shared.elsewhere.first().map_or("", String::as_str), DISCOVER),
        _ => (shared.origin.as_str(), SIGN_IN),
    };
    redirect(&format!("{origin}{path}?request={name}"))
}

/// From one host to the next, as between a platform, a directory and an identity provider.
async fn hop(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let (next, path) = if uri.path() == DISCOVER { (1, CHOOSE) } else { (2, SIGN_IN) };
    let origin = shared.elsewhere.get(next).map_or("", String::as_str);
    redirect(&format!("{origin}{path}?{}", uri.query().unwrap_or_default()))
}

async fn page(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let behaviour = shared.state().sign_in_page.clone();
    let engine = headers.get(USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    match behaviour {
        SignInPage::NeverAnswers => pending().await,
        SignInPage::RefusesEmbedded if is_embedded(engine) => {
            let words = "<h1>Error 403: disallowed_useragent</h1>\
                <p>This browser or app may not be secure. Try using a different browser.";
            (StatusCode::FORBIDDEN, html(words)).into_response()
        }
        _ => form(&request_of(query), ""),
    }
}

async fn submit(State(shared): State<Arc<Shared>>, RawForm(sent): RawForm) -> Response {
    let sent = fields(&String::from_utf8_lossy(&sent));
    let said = |name: &str| sent.get(name).map_or("", String::as_str);
    let name = said("request");
    let mut state = shared.state();
    let page = state.sign_in_page.clone();
    if said("decision") == "cancel" {
        let refused = state.pending.remove(name);
        return refused.map_or_else(gone, |person| person.fail("access_denied"));
    }
    let Some(person) = state.pending.get_mut(name) else { return gone() };
    if said("user") != USER || said("password") != PASSWORD {
        return form(name, "<p role=alert>The user name or the password is wrong.");
    }
    if page == SignInPage::SecondFactor {
        return redirect(&format!("{SECOND_FACTOR}?request={name}"));
    }
    person.signed_in = true;
    redirect(&format!("{}{SIGNED_IN}?request={name}", shared.origin))
}

async fn second_page(RawQuery(query): RawQuery) -> Response {
    second_form(&request_of(query), "")
}

async fn submit_second(State(shared): State<Arc<Shared>>, RawForm(sent): RawForm) -> Response {
    let sent = fields(&String::from_utf8_lossy(&sent));
    let name = sent.get("request").map_or("", String::as_str);
    let mut state = shared.state();
    let Some(person) = state.pending.get_mut(name) else { return gone() };
    if sent.get("one_time_code").map(String::as_str) != Some(ONE_TIME_CODE) {
        return second_form(name, "<p role=alert>The code is wrong.");
    }
    person.signed_in = true;
    redirect(&format!("{}{SIGNED_IN}?request={name}", shared.origin))
}

/// The last stop: a code goes to the app.
async fn signed_in(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let mut state = shared.state();
    let Some(person) = state.pending.remove(&request_of(query)) else { return gone() };
    if !person.signed_in {
        return gone();
    }
    let code = state.tokens.new_code(person.purpose.clone());
    person.back(&[("code", &code), ("expires_in", "60")])
}

/// As far as a name tells: a web view of Android, of macOS, of WebKitGTK, or Electron. WebView2 says it is Edge.
fn is_embedded(engine: &str) -> bool {
    let has = |part: &str| engine.contains(part);
    let webkit = has("AppleWebKit/") && !has("Chrome/");
    has("; wv)") || has("Electron/") || (webkit && (!has("Safari/") || has("Linux")))
}

fn request_of(query: Option<String>) -> String {
    fields(&query.unwrap_or_default()).remove("request").unwrap_or_default()
}

fn gone() -> Response {
    (StatusCode::BAD_REQUEST, html("<p>This sign-in is over. Begin again.")).into_response()
}

fn form(request: &str, notice: &str) -> Response {
    let fields = "<p><label>User <input id=user name=user autocomplete=username autofocus></label>\
        <p><label>Password <input id=password name=password type=password></label>";
    html(&page_of(SIGN_IN, request, notice, fields)).into_response()
}

fn second_form(request: &str, notice: &str) -> Response {
    let fields = "<p><label>Code <input id=one_time_code name=one_time_code inputmode=numeric autofocus></label>";
    html(&page_of(SECOND_FACTOR, request, notice, fields)).into_response()
}

fn page_of(action: &str, request: &str, notice: &str, fields: &str) -> String {
    let request: String = request.chars().filter(char::is_ascii_alphanumeric).collect();
    format!(
        "<h1>Sign in</h1>{notice}<form method=post action={action}>\
         <input type=hidden name=request value=\"{request}\">{fields}\
         <p><button id=sign-in name=decision value=sign-in>Sign in</button> \
         <button id=cancel name=decision value=cancel>Cancel</button></form>"
    )
}

/// Pages that ask for a password may be neither framed nor kept.
fn html(body: &str) -> Response {
    let page = format!("<!doctype html><html lang=en><title>Sign in</title><body>{body}");
    let headers = [(X_FRAME_OPTIONS, "DENY"), (CACHE_CONTROL, "no-store")];
    (headers, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_embedded;

    #[test]
    fn embedded_engines_are_told_from_browsers() {
        for embedded in [
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
        ] {
            assert!(is_embedded(embedded), "{embedded}");
        }
        for browser in [
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 \
             Safari/605.1.15",
        ] {
            assert!(!is_embedded(browser), "{browser}");
        }
    }
}
