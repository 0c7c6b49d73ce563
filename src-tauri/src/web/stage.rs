//! How our page and the hosted pages share the main window: side by side, or one above the other where it is narrow.

use deskbell_core::PageProblem;
use tauri::{Webview, Window};
use url::Url;

/// A hosted page is not shown narrower beside the sidebar, in logical pixels: vendors draw their phones for a small screen.
const LEAST_PAGE: f64 = 300.0;
/// What our page keeps above a hosted one, in logical pixels: the way back, and a call with what can be done about it.
const STRIP: f64 = 210.0;
/// What our page keeps above a hosted one beside the sidebar, in logical pixels, where that has a header of ours.
pub const HEADER: f64 = 48.0;
/// Part of a low window that it keeps at most.
const MOST_OF_HEIGHT: f64 = 0.5;

/// What stands above a hosted page beside the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// Nothing: the page is as high as the window.
    None,
    /// A header of ours: who writes in the page, and the way back.
    Ours,
}

/// Where our page is while a hosted page shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Split {
    /// At the left, as wide as the sidebar.
    Beside,
    /// Above, this many logical pixels high.
    Above(f64),
}

/// How a window of `width` × `height` logical pixels is shared with a sidebar of `sidebar`.
pub fn split(width: f64, height: f64, sidebar: u32) -> Split {
    match width < f64::from(sidebar) + LEAST_PAGE {
        true => Split::Above(STRIP.min(height * MOST_OF_HEIGHT)),
        false => Split::Beside,
    }
}

/// The part of the main window beside the sidebar, or below it where the window is narrow, shows one hosted page, or none.
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

    /// Puts `sidebar` at the left with `width` logical pixels or above, as [`split`] says, and `page` in the rest; without a
    /// page the sidebar gets everything. Every other hosted page is hidden but goes on running. Beside the sidebar the page
    /// leaves room for its `heading`, where the engine promises that a page stands above ours; our page is then as large
    /// as the window.
    ///
    /// # Errors
    /// Tauri's.
    fn arrange(
        window: &Window,
        sidebar: Option<&Webview>,
        page: Option<&Webview>,
        hidden: &[Webview],
        width: u32,
        heading: Heading,
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

#[cfg(test)]
mod tests {
    use super::{Split, split};

    #[test]
    fn a_narrow_window_has_the_page_below() {
        assert_eq!(split(1120.0, 720.0, 320), Split::Beside);
        assert_eq!(split(620.0, 720.0, 320), Split::Beside);
        assert_eq!(split(619.0, 720.0, 320), Split::Above(210.0));
        assert_eq!(split(320.0, 300.0, 320), Split::Above(150.0));
    }
}
