//! Linux: GTK's dialogs, which are the desktop portal's where there is a sandbox.

use super::WebKitGtk;
use crate::web::dialogs::FileDialogs;
use gtk::prelude::*;
use gtk::{FileChooserAction, FileChooserNative, ResponseType};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Window};

impl FileDialogs for WebKitGtk {
    fn choose_folder(
        app: &AppHandle,
        parent: Option<Window>,
        start: &Path,
        done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    ) {
        let start = start.to_owned();
        show(app, parent, FileChooserAction::SelectFolder, done, move |dialog| {
            if !start.as_os_str().is_empty() {
                dialog.set_current_folder(&start);
            }
        });
    }

    fn save_as(
        app: &AppHandle,
        parent: Option<Window>,
        folder: &Path,
        name: &str,
        done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    ) {
        let (folder, name) = (folder.to_owned(), name.to_owned());
        show(app, parent, FileChooserAction::Save, done, move |dialog| {
            dialog.set_current_folder(&folder);
            dialog.set_current_name(&name);
            dialog.set_do_overwrite_confirmation(true);
        });
    }
}

fn show(
    app: &AppHandle,
    parent: Option<Window>,
    action: FileChooserAction,
    done: impl FnOnce(Option<PathBuf>) + Send + 'static,
    prepare: impl FnOnce(&FileChooserNative) + Send + 'static,
) {
    let shown = app.run_on_main_thread(move || {
        let parent = parent.and_then(|parent| parent.gtk_window().ok());
        let parent = parent.filter(WidgetExt::is_visible);
        // GTK has the words for it in every language.
        let dialog = FileChooserNative::new(None, parent.as_ref(), action, None, None);
        prepare(&dialog);
        let done = Cell::new(Some(done));
        // It lives until it is answered.
        let alive = Cell::new(Some(dialog.clone()));
        dialog.connect_response(move |dialog, response| {
            let chosen = (response == ResponseType::Accept).then(|| dialog.filename()).flatten();
            if let Some(done) = done.take() {
                done(chosen);
            }
            drop(alive.take());
        });
        dialog.show();
    });
    if let Err(error) = shown {
        log::warn!("a dialog cannot be shown: {error}");
    }
}
