//! Dialogs for files and folders, drawn by the toolkit that draws the window.

use std::path::{Path, PathBuf};
use tauri::{AppHandle, Window};

/// Both return at once and call back.
pub trait FileDialogs {
    /// Lets the user choose a folder, beginning at `start`; none if they do not. `parent` is the window it belongs to.
    fn choose_folder(
        app: &AppHandle,
        parent: Option<Window>,
        start: &Path,
        done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    );

    /// Lets the user say where to save `name`, beginning in `folder`, and asks before something is replaced; none if they
    /// do not. `parent` is the window it belongs to.
    fn save_as(
        app: &AppHandle,
        parent: Option<Window>,
        folder: &Path,
        name: &str,
        done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    );
}
