//! Windows and macOS: hosted pages are placed beside our page by their bounds.

use deskbell_core::PageProblem;
use tauri::{LogicalPosition, LogicalSize, Webview, Window};

/// Nothing to choose here.
pub fn prepare_process() {}

/// Nothing to prepare here.
pub fn prepare(_window: &Window) -> tauri::Result<()> {
    Ok(())
}

/// Nothing to enclose here: bounds decide.
pub fn enclose(_window: &Window, _shell: &Webview, _sidebar: u32) -> tauri::Result<()> {
    Ok(())
}

/// Puts `shell` at the left with `sidebar` logical pixels, and `page` in the rest; without a page the
/// shell gets everything. Every other hosted page is hidden but goes on running.
pub fn arrange(
    window: &Window,
    shell: Option<&Webview>,
    page: Option<&Webview>,
    hidden: &[Webview],
    sidebar: u32,
) -> tauri::Result<()> {
    for webview in hidden {
        webview.hide()?;
    }
    let size: LogicalSize<f64> = window.inner_size()?.to_logical(window.scale_factor()?);
    let left = if page.is_some() { f64::from(sidebar).min(size.width) } else { size.width };
    if let Some(shell) = shell {
        shell.set_position(LogicalPosition::new(0.0, 0.0))?;
        shell.set_size(LogicalSize::new(left, size.height))?;
    }
    if let Some(page) = page {
        page.set_position(LogicalPosition::new(left, 0.0))?;
        page.set_size(LogicalSize::new(size.width - left, size.height))?;
        page.show()?;
    }
    Ok(())
}

/// Our own page hears Ctrl+1 to Ctrl+9 while it has the keyboard; a hosted page keeps its keys here.
pub fn watch_keys(
    _window: &Window,
    _pressed: impl Fn(usize) + Send + 'static,
) -> tauri::Result<()> {
    Ok(())
}

/// These engines tell us nothing more than the page’s own heartbeat does: a crash shows as its absence.
pub fn watch(
    _webview: &Webview,
    _report: impl Fn(PageProblem) + Send + 'static,
) -> tauri::Result<()> {
    Ok(())
}

/// Loads `address` in a page whatever state its process is in.
pub fn revive(webview: &Webview, address: url::Url) -> tauri::Result<()> {
    webview.navigate(address)
}
