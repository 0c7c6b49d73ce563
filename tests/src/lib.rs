//! Cross-crate stories: a harness for the pure pipeline, stand-ins for vendors' servers, and drivers for the program on
//! a real desktop.

pub mod desktop;
pub mod pipeline;
pub mod platform;
