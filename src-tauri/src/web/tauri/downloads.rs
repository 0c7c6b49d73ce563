//! Windows and macOS: the engine asks for a place at once and tells only the end; it can wait for no dialog, tells no
//! progress, and goes on with what was begun.

use crate::executors::downloads::{Downloads, Report};
use crate::web::downloads::{host, suggestion};
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

/// The engine wants the place at once.
pub const CAN_ASK: bool = false;
/// How long the engine may wait for its place; the core answers within milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// Downloads that wait for their place: a path, or none for those not wanted.
static WAITING: Mutex<BTreeMap<DownloadId, Sender<Option<PathBuf>>>> = Mutex::new(BTreeMap::new());
/// Running ones by their address: macOS tells no path at the end.
static RUNNING: Mutex<Vec<(Url, DownloadId)>> = Mutex::new(Vec::new());

/// Reports the downloads of the page that is being built, `account`'s own. Sign-in windows refuse theirs themselves.
pub fn prepare(
    builder: WebviewBuilder<Wry>,
    downloads: &Downloads,
    account: &AccountId,
) -> WebviewBuilder<Wry> {
    let (downloads, account) = (downloads.clone(), account.clone());
    builder.on_download(move |_, event| match event {
        DownloadEvent::Requested { url, destination } => {
            let id = downloads.next();
            let (place, answer) = channel();
            lock(&WAITING).insert(id, place);
            let (account, opener) = (account.clone(), DownloadOpener::Page);
            downloads.report(id, Report::Begun { account, host: host(url.as_str()), opener });
            let suggested = destination.file_name().unwrap_or_default().to_string_lossy();
            let name = Private::new(suggestion(url.as_str(), &suggested));
            downloads.report(id, Report::Named(name, None));
            let place = answer.recv_timeout(PATIENCE).ok().flatten();
            lock(&WAITING).remove(&id);
            match place {
                Some(place) => {
                    *destination = place;
                    lock(&RUNNING).push((url, id));
                    true
                }
                None => {
                    downloads.report(id, Report::Cancelled);
                    false
                }
            }
        }
        DownloadEvent::Finished { url, success, .. } => {
            let mut running = lock(&RUNNING);
            if let Some(place) = running.iter().position(|(address, _)| *address == url) {
                let (_, id) = running.remove(place);
                let reason = "the engine did not say why".to_owned();
                downloads.report(
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

/// Nothing more to watch: [`prepare`] has built it in.
pub fn watch(
    _webview: &Webview,
    _downloads: &Downloads,
    _account: &AccountId,
) -> tauri::Result<()> {
    Ok(())
}

/// Gives a download that waits its place.
pub fn save(_app: &AppHandle, id: DownloadId, file: PathBuf) {
    answer(id, Some(file));
}

/// Refuses a download that waits. One that runs cannot be broken off here; what arrives is thrown away at its end.
pub fn cancel(_app: &AppHandle, id: DownloadId) {
    answer(id, None);
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

/// Begins to download `address` in the session of `webview`: in a frame nobody sees, because there is no other way that
/// does not lead the page away.
pub fn start(webview: &Webview, address: &Url) -> tauri::Result<()> {
    let address = Value::from(address.as_str());
    webview.eval(format!(
        "{{ const frame = document.createElement('iframe'); frame.hidden = true; frame.src = {address}; \
         document.documentElement.append(frame); setTimeout(() => frame.remove(), 60000); }}"
    ))
}
