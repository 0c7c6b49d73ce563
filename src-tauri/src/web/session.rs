//! What a page is loaded from, and where its session lives.

use std::path::PathBuf;
use tauri::WebviewUrl;
use url::Url;

/// Where cookies, storage and caches live.
#[derive(Clone, Debug)]
pub struct PageData {
    /// The folder, where the engine takes one.
    pub folder: PathBuf,
    /// Names the store where the engine keeps folders of its own.
    pub identifier: [u8; 16],
}

/// Our own pages come through a scheme of ours, all others over the network.
pub(super) fn load_as(address: Url) -> WebviewUrl {
    if matches!(address.scheme(), "http" | "https") {
        WebviewUrl::External(address)
    } else {
        WebviewUrl::CustomProtocol(address)
    }
}
