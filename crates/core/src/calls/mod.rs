//! Calls: rows made of what widgets tell, how they end, and what can be asked of them. It rings for nobody.

pub(crate) mod act;
pub(crate) mod call;
pub(crate) mod change;
pub(crate) mod confirm;
pub(crate) mod dial;
pub(crate) mod end;
pub(crate) mod facts;
pub(crate) mod limits;
pub(crate) mod line;
pub(crate) mod merge;
pub(crate) mod names;
pub(crate) mod observe;
pub(crate) mod possible;
pub(crate) mod resync;
pub(crate) mod rows;
pub(crate) mod seen;
pub(crate) mod state;
pub(crate) mod view;

pub use facts::*;
pub use limits::*;
pub use view::*;
