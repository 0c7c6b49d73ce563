//! The widget's own files, served beside the platform: its page allows connections to its own origin and to
//! RingCentral's, to no other.

use super::CLIENT_ID;
use super::rest::missing;
use super::state::{Shared, State as Everything};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

/// The page of the widget.
pub(super) const PAGE: &str = "/app.html";
/// Where the widget wants its codes.
pub(super) const REDIRECT: &str = "/redirect.html";

const INDEX: &str = "/index.html";
const ENVIRONMENT: &str = "/stand-in/environment.js";

/// A file of the widget, or nothing.
pub(super) async fn file(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    if uri.path() == ENVIRONMENT {
        return answer("js", environment(&shared.origin).into_bytes());
    }
    let read =
        |path: &str| path_of(&shared.state(), path).and_then(|path| std::fs::read(path).ok());
    // The simulated desk's page has a name of its own.
    let other = (uri.path() == PAGE).then_some(INDEX);
    let found = read(uri.path()).or_else(|| read(other?));
    let Some(file) = found else { return missing(uri).await };
    if uri.path() == PAGE {
        let script = format!("<head><script src=\"{ENVIRONMENT}\"></script>");
        let page = String::from_utf8_lossy(&file).replacen("<head>", &script, 1);
        return answer("html", page.into_bytes());
    }
    answer(uri.path().rsplit_once('.').map_or("", |(_, kind)| kind), file)
}

fn path_of(state: &Everything, path: &str) -> Option<PathBuf> {
    let inside = path.trim_start_matches('/');
    let climbs = inside.split('/').any(|part| part == "..");
    let folder = state.widget.as_ref().filter(|_| !climbs)?;
    Some(folder.join(inside))
}

/// As if somebody had filled in the widget's hidden dialog *Environment*: its parameter `appServer` takes `https` only.
fn environment(origin: &str) -> String {
    let set = |name: &str, value: serde_json::Value| {
        let kept = json!({ "value": value, "setter": "any" }).to_string();
        format!("localStorage.setItem('rc-widget-GlobalStorage-environment-{name}', '{kept}');\n")
    };
    [
        set("enabled", true.into()),
        set("server", origin.into()),
        set("clientId", CLIENT_ID.into()),
        set("clientSecret", "".into()),
    ]
    .concat()
}

fn answer(kind: &str, body: Vec<u8>) -> Response {
    let kind = match kind {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "ogg" => "audio/ogg",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    (StatusCode::OK, [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], body).into_response()
}
