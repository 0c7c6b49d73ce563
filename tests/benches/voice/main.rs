//! A call of our engine beside the same call of headless Chromium, through the same network to the same other end:
//! `cargo bench -p deskbell-journeys --bench voice`.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

#[cfg(target_os = "linux")]
mod ends;
#[cfg(target_os = "linux")]
mod intelligibility;
#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod speech;

#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some(ends::ENGINE) => ends::run_engine(),
        _ => measure::all(std::env::args().any(|word| word == "--bench")),
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
