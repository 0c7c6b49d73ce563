//! Signing in and out, in a window of ours or the system's browser. It shows no notification.

pub(crate) mod act;
pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod flow;
pub(crate) mod limits;
pub(crate) mod state;

pub use facts::*;
pub use limits::*;
