//! Other ends that speak and listen. Where our own engine is, and nowhere else: it has their codecs.
#![cfg(target_os = "linux")]

mod chromium;
mod dialect;
mod ear;
mod in_process;
mod own_engine;
mod recording;

pub use chromium::Chromium;
pub use dialect::Dialect;
pub use ear::Heard;
pub use in_process::{InProcess, Manner, Saying};
pub use own_engine::{MOUTH, OwnEngine};
pub use recording::{Recording, time_of};
