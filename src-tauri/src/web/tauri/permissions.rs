//! Windows and macOS: the engine wants its answer at once, so an unknown permission is refused and asked for.

use super::TauriEngine;
use crate::web::native;
use crate::web::permissions::{PagePermissions, Permissions};
use deskbell_core::Permission;
use tauri::webview::{PermissionKind, PermissionResponse, WebviewBuilder};
use tauri::{Webview, Wry};

impl Permissions for TauriEngine {
    /// From what the agent said before.
    fn answer_from_the_start(
        builder: WebviewBuilder<Wry>,
        permissions: &PagePermissions,
    ) -> WebviewBuilder<Wry> {
        let permissions = permissions.clone();
        builder.on_permission_request(move |webview, kind| {
            if !permissions.is_own(webview.url().ok().as_ref()) {
                permissions.refused("elsewhere");
                return PermissionResponse::Deny;
            }
            let right = match kind {
                PermissionKind::Microphone => Permission::Microphone,
                PermissionKind::Camera => Permission::Camera,
                PermissionKind::DisplayCapture => Permission::Screen,
                PermissionKind::Geolocation => Permission::Location,
                PermissionKind::Notifications => Permission::Notifications,
                PermissionKind::ClipboardRead => Permission::Clipboard,
                other => {
                    permissions.refused(&format!("{other:?}"));
                    return PermissionResponse::Deny;
                }
            };
            match permissions.said(&right) {
                Some(true) => PermissionResponse::Allow,
                Some(false) => PermissionResponse::Deny,
                None => {
                    permissions.requests().missed(&permissions.account, right);
                    PermissionResponse::Deny
                }
            }
        })
    }

    /// Has the engine ask each time anew.
    fn answer_requests(page: &Webview, _: PagePermissions) -> tauri::Result<()> {
        native::keep_no_answers(page)
    }
}
