//! Other ends that speak and listen. Where our own engine is, and nowhere else: it has their codecs.
#![cfg(target_os = "linux")]

mod dialect;
mod ear;
mod in_process;

pub use dialect::Dialect;
pub use ear::{Heard, tone_share};
pub use in_process::{InProcess, Manner, Saying};
