//! What is kept beyond the end of the program, as plain data. Who keeps it, and where, is the shell's.

pub(crate) mod export;
pub(crate) mod facts;
pub(crate) mod memory;
pub(crate) mod pending;
pub(crate) mod query;
pub(crate) mod retention;
mod wording;

pub use export::*;
pub use facts::*;
pub use query::*;
pub use retention::*;
