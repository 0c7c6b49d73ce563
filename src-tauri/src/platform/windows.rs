//! Windows: its folders and named pipes; what it does not tell is never told.

mod agent;
mod microphone;

pub(super) use super::key_store::{key_store_entry, key_store_trouble, wait_for_key_store};
pub(super) use super::notifications::Notifications;
pub(super) use super::tray::TrayIcon;
use super::{APP_ID, SocketName, short_hash};
pub(super) use agent::{watch_do_not_disturb, watch_idle, watch_lock};
use deskbell_core::Private;
use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, ToNsName};
use interprocess::os::windows::local_socket::ListenerOptionsExt;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
pub(super) use microphone::watch_microphone;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tauri::RunEvent;
use widestring::u16cstr;

pub(super) fn default_profile_dir() -> PathBuf {
    std::env::var_os("LOCALAPPDATA").map(PathBuf::from).unwrap_or_default().join(APP_ID)
}

/// Folders below the user's own are closed to others by inheritance.
pub(super) fn owner_only(path: &Path) -> io::Result<()> {
    std::fs::metadata(path).map(drop)
}

/// Not asked: other users cannot see what a browser was started with here.
pub(super) const fn is_own_connection(_here: SocketAddr, _there: SocketAddr) -> Option<bool> {
    None
}

/// Reports about crashes are the system's business: an administrator switches them off for all programs.
pub(super) const fn keep_memory_off_disk() {}

/// A link starts the program once more.
pub(super) const fn opened_links(_event: &RunEvent) -> Vec<Private<String>> {
    Vec::new()
}

pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    use windows_sys::Win32::Storage::FileSystem::GetDiskFreeSpaceExW;
    let folder = widestring::U16CString::from_os_str(folder.as_os_str()).ok()?;
    let mut free = 0;
    let (all, whole) = (std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the path ends with a null, `free` lives until the call returns, and null asks for nothing more.
    #[allow(unsafe_code)]
    let succeeded = unsafe { GetDiskFreeSpaceExW(folder.as_ptr(), &raw mut free, all, whole) };
    (succeeded != 0).then_some(free)
}

pub(super) fn time_since_boot() -> Duration {
    use windows_sys::Win32::System::SystemInformation::GetTickCount64;
    // SAFETY: takes nothing and touches none of our memory. It counts sleep.
    #[allow(unsafe_code)]
    let milliseconds = unsafe { GetTickCount64() };
    Duration::from_millis(milliseconds)
}

/// The mark of the web: a second stream of the file that says "from the internet", and not from where.
pub(super) fn mark_from_internet(file: &Path) {
    let mut stream = file.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    if let Err(error) = std::fs::write(&stream, "[ZoneTransfer]\r\nZoneId=3\r\n") {
        log::warn!("a download could not be marked as from the internet: {error}");
    }
}

/// The engine writes the address into the mark, which is ours by now.
pub(super) fn forget_origin(file: &Path) {
    mark_from_internet(file);
}

/// Explorer shows the folder with the file selected; `/select` never opens anything.
pub(super) fn reveal(folder: &Path, name: &str) -> io::Result<()> {
    use std::os::windows::process::CommandExt;
    let file = folder.join(name);
    // Explorer reads quotes its own way; a file name holds none.
    let argument = format!("/select,\"{}\"", file.display());
    std::process::Command::new("explorer.exe").raw_arg(argument).spawn().map(drop)
}

/// Attaches to the terminal the program was started from, if there is one.
pub(super) fn attach_terminal() {
    use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole};
    // SAFETY: takes a number and touches none of our memory; failure means there is no terminal.
    #[allow(unsafe_code)]
    let _ = unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
}

pub(super) fn socket_name(profile: &Path) -> io::Result<SocketName> {
    let profile = std::path::absolute(profile)?;
    let profile = profile.canonicalize().unwrap_or(profile);
    // The user's own folder stands for the user: two users never share a profile's full path.
    let user = std::env::var_os("USERPROFILE").unwrap_or_default();
    let user = short_hash(user.to_string_lossy().to_lowercase().as_bytes());
    let profile = short_hash(profile.to_string_lossy().to_lowercase().as_bytes());
    Ok(SocketName::Pipe(format!("deskbell-{user}-{profile}")))
}

pub(super) fn find_socket(profile: &Path) -> io::Result<SocketName> {
    socket_name(profile)
}

pub(super) fn as_name(name: &SocketName) -> io::Result<Name<'_>> {
    match name {
        SocketName::Pipe(pipe) => pipe.as_str().to_ns_name::<GenericNamespaced>(),
        SocketName::File(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// Protected list: the owner and the system, nobody else, nothing inherited.
pub(super) fn listen(name: &SocketName) -> io::Result<Listener> {
    let owner_only = SecurityDescriptor::deserialize(u16cstr!("D:P(A;;GA;;;OW)(A;;GA;;;SY)"))?;
    let options = ListenerOptions::new().name(as_name(name)?);
    options.security_descriptor(owner_only).create_tokio()
}

/// The pipe's access list has decided this before the connection existed.
pub(super) const fn is_same_user(_stream: &Stream) -> bool {
    true
}

/// Not watched here: a page that loses its network says so itself.
pub(super) fn watch_network(_tell: impl Fn(bool) + Send + Sync + 'static) {}

/// Not watched here: overdue deadlines fire at the loop's next turn.
pub(super) fn watch_sleep(_tell: impl Fn() + Send + Sync + 'static) {}

/// Not watched here: Windows takes the notifications of an ended program away itself.
pub(super) fn watch_end(_tell: impl Fn() + Send + Sync + 'static) {}

/// Not watched here.
pub(super) fn watch_dark(_tell: impl Fn(bool) + Send + Sync + 'static) {}
