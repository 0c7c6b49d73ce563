//! The callback server, where the system's browser brings an answer: a web server on loopback that knows one question.

use crate::platform;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST,
    HeaderMap, LOCATION, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use deskbell_core::{BrowserPage, browser_words};
use deskbell_snapengage::{Ends, ListenerLimits, serve};
use sha2::{Digest as _, Sha256};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

/// What a browser says of a request itself, and no page can forge (Fetch Metadata).
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// The whole look of the pages.
const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;\
    margin:20vh auto;padding:0 1rem}h1{font-size:1.25rem}";

/// A browser asks at once and once; whoever opens many connections and is silent waits for nobody's place.
const LIMITS: ListenerLimits = ListenerLimits {
    head: Duration::from_secs(5),
    body: Duration::from_secs(1),
    keep: Duration::from_secs(1),
    stop: Duration::from_secs(1),
    silence: Duration::from_millis(100),
    connections: 256,
    body_bytes: 0,
    all_bodies_bytes: 0,
    remembered: 0,
};

/// Takes an address that a browser was sent to and says what the browser shall show.
type Answer = Arc<dyn Fn(&Url) -> BrowserPage + Send + Sync>;

/// A running server. Dropping it stops it.
pub struct CallbackServer {
    port: u16,
    callback: Arc<Callback>,
    /// Whether it is open at `::1` too.
    second: Mutex<bool>,
    open: watch::Sender<bool>,
}

struct Callback {
    /// Addresses that are answered here.
    expected: RwLock<Vec<Url>>,
    answer: Answer,
    /// The digest of the address that brought an answer, and what its browser was told: whoever fetched it first (a browser
    /// ahead of its person, a scanner of links), the person who comes after sees the same.
    answered: Mutex<Option<([u8; 32], &'static str)>>,
}

impl CallbackServer {
    /// Listens at `port` of 127.0.0.1; 0 takes any that is free. Not for a thread of the asynchronous runtime.
    ///
    /// # Errors
    /// If the system does not give the port, mostly because another program has it.
    pub(super) fn open(port: u16, answer: Answer) -> io::Result<Self> {
        let socket = bind(Ipv4Addr::LOCALHOST.into(), port)?;
        let port = socket.local_addr()?.port();
        let callback =
            Arc::new(Callback { expected: RwLock::default(), answer, answered: Mutex::default() });
        let (open, _) = watch::channel(false);
        let server = Self { port, callback, second: Mutex::new(false), open };
        server.serve(socket);
        Ok(server)
    }

    fn serve(&self, socket: TcpListener) {
        let routes = Router::new().fallback(handle).with_state(Arc::clone(&self.callback));
        tauri::async_runtime::spawn(serve(socket, routes, LIMITS, self.open.subscribe()));
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers to `redirect` are taken from now on; every other address is refused.
    ///
    /// # Errors
    /// If its name also leads to where somebody else listens.
    pub(super) fn expect(&self, redirect: &Url) -> io::Result<()> {
        if redirect.host_str() == Some("localhost") {
            self.open_second()?;
        }
        let mut expected = self.callback.expected.write().unwrap_or_else(PoisonError::into_inner);
        if !expected.contains(redirect) {
            expected.push(redirect.clone());
        }
        Ok(())
    }

    /// Browsers look for `localhost` at `::1` first: whoever listened there would be brought the code.
    fn open_second(&self) -> io::Result<()> {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        if *second {
            return Ok(());
        }
        match bind(Ipv6Addr::LOCALHOST.into(), self.port) {
            Ok(socket) => self.serve(socket),
            Err(error) => match error.kind() {
                ErrorKind::AddrInUse | ErrorKind::PermissionDenied => return Err(error),
                // There is no such address here, and nobody else can have it.
                _ => {}
            },
        }
        *second = true;
        Ok(())
    }
}

/// Its queue for those who wait to be let in is longer than that of the standard library.
fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    tauri::async_runtime::block_on(TcpListener::bind((address, port)))
}

/// Only a person's browser that was sent here: by its own name of us, to the one place, by going there.
async fn handle(State(callback): State<Arc<Callback>>, request: Request) -> Response {
    let headers = request.headers();
    let mut named = headers.get_all(HOST).iter();
    let (Some(host), None, None) = (named.next(), named.next(), request.uri().authority()) else {
        return refuse(StatusCode::BAD_REQUEST);
    };
    let here = {
        let expected = callback.expected.read().unwrap_or_else(PoisonError::into_inner);
        // A page elsewhere whose name was made to lead here comes with its own name.
        let ours: Vec<&Url> = expected.iter().filter(|url| host == url.authority()).collect();
        if ours.is_empty() {
            return refuse(StatusCode::FORBIDDEN);
        }
        ours.into_iter().find(|url| url.path() == request.uri().path()).cloned()
    };
    if request.method() != Method::GET {
        let mut answer = refuse(StatusCode::METHOD_NOT_ALLOWED);
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET"));
        return answer;
    }
    let Some(mut here) = here else { return refuse(StatusCode::NOT_FOUND) };
    if is_script(headers) || is_other_users(&request) {
        return refuse(StatusCode::FORBIDDEN);
    }
    if is_ahead(headers) {
        // Browsers throw such an answer away and come again with the person.
        return refuse(StatusCode::SERVICE_UNAVAILABLE);
    }
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    match request.uri().query() {
        Some("done") => page(BrowserPage::Done, accepted),
        Some("failed") => page(BrowserPage::Failed, accepted),
        query @ (Some(_) | None) => {
            here.set_query(query);
            match callback.take(&here) {
                // The address with the code does not stay in the address bar and the history.
                Some(told) => send_on(&here, told),
                None => page(BrowserPage::Over, accepted),
            }
        }
    }
}

impl Callback {
    /// Hands an address over once, and says what its browser is sent on to; none if nothing waits for it.
    fn take(&self, address: &Url) -> Option<&'static str> {
        let digest: [u8; 32] = Sha256::digest(address.as_str()).into();
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, told)) = answered.filter(|(known, _)| *known == digest) {
            return Some(told);
        }
        let told = match (self.answer)(address) {
            BrowserPage::Over => return None,
            BrowserPage::Done => "done",
            BrowserPage::Failed => "failed",
        };
        *answered = Some((digest, told));
        Some(told)
    }
}

/// The browser fetches ahead of its person, who may never come: as Chromium, Firefox and WebKit say it, and as they did.
fn is_ahead(headers: &HeaderMap) -> bool {
    const WORDS: [&str; 3] = ["prefetch", "prerender", "preview"];
    let says = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
        WORDS.iter().any(|word| value.contains(word))
    };
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .iter()
        .any(|name| headers.get_all(*name).iter().any(says))
}

/// A script, a frame or a picture of some page asks, not a person. A redirect that began with a form may say `null`.
fn is_script(headers: &HeaderMap) -> bool {
    let other =
        |name: &HeaderName, good: &str| headers.get(name).is_some_and(|value| value != good);
    other(&ORIGIN, "null") || other(&MODE, "navigate") || other(&DEST, "document")
}

/// Other users may see what the browser was started with, the state in it too, and bring an answer of their own.
fn is_other_users(request: &Request) -> bool {
    let ends = request.extensions().get::<Ends>();
    let own = ends.map(|ends| platform::is_own_connection(ends.here, ends.there));
    own != Some(None) && own != Some(Some(true))
}

fn send_on(here: &Url, to: &str) -> Response {
    let mut answer = refuse(StatusCode::SEE_OTHER);
    if let Ok(location) = HeaderValue::try_from(format!("{}?{to}", here.path())) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

fn page(page: BrowserPage, accepted: &str) -> Response {
    let words = browser_words(page, accepted);
    let html = format!(
        "<!doctype html><html lang={}><meta charset=utf-8><meta name=viewport content=width=device-width>\
         <title>{title} – Deskbell</title><style>{STYLE}</style><h1>{title}</h1><p>{}</p>",
        words.lang,
        words.text,
        title = words.title,
    );
    let mut answer = respond(StatusCode::OK, Body::from(html));
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    answer
}

/// Says nothing.
fn refuse(status: StatusCode) -> Response {
    respond(status, Body::empty())
}

fn respond(status: StatusCode, body: Body) -> Response {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (CONNECTION, "close"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
#[path = "callback_server_tests.rs"]
mod tests;
