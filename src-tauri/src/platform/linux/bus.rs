//! D-Bus on one quiet thread: its own small runtime, so that no other work delays a ringing call.

use std::sync::OnceLock;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use zbus::Connection;
use zbus::connection::Builder as ConnectionBuilder;

/// A service that takes longer to answer counts as hung.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// Signals kept while we wait for an answer.
const SIGNALS_MAX: usize = 1024;

static THREAD: OnceLock<Option<Handle>> = OnceLock::new();

/// Runs `task` on the D-Bus thread, which starts with the first task.
pub(super) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    match THREAD.get_or_init(start) {
        Some(thread) => drop(thread.spawn(task)),
        None => {
            log::error!("the D-Bus thread could not be started: no notifications, no tray host")
        }
    }
}

fn start() -> Option<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let handle = runtime.handle().clone();
    let run = move || runtime.block_on(std::future::pending::<()>());
    std::thread::Builder::new().name("deskbell-dbus".to_owned()).spawn(run).ok()?;
    Some(handle)
}

/// A connection of our own to the session bus.
pub(super) async fn session() -> zbus::Result<Connection> {
    build(ConnectionBuilder::session()?).await
}

/// The same, where answers that come late still count and the caller says how long it waits.
pub(super) async fn session_without_limit() -> zbus::Result<Connection> {
    ConnectionBuilder::session()?.max_queued(SIGNALS_MAX).build().await
}

/// A connection of our own to the system bus.
pub(super) async fn system() -> zbus::Result<Connection> {
    build(ConnectionBuilder::system()?).await
}

async fn build(builder: ConnectionBuilder<'_>) -> zbus::Result<Connection> {
    builder.max_queued(SIGNALS_MAX).method_timeout(ANSWER_TIMEOUT).build().await
}
