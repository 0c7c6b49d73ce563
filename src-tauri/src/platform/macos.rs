//! macOS: its folders; what it does not tell is never told.

mod agent;
mod microphone;

pub(super) use super::key_store::{key_store_entry, key_store_trouble, wait_for_key_store};
pub(super) use super::notifications::Notifications;
pub(super) use super::tray::TrayIcon;
use super::unix;
pub(super) use super::unix::{
    as_name, find_socket, free_bytes, is_same_user, keep_memory_off_disk, listen, owner_only,
    socket_name, watch_end,
};
pub(super) use agent::{watch_do_not_disturb, watch_idle, watch_lock};
use deskbell_core::Private;
pub(super) use microphone::watch_microphone;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tauri::RunEvent;

pub(super) fn default_profile_dir() -> PathBuf {
    let home = unix::path_variable("HOME");
    unix::profile_in(home.map(|home| home.join("Library/Application Support")))
}

/// Not asked: other users cannot see what a browser was started with here.
pub(super) const fn is_own_connection(_here: SocketAddr, _there: SocketAddr) -> Option<bool> {
    None
}

/// The monotonic clock of macOS counts sleep.
pub(super) fn time_since_boot() -> Duration {
    unix::time_since(rustix::time::ClockId::Monotonic)
}

/// The system hands links to the program that runs already.
pub(super) fn opened_links(event: &RunEvent) -> Vec<Private<String>> {
    match event {
        RunEvent::Opened { urls } => urls.iter().map(|url| Private::from(url.as_str())).collect(),
        _ => Vec::new(),
    }
}

/// The quarantine attribute: flags of a download by an app, when, and which.
pub(super) fn mark_from_internet(file: &Path) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let mark = format!("0081;{now:08x};Deskbell;");
    let flags = rustix::fs::XattrFlags::empty();
    if let Err(error) = rustix::fs::setxattr(file, "com.apple.quarantine", mark.as_bytes(), flags) {
        log::warn!("a download could not be quarantined: {error}");
    }
}

/// Spotlight's list of where a file comes from.
pub(super) fn forget_origin(file: &Path) {
    let _ = rustix::fs::removexattr(file, "com.apple.metadata:kMDItemWhereFroms");
}

/// Finder shows the folder with the file selected; `-R` never opens anything.
pub(super) fn reveal(folder: &Path, name: &str) -> io::Result<()> {
    Command::new("/usr/bin/open").arg("-R").arg(folder.join(name)).spawn().map(drop)
}

pub(super) const fn attach_terminal() {}

/// Not watched here: a page that loses its network says so itself.
pub(super) fn watch_network(_tell: impl Fn(bool) + Send + Sync + 'static) {}

/// Not watched here: overdue deadlines fire at the loop's next turn.
pub(super) fn watch_sleep(_tell: impl Fn() + Send + Sync + 'static) {}

/// Not needed here: the tray icon is a template that the system colours.
pub(super) fn watch_dark(_tell: impl Fn(bool) + Send + Sync + 'static) {}
