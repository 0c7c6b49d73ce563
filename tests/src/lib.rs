//! Cross-crate stories: a harness for the pure pipeline, and drivers for the program on a real desktop.

pub mod desktop;
pub mod pipeline;
