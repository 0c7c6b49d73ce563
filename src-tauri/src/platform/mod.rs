//! What differs between systems: one function each, three bodies. "Cannot here" is a return value.
//!
//! No other file of the shell asks which system it runs on.

mod agent;
mod input_idle;
#[cfg(not(target_os = "linux"))]
mod key_store;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(target_os = "linux"))]
mod notifications;
#[cfg(not(target_os = "linux"))]
mod polls;
#[cfg(not(target_os = "linux"))]
mod tray;
#[cfg(not(target_os = "linux"))]
mod tray_menu;
#[cfg(unix)]
mod unix;
#[cfg(target_os = "windows")]
mod windows;

#[cfg(target_os = "linux")]
use linux as os;
#[cfg(target_os = "macos")]
use macos as os;
#[cfg(target_os = "windows")]
use windows as os;

#[cfg(target_os = "linux")]
pub use linux::sound;

pub use agent::{utc_offset, watch_do_not_disturb, watch_idle, watch_lock, watch_microphone};
use deskbell_core::{Intent, Notification, NotificationAbilities, Private, TrayItem};
use fnv::FnvHasher;
use interprocess::local_socket::tokio::{Listener, Stream as AsyncStream};
use interprocess::local_socket::{Name, Stream};
use std::hash::Hasher as _;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Reverse domain name of the program: names its folder, its key store entries and its identity.
pub const APP_ID: &str = "org.deskbell.Deskbell";

// ---- where things are ----

/// Folder of the profile used when none is given: settings and session data.
#[must_use]
pub fn default_profile_dir() -> PathBuf {
    os::default_profile_dir()
}

/// Makes a folder or file readable by its owner alone, where the system has such a notion per file.
///
/// # Errors
/// The system's.
pub fn owner_only(path: &Path) -> io::Result<()> {
    os::owner_only(path)
}

/// The system's name of the user's language and country, such as `de-DE`; empty where it says none.
#[must_use]
pub fn locale() -> String {
    sys_locale::get_locale().unwrap_or_default()
}

/// Lets a command line verb print into the terminal it was started from (a Windows GUI program is
/// born without one).
pub fn attach_terminal() {
    os::attach_terminal();
}

/// Links that the system hands to the running app. Where it starts the program once more instead, there are none.
#[must_use]
pub fn opened_links(event: &tauri::RunEvent) -> Vec<Private<String>> {
    os::opened_links(event)
}

// ---- files that arrive ----

/// Bytes that may be written into the file system of `folder`; none where the system does not tell.
#[must_use]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    os::free_bytes(folder)
}

/// Gives `file` the system's mark of files from the internet, so that it warns before it runs one. A file
/// system that takes no mark, and a system that has none, leave it as it is.
pub fn mark_from_internet(file: &Path) {
    os::mark_from_internet(file);
}

/// Takes from `file` what the engine notes on it about its origin: the whole address, with the tokens in it.
pub fn forget_origin(file: &Path) {
    os::forget_origin(file);
}

/// Shows `folder`, with the file `name` in it marked where the system can. Never opens the file.
///
/// # Errors
/// If it is no folder any more, or nothing shows it.
pub fn reveal(folder: &Path, name: &str) -> io::Result<()> {
    if !folder.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    os::reveal(folder, name)
}

/// Has no memory of ours or of a page written to disk after a crash, where that is ours to say.
pub fn keep_memory_off_disk() {
    os::keep_memory_off_disk();
}

// ---- the local socket ----

/// Where the running app of a profile is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each system makes one of the two")]
pub enum SocketName {
    /// A socket file.
    File(PathBuf),
    /// A named pipe, without `\\.\pipe\`.
    Pipe(String),
}

/// The socket to serve for a profile: the same for every start with the same profile of the same
/// user. Makes its folder.
///
/// # Errors
/// If no folder for it is private to this user, or its path would be too long.
pub fn socket_name(profile: &Path) -> io::Result<SocketName> {
    os::socket_name(profile)
}

/// The socket an app of this profile may be serving; makes nothing.
///
/// # Errors
/// If there is none.
pub fn find_socket(profile: &Path) -> io::Result<SocketName> {
    os::find_socket(profile)
}

impl SocketName {
    /// The name as the socket library wants it.
    ///
    /// # Errors
    /// If the system does not take it.
    pub fn as_name(&self) -> io::Result<Name<'_>> {
        os::as_name(self)
    }

    /// Listens so that only this user can connect.
    ///
    /// # Errors
    /// The system's.
    pub fn listen(&self) -> io::Result<Listener> {
        os::listen(self)
    }

    /// Removes what a crashed app left behind; call it only after nobody answered.
    pub fn remove_leftover(&self) {
        match self {
            Self::File(path) => drop(std::fs::remove_file(path)),
            Self::Pipe(_) => {}
        }
    }

    /// A file whose lock says that an app owns this name.
    #[must_use]
    pub fn lock_file(&self, profile: &Path) -> PathBuf {
        match self {
            Self::File(path) => path.with_extension("lock"),
            Self::Pipe(_) => profile.join("deskbell.lock"),
        }
    }
}

/// Whether the other end of a connection is a program of our own user.
#[must_use]
pub fn is_same_user(stream: &AsyncStream) -> bool {
    os::is_same_user(stream)
}

/// Whether the program at the end `there` of a connection on this machine is our own user's, `here` being our end; one
/// that has hung up is nobody's. None where the system does not tell.
pub fn is_own_connection(here: SocketAddr, there: SocketAddr) -> Option<bool> {
    os::is_own_connection(here, there)
}

/// Lets reading from `stream` fail after `limit` where the system can.
pub fn limit_reading(stream: &Stream, limit: Option<Duration>) {
    use interprocess::local_socket::traits::Stream as _;
    // Named pipes have no such limit; the caller then waits for the app's own limits.
    let _ = stream.set_recv_timeout(limit);
}

/// A short stable name for `text`, the same in every version and on every machine (FNV-1a).
pub(crate) fn short_hash(text: &[u8]) -> String {
    let mut hash = FnvHasher::default();
    hash.write(text);
    format!("{:016x}", hash.finish())
}

// ---- what the system tells ----

/// Time since the machine started, sleep included; it never steps. Milliseconds are told at best to the sixteenth on Windows.
#[must_use]
pub fn time_since_boot() -> Duration {
    os::time_since_boot()
}

/// Calls `tell` with whether the machine has a network: once soon, then on every change.
/// Never called where the system does not tell.
pub fn watch_network(tell: impl Fn(bool) + Send + Sync + 'static) {
    os::watch_network(tell);
}

/// Calls `tell` each time the machine woke from sleep. Never called where the system does not tell.
pub fn watch_sleep(tell: impl Fn() + Send + Sync + 'static) {
    os::watch_sleep(tell);
}

/// Calls `tell` when the session or a person at a terminal ends the program: notifications must not
/// outlive it. Never called where the system ends programs by other means.
pub fn watch_end(tell: impl Fn() + Send + Sync + 'static) {
    os::watch_end(tell);
}

/// Calls `tell` with whether the desktop prefers dark: once soon, then on every change.
/// Never called where the system does not tell.
pub fn watch_dark(tell: impl Fn(bool) + Send + Sync + 'static) {
    os::watch_dark(tell);
}

// ---- the key store ----

/// The entry of the key store under our name and `user`; asking for it may make the system ask its user.
///
/// # Errors
/// If there is no key store.
pub fn key_store_entry(user: &str) -> Result<keyring_core::Entry, keyring_core::Error> {
    os::key_store_entry(user)
}

/// What an error of the key store means, for people.
#[must_use]
pub fn key_store_trouble(error: &keyring_core::Error) -> String {
    os::key_store_trouble(error)
}

/// Calls `tell` once, when the key store has been opened or is worth asking again, but not before `pause`. It makes the
/// system ask nobody.
pub fn wait_for_key_store(pause: Duration, tell: impl FnOnce() + Send + 'static) {
    os::wait_for_key_store(pause, tell);
}

// ---- the tray ----

/// What the tray icon shows.
#[derive(Clone, Debug, PartialEq)]
pub struct TrayLook {
    /// A PNG.
    pub picture: &'static [u8],
    /// What is said when one points at it.
    pub tooltip: String,
    /// Its menu.
    pub items: Vec<TrayItem>,
}

/// What is told of the tray icon.
#[derive(Clone, Debug, PartialEq)]
pub enum TrayEvent {
    /// It is where it can be seen, or not: told once soon, then on every change.
    Shown(bool),
    /// It was clicked, or a line of its menu.
    Request(Intent),
}

/// The icon in the system's tray.
pub struct TrayIcon(os::TrayIcon);

impl TrayIcon {
    /// Shows an icon wherever and whenever there is a place for it. Call it on the main thread.
    #[must_use]
    pub fn start(
        app: &tauri::AppHandle,
        look: TrayLook,
        tell: impl Fn(TrayEvent) + Send + Sync + 'static,
    ) -> Self {
        Self(os::TrayIcon::start(app, look, Box::new(tell)))
    }

    /// Changes what it shows.
    pub fn set(&self, look: TrayLook) {
        self.0.set(look);
    }
}

// ---- notifications ----

/// What happened to a notification, or to the service that shows them.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// It is on screen.
    Shown(Arc<Notification>),
    /// Its body was clicked.
    Clicked(Arc<Notification>),
    /// The button with this action was pressed.
    Pressed(Arc<Notification>, String),
    /// This was typed into its field.
    Replied(Arc<Notification>, Private<String>),
    /// It went away, and not because we withdrew or replaced it.
    Closed(Arc<Notification>),
    /// It could not be shown; why, in words.
    Failed(Arc<Notification>, String),
    /// The service appeared, went, or was replaced.
    Service(Option<NotificationAbilities>),
}

/// The system's notifications. Showing and withdrawing return at once.
pub struct Notifications(os::Notifications);

impl Notifications {
    /// Connects in the background and reports to `tell`, first of all what the service can do.
    /// `click_label` names the click on the body where a service shows it as a menu line.
    #[must_use]
    pub fn start(click_label: String, tell: impl Fn(Reaction) + Send + Sync + 'static) -> Self {
        Self(os::Notifications::start(click_label, Box::new(tell)))
    }

    /// Shows a notification, replacing the one with the same key in place.
    pub fn show(&self, notification: Arc<Notification>) {
        self.0.show(notification);
    }

    /// Takes a notification away, also one that is only on its way.
    pub fn withdraw(&self, key: &str) {
        self.0.withdraw(key);
    }

    /// Takes all of ours away and waits at most `timeout` until it is done: the app is leaving, and
    /// a ringing notification that outlives it would ring for ever.
    pub fn withdraw_all(&self, timeout: Duration) {
        self.0.withdraw_all(timeout);
    }
}

/// Where a back end reports to.
pub(crate) type Tell = Box<dyn Fn(Reaction) + Send + Sync>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_name_never_changes_between_versions() {
        // Test vectors of FNV-1a.
        assert_eq!(short_hash(b""), "cbf29ce484222325");
        assert_eq!(short_hash(b"a"), "af63dc4c8601ec8c");
        assert_eq!(short_hash(b"foobar"), "85944171f73967e8");
    }
}
