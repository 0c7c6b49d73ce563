//! Windows and macOS: the engine wants its answer at once, so an unknown right is refused and asked for.

use crate::web::native;
use crate::web::permissions::Rights;
use deskbell_core::Right;
use tauri::Webview;
use tauri::webview::{PermissionKind, PermissionResponse, WebviewBuilder};

/// Answers every request of the page from what the agent said before.
pub fn guard(builder: WebviewBuilder<tauri::Wry>, rights: &Rights) -> WebviewBuilder<tauri::Wry> {
    let rights = rights.clone();
    builder.on_permission_request(move |webview, kind| {
        if !rights.is_own(webview.url().ok().as_ref()) {
            rights.refused("elsewhere");
            return PermissionResponse::Deny;
        }
        let right = match kind {
            PermissionKind::Microphone => Right::Microphone,
            PermissionKind::Camera => Right::Camera,
            PermissionKind::DisplayCapture => Right::Screen,
            PermissionKind::Geolocation => Right::Location,
            PermissionKind::Notifications => Right::Notifications,
            PermissionKind::ClipboardRead => Right::Clipboard,
            other => {
                rights.refused(&format!("{other:?}"));
                return PermissionResponse::Deny;
            }
        };
        match rights.said(&right) {
            Some(true) => PermissionResponse::Allow,
            Some(false) => PermissionResponse::Deny,
            None => {
                rights.asks().missed(&rights.account, right);
                PermissionResponse::Deny
            }
        }
    })
}

/// Has the engine ask for each wish anew.
pub fn watch(webview: &Webview, _rights: Rights) -> tauri::Result<()> {
    native::keep_no_answers(webview)
}
