//! Windows and macOS: navigations and windows are guarded by Tauri's handlers; requests of scripts are not.

use super::{Cover, Heard, Watch};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use tauri::{Webview, Window};

/// The origin this system's engine gives our own pages.
pub const DESK_ORIGIN: &str =
    if cfg!(target_os = "windows") { "http://desk.localhost" } else { "desk://localhost" };

/// WebView2 asks about the page itself, WKWebView about every frame.
pub const HEARD: Heard =
    if cfg!(target_os = "windows") { Heard::TopFrame } else { Heard::EveryFrame };

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
