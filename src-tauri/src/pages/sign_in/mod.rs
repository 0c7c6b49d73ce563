//! Signing in: the widget's own popup, the window we open when the widget asks us to, and the system's browser.
//!
//! `request` reads what is asked, `answer` evaluates what comes back; both are pure. `popup` and `window` are the two
//! windows; `browser`, `attempts` and `callback_server` the way through the system's browser.

mod answer;
mod attempts;
mod browser;
mod callback_server;
mod open_windows;
mod popup;
mod request;
mod window;

pub use browser::{Browser, needs_port};
pub use callback_server::CallbackServer;
pub use open_windows::{SignInWindows, Turn, close};
pub use popup::Popups;
pub use request::{Request, asked};
pub use window::open as open_window;
