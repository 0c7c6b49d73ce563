//! Linux: WebKitGTK holds a request as long as we like, so a page waits until the agent has answered.

use crate::web::permissions::Rights;
use deskbell_core::{AskId, Right};
use gtk::glib;
use gtk::prelude::*;
use std::cell::{Cell, RefCell};
use tauri::Webview;
use tauri::webview::WebviewBuilder;
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
struct Held {
    /// Names it on the main thread.
    number: u64,
    request: PermissionRequest,
    view: glib::WeakRef<WebView>,
    rights: Rights,
    /// What was asked for it.
    asks: Vec<AskId>,
    /// How much of that must still be allowed.
    open: usize,
}

thread_local! {
    /// The main thread's: the only one that may touch a request.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// What a request is about.
enum Wish {
    /// Rights the agent is asked for, all of them needed.
    Rights(Vec<Right>),
    /// A right for which the page stands still until it is answered, heartbeat and calls included.
    AtOnce(Right),
    /// The names of devices: known to whom may use the microphone.
    DeviceNames,
    /// Nothing a phone or a chat needs.
    Other,
}

/// Nothing to do before the page is there.
pub fn guard(builder: WebviewBuilder<tauri::Wry>, _rights: &Rights) -> WebviewBuilder<tauri::Wry> {
    builder
}

/// Answers every request of the page from now on.
pub fn watch(webview: &Webview, rights: Rights) -> tauri::Result<()> {
    webview.with_webview(move |inner| {
        let view = inner.inner();
        view.connect_permission_request(move |view, request| {
            answer(view, request, &rights);
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

fn answer(view: &WebView, request: &PermissionRequest, rights: &Rights) {
    let page = view.uri().and_then(|uri| Url::parse(&uri).ok());
    if !rights.is_own(page.as_ref()) {
        rights.refused("elsewhere");
        return request.deny();
    }
    match wish(request) {
        Wish::AtOnce(right) => at_once(request, rights, right),
        Wish::Rights(wanted) => hold(view, request, rights, wanted),
        Wish::DeviceNames if rights.said(&Right::Microphone) == Some(true) => request.allow(),
        Wish::DeviceNames => request.deny(),
        Wish::Other => {
            let name = request.type_().name();
            let name = name.trim_start_matches("WebKit").trim_end_matches("PermissionRequest");
            rights.refused(name);
            request.deny();
        }
    }
}

fn wish(request: &PermissionRequest) -> Wish {
    if let Some(media) = request.downcast_ref::<UserMediaPermissionRequest>() {
        let (audio, video) = (media.is_for_audio_device(), media.is_for_video_device());
        let told = media
            .find_property(DISPLAY)
            .is_some_and(|property| property.value_type() == bool::static_type());
        let screen = if told { media.property(DISPLAY) } else { !audio && !video };
        return Wish::Rights(if screen {
            vec![Right::Screen]
        } else {
            let wanted = [(audio, Right::Microphone), (video, Right::Camera)];
            wanted.into_iter().filter(|(wanted, _)| *wanted).map(|(_, right)| right).collect()
        });
    }
    if request.is::<GeolocationPermissionRequest>() {
        Wish::Rights(vec![Right::Location])
    } else if request.is::<NotificationPermissionRequest>() {
        Wish::Rights(vec![Right::Notifications])
    } else if request.type_().name() == CLIPBOARD {
        Wish::AtOnce(Right::Clipboard)
    } else if request.is::<DeviceInfoPermissionRequest>() {
        Wish::DeviceNames
    } else {
        Wish::Other
    }
}

/// Answers by what the agent said before; where nothing was said it is no, and the agent is asked for the next time.
fn at_once(request: &PermissionRequest, rights: &Rights, right: Right) {
    match rights.said(&right) {
        Some(true) => request.allow(),
        Some(false) => request.deny(),
        None => {
            request.deny();
            rights.asks().missed(&rights.account, right);
        }
    }
}

/// Keeps the request until all of `wanted` is answered.
fn hold(view: &WebView, request: &PermissionRequest, rights: &Rights, wanted: Vec<Right>) {
    if wanted.is_empty() {
        return request.deny();
    }
    let number = NUMBER.get() + 1;
    NUMBER.set(number);
    let open = wanted.len();
    let ask = |right| {
        let app = rights.app.clone();
        rights.asks().want(&rights.account, right, None, move |allowed| {
            // Comes from another thread, and so after this one has put the request away.
            if let Err(error) = app.run_on_main_thread(move || settle(number, allowed)) {
                log::warn!("a right could not be answered: {error}");
            }
        })
    };
    let asks = wanted.into_iter().map(ask).collect();
    let (request, view, rights) = (request.clone(), view.downgrade(), rights.clone());
    HELD.with_borrow_mut(|all| all.push(Held { number, request, view, rights, asks, open }));
}

/// The answer to one of the rights that a request waits for.
fn settle(number: u64, allowed: bool) {
    let mut done = None;
    HELD.with_borrow_mut(|all| {
        let Some(at) = all.iter().position(|held| held.number == number) else { return };
        if let Some(held) = all.get_mut(at) {
            held.open = held.open.saturating_sub(1);
            if !allowed || held.open == 0 {
                done = Some(all.swap_remove(at));
            }
        }
    });
    // Outside the borrow: the engine may ask for the next right at once.
    let Some(held) = done else { return };
    if allowed {
        held.request.allow();
    } else {
        held.request.deny();
    }
    held.drop_wishes();
}

impl Held {
    /// Nobody is to be asked any more for what is still open.
    fn drop_wishes(&self) {
        for ask in &self.asks {
            self.rights.asks().drop_wish(*ask);
        }
    }
}

/// The document of `view` is gone, and whatever asked with it.
fn drop_requests(view: &WebView) {
    let is_gone = |held: &Held| held.view.upgrade().is_none_or(|of| of == *view);
    let gone: Vec<Held> = HELD.with_borrow_mut(|all| {
        let (gone, kept) = std::mem::take(all).into_iter().partition(is_gone);
        *all = kept;
        gone
    });
    for held in gone {
        held.request.deny();
        held.drop_wishes();
    }
}
