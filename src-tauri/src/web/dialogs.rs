//! The system's own dialogs for files and folders: same functions, two bodies. Both return at once and call back.

pub use super::engine::dialogs::{choose_folder, save_as};
