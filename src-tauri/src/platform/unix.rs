//! What Linux and macOS do alike: owner-only files, the socket file, and the signals that end a program.

use super::{APP_ID, SocketName, short_hash};
use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::traits::StreamCommon;
use interprocess::local_socket::{GenericFilePath, ListenerOptions, Name, ToFsName};
use rustix::process::{Resource, Rlimit, geteuid, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// The longest path of a socket file is 107 bytes on Linux and 103 on macOS.
const SOCKET_PATH_MAX: usize = 100;

/// By a clock of the system that counts sleep; the usual monotonic one of Linux does not.
pub(super) fn time_since(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    // Since the start of the machine: neither part is negative.
    let (seconds, nanoseconds) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanoseconds.unwrap_or_default())
}

pub(super) fn owner_only(path: &Path) -> io::Result<()> {
    let mode = if fs::metadata(path)?.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, Permissions::from_mode(mode))
}

pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

pub(super) fn socket_name(profile: &Path) -> io::Result<SocketName> {
    for path in candidates_for(profile)? {
        let private = path.parent().is_some_and(|folder| make_private(folder).is_ok());
        if private {
            return Ok(SocketName::File(path));
        }
    }
    Err(io::Error::other("no folder that only you can read takes the socket; set XDG_RUNTIME_DIR"))
}

pub(super) fn find_socket(profile: &Path) -> io::Result<SocketName> {
    let user = geteuid().as_raw();
    // Somebody else's socket in `/tmp` is not ours to talk to.
    let ours = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|found| found.uid() == user);
    let found = candidates_for(profile)?.into_iter().find(ours);
    found.map(SocketName::File).ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn candidates_for(profile: &Path) -> io::Result<Vec<PathBuf>> {
    // Relative and absolute spellings of one folder must meet in one name.
    let profile = std::path::absolute(profile)?;
    let profile = profile.canonicalize().unwrap_or(profile);
    let user = geteuid().as_raw();
    // Where a shell has no XDG_RUNTIME_DIR (cron, su) the desktop session has one all the same.
    let runtime =
        path_variable("XDG_RUNTIME_DIR").unwrap_or_else(|| format!("/run/user/{user}").into());
    Ok(candidates(&runtime, &profile, user))
}

/// Where the socket may be, best first: the runtime folder, the profile, the temporary folder.
fn candidates(runtime: &Path, profile: &Path, user: u32) -> Vec<PathBuf> {
    let file = format!("{}.sock", short_hash(profile.as_os_str().as_bytes()));
    let mut paths = Vec::new();
    if runtime.is_dir() {
        paths.push(runtime.join("deskbell").join(&file));
    }
    paths.push(profile.join("deskbell.sock"));
    paths.push(PathBuf::from(format!("/tmp/deskbell-{user}")).join(file));
    paths.retain(|path| path.as_os_str().len() <= SOCKET_PATH_MAX);
    paths
}

/// Makes sure that the folder exists, is ours and closed to others. In `/tmp` somebody else may have
/// made it first: then it is refused.
fn make_private(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).recursive(true).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() || found.uid() != geteuid().as_raw() {
        return Err(io::Error::other("the folder belongs to somebody else"));
    }
    if found.mode() & 0o077 != 0 {
        owner_only(folder)?;
    }
    Ok(())
}

pub(super) fn as_name(name: &SocketName) -> io::Result<Name<'_>> {
    match name {
        SocketName::File(path) => path.as_path().to_fs_name::<GenericFilePath>(),
        SocketName::Pipe(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}

pub(super) fn listen(name: &SocketName) -> io::Result<Listener> {
    let listener = ListenerOptions::new().name(as_name(name)?).create_tokio()?;
    if let SocketName::File(path) = name {
        // The folder keeps others out already, also between the two calls.
        owner_only(path)?;
    }
    Ok(listener)
}

pub(super) fn is_same_user(stream: &Stream) -> bool {
    let peer = stream.peer_creds().ok().and_then(|peer| peer.euid());
    peer == Some(geteuid().as_raw())
}

/// No memory is written to disk after a crash, ours or that of a page: it holds sessions and customers' words.
/// Other programs of the same user may still look into it, as they may into the profile's folder; closing that too
/// (`PR_SET_DUMPABLE`) would hide us from the desktop's portals.
pub(super) fn keep_memory_off_disk() {
    let nothing = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, nothing) {
        log::warn!("memory may be written to disk after a crash: {error}");
    }
}

pub(super) fn watch_end(tell: impl Fn() + Send + Sync + 'static) {
    let tell = std::sync::Arc::new(tell);
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        let tell = std::sync::Arc::clone(&tell);
        tauri::async_runtime::spawn(async move {
            match signal(kind) {
                Ok(mut signals) => {
                    while signals.recv().await.is_some() {
                        tell();
                    }
                }
                Err(error) => log::warn!("{kind:?} ends the program at once: {error}"),
            }
        });
    }
}

/// `<base>/org.deskbell.Deskbell`, or a folder beside the program where there is no home.
pub(super) fn profile_in(base: Option<PathBuf>) -> PathBuf {
    base.unwrap_or_default().join(APP_ID)
}

/// A variable that holds an absolute path.
pub(super) fn path_variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_is_in_the_runtime_folder_unless_its_path_is_too_long() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Path::new("/home/ann/profile");
        let found = candidates(folder.path(), profile, 1000);
        assert!(found[0].starts_with(folder.path().join("deskbell")), "{found:?}");
        assert_eq!(found[1], profile.join("deskbell.sock"));
        assert!(found[2].starts_with("/tmp/deskbell-1000"));

        let long = Path::new("/home").join("a".repeat(90));
        let found = candidates(Path::new("/none-such"), &long, 1000);
        assert_eq!(found.len(), 1, "only the temporary folder is left: {found:?}");
    }

    #[test]
    fn a_folder_open_to_others_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let open = folder.path().join("open");
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, Permissions::from_mode(0o755)).unwrap();
        make_private(&open).unwrap();
        assert_eq!(fs::metadata(&open).unwrap().mode() & 0o777, 0o700);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&open, &link).unwrap();
        assert!(make_private(&link).is_err(), "a link may lead anywhere");
    }

    #[test]
    fn what_belongs_to_another_user_is_neither_used_nor_talked_to() {
        let profile = tempfile::tempdir().unwrap();
        let theirs = profile.path().join("theirs");
        fs::create_dir(&theirs).unwrap();
        let socket = profile.path().join("deskbell.sock");
        fs::write(&socket, "").unwrap();
        let found = || match find_socket(profile.path()) {
            Ok(SocketName::File(path)) => Some(path),
            Ok(SocketName::Pipe(_)) | Err(_) => None,
        };
        assert!(make_private(&theirs).is_ok() && found().is_some());
        let nobody = Some(65_534);
        if std::os::unix::fs::chown(&theirs, nobody, None).is_err() {
            return eprintln!("not tried: only root may give things away");
        }
        std::os::unix::fs::chown(&socket, nobody, None).unwrap();
        assert!(make_private(&theirs).is_err(), "whoever owns a folder can look into it");
        assert_eq!(found(), None, "somebody else listens there");
    }
}
