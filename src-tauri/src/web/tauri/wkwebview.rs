//! macOS: WKWebView, where it differs from the engine of Windows.

use crate::web::request_filter::Heard;
use tauri::Webview;

/// The origin this engine gives our own pages.
pub const DESK_ORIGIN: &str = "desk://localhost";

/// It asks about every frame.
pub const HEARD: Heard = Heard::EveryFrame;

/// WebKit keeps no answer.
pub fn keep_no_answers(_webview: &Webview) -> tauri::Result<()> {
    Ok(())
}
