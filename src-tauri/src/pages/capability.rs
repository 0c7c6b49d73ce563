//! What Tauri lets a hosted page call: the one reporting command, and a phone its voice, from exactly the account's own origins.

use super::address::is_ours;
use tauri::ipc::CapabilityBuilder;

/// What a page may do beside reporting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageVoice {
    /// Nothing.
    None,
    /// Have calls whose sound is ours.
    Ours,
}

/// The page of exactly these origins in exactly the webview `label` may report, and as `voice` says ask its voice.
#[must_use]
pub fn page_capability(label: &str, origins: &[String], voice: PageVoice) -> CapabilityBuilder {
    // A scheme of our own counts as local to Tauri; the network never does.
    let ours = origins.iter().any(|origin| is_ours(origin));
    let start =
        CapabilityBuilder::new(label).webview(label).local(ours).permission("allow-widget-message");
    let start = match voice {
        PageVoice::None => start,
        PageVoice::Ours => start.permission("allow-widget-voice"),
    };
    origins
        .iter()
        .filter(|origin| !is_ours(origin))
        .fold(start, |capability, origin| capability.remote(format!("{origin}/*")))
}
