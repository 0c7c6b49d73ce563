//! A running relay: what takes deliveries, what feeds desks, and how it ends without losing either.

use crate::config::Config;
use crate::log::{Log, LogProblem};
use crate::metrics::{self, Metrics};
use crate::{enrol, feed, routing};
use deskbell_snapengage::{CannotListen, Delivery, KeepFailed, ListenerLimits, Reception, serve};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Most bytes of bodies that are being read; others wait.
const ALL_BODIES_BYTES: usize = 32 * 1024 * 1024;
/// Accepted deliveries that are remembered in memory; the log knows the rest.
const REMEMBERED: usize = 65_536;

/// What every route shares.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) log: Log,
    pub(crate) metrics: Metrics,
    /// True once it is to end: feeds answer at once.
    pub(crate) stop: watch::Receiver<bool>,
}

/// Why no relay runs.
#[derive(Debug, thiserror::Error)]
pub enum CannotServe {
    /// The log cannot be opened.
    #[error(transparent)]
    Log(#[from] LogProblem),
    /// Another program has the address.
    #[error(transparent)]
    Address(#[from] CannotListen),
}

/// A running relay. Dropping it ends it at once; what was answered is on the disk.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    operations: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    serving: Vec<JoinHandle<()>>,
}

impl Relay {
    /// Serves from now on, on the current Tokio runtime.
    ///
    /// # Errors
    /// [`CannotServe`].
    pub async fn start(config: Config) -> Result<Self, CannotServe> {
        let log = Log::open(&config.data, config.retention)?;
        let (stop, stopped) = watch::channel(false);
        let limits = ListenerLimits {
            connections: config.connections,
            all_bodies_bytes: ALL_BODIES_BYTES,
            remembered: REMEMBERED,
            ..ListenerLimits::default()
        };
        let (listen, operations) = (config.listen, config.operations);
        let access = config.access();
        let shared =
            Arc::new(Shared { config, log, metrics: Metrics::default(), stop: stopped.clone() });
        let keeping = Arc::clone(&shared);
        let reception =
            Reception::new(access, limits, move |delivery| keep(Arc::clone(&keeping), delivery));
        let socket = bind(listen).await?;
        let address = local(&socket, listen)?;
        let routes = reception
            .routes()
            .merge(feed::routes(Arc::clone(&shared)))
            .merge(enrol::routes(Arc::clone(&shared)));
        let mut serving = vec![tokio::spawn(serve(socket, routes, limits, stopped.clone()))];
        let operations = match operations {
            None => None,
            Some(wanted) => {
                let socket = bind(wanted).await?;
                let address = local(&socket, wanted)?;
                let routes = metrics::routes(shared, reception.refused());
                let limits = ListenerLimits::default();
                serving.push(tokio::spawn(serve(socket, routes, limits, stopped)));
                Some(address)
            }
        };
        Ok(Self { address, operations, stop, serving })
    }

    /// Where vendors and desks connect.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it is watched, if anywhere.
    #[must_use]
    pub const fn operations(&self) -> Option<SocketAddr> {
        self.operations
    }

    /// Takes nothing more, answers what is open, sends desks away with what there is, and ends.
    pub async fn drain(mut self) {
        self.stop.send_replace(true);
        for task in self.serving.drain(..) {
            // They have no panics of their own, and end by their own limits.
            let _ = task.await;
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.serving.iter().for_each(JoinHandle::abort);
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, CannotListen> {
    TcpListener::bind(address).await.map_err(|reason| CannotListen::Address { address, reason })
}

fn local(socket: &TcpListener, address: SocketAddr) -> Result<SocketAddr, CannotListen> {
    socket.local_addr().map_err(|reason| CannotListen::Address { address, reason })
}

/// Keeps a delivery for whom the rules name. One that is for nobody is kept too, for who enrols or is named later in the
/// same conversation cannot be known.
async fn keep(shared: Arc<Shared>, delivery: Delivery) -> Result<(), KeepFailed> {
    let recipients = routing::recipients(&shared.config, &delivery);
    let about = routing::About::of(delivery.webhook.kind());
    let to_nobody = recipients.is_empty();
    match shared.log.append(delivery, recipients).await {
        Ok(()) => {
            shared.metrics.taken(about, to_nobody);
            Ok(())
        }
        Err(error) => {
            log::error!("a delivery could not be kept: {error}");
            Err(KeepFailed)
        }
    }
}
