//! Windows and macOS: navigations and windows are guarded by Tauri's handlers; requests of scripts are not.

use super::TauriEngine;
use crate::web::native;
use crate::web::request_filter::{FilterScope, NavigationScope, RequestFilter, RequestPolicy};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use tauri::{Webview, Window};

impl RequestFilter for TauriEngine {
    const DESK_ORIGIN: &'static str = native::DESK_ORIGIN;
    const NAVIGATIONS: NavigationScope = native::NAVIGATIONS;
    /// The handlers are there from the beginning.
    const IN_FORCE_LATER: bool = false;

    /// Nothing to prepare: neither engine's request filters are reached through Tauri.
    fn prepare_filters(_: &Window, _: PathBuf) -> Receiver<Result<FilterScope, String>> {
        let (sender, ready) = channel();
        let _ = sender.send(Ok(FilterScope::Navigations));
        ready
    }

    /// Nothing to add to a page that its handlers do not do. These engines show their own prompts for passwords and
    /// certificates, and refuse a wrong certificate by a page of their own.
    fn protect(_: &Webview, _: RequestPolicy) -> tauri::Result<()> {
        Ok(())
    }
}
