//! Any bytes as a message: the promises of `crates/vendors/tests/common/entry.rs` must hold.
#![no_main]

#[path = "../../crates/vendors/tests/common/entry.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry::check(data));
