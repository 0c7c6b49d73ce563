//! The simulated desk: our stand-in pages, bundled and served under a scheme of their own.

use std::borrow::Cow;
use tauri::http::{Request, Response, StatusCode, header};

/// `desk://localhost/ringcentral/index.html` on Linux and macOS, `http://desk.localhost/…` on Windows.
pub const SCHEME: &str = "desk";

/// What these pages may load: what is bundled with them. Pages that say more of themselves may do less.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'";
/// Pages that are there for a vendor's widget load what that loads.
const HOST_POLICY: &str = "object-src 'none'; base-uri 'none'";
/// Where those are.
const HOSTS: &str = "own/";

include!(concat!(env!("OUT_DIR"), "/desk_files.rs"));

/// Answers with a bundled file, or 404.
pub fn serve(request: &Request<Vec<u8>>) -> Response<Cow<'static, [u8]>> {
    let path = request.uri().path().trim_start_matches('/');
    let found = FILES.iter().find(|(name, _)| *name == path);
    let mut response =
        Response::new(Cow::Borrowed(found.map_or(&b"not found"[..], |(_, bytes)| bytes)));
    if found.is_none() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    let kind = header::HeaderValue::from_static(content_type(path));
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    let policy = if path.starts_with(HOSTS) { HOST_POLICY } else { POLICY };
    let policy = header::HeaderValue::from_static(policy);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}
