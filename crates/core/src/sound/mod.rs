//! The sound of calls that Deskbell carries itself: devices, which are used, and how each call sounds.

pub(crate) mod change;
pub(crate) mod devices;
pub(crate) mod facts;
pub(crate) mod state;

pub use devices::*;
pub use facts::*;
