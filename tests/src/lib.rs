//! Cross-crate stories: a harness for the pure pipeline, stand-ins for vendors' servers, and drivers for the program on
//! a real desktop.

pub mod desktop;
pub mod far_party;
pub mod pipeline;
pub mod platform;
pub mod tone;
