//! Windows and macOS: the engine asks for a place at once and tells only the end; it can wait for no dialog, tells no
//! progress, and goes on with what was begun.

use super::TauriEngine;
use crate::web::downloads::{DownloadControl, DownloadReports, Report, host, suggestion};
use deskbell_core::{AccountId, DownloadId, DownloadOpener, DownloadProblem, Private};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tauri::webview::{DownloadEvent, WebviewBuilder};
use tauri::{AppHandle, Webview, Wry};
use url::Url;

/// How long the engine may wait for its place; the core answers within milliseconds.
const PLACE_TIMEOUT: Duration = Duration::from_secs(2);

/// Downloads that wait for their place: a path, or none for those not wanted.
static WAITING: Mutex<BTreeMap<DownloadId, Sender<Option<PathBuf>>>> = Mutex::new(BTreeMap::new());
/// Running ones by their address: macOS tells no path at the end.
static RUNNING: Mutex<Vec<(Url, DownloadId)>> = Mutex::new(Vec::new());

impl DownloadControl for TauriEngine {
    /// The engine wants the place at once.
    const CAN_ASK: bool = false;

    fn report_from_the_start(
        builder: WebviewBuilder<Wry>,
        reports: &DownloadReports,
        account: &AccountId,
    ) -> WebviewBuilder<Wry> {
        let (reports, account) = (reports.clone(), account.clone());
        builder.on_download(move |_, event| match event {
            DownloadEvent::Requested { url, destination } => {
                let id = reports.next_id();
                let (place, answer) = channel();
                lock(&WAITING).insert(id, place);
                let (account, opener) = (account.clone(), DownloadOpener::Page);
                reports.report(id, Report::Begun { account, host: host(url.as_str()), opener });
                let suggested = destination.file_name().unwrap_or_default().to_string_lossy();
                let name = Private::new(suggestion(url.as_str(), &suggested));
                reports.report(id, Report::Named(name, None));
                let place = answer.recv_timeout(PLACE_TIMEOUT).ok().flatten();
                lock(&WAITING).remove(&id);
                match place {
                    Some(place) => {
                        *destination = place;
                        lock(&RUNNING).push((url, id));
                        true
                    }
                    None => {
                        reports.report(id, Report::Cancelled);
                        false
                    }
                }
            }
            DownloadEvent::Finished { url, success, .. } => {
                let mut running = lock(&RUNNING);
                if let Some(place) = running.iter().position(|(address, _)| *address == url) {
                    let (_, id) = running.remove(place);
                    let reason = "the engine did not say why".to_owned();
                    reports.report(
                        id,
                        match success {
                            true => Report::Done,
                            false => Report::Failed(DownloadProblem::Broken { reason }),
                        },
                    );
                }
                true
            }
            _ => true,
        })
    }

    /// Nothing more to do: it is built in.
    fn report_downloads(
        _page: &Webview,
        _reports: &DownloadReports,
        _account: &AccountId,
    ) -> tauri::Result<()> {
        Ok(())
    }

    fn save(_app: &AppHandle, id: DownloadId, file: PathBuf) {
        answer(id, Some(file));
    }

    /// Refuses a download that waits. One that runs cannot be cancelled here; what arrives is thrown away at its end.
    fn cancel(_app: &AppHandle, id: DownloadId) {
        answer(id, None);
    }

    /// In a frame nobody sees, because there is no other way that
    /// does not lead the page away.
    fn start(page: &Webview, address: &Url) -> tauri::Result<()> {
        let address = Value::from(address.as_str());
        page.eval(format!(
        "{{ const frame = document.createElement('iframe'); frame.hidden = true; frame.src = {address}; \
         document.documentElement.append(frame); setTimeout(() => frame.remove(), 60000); }}"
    ))
    }
}

fn answer(id: DownloadId, place: Option<PathBuf>) {
    if let Some(waiting) = lock(&WAITING).remove(&id) {
        // Fails only if it has waited too long, and then it is refused anyway.
        let _ = waiting.send(place);
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
