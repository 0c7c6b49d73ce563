//! The files around the database: for their owner alone, and for one process at a time.

use crate::problem::Problem;
use crate::salvage::beside;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Makes the file if there is none, and in any case its owner's alone. SQLite gives the files beside it the same mode.
pub(crate) fn create(path: &Path) -> Result<(), Problem> {
    open_private(path).map(drop)
}

/// Locks the history for this process until the file is dropped.
pub(crate) fn lock(path: &Path) -> Result<File, Problem> {
    let path = beside(path, ".lock");
    let file = open_private(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Problem::InUse),
        Err(TryLockError::Error(error)) => Err(Problem::File { path, error }),
    }
}

fn open_private(path: &Path) -> Result<File, Problem> {
    let problem = |error| Problem::File { path: path.to_owned(), error };
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let file = options.open(path).map_err(problem)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = file.metadata().map_err(problem)?;
        if metadata.permissions().mode() & 0o077 != 0 {
            file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(problem)?;
        }
    }
    Ok(file)
}
