//! The system's own dialogs for files and folders: same functions, two bodies. Both return at once and call back.

#[cfg(not(target_os = "linux"))]
#[path = "dialogs_native.rs"]
mod body;
#[cfg(target_os = "linux")]
#[path = "dialogs_gtk.rs"]
mod body;

pub use body::{choose_folder, save_as};
