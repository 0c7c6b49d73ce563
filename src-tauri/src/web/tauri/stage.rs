//! Windows and macOS: hosted pages are placed beside our page by their bounds.

use super::TauriEngine;
use crate::web::stage::{Heading, Split, StageLayout, split};
use deskbell_core::PageProblem;
use tauri::{LogicalPosition, LogicalSize, Webview, Window};
use url::Url;

impl StageLayout for TauriEngine {
    /// Nothing to choose here.
    fn prepare_process() {}

    /// Nothing to prepare here.
    fn prepare_window(_: &Window) -> tauri::Result<()> {
        Ok(())
    }

    /// Nothing to enclose here: bounds decide.
    fn enclose(_: &Window, _: &Webview, _: u32) -> tauri::Result<()> {
        Ok(())
    }

    /// Never with a heading: our page comes back after a hosted one, and these engines do not say which of two children is
    /// in front then.
    fn arrange(
        window: &Window,
        sidebar: Option<&Webview>,
        page: Option<&Webview>,
        hidden: &[Webview],
        width: u32,
        _: Heading,
    ) -> tauri::Result<()> {
        for webview in hidden {
            webview.hide()?;
        }
        let size: LogicalSize<f64> = window.inner_size()?.to_logical(window.scale_factor()?);
        let ours = match page.map(|_| split(size.width, size.height, width)) {
            None => size,
            Some(Split::Beside) => LogicalSize::new(f64::from(width), size.height),
            Some(Split::Above(height)) => LogicalSize::new(size.width, height),
        };
        if let Some(sidebar) = sidebar {
            sidebar.set_position(LogicalPosition::new(0.0, 0.0))?;
            sidebar.set_size(ours)?;
        }
        if let Some(page) = page {
            let beside = ours.height >= size.height;
            let (left, top) = if beside { (ours.width, 0.0) } else { (0.0, ours.height) };
            page.set_position(LogicalPosition::new(left, top))?;
            page.set_size(LogicalSize::new(size.width - left, size.height - top))?;
            page.show()?;
        }
        Ok(())
    }

    /// Our own page receives Ctrl+1 to Ctrl+9 while it has the keyboard; a hosted page keeps its keys here.
    fn watch_keys(_: &Window, _pressed: impl Fn(usize) + Send + 'static) -> tauri::Result<()> {
        Ok(())
    }

    /// These engines tell us nothing more than the page's own heartbeat does: a crash shows as its absence.
    fn watch_process(
        _: &Webview,
        _report: impl Fn(PageProblem) + Send + 'static,
    ) -> tauri::Result<()> {
        Ok(())
    }

    fn load_again(page: &Webview, address: Url) -> tauri::Result<()> {
        page.navigate(address)
    }
}
