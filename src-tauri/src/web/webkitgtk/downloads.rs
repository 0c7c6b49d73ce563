//! Linux: WebKit's own downloads, which wait for their place, tell their progress and can be cancelled.

use super::WebKitGtk;
use crate::web::downloads::{DownloadControl, DownloadReports, PACE, Report, host, suggestion};
use deskbell_core::{AccountId, DownloadId, DownloadOpener, DownloadProblem, Private};
use gtk::glib::gobject_ffi;
use gtk::glib::subclass::SignalId;
use gtk::glib::translate::IntoGlib;
use gtk::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;
use tauri::webview::WebviewBuilder;
use tauri::{AppHandle, Webview, Wry};
use url::Url;
use webkit2gtk::{
    Download, DownloadError, DownloadExt, PolicyDecisionExt, PolicyDecisionType,
    ResponsePolicyDecision, ResponsePolicyDecisionExt, URIRequestExt, URIResponse, URIResponseExt,
    WebContextExt, WebViewExt,
};

/// From here on a response is an error of the server's and not the file.
const FIRST_ERROR_STATUS: u32 = 400;

thread_local! {
    /// Running ones; they belong to the main thread.
    static LIVE: RefCell<BTreeMap<DownloadId, Download>> = const { RefCell::new(BTreeMap::new()) };
}

impl DownloadControl for WebKitGtk {
    /// WebKit waits for as long as it takes.
    const CAN_ASK: bool = true;

    /// Without a word from us wry saves everything by itself, under the name that the server says. Should [`DownloadControl::report_downloads`] ever not
    /// be called, nothing is saved.
    fn report_from_the_start(
        builder: WebviewBuilder<Wry>,
        _reports: &DownloadReports,
        _account: &AccountId,
    ) -> WebviewBuilder<Wry> {
        builder.on_download(|_, _| false)
    }

    /// The session is shared with the account's sign-in windows, and outlives the page.
    fn report_downloads(
        page: &Webview,
        reports: &DownloadReports,
        account: &AccountId,
    ) -> tauri::Result<()> {
        let (reports, account) = (reports.clone(), account.clone());
        page.with_webview(move |inner| {
            let view = inner.inner();
            let Some(context) = view.context() else { return };
            let own = view.downgrade();
            let following = context.connect_download_started(move |_, download| {
                let from_page = own.upgrade().is_some_and(|own| download.web_view() == Some(own));
                let opener = if from_page { DownloadOpener::Page } else { DownloadOpener::SignIn };
                follow(download, &reports, account.clone(), opener);
            });
            // What the engine cannot show would be given up without a word.
            view.connect_decide_policy(|_, decision, kind| {
                let response = decision.downcast_ref::<ResponsePolicyDecision>();
                let unseen = kind == PolicyDecisionType::Response
                    && response.is_some_and(|response| !response.is_mime_type_supported());
                if unseen {
                    decision.download();
                }
                unseen
            });
            // The next page of this session has a follower of its own.
            let following = Cell::new(Some(following));
            view.connect_destroy(move |_| {
                if let Some(following) = following.take() {
                    context.disconnect(following);
                }
            });
        })
    }

    fn save(app: &AppHandle, id: DownloadId, file: PathBuf) {
        on_main(app, id, move |download| download.set_destination(&file.to_string_lossy()));
    }

    fn cancel(app: &AppHandle, id: DownloadId) {
        on_main(app, id, |download| download.cancel());
    }

    fn start(page: &Webview, address: &Url) -> tauri::Result<()> {
        let address = address.clone();
        page.with_webview(move |inner| drop(inner.inner().download_uri(address.as_str())))
    }
}

fn follow(
    download: &Download,
    reports: &DownloadReports,
    account: AccountId,
    opener: DownloadOpener,
) {
    if !take_over(download) {
        download.cancel();
        return;
    }
    let id = reports.next_id();
    let address = address(download);
    LIVE.with_borrow_mut(|live| live.insert(id, download.clone()));
    reports.report(id, Report::Begun { account, host: host(&address), opener });

    let failure = Rc::new(RefCell::new(None));
    let (own, refused) = (reports.clone(), Rc::clone(&failure));
    download.connect_decide_destination(move |download, suggested| {
        let response = download.response();
        let status = response.as_ref().map_or(0, URIResponseExt::status_code);
        if status >= FIRST_ERROR_STATUS {
            let status = u16::try_from(status).unwrap_or(u16::MAX);
            refused.replace(Some(DownloadProblem::Refused { status }));
            // Not while WebKit waits for the answer to this question: it does not survive that.
            let unwanted = download.clone();
            gtk::glib::idle_add_local_once(move || unwanted.cancel());
            return true;
        }
        let size = response.and_then(|response| size(&response));
        let name = suggestion(&self::address(download), suggested);
        own.report(id, Report::Named(Private::new(name), size));
        // It waits until the place is said.
        true
    });
    let (own, last) = (reports.clone(), Cell::new(None::<Instant>));
    download.connect_received_data(move |download, _| {
        if last.get().is_none_or(|last| last.elapsed() >= PACE) {
            last.set(Some(Instant::now()));
            own.report(id, Report::Received(download.received_data_length()));
        }
    });
    let found = Rc::clone(&failure);
    let cancelled = Rc::new(Cell::new(false));
    let by_us = Rc::clone(&cancelled);
    download.connect_failed(move |_, error| {
        by_us.set(error.matches(DownloadError::CancelledByUser));
        found.borrow_mut().get_or_insert_with(|| problem(error));
    });
    let own = reports.clone();
    download.connect_finished(move |_| {
        LIVE.with_borrow_mut(|live| live.remove(&id));
        let report = match failure.take() {
            None => Report::Done,
            Some(DownloadProblem::Refused { status }) => {
                Report::Failed(DownloadProblem::Refused { status })
            }
            Some(_) if cancelled.get() => Report::Cancelled,
            Some(problem) => Report::Failed(problem),
        };
        own.report(id, report);
    });
}

/// Takes the say over the place from wry, which had a handler of its own at each page of this session, and the first
/// handler that answers decides. False if that is not possible in this engine.
fn take_over(download: &Download) -> bool {
    let signal = SignalId::lookup("decide-destination", Download::static_type());
    let Some(signal) = signal.map(IntoGlib::into_glib) else { return false };
    let (mask, none) = (gobject_ffi::G_SIGNAL_MATCH_ID, std::ptr::null_mut::<c_void>());
    let object: *mut gobject_ffi::GObject = download.as_ptr().cast();
    // One by one: before GLib 2.78 nothing disconnects all handlers of a signal.
    // SAFETY: the object lives, the signal is its own, and with this mask nothing else is looked at.
    #[allow(unsafe_code)]
    unsafe {
        loop {
            let found = gobject_ffi::g_signal_handler_find(
                object,
                mask,
                signal,
                0,
                none.cast(),
                none,
                none,
            );
            if found == 0 {
                return true;
            }
            gobject_ffi::g_signal_handler_disconnect(object, found);
        }
    }
}

/// Its size in bytes, if the server says the size of what will be written and not of a packed form of it.
fn size(response: &URIResponse) -> Option<u64> {
    let packed = response.http_headers().and_then(|headers| headers.one("Content-Encoding"));
    let size = response.content_length();
    (packed.is_none() && size > 0).then_some(size)
}

fn address(download: &Download) -> String {
    let request = download.request();
    request.and_then(|request| request.uri()).map(String::from).unwrap_or_default()
}

/// Never with an address or a path, which libraries like to put into their messages.
fn problem(error: &gtk::glib::Error) -> DownloadProblem {
    let message = error.message();
    let reason = if message.contains('/') { "the engine gave up" } else { message };
    if error.matches(DownloadError::Destination) {
        DownloadProblem::NotSaved { reason: reason.to_owned() }
    } else {
        DownloadProblem::Broken { reason: reason.to_owned() }
    }
}

/// Does something with a download that still runs.
fn on_main(app: &AppHandle, id: DownloadId, what: impl FnOnce(&Download) + Send + 'static) {
    let todo = move || {
        // Not borrowed while WebKit tells of what follows at once.
        if let Some(download) = LIVE.with_borrow(|live| live.get(&id).cloned()) {
            what(&download);
        }
    };
    if let Err(error) = app.run_on_main_thread(todo) {
        log::warn!("a download cannot be reached: {error}");
    }
}
