//! What a hosted page may do: asked once, remembered, taken back. It loads no page.

pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod grants;
pub(crate) mod limits;
pub(crate) mod microphone;
pub(crate) mod requests;
pub(crate) mod scheme;
pub(crate) mod state;
pub(crate) mod view;
pub(crate) mod wording;

pub use facts::*;
pub use limits::*;
pub use scheme::*;
pub use view::*;
