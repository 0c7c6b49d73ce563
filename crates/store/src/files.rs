//! The disk: bounded reads, and files that are whole or absent.

use crate::arrivals::{STAGING_PREFIX, STAGING_SUFFIX};
use crate::{FILE_MAX, ReadProblem};
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

/// At most one byte more than [`FILE_MAX`] is read, so that a huge file is noticed and not loaded.
///
/// # Errors
/// [`ReadProblem::Unreadable`] if there is a file but the system does not give it.
pub fn read_bounded(path: &Path) -> Result<Option<Vec<u8>>, ReadProblem> {
    let unreadable = |error: io::Error| ReadProblem::Unreadable { reason: error.to_string() };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut text = Vec::new();
    file.take(FILE_MAX as u64 + 1).read_to_end(&mut text).map_err(unreadable)?;
    Ok(Some(text))
}

/// Copies `from` to `to` so that after a crash `to` is the old file or the new one, never half.
///
/// # Errors
/// The system's.
pub fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    write_whole(to, |staged| io::copy(&mut File::open(from)?, staged).map(drop))
}

/// Has `fill` write a file and puts it in the place of `to`, so that after a crash `to` is the old file or the new one,
/// never half. It is its owner's alone, whatever `to` was: a file that was made read-only once would otherwise hand that
/// on to the staged one, which then could never be written again. A link stays one: people keep their settings among others
/// and link them to where they are read. Where what it leads to cannot be replaced, as in a store nobody writes to, it gives way
/// to a file of its own.
///
/// # Errors
/// The system's; then `to` is as it was and nothing else is left.
pub fn write_whole(to: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let linked = fs::symlink_metadata(to).is_ok_and(|found| found.is_symlink());
    let target = if linked { fs::canonicalize(to).ok() } else { None };
    let beyond = target.and_then(|target| Some((stage_beside(&target).ok()?, target)));
    let (mut staged, to) = match beyond {
        Some((staged, target)) => (staged, target),
        None => (stage_beside(to)?, to.to_owned()),
    };
    fill(staged.as_file_mut())?;
    staged.flush()?;
    staged.as_file().sync_all()?;
    staged.persist(to).map(drop).map_err(|failed| failed.error)
}

/// An empty file beside `to`. The library makes it readable for its owner alone, under a name nobody has.
fn stage_beside(to: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    tempfile::Builder::new()
        .prefix(STAGING_PREFIX)
        .suffix(STAGING_SUFFIX)
        .tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Waits until the disk has the file.
///
/// # Errors
/// The system's.
pub fn flush(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Keeps a broken file under `<name>.broken-<time>` and says where. A copy made at an earlier start
/// is used again, so that restarting does not fill the folder.
///
/// # Errors
/// The system's.
pub fn keep_aside(path: &Path, now: deskbell_core::Timestamp) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let prefix = format!("{name}.broken-");
    let folder = path.parent().unwrap_or(Path::new("."));
    let size = fs::metadata(path)?.len();
    for entry in fs::read_dir(folder)?.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(&prefix);
        let same_size = entry.metadata().is_ok_and(|found| found.len() == size);
        if ours
            && same_size
            && size <= FILE_MAX as u64
            && fs::read(entry.path())? == fs::read(path)?
        {
            return Ok(entry.path());
        }
    }
    let aside = folder.join(format!("{prefix}{}", now.0));
    copy_whole(path, &aside)?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::Timestamp;

    #[test]
    fn a_broken_file_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, "{ broken").unwrap();
        let first = keep_aside(&path, Timestamp(1)).unwrap();
        assert_eq!(first.file_name().unwrap(), "settings.json.broken-1");
        assert_eq!(keep_aside(&path, Timestamp(2)).unwrap(), first);
        fs::write(&path, "{ broken again").unwrap();
        let second = keep_aside(&path, Timestamp(3)).unwrap();
        assert_ne!(second, first);
        assert_eq!(fs::read(second).unwrap(), b"{ broken again");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "no stray .part");
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_does_not_make_its_copies_read_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("settings.json"), folder.path().join("copy"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let mode = || fs::metadata(&copy).unwrap().permissions().mode() & 0o777;
        for _ in 0..2 {
            copy_whole(&path, &copy).unwrap();
            assert_eq!((fs::read(&copy).unwrap(), mode()), (b"one".to_vec(), 0o600));
        }
        // Also over one an earlier version left so, and past its staged copy.
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o444)).unwrap();
        fs::write(folder.path().join("copy.part"), "stuck").unwrap();
        copy_whole(&path, &copy).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_written_through_and_gives_way_only_where_it_must() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (kept, used) = (folder.path().join("dotfiles"), folder.path().join("profile"));
        fs::create_dir_all(&kept).unwrap();
        fs::create_dir_all(&used).unwrap();
        let (real, link) = (kept.join("deskbell.json"), used.join("settings.json"));
        fs::write(&real, "old").unwrap();
        symlink("../dotfiles/deskbell.json", &link).unwrap();
        write_whole(&link, |staged| staged.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_dir(&used).unwrap().count(), 1);
        // Where it leads nowhere, or in a circle, it is only in the way.
        for nowhere in ["../gone/deskbell.json", "settings.json"] {
            fs::remove_file(&link).unwrap();
            symlink(nowhere, &link).unwrap();
            write_whole(&link, |staged| staged.write_all(b"own")).unwrap();
            assert_eq!(fs::read(&link).unwrap(), b"own", "{nowhere}");
        }
    }

    #[test]
    fn what_cannot_be_filled_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, "old").unwrap();
        write_whole(&path, |_| Err(io::ErrorKind::StorageFull.into())).unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_huge_file_is_read_only_as_far_as_to_know_it_is_huge() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        assert_eq!(read_bounded(&path), Ok(None));
        fs::write(&path, vec![b' '; FILE_MAX + 5000]).unwrap();
        let text = read_bounded(&path).unwrap().unwrap();
        assert_eq!(text.len(), FILE_MAX + 1);
        assert_eq!(
            crate::read(Some(&text)).problem,
            Some(ReadProblem::TooLarge { bytes: FILE_MAX + 1 })
        );
    }
}
