//! The X server's count of the time since the last input (MIT-SCREEN-SAVER).

use std::time::Duration;
use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::screensaver::{X11_EXTENSION_NAME, query_info};
use x11rb::rust_connection::RustConnection;

/// A connection of our own to the X server.
pub(super) struct Screen {
    server: RustConnection,
    root: u32,
}

impl Screen {
    /// Connects; none if there is no X server, or one that does not count.
    pub(super) fn open() -> Option<Self> {
        let (server, number) = x11rb::connect(None).ok()?;
        server.extension_information(X11_EXTENSION_NAME).ok()??;
        let root = server.setup().roots.get(number)?.root;
        Some(Self { server, root })
    }

    /// The time since the last key or movement.
    pub(super) fn untouched(&self) -> Option<Duration> {
        let state = query_info(&self.server, self.root).ok()?.reply().ok()?;
        Some(Duration::from_millis(state.ms_since_user_input.into()))
    }
}
