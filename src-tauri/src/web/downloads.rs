//! What an engine tells of downloads and lets us decide: same functions, two bodies.
//!
//! `CAN_ASK`: a download can wait for the user's answer where to save it.

pub use super::engine::downloads::{CAN_ASK, cancel, prepare, save, start, watch};

use url::Url;

/// Shortest time between two reports of what was received.
#[allow(dead_code, reason = "only one of the two tells progress")]
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
