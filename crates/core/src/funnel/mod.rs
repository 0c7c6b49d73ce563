//! Visits counted by day: seen, offered, begun. It keeps no name.

pub(crate) mod change;
pub(crate) mod count;
pub(crate) mod facts;
pub(crate) mod limits;
pub(crate) mod state;
pub(crate) mod visits;

pub use facts::*;
pub use limits::*;
pub use visits::*;
