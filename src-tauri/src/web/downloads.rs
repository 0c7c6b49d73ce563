//! What an engine tells of downloads and lets us decide.

use deskbell_core::{AccountId, DownloadId, DownloadOpener, DownloadProblem, Private};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tauri::webview::WebviewBuilder;
use tauri::{AppHandle, Webview, Wry};
use url::Url;

/// Reports downloads, and does with them what it is told.
pub trait DownloadControl {
    /// A download can wait for the user's answer where to save it.
    const CAN_ASK: bool;

    /// Reports the downloads of the page that is being built, `account`'s own, as far as that must be said before it is
    /// there. Windows to sign in refuse theirs themselves.
    fn report_from_the_start(
        builder: WebviewBuilder<Wry>,
        reports: &DownloadReports,
        account: &AccountId,
    ) -> WebviewBuilder<Wry>;

    /// Reports every download that begins in the session of `page`, which is `account`'s own, from now on.
    ///
    /// # Errors
    /// Tauri's.
    fn report_downloads(
        page: &Webview,
        reports: &DownloadReports,
        account: &AccountId,
    ) -> tauri::Result<()>;

    /// Lets a download that waits write into `file`.
    fn save(app: &AppHandle, id: DownloadId, file: PathBuf);

    /// Cancels a download, where the engine can; its end is reported.
    fn cancel(app: &AppHandle, id: DownloadId);

    /// Begins to download `address` in the session of `page`.
    ///
    /// # Errors
    /// Tauri's.
    fn start(page: &Webview, address: &Url) -> tauri::Result<()>;
}

/// What an engine reports of one download.
#[derive(Debug)]
pub enum Report {
    /// A page began it.
    Begun {
        /// Whose page.
        account: AccountId,
        /// Host of its address; none for what a page made itself.
        host: Option<String>,
        /// Which page.
        opener: DownloadOpener,
    },
    /// It was answered: name as suggested, and size.
    Named(Private<String>, Option<u64>),
    /// So many bytes are written.
    #[allow(dead_code, reason = "only one engine tells progress")]
    Received(u64),
    /// All bytes are written.
    Done,
    /// It came to nothing.
    Failed(DownloadProblem),
    /// It was cancelled, by us or by its page.
    Cancelled,
}

/// Where engines report to. Cheap to clone.
#[derive(Clone)]
pub struct DownloadReports(Arc<dyn Fn(DownloadId, Report) + Send + Sync>);

impl DownloadReports {
    /// Hands every report to `take`, which must not wait.
    pub fn to(take: impl Fn(DownloadId, Report) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// A number no download of this run had before.
    pub(super) fn next_id(&self) -> DownloadId {
        static BEGUN: AtomicU32 = AtomicU32::new(1);
        DownloadId(BEGUN.fetch_add(1, Ordering::Relaxed))
    }

    /// Reports one step of a download.
    pub(super) fn report(&self, id: DownloadId, report: Report) {
        (self.0)(id, report);
    }
}

/// Shortest time between two reports of what was received.
#[allow(dead_code, reason = "only one engine tells progress")]
pub(super) const PACE: std::time::Duration = std::time::Duration::from_millis(300);

/// The host a download comes from; none for what the page made itself.
pub(super) fn host(address: &str) -> Option<String> {
    let inner = address.strip_prefix("blob:").unwrap_or(address);
    let url = Url::parse(inner).ok()?;
    url.host_str().filter(|host| !host.is_empty()).map(str::to_owned)
}

/// The suggested name, unless it is the content of a `data:` address: of that only the ending is a name.
pub(super) fn suggestion(address: &str, suggested: &str) -> String {
    let (stem, ending) = suggested.rsplit_once('.').unwrap_or((suggested, ""));
    // Engines take what stands behind the last slash for a name.
    let is_content = address.strip_prefix("data:").is_some_and(|content| {
        !stem.is_empty() && content.rsplit('/').next().is_some_and(|last| last.starts_with(stem))
    });
    match (is_content, ending) {
        (false, _) => suggested.to_owned(),
        (true, "") => String::new(),
        (true, ending) => format!("download.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_the_host_is_kept() {
        for (address, kept) in [
            ("https://media.example.com/r/1?access_token=SECRET", Some("media.example.com")),
            ("https://user:SECRET@example.com:8443/", Some("example.com")),
            ("blob:https://app.example.com/6f2c", Some("app.example.com")),
            ("blob:null/6f2c", None),
            ("data:text/plain,SECRET", None),
            ("nonsense", None),
        ] {
            assert_eq!(host(address).as_deref(), kept, "{address}");
        }
    }

    #[test]
    fn the_content_of_a_data_address_is_no_name() {
        assert_eq!(suggestion("data:text/plain,SECRET", "plain,SECRET"), "");
        assert_eq!(suggestion("data:application/zip,SECRET", "zip,SECRET.zip"), "download.zip");
        assert_eq!(suggestion("data:text/plain;base64,AAAA", "report.txt"), "report.txt");
        assert_eq!(suggestion("data:text/plain,data", "data.txt"), "data.txt");
        assert_eq!(suggestion("https://x.test/a.pdf", "a.pdf"), "a.pdf");
    }
}
