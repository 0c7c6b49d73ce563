//! Linux: WebKit's own downloads, which wait for their place, tell their progress and can be broken off.

use super::{PACE, host, suggestion};
use crate::executors::downloads::{Downloads, Report};
use deskbell_core::{AccountId, DownloadId, DownloadOpener, DownloadProblem, Private};
use gtk::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;
use tauri::webview::WebviewBuilder;
use tauri::{AppHandle, Webview, WebviewWindowBuilder, Wry};
use url::Url;
use webkit2gtk::{
    Download, DownloadError, DownloadExt, URIRequestExt, URIResponseExt, WebContextExt, WebViewExt,
};

/// WebKit waits for as long as it takes.
pub const CAN_ASK: bool = true;

/// From here on a response is an error of the server's and not the file.
const FIRST_ERROR_STATUS: u32 = 400;

thread_local! {
    /// Running ones; they belong to the main thread.
    static LIVE: RefCell<BTreeMap<DownloadId, Download>> = const { RefCell::new(BTreeMap::new()) };
}

/// Nothing to build in: [`watch`] does it.
pub fn prepare(
    builder: WebviewBuilder<Wry>,
    _downloads: &Downloads,
    _account: &AccountId,
) -> WebviewBuilder<Wry> {
    builder
}

/// Nothing to build into a sign-in window: [`watch`] hears its downloads too and tells them apart.
pub fn refuse(
    builder: WebviewWindowBuilder<'_, Wry, AppHandle>,
) -> WebviewWindowBuilder<'_, Wry, AppHandle> {
    builder
}

/// Reports every download that begins in the session of `webview`, which is `account`'s own page. The session is shared
/// with the account's sign-in windows, and outlives the page.
pub fn watch(webview: &Webview, downloads: &Downloads, account: &AccountId) -> tauri::Result<()> {
    let (downloads, account) = (downloads.clone(), account.clone());
    webview.with_webview(move |inner| {
        let view = inner.inner();
        let Some(context) = view.context() else { return };
        let own = view.downgrade();
        let following = context.connect_download_started(move |_, download| {
            let from_page = own.upgrade().is_some_and(|own| download.web_view() == Some(own));
            let opener = if from_page { DownloadOpener::Page } else { DownloadOpener::SignIn };
            follow(download, &downloads, account.clone(), opener);
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

fn follow(download: &Download, downloads: &Downloads, account: AccountId, opener: DownloadOpener) {
    let id = downloads.next();
    let address = address(download);
    LIVE.with_borrow_mut(|live| live.insert(id, download.clone()));
    downloads.report(id, Report::Begun { account, host: host(&address), opener });

    let failure = Rc::new(RefCell::new(None));
    let (told, refused) = (downloads.clone(), Rc::clone(&failure));
    download.connect_decide_destination(move |download, suggested| {
        let response = download.response();
        let status = response.as_ref().map_or(0, URIResponseExt::status_code);
        if status >= FIRST_ERROR_STATUS {
            let status = u16::try_from(status).unwrap_or(u16::MAX);
            refused.replace(Some(DownloadProblem::Refused { status }));
            download.cancel();
            return true;
        }
        let size = response.map(|response| response.content_length()).filter(|size| *size > 0);
        let name = suggestion(&self::address(download), suggested);
        told.report(id, Report::Named(Private::new(name), size));
        // It waits until the place is said.
        true
    });
    let (told, last) = (downloads.clone(), Cell::new(None::<Instant>));
    download.connect_received_data(move |download, _| {
        if last.get().is_none_or(|last| last.elapsed() >= PACE) {
            last.set(Some(Instant::now()));
            told.report(id, Report::Received(download.received_data_length()));
        }
    });
    let found = Rc::clone(&failure);
    let broken_off = Rc::new(Cell::new(false));
    let by_us = Rc::clone(&broken_off);
    download.connect_failed(move |_, error| {
        by_us.set(error.matches(DownloadError::CancelledByUser));
        found.borrow_mut().get_or_insert_with(|| problem(error));
    });
    let told = downloads.clone();
    download.connect_finished(move |_| {
        LIVE.with_borrow_mut(|live| live.remove(&id));
        let report = match failure.take() {
            None => Report::Done,
            Some(DownloadProblem::Refused { status }) => {
                Report::Failed(DownloadProblem::Refused { status })
            }
            Some(_) if broken_off.get() => Report::Cancelled,
            Some(problem) => Report::Failed(problem),
        };
        told.report(id, report);
    });
}

fn address(download: &Download) -> String {
    let request = download.request();
    request.and_then(|request| request.uri()).map(String::from).unwrap_or_default()
}

/// Never with an address, which libraries like to put into their messages.
fn problem(error: &gtk::glib::Error) -> DownloadProblem {
    let message = error.message();
    let reason = if message.contains("://") { "the network failed" } else { message };
    if error.matches(DownloadError::Destination) {
        DownloadProblem::NotSaved { reason: reason.to_owned() }
    } else {
        DownloadProblem::Broken { reason: reason.to_owned() }
    }
}

/// Lets a download that waits write into `file`.
pub fn save(app: &AppHandle, id: DownloadId, file: PathBuf) {
    on_main(app, id, move |download| download.set_destination(&file.to_string_lossy()));
}

/// Breaks it off; its end is reported.
pub fn cancel(app: &AppHandle, id: DownloadId) {
    on_main(app, id, |download| download.cancel());
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

/// Begins to download `address` in the session of `webview`.
pub fn start(webview: &Webview, address: &Url) -> tauri::Result<()> {
    let address = address.clone();
    webview.with_webview(move |inner| drop(inner.inner().download_uri(address.as_str())))
}
