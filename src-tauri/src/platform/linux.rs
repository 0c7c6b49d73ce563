//! Linux: XDG folders, and the desktop's services over D-Bus.

mod bus;
mod bus_object;
mod do_not_disturb;
mod idle;
mod key_store;
mod lock;
mod notification_switch;
mod notifications;
pub mod sound;
mod tcp;
mod tray;
mod watch;
mod wayland;
mod x11;

use super::unix;
pub(super) use super::unix::{
    as_name, find_socket, free_bytes, is_same_user, keep_memory_off_disk, listen, owner_only,
    socket_name, watch_end,
};
use deskbell_core::{MicrophoneSwitch, Private};
pub(super) use do_not_disturb::watch_do_not_disturb;
pub(super) use idle::watch_idle;
pub(super) use key_store::{key_store_entry, key_store_trouble, wait_for_key_store};
pub(super) use lock::watch_lock;
pub(super) use notifications::Notifications;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tauri::RunEvent;
pub(super) use tcp::is_own_connection;
pub(super) use tray::TrayIcon;
pub(super) use watch::{watch_dark, watch_network, watch_sleep};

pub(super) fn default_profile_dir() -> PathBuf {
    let home = unix::path_variable("HOME").map(|home| home.join(".local/share"));
    unix::profile_in(unix::path_variable("XDG_DATA_HOME").or(home))
}

pub(super) fn time_since_boot() -> Duration {
    unix::time_since(rustix::time::ClockId::Boottime)
}

/// A link starts the program once more.
pub(super) const fn opened_links(_event: &RunEvent) -> Vec<Private<String>> {
    Vec::new()
}

/// Sound servers let every program of the user listen, and portals ask only for sandboxed ones.
pub(super) fn watch_microphone(_tell: impl Fn(bool, MicrophoneSwitch) + Send + Sync + 'static) {}

/// Linux has no such mark; the file is not executable.
pub(super) const fn mark_from_internet(_file: &Path) {}

/// WebKit notes addresses in attributes of the file.
pub(super) fn forget_origin(file: &Path) {
    for attribute in ["user.xdg.origin.url", "user.xdg.referrer.url"] {
        // Mostly it is not there, or the file system has no attributes.
        let _ = rustix::fs::removexattr(file, attribute);
    }
}

/// The desktop's file manager shows the folder.
pub(super) fn reveal(folder: &Path, _name: &str) -> io::Result<()> {
    open::that_detached(folder)
}

/// A program started from a terminal has it.
pub(super) const fn attach_terminal() {}
