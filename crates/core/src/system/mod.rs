//! The system around us: network, sleep, idle, lock, do-not-disturb, clock and key store. It decides nothing.

pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod state;

pub use facts::*;
