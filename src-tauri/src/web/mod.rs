//! What a web engine must do for the main window and for hosted pages: one contract, and a folder for each engine.
//!
//! [`WebEngine`] is the contract, a trait for each subject; `Engine` is the engine that fulfils it here. A hosted page and
//! a window to sign in are opened through [`page`] and [`sign_in_window`], so that nobody outside names a webview.
//!
//! Which engine is built in is chosen here and nowhere else.

pub mod dialogs;
pub mod downloads;
pub mod environment;
pub mod page;
pub mod permission_requests;
pub mod permissions;
pub mod request_filter;
pub mod session;
pub mod sign_in_window;
pub mod stage;

#[cfg(target_os = "windows")]
#[path = "tauri/webview2.rs"]
mod native;
#[cfg(target_os = "macos")]
#[path = "tauri/wkwebview.rs"]
mod native;
#[cfg(not(target_os = "linux"))]
mod tauri;
#[cfg(target_os = "linux")]
mod webkitgtk;

#[cfg(not(target_os = "linux"))]
pub use self::tauri::TauriEngine as Engine;
#[cfg(target_os = "linux")]
pub use webkitgtk::WebKitGtk as Engine;

/// Everything an engine must do.
pub trait WebEngine:
    environment::EnvironmentVariables
    + stage::StageLayout
    + request_filter::RequestFilter
    + permissions::Permissions
    + downloads::DownloadControl
    + dialogs::FileDialogs
{
}

/// The engine that is built in does all of it.
const _: () = {
    const fn is_whole<E: WebEngine>() {}
    is_whole::<Engine>();
};
