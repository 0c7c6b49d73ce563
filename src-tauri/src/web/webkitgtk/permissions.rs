//! Linux: WebKitGTK holds a request as long as we like, so a page waits until the agent has answered.

use super::WebKitGtk;
use crate::web::permissions::{PagePermissions, Permissions};
use deskbell_core::{Permission, PermissionId};
use gtk::glib;
use gtk::prelude::*;
use std::cell::{Cell, RefCell};
use tauri::webview::WebviewBuilder;
use tauri::{Webview, Wry};
use url::Url;
use webkit2gtk::{
    DeviceInfoPermissionRequest, GeolocationPermissionRequest, LoadEvent,
    NotificationPermissionRequest, PermissionRequest, PermissionRequestExt,
    UserMediaPermissionRequest, UserMediaPermissionRequestExt, WebView, WebViewExt,
};

/// Newer than the library we build with: known by its name.
const CLIPBOARD: &str = "WebKitClipboardPermissionRequest";
/// Same, a property of [`UserMediaPermissionRequest`].
const DISPLAY: &str = "is-for-display-device";

/// A request that waits.
struct PendingRequest {
    /// Names it on the main thread.
    number: u64,
    request: PermissionRequest,
    view: glib::WeakRef<WebView>,
    permissions: PagePermissions,
    /// What was asked for it.
    asks: Vec<PermissionId>,
    /// How much of that must still be allowed.
    open: usize,
}

thread_local! {
    /// The main thread's: the only one that may touch a request.
    static PENDING: RefCell<Vec<PendingRequest>> = const { RefCell::new(Vec::new()) };
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// What a request is about.
enum RequestKind {
    /// Permissions the agent is asked for, all of them needed.
    Permissions(Vec<Permission>),
    /// One for which the page stands still until it is answered, heartbeat and calls included.
    AtOnce(Permission),
    /// The names of devices: known to whom may use the microphone.
    DeviceNames,
    /// Nothing a phone or a chat needs.
    Other,
}

impl Permissions for WebKitGtk {
    /// Nothing to do before the page is there.
    fn answer_from_the_start(
        builder: WebviewBuilder<Wry>,
        _: &PagePermissions,
    ) -> WebviewBuilder<Wry> {
        builder
    }

    fn answer_requests(page: &Webview, permissions: PagePermissions) -> tauri::Result<()> {
        page.with_webview(move |inner| {
            let view = inner.inner();
            view.connect_permission_request(move |view, request| {
                answer(view, request, &permissions);
                true
            });
            view.connect_load_changed(|view, event| {
                if event == LoadEvent::Committed {
                    drop_requests(view);
                }
            });
            view.connect_destroy(drop_requests);
        })
    }
}

fn answer(view: &WebView, request: &PermissionRequest, permissions: &PagePermissions) {
    let page = view.uri().and_then(|uri| Url::parse(&uri).ok());
    if !permissions.is_own(page.as_ref()) {
        permissions.refused("elsewhere");
        return request.deny();
    }
    match kind_of(request) {
        RequestKind::AtOnce(right) => at_once(request, permissions, right),
        RequestKind::Permissions(wanted) => wait_for_agent(view, request, permissions, wanted),
        RequestKind::DeviceNames if permissions.said(&Permission::Microphone) == Some(true) => {
            request.allow()
        }
        RequestKind::DeviceNames => request.deny(),
        RequestKind::Other => {
            let name = request.type_().name();
            let name = name.trim_start_matches("WebKit").trim_end_matches("PermissionRequest");
            permissions.refused(name);
            request.deny();
        }
    }
}

fn kind_of(request: &PermissionRequest) -> RequestKind {
    if let Some(media) = request.downcast_ref::<UserMediaPermissionRequest>() {
        let (audio, video) = (media.is_for_audio_device(), media.is_for_video_device());
        let told = media
            .find_property(DISPLAY)
            .is_some_and(|property| property.value_type() == bool::static_type());
        let screen = if told { media.property(DISPLAY) } else { !audio && !video };
        return RequestKind::Permissions(if screen {
            vec![Permission::Screen]
        } else {
            let wanted = [(audio, Permission::Microphone), (video, Permission::Camera)];
            wanted.into_iter().filter(|(wanted, _)| *wanted).map(|(_, right)| right).collect()
        });
    }
    if request.is::<GeolocationPermissionRequest>() {
        RequestKind::Permissions(vec![Permission::Location])
    } else if request.is::<NotificationPermissionRequest>() {
        RequestKind::Permissions(vec![Permission::Notifications])
    } else if request.type_().name() == CLIPBOARD {
        RequestKind::AtOnce(Permission::Clipboard)
    } else if request.is::<DeviceInfoPermissionRequest>() {
        RequestKind::DeviceNames
    } else {
        RequestKind::Other
    }
}

/// Answers by what the agent said before; where nothing was said it is no, and the agent is asked for the next time.
fn at_once(request: &PermissionRequest, permissions: &PagePermissions, right: Permission) {
    match permissions.said(&right) {
        Some(true) => request.allow(),
        Some(false) => request.deny(),
        None => {
            request.deny();
            permissions.requests().missed(&permissions.account, right);
        }
    }
}

/// Keeps the request until all of `wanted` is answered.
fn wait_for_agent(
    view: &WebView,
    request: &PermissionRequest,
    permissions: &PagePermissions,
    wanted: Vec<Permission>,
) {
    if wanted.is_empty() {
        return request.deny();
    }
    let number = NUMBER.get() + 1;
    NUMBER.set(number);
    let open = wanted.len();
    let ask = |right| {
        let app = permissions.app.clone();
        permissions.requests().want(&permissions.account, right, None, move |allowed| {
            // Comes from another thread, and so after this one has put the request away.
            if let Err(error) = app.run_on_main_thread(move || answered(number, allowed)) {
                log::warn!("a permission could not be answered: {error}");
            }
        })
    };
    let asks = wanted.into_iter().map(ask).collect();
    let (request, view, permissions) = (request.clone(), view.downgrade(), permissions.clone());
    PENDING.with_borrow_mut(|all| {
        all.push(PendingRequest { number, request, view, permissions, asks, open })
    });
}

/// The answer to one of the permissions that a request waits for.
fn answered(number: u64, allowed: bool) {
    let mut done = None;
    PENDING.with_borrow_mut(|all| {
        let Some(at) = all.iter().position(|pending| pending.number == number) else { return };
        if let Some(pending) = all.get_mut(at) {
            pending.open = pending.open.saturating_sub(1);
            if !allowed || pending.open == 0 {
                done = Some(all.swap_remove(at));
            }
        }
    });
    // Outside the borrow: the engine may ask for the next permission at once.
    let Some(pending) = done else { return };
    if allowed {
        pending.request.allow();
    } else {
        pending.request.deny();
    }
    pending.withdraw();
}

impl PendingRequest {
    /// Nobody is to be asked any more for what is still open.
    fn withdraw(&self) {
        for ask in &self.asks {
            self.permissions.requests().withdraw(*ask);
        }
    }
}

/// The document of `view` is gone, and whatever asked with it.
fn drop_requests(view: &WebView) {
    let is_gone = |pending: &PendingRequest| pending.view.upgrade().is_none_or(|of| of == *view);
    let gone: Vec<PendingRequest> = PENDING.with_borrow_mut(|all| {
        let (gone, kept) = std::mem::take(all).into_iter().partition(is_gone);
        *all = kept;
        gone
    });
    for pending in gone {
        pending.request.deny();
        pending.withdraw();
    }
}
