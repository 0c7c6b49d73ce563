//! The outbox: what was asked of a widget and is not confirmed yet.

pub(crate) mod act;
pub(crate) mod chats;
pub(crate) mod confirm;
pub(crate) mod facts;
pub(crate) mod limits;
pub(crate) mod outbox;
pub(crate) mod state;

pub use facts::*;
pub use limits::*;
