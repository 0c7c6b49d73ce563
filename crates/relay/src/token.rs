//! Secrets that the relay makes: random, shown once, and kept as digests only.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Bytes of a secret: nobody guesses one in sixteen.
const BYTES: usize = 16;

/// A new secret, as letters and digits that can be typed.
pub(crate) fn new() -> Result<String, getrandom::Error> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// What is kept of a secret.
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.trim().as_bytes()).into()
}
