//! Where an account's page lives: its address, and its session on disk.

use crate::web::page::PageData;
use anyhow::Context;
use deskbell_core::{AccountConfig, AccountId};
use deskbell_vendors::{Address, Vendor};
use std::path::{Path, PathBuf};

/// The simulated desk's origin: the first on Linux and macOS, the second on Windows.
const OUR_ORIGINS: [&str; 2] = ["desk://localhost", "http://desk.localhost"];

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
    // FNV-1a twice with different beginnings: stable between runs, which `std`'s hashes do not promise.
    let hash = |seed: u64| {
        let text = profile.to_string_lossy();
        text.bytes()
            .chain([0])
            .chain(account.as_str().bytes())
            .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&hash(0xcbf2_9ce4_8422_2325).to_be_bytes());
    bytes[8..].copy_from_slice(&hash(0x6c62_272e_07bb_0142).to_be_bytes());
    bytes
}
