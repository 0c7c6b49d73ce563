//! The settings file's content, and one change of a setting.

pub(crate) mod act;
pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod state;

pub use facts::*;
