//! SMS, voicemail and fax: what is known and how many wait. It sends nothing.

pub(crate) mod book;
pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod kept;
pub(crate) mod limits;
pub(crate) mod view;

pub use facts::*;
pub use limits::*;
pub use view::*;
