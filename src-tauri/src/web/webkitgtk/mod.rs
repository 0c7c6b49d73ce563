//! Linux: WebKitGTK, through its own library where Tauri leaves something out.

mod content_rules;
pub(super) mod dialogs;
pub(super) mod downloads;
pub(super) mod permissions;
pub(super) mod request_filter;
pub(super) mod stage;
