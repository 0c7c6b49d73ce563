//! How our page and the hosted pages share the main window: same functions, two bodies.

#[cfg(target_os = "linux")]
#[path = "stage_linux.rs"]
mod body;
#[cfg(not(target_os = "linux"))]
#[path = "stage_bounds.rs"]
mod body;

pub use body::{arrange, enclose, prepare, prepare_process, revive, watch, watch_keys};
