//! Whether the agent can be reached right now, check by check with its remedy. It reads and changes nothing.

pub(crate) mod account;
pub(crate) mod checks;
pub(crate) mod facts;
pub(crate) mod microphone;
pub(crate) mod sound;

pub use facts::*;
