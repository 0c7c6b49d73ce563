//! Windows and macOS: navigations and windows are guarded by Tauri's handlers; requests of scripts are not.

use crate::web::request_filter::{Cover, Watch};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use tauri::{Webview, Window};

pub use crate::web::native::{DESK_ORIGIN, HEARD};

/// The handlers stand from the beginning.
pub const STANDS_LATER: bool = false;

/// Nothing to prepare: neither engine's request filters are reached through Tauri.
pub fn prepare(_window: &Window, _folder: PathBuf) -> Receiver<Result<Cover, String>> {
    let (sender, ready) = channel();
    let _ = sender.send(Ok(Cover::Navigations));
    ready
}

/// Nothing to add to a page that its handlers do not do. These engines show their own questions for passwords and certificates, and refuse
/// a wrong certificate by a page of their own.
pub fn protect(_webview: &Webview, _watch: Watch) -> tauri::Result<()> {
    Ok(())
}
