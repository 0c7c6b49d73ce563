//! Hosted pages: whether they live, where they lead, what they ask for. It knows nothing of calls and chats.

pub(crate) mod change;
pub(crate) mod diagnostics;
pub(crate) mod facts;
pub(crate) mod lifecycle;
pub(crate) mod limits;
pub(crate) mod navigation;
pub(crate) mod password;
pub(crate) mod state;

pub use facts::*;
pub use limits::*;
