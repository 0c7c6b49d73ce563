//! What can go wrong with the history, in words.

use std::path::PathBuf;

/// Why something could not be done. What was kept before is still there.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Another process has the file.
    #[error("another process has the history open")]
    InUse,
    /// It was written by a later version, whose format this one does not know.
    #[error("the history was written by a later version (format {found}, known here: {known})")]
    Newer {
        /// The file's format.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// There is no room.
    #[error("the disk is full")]
    Full,
    /// The file cannot be written.
    #[error("the history cannot be written: {0}")]
    ReadOnly(String),
    /// The file is damaged.
    #[error("the history is damaged: {0}")]
    Damaged(String),
    /// More waits to be written than is kept in memory; what came last was not taken.
    #[error("too much waits to be written")]
    TooMuch,
    /// The writer is gone.
    #[error("the history is closed")]
    Closed,
    /// What was searched for names nothing: too few letters.
    #[error("two letters or digits at least")]
    TooShort,
    /// Something else that SQLite says.
    #[error("{0}")]
    Other(String),
    /// What the system says about the file.
    #[error("{path}: {error}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

impl Problem {
    /// Trying again later may help.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Full | Self::ReadOnly(_) | Self::Other(_) | Self::File { .. } => true,
            Self::InUse
            | Self::Newer { .. }
            | Self::Damaged(_)
            | Self::TooMuch
            | Self::Closed
            | Self::TooShort => false,
        }
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly(text)
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            _ => match error {
                // A row that is none of ours: its page was overwritten.
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged(text),
                _ => Self::Other(text),
            },
        }
    }
}
