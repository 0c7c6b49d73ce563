//! Drives a real desktop: a private X11 and D-Bus session, the program in it, its notifications and its tray icon.

pub mod accessibility;
pub mod app;
pub mod events;
pub mod notification_service;
pub mod notifications;
pub mod processes;
pub mod screenshot;
pub mod server;
pub mod session;
pub mod sound;
pub mod tray;
pub mod tray_watcher;
pub mod wait;
pub mod webdriver;
pub mod window;

pub use app::App;
pub use events::EventStream;
pub use notifications::NotificationWatch;
pub use session::{Plan, Session};
pub use wait::{until, until_true};
