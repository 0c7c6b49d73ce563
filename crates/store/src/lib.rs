//! Settings on disk: versioned, migrated, and never lost to one bad line.
//!
//! ```text
//!   bytes ──read()──► Loaded { settings, problem }      a good account survives a bad neighbour
//!   settings ──entries()──► what the file holds          ◄── take_secrets(): passwords stay out
//!   broken file ──keep_aside()──► settings.json.broken-<time>, then the .bak is tried
//! ```
//!
//! Everything here is a function of its arguments, except [`files`], [`spool`] and [`arrivals`], which touch the disk.

pub mod arrivals;
mod encoding;
pub mod files;
pub mod history;
mod migrate;
mod read;
mod secrets;
pub mod spool;
mod write;

pub use read::{FILE_MAX, Loaded, ReadProblem, read, recover};
pub use secrets::{IN_KEY_STORE, Secret, SecretName, put_secret, take_secrets, wanted_secrets};
pub use write::{entries, serialise};
