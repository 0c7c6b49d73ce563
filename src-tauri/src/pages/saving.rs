//! Links whose target is to be saved: told apart from links that leave, and saved in the account's own session.
//!
//! Such an address carries the account's token: it must reach neither the system's browser nor a log.

use super::guard::PageGuard;
use crate::web::page;
use deskbell_vendors::Vendor;
use tauri::AppHandle;
use url::Url;

/// What marks the links of a page that have a `download` attribute and lead to another origin.
const LINKS: &str = include_str!("script/links.js");
/// The mark: a fragment, which no server ever sees.
const MARK: &str = "deskbell-download";

/// Lets a page and its frames mark their links.
pub(super) fn marking_script() -> String {
    LINKS.replace("__DESKBELL_DOWNLOAD_MARK__", MARK)
}

/// Saves what is behind `target`, for which the page in the webview `label` wants a window, if that is what the link is
/// for; false if it is a link like any other.
pub(super) fn saves(
    app: &AppHandle,
    label: &str,
    vendor: &dyn Vendor,
    guard: &PageGuard,
    target: &Url,
) -> bool {
    let Some(file) = file(vendor, target) else { return false };
    if !guard.may_fetch(&file) {
        return true;
    }
    if let Err(error) = page::download(app, label, &file) {
        log::warn!("a link of {label} could not be saved: {error}");
    }
    true
}

/// Opens a file that somebody sent in a conversation. What lies at the account's own origins, or what its vendor knows as a
/// file, needs the account's session and is saved in it; the rest leaves as any link does.
pub(super) fn open(app: &AppHandle, label: &str, vendor: &dyn Vendor, guard: &PageGuard, at: &Url) {
    if !guard.is_own(at) && file(vendor, at).is_none() {
        return guard.leave(at);
    }
    if guard.may_fetch(at)
        && let Err(error) = page::download(app, label, at)
    {
        log::warn!("a file of a chat in {label} could not be saved: {error}");
    }
}

/// The address to save, without the mark.
fn file(vendor: &dyn Vendor, target: &Url) -> Option<Url> {
    let is_web = matches!(target.scheme(), "http" | "https");
    let marked = target.fragment() == Some(MARK);
    if !is_web || !(marked || vendor.is_download(target)) {
        return None;
    }
    let mut file = target.clone();
    file.set_fragment(None);
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_link_and_what_the_vendor_knows_as_a_file_are_saved() {
        let vendor = deskbell_vendors::vendor("ringcentral").unwrap();
        let file = |target: &str| {
            file(vendor, &Url::parse(target).unwrap()).map(|file| file.as_str().to_owned())
        };
        let media = "https://media.ringcentral.com/r/1?access_token=SECRET";
        assert_eq!(file(&format!("{media}#{MARK}")).as_deref(), Some(media));
        let attached = format!("{media}&contentDisposition=Attachment");
        assert_eq!(file(&attached), Some(attached.clone()));
        assert_eq!(file(media), None);
        assert_eq!(file("https://example.com/#deskbell-downloads"), None);
        assert_eq!(file(&format!("javascript:x#{MARK}")), None);
        assert_eq!(file(&format!("file:///etc/passwd#{MARK}")), None);
    }
}
