//! What every request to the stand-in shares, and the words all its answers are made of.

use super::calls::Calls;
use super::messages::Messages;
use super::presence::Presence;
use super::sign_in::Pending;
use super::sip::Sip;
use super::socket::Sockets;
use super::tokens::Tokens;
use super::{Request, RingOut, SignInPage};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub(super) struct State {
    pub(super) sign_in_page: SignInPage,
    /// Where a code may be sent: exactly these.
    pub(super) redirects: Vec<String>,
    /// Who is signing in, by the number of their attempt.
    pub(super) pending: HashMap<String, Pending>,
    pub(super) sign_ins: u64,
    pub(super) tokens: Tokens,
    pub(super) presence: Presence,
    pub(super) calls: Calls,
    pub(super) ring_outs: Vec<RingOut>,
    pub(super) messages: Messages,
    pub(super) sockets: Sockets,
    /// Features the account has not, by their names.
    pub(super) withheld: Vec<String>,
    /// Where the widget's files are.
    pub(super) widget: Option<PathBuf>,
    pub(super) requests: Vec<Request>,
    /// What is answered to paths that end so, whatever is asked.
    pub(super) refusals: Vec<(String, u16)>,
}

#[derive(Debug)]
pub(super) struct Shared {
    /// `http://127.0.0.1:port`.
    pub(super) origin: String,
    /// Where else it listens: each is another origin, two of them with another host name.
    pub(super) elsewhere: Vec<String>,
    /// Where its STUN server answers.
    pub(super) stun: SocketAddr,
    pub(super) sip: Sip,
    state: Mutex<State>,
}

impl Shared {
    pub(super) fn new(
        origin: String,
        elsewhere: Vec<String>,
        port: u16,
        stun: SocketAddr,
        sip: Sip,
    ) -> Self {
        let state = State {
            sign_in_page: SignInPage::Password,
            redirects: Vec::new(),
            pending: HashMap::new(),
            sign_ins: 0,
            tokens: Tokens::new(port),
            presence: Presence::new(),
            calls: Calls::new(),
            ring_outs: Vec::new(),
            messages: Messages::new(),
            sockets: Sockets::new(),
            withheld: Vec::new(),
            widget: None,
            requests: Vec::new(),
            refusals: Vec::new(),
        };
        Self { origin, elsewhere, stun, sip, state: Mutex::new(state) }
    }

    /// A test that failed elsewhere must not hide why.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fields of a form or of a query; of those with the same name, the last.
pub(super) fn fields(text: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

pub(super) fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json;charset=utf-8")], body.to_string()).into_response()
}

/// The platform's shape of an error (guide *Error Handling*).
pub(super) fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    answer(status, &error_body(code, message))
}

pub(super) fn error_body(code: &str, message: &str) -> Value {
    let error = json!({ "errorCode": code, "message": message });
    json!({ "errorCode": code, "message": message, "errors": [error] })
}
