//! How our page and the hosted pages share the main window.

use deskbell_core::PageProblem;
use tauri::{Webview, Window};
use url::Url;

/// The part of the main window beside the sidebar shows one hosted page, or none.
pub trait StageLayout {
    /// Chooses how the engine draws. Call first of all, while the program has one thread.
    fn prepare_process();

    /// Makes room side by side. Call once, before the first page is added.
    ///
    /// # Errors
    /// Tauri's.
    fn prepare_window(window: &Window) -> tauri::Result<()>;

    /// Gives a just created `sidebar` its place, `width` logical pixels wide.
    ///
    /// # Errors
    /// Tauri's.
    fn enclose(window: &Window, sidebar: &Webview, width: u32) -> tauri::Result<()>;

    /// Puts `sidebar` at the left with `width` logical pixels, and `page` in the rest; without a page the sidebar gets
    /// everything. Every other hosted page is hidden but goes on running.
    ///
    /// # Errors
    /// Tauri's.
    fn arrange(
        window: &Window,
        sidebar: Option<&Webview>,
        page: Option<&Webview>,
        hidden: &[Webview],
        width: u32,
    ) -> tauri::Result<()>;

    /// Calls `pressed` for Ctrl+1 to Ctrl+9 in the main window, also while a hosted page has the keyboard; F6 takes the
    /// keyboard from our page to the hosted one and back. An engine that leaves keys to its pages does neither.
    ///
    /// # Errors
    /// Tauri's.
    fn watch_keys(window: &Window, pressed: impl Fn(usize) + Send + 'static) -> tauri::Result<()>;

    /// Reports from now on that the page's process has ended, where the engine says so.
    ///
    /// # Errors
    /// Tauri's.
    fn watch_process(
        page: &Webview,
        report: impl Fn(PageProblem) + Send + 'static,
    ) -> tauri::Result<()>;

    /// Loads `address` in a page whatever state its process is in.
    ///
    /// # Errors
    /// Tauri's.
    fn load_again(page: &Webview, address: Url) -> tauri::Result<()>;
}
