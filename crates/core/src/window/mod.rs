//! The main window: what it shows, what it asks before something is done, how it closes.

pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod limits;
pub(crate) mod marked;
pub(crate) mod question;
pub(crate) mod stage;
pub(crate) mod state;
pub(crate) mod undo;

pub use facts::*;
pub use limits::*;
