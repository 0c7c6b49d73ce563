//! Linux: XDG folders, and the desktop's services over D-Bus.

mod banners;
mod bus;
mod idle;
mod lock;
mod place;
mod quiet;
mod toasts;
mod watch;
mod wayland;
mod x11;

use super::unix;
pub(super) use super::unix::{
    as_name, find_socket, is_same_user, listen, owner_only, socket_name, watch_end,
};
use deskbell_core::Private;
pub(super) use idle::watch_idle;
pub(super) use lock::watch_lock;
pub(super) use quiet::watch_do_not_disturb;
use std::path::PathBuf;
use tauri::RunEvent;
pub(super) use toasts::Toasts;
pub(super) use watch::{watch_dark, watch_network, watch_sleep, watch_tray_host};

pub(super) fn default_profile_dir() -> PathBuf {
    let home = unix::path_variable("HOME").map(|home| home.join(".local/share"));
    unix::profile_in(unix::path_variable("XDG_DATA_HOME").or(home))
}

/// A link starts the program once more.
pub(super) const fn opened_links(_event: &RunEvent) -> Vec<Private<String>> {
    Vec::new()
}

/// A program started from a terminal has it.
pub(super) const fn attach_terminal() {}
