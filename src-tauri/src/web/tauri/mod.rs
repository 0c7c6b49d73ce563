//! Windows and macOS: WebView2 and WKWebView, as far as Tauri reaches them.

mod dialogs;
mod downloads;
mod environment;
mod permissions;
mod request_filter;
mod stage;

/// The system's own engine.
pub struct TauriEngine;

impl super::WebEngine for TauriEngine {}
