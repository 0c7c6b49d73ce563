//! Where an account's page lives: its address, and its session on disk.

use crate::web::session::PageData;
use anyhow::Context;
use deskbell_core::{AccountConfig, AccountId};
use deskbell_vendors::{Address, Vendor};
use fnv::FnvHasher;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

/// The simulated desk's origin: the first on Linux and macOS, the second on Windows.
const OUR_ORIGINS: [&str; 2] = ["desk://localhost", "http://desk.localhost"];

/// Begins the second half of an identifier; stable between versions, or every session would be lost.
const SECOND_KEY: u64 = 0x6c62_272e_07bb_0142;

/// The adapter of `config` and the address it builds.
pub fn address_of(config: &AccountConfig) -> anyhow::Result<(&'static dyn Vendor, Address)> {
    let vendor = deskbell_vendors::vendor(&config.vendor.0)
        .with_context(|| format!("there is no vendor called {:?}", config.vendor.0))?;
    match vendor.address(&config.options) {
        Ok(mut address) => {
            if address.origins.iter().any(|origin| is_ours(origin)) {
                address.origins = OUR_ORIGINS.map(str::to_owned).to_vec();
            }
            Ok((vendor, address))
        }
        Err(problems) => {
            let words: Vec<&str> =
                problems.iter().map(|problem| problem.message.as_str()).collect();
            anyhow::bail!(words.join(" "))
        }
    }
}

/// Whether pages of this origin are the simulated desk's.
pub fn is_ours(origin: &str) -> bool {
    OUR_ORIGINS.contains(&origin)
}

/// Where an account's cookies, storage and caches live.
pub fn data_folder(profile: &Path, account: &AccountId) -> PathBuf {
    profile.join("accounts").join(account.as_str()).join("web")
}

/// An account's session.
pub fn data_of(profile: &Path, account: &AccountId) -> PageData {
    PageData {
        folder: data_folder(profile, account),
        identifier: store_identifier(profile, account),
    }
}

/// macOS keeps each account's data in a store of this name (data directories do not apply there).
fn store_identifier(profile: &Path, account: &AccountId) -> [u8; 16] {
    // Twice with different beginnings.
    let hash = |mut hash: FnvHasher| {
        hash.write(profile.to_string_lossy().as_bytes());
        hash.write(&[0]);
        hash.write(account.as_str().as_bytes());
        hash.finish().to_be_bytes()
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&hash(FnvHasher::default()));
    bytes[8..].copy_from_slice(&hash(FnvHasher::with_key(SECOND_KEY)));
    bytes
}
