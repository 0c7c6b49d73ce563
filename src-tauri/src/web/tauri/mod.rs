//! Windows and macOS: WebView2 and WKWebView, as far as Tauri reaches them.

pub(super) mod dialogs;
pub(super) mod downloads;
pub(super) mod permissions;
pub(super) mod request_filter;
pub(super) mod stage;
