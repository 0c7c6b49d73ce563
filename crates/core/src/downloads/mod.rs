//! What a page saves on this computer. It writes no file and tells nobody.

pub(crate) mod act;
pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod file_name;
pub(crate) mod limits;
pub(crate) mod progress;
pub(crate) mod state;
pub(crate) mod view;

pub use facts::*;
pub use file_name::*;
pub use limits::*;
pub use view::*;
