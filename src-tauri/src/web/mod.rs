//! What a web engine must do for the main window and for hosted pages: one contract, and a folder for each engine.
//!
//! Which engine is built in is chosen here and nowhere else.

pub mod dialogs;
pub mod downloads;
#[cfg(target_os = "windows")]
#[path = "tauri/webview2.rs"]
mod native;
#[cfg(target_os = "macos")]
#[path = "tauri/wkwebview.rs"]
mod native;
pub mod permission_requests;
pub mod permissions;
pub mod request_filter;
pub mod stage;
#[cfg(not(target_os = "linux"))]
mod tauri;
#[cfg(target_os = "linux")]
mod webkitgtk;

#[cfg(not(target_os = "linux"))]
use self::tauri as engine;
#[cfg(target_os = "linux")]
use webkitgtk as engine;
