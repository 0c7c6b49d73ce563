//! The outbox: what was asked of a widget and is not confirmed yet.

pub(crate) mod act;
pub(crate) mod change;
pub(crate) mod chats;
mod confirm;
pub(crate) mod facts;
pub(crate) mod kind;
pub(crate) mod limits;
pub(crate) mod names;
pub(crate) mod outbox;
pub(crate) mod state;

pub use facts::*;
pub use limits::*;
