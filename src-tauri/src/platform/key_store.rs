//! The key stores of macOS and Windows: always there, open whenever the user is signed in, and asking by themselves.

use super::APP_ID;
use keyring_core::{Entry, Error};
use std::time::Duration;

/// They do not tell when a refusal is worth trying again, and may ask the user each time.
const REST: Duration = Duration::from_secs(120);

pub(super) fn key_store_entry(user: &str) -> Result<Entry, Error> {
    keyring::Entry::new(APP_ID, user).map(|entry| entry.inner)
}

pub(super) fn key_store_trouble(error: &Error) -> String {
    match error {
        Error::NoDefaultStore => "this system has no key store running".to_owned(),
        Error::NoStorageAccess(_) => "the key store is locked".to_owned(),
        other => format!("the key store failed: {other}"),
    }
}

pub(super) fn wait_for_key_store(pause: Duration, tell: impl FnOnce() + Send + 'static) {
    let wait = move || {
        std::thread::sleep(pause.max(REST));
        tell();
    };
    if let Err(error) = std::thread::Builder::new().name("deskbell-rest".to_owned()).spawn(wait) {
        log::error!("the key store is not tried again: {error}");
    }
}
