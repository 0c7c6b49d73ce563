//! Files that arrive: written out of sight, then put in their place without ever replacing what is there.

use deskbell_core::numbered_file_name;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use tempfile::{TempDir, TempPath};

/// Beginning of the name of a folder for one file on its way. Hidden on Linux and macOS.
pub const STAGING_PREFIX: &str = ".deskbell-";
/// End of it.
pub const STAGING_SUFFIX: &str = ".part";
/// The file's name in there; its own is given at the end.
const STAGED: &str = "file";
/// Numbers tried for a taken name.
const NUMBERS_MAX: u32 = 10_000;

/// A folder that only its owner can enter, beside where one file will be. It goes with all that is in it when it is
/// dropped, so that of a file that fails nothing is left.
#[derive(Debug)]
pub struct Staging {
    within: PathBuf,
    private: TempDir,
}

impl Staging {
    /// Makes one in `folder`.
    ///
    /// # Errors
    /// The system's, if nothing can be made there.
    pub fn make(folder: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(STAGING_PREFIX).suffix(STAGING_SUFFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let private = builder.tempdir_in(folder)?;
        Ok(Self { within: folder.to_owned(), private })
    }

    /// Where the bytes are to be written.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.private.path().join(STAGED)
    }

    /// The folder it will be in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.within
    }

    /// Puts the file in its place as `name`, or with the next free number, and says which it got. Whatever has the
    /// name, be it a link that leads nowhere, is left as it is.
    ///
    /// # Errors
    /// The system's, or if thousands of such names are taken.
    pub fn place(&self, name: &str) -> io::Result<String> {
        for number in 1..=NUMBERS_MAX {
            let name = numbered_file_name(name, number);
            match move_new(&self.file(), &self.within.join(&name)) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => return Ok(name),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Puts the file in its place as `name` and replaces what is there: only after the user said so.
    ///
    /// # Errors
    /// The system's.
    pub fn replace(&self, name: &str) -> io::Result<()> {
        fs::rename(self.file(), self.within.join(name))
    }
}

/// Moves within one file system; fails if anything has the name `to`.
fn move_new(from: &Path, to: &Path) -> io::Result<()> {
    let error = match TempPath::try_from_path(from)?.persist_noclobber(to) {
        Ok(()) => return Ok(()),
        Err(failed) => {
            // The failure still owns the file and would remove it.
            failed.path.keep().map_err(|kept| kept.error)?;
            failed.error
        }
    };
    if error.kind() == ErrorKind::AlreadyExists || fs::symlink_metadata(to).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    // A file system that can neither move without replacing nor link: an empty file of ours takes the name first.
    OpenOptions::new().write(true).create_new(true).open(to)?;
    fs::rename(from, to).inspect_err(|_| drop(fs::remove_file(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived(folder: &Path, text: &str) -> Staging {
        let staging = Staging::make(folder).unwrap();
        fs::write(staging.file(), text).unwrap();
        staging
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_taken_name_gets_a_number_and_nothing_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), "mine").unwrap();
        fs::create_dir(folder.path().join("a (2).pdf")).unwrap();
        for (text, name) in [("one", "a (3).pdf"), ("two", "a (4).pdf")] {
            assert_eq!(arrived(folder.path(), text).place("a.pdf").unwrap(), name);
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
        }
        assert_eq!(fs::read_to_string(folder.path().join("a.pdf")).unwrap(), "mine");
        assert_eq!(names(folder.path()), ["a (2).pdf", "a (3).pdf", "a (4).pdf", "a.pdf"]);
    }

    #[test]
    fn of_a_file_that_fails_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let staging = arrived(folder.path(), "half");
        fs::write(staging.file().with_extension("engine"), "half").unwrap();
        let hidden = names(folder.path());
        assert!(hidden.len() == 1 && hidden[0].starts_with('.'), "{hidden:?}");
        drop(staging);
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn many_at_once_get_a_name_each() {
        let folder = tempfile::tempdir().unwrap();
        let place = |n: usize| arrived(folder.path(), &n.to_string()).place("a.txt").unwrap();
        let placed: Vec<String> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..16).map(|n| scope.spawn(move || place(n))).collect();
            running.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let text = |name: &String| fs::read_to_string(folder.path().join(name)).unwrap();
        let texts: Vec<String> = placed.iter().map(text).collect();
        let sent: Vec<String> = (0..16).map(|n| n.to_string()).collect();
        assert_eq!(texts, sent, "each name has its own bytes");
        assert_eq!(names(folder.path()).len(), 16);
    }

    #[test]
    fn what_the_user_replaces_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), "old").unwrap();
        arrived(folder.path(), "new").replace("a.pdf").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a.pdf")).unwrap(), "new");
        assert_eq!(names(folder.path()), ["a.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn others_see_nothing_on_the_way_and_a_link_is_no_free_name() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let target = outside.path().join("target");
        symlink(&target, folder.path().join("a.txt")).unwrap();
        let staging = arrived(folder.path(), "x");
        let mode = fs::metadata(staging.file().parent().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert_eq!(staging.place("a.txt").unwrap(), "a (2).txt");
        assert!(!target.exists(), "nothing is written through a link");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Staging::make(&folder.path().join("gone")).is_err());
    }
}
