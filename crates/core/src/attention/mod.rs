//! Who is told what, how loudly, and why not. Called by `update` alone.

pub(crate) mod accounts;
pub(crate) mod calls;
pub(crate) mod chat_text;
pub(crate) mod chats;
pub(crate) mod counts;
pub(crate) mod downloads;
pub(crate) mod facts;
pub(crate) mod keys;
pub(crate) mod limits;
pub(crate) mod messages;
pub(crate) mod notices;
pub(crate) mod notifications;
pub(crate) mod page_notices;
pub(crate) mod permissions;
pub(crate) mod policy;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod tray;

pub use facts::*;
pub use limits::*;
pub use policy::*;
