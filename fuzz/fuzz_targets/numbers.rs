//! Any text in a number's field: the promises of `crates/numbers/tests/common/mod.rs` must hold.
#![no_main]

#[path = "../../crates/numbers/tests/common/mod.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry::check(&String::from_utf8_lossy(data)));
