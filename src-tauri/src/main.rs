//! The program: a command-line verb talks to the running app; without one the app starts.

// A console window must not appear beside the app on Windows.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use deskbell_app::cli::{self, Start};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Start::Exit(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Start::RunApp { profile, hidden, link } => deskbell_app::run(&profile, hidden, link),
    }
}
