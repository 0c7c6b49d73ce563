//! What Tauri lets a hosted page call: the one reporting command, from exactly the account's own origins.

use super::address::is_ours;
use tauri::ipc::CapabilityBuilder;

/// The page of exactly these origins in exactly the webview `label` may call the one reporting command.
#[must_use]
pub fn page_capability(label: &str, origins: &[String]) -> CapabilityBuilder {
    // A scheme of our own counts as local to Tauri; the network never does.
    let ours = origins.iter().any(|origin| is_ours(origin));
    let start =
        CapabilityBuilder::new(label).webview(label).local(ours).permission("allow-widget-message");
    origins
        .iter()
        .filter(|origin| !is_ours(origin))
        .fold(start, |capability, origin| capability.remote(format!("{origin}/*")))
}
