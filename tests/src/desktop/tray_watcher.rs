//! A tray of our own (`org.kde.StatusNotifierWatcher`), which refuses, takes its time, or tells only some of what it
//! should.

use super::Session;
use anyhow::Result;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use zbus::blocking::Connection;
use zbus::fdo;
use zbus::message::Header;

const SERVICE: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

/// How the tray behaves.
#[derive(Clone, Copy, Debug)]
pub struct TrayManners {
    /// A host shows the icons.
    pub host: bool,
    /// So many registrations are refused.
    pub refusals: u32,
    /// A registration takes this long.
    pub slow: Duration,
    /// So does saying whether there is a host.
    pub slow_property: Duration,
}

impl TrayManners {
    /// A good one.
    pub const GOOD: Self =
        Self { host: true, refusals: 0, slow: Duration::ZERO, slow_property: Duration::ZERO };
}

#[derive(Debug)]
struct State {
    manners: TrayManners,
    items: Vec<String>,
    tried: u32,
}

struct Watcher(Arc<Mutex<State>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        _service: &str,
        #[zbus(header)] header: Header<'_>,
    ) -> fdo::Result<()> {
        let (refused, slow) = {
            let mut state = lock(&self.0);
            state.tried += 1;
            let refused = state.manners.refusals > 0;
            state.manners.refusals = state.manners.refusals.saturating_sub(1);
            (refused, state.manners.slow)
        };
        tokio::time::sleep(slow).await;
        if refused {
            return Err(fdo::Error::Failed("not now".to_owned()));
        }
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        lock(&self.0).items.push(format!("{sender}/StatusNotifierItem"));
        Ok(())
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        lock(&self.0).items.clone()
    }

    #[zbus(property)]
    async fn is_status_notifier_host_registered(&self) -> bool {
        let TrayManners { host, slow_property, .. } = lock(&self.0).manners;
        tokio::time::sleep(slow_property).await;
        host
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// The running tray.
#[derive(Debug)]
pub struct TrayWatcher {
    bus: Connection,
    state: Arc<Mutex<State>>,
    runtime: Runtime,
}

impl TrayWatcher {
    /// Takes the tray's name on the bus of `session`.
    ///
    /// # Errors
    /// If another has it.
    pub fn start(session: &Session, manners: TrayManners) -> Result<Self> {
        let state = Arc::new(Mutex::new(State { manners, items: Vec::new(), tried: 0 }));
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let tasks = runtime.enter();
        let bus = session.connect()?;
        bus.object_server().at(PATH, Watcher(Arc::clone(&state)))?;
        bus.request_name(SERVICE)?;
        drop(tasks);
        Ok(Self { bus, state, runtime })
    }

    /// How many icons are registered.
    #[must_use]
    pub fn icons(&self) -> usize {
        lock(&self.state).items.len()
    }

    /// How often one was tried to be.
    #[must_use]
    pub fn tried(&self) -> u32 {
        lock(&self.state).tried
    }

    /// A host comes or goes, and nothing but a changed property tells of it.
    ///
    /// # Errors
    /// The bus's.
    pub fn set_host(&self, host: bool) -> Result<()> {
        lock(&self.state).manners.host = host;
        let _tasks = self.runtime.enter();
        let object = self.bus.object_server().interface::<_, Watcher>(PATH)?;
        let watcher = object.get();
        let changed = watcher.is_status_notifier_host_registered_changed(object.signal_emitter());
        Ok(self.runtime.block_on(changed)?)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
