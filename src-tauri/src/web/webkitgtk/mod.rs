//! Linux: WebKitGTK, through its own library where Tauri leaves something out.

mod content_rules;
mod dialogs;
mod downloads;
mod environment;
mod permissions;
mod request_filter;
mod stage;

/// WebKitGTK.
pub struct WebKitGtk;

impl super::WebEngine for WebKitGtk {}
