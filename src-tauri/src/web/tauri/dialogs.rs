//! Windows and macOS: the system's dialogs through `rfd`.

use super::TauriEngine;
use crate::web::dialogs::FileDialogs;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Window};

impl FileDialogs for TauriEngine {
    fn choose_folder(
        app: &AppHandle,
        _parent: Option<Window>,
        start: &Path,
        done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    ) {
        let dialog = rfd::AsyncFileDialog::new();
        let dialog =
            if start.as_os_str().is_empty() { dialog } else { dialog.set_directory(start) };
        on_main(app, move || {
            let chosen = dialog.pick_folder();
            tauri::async_runtime::spawn(async move { done(chosen.await.map(PathBuf::from)) });
        });
    }

    fn save_as(
        app: &AppHandle,
        _parent: Option<Window>,
        folder: &Path,
        name: &str,
        done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    ) {
        let dialog = rfd::AsyncFileDialog::new().set_directory(folder).set_file_name(name);
        on_main(app, move || {
            let chosen = dialog.save_file();
            tauri::async_runtime::spawn(async move { done(chosen.await.map(PathBuf::from)) });
        });
    }
}

/// macOS shows dialogs on the main thread only.
fn on_main(app: &AppHandle, show: impl FnOnce() + Send + 'static) {
    if let Err(error) = app.run_on_main_thread(show) {
        log::warn!("a dialog cannot be shown: {error}");
    }
}
