//! The door of a stand-in: serves connections on loopback while it is open, and ends them when it is closed.

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};

/// How often something that is waited for is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// How long opening and closing may take.
const DOOR_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause after the system refused a connection.
const AFTER_REFUSAL: Duration = Duration::from_millis(20);

/// On an answer that must not be given: the connection ends instead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dropped;

/// Serves one address for as long as the runtime it was given lives.
#[derive(Debug)]
pub(super) struct Door {
    address: SocketAddr,
    router: Router,
    background: Handle,
    open: Mutex<Option<JoinHandle<()>>>,
}

impl Door {
    /// Serves what comes to `socket`, at once.
    ///
    /// # Errors
    /// If the socket is not fit for it.
    pub(super) fn open_at(socket: TcpListener, router: Router, background: Handle) -> Result<Self> {
        let address = socket.local_addr()?;
        let door = Self { address, router, background, open: Mutex::new(None) };
        door.serve(socket)?;
        Ok(door)
    }

    /// Refuses connections and ends those there are.
    ///
    /// # Errors
    /// If they do not end.
    pub(super) fn close(&self) -> Result<()> {
        let Some(open) = self.open.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return Ok(());
        };
        open.abort();
        wait(DOOR_TIMEOUT, || open.is_finished().then_some(())).context("it does not close")
    }

    /// Accepts connections again, on the same port.
    ///
    /// # Errors
    /// If it is open, or somebody else has taken the port.
    pub(super) fn open(&self) -> Result<()> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        ensure!(open.is_none(), "it is open");
        drop(open);
        let bind = || TcpListener::bind(self.address).ok();
        self.serve(wait(DOOR_TIMEOUT, bind).context("the port is taken")?)
    }

    fn serve(&self, socket: TcpListener) -> Result<()> {
        socket.set_nonblocking(true)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        *open = Some(self.background.spawn(serve(socket, self.router.clone())));
        Ok(())
    }
}

/// Looks until there is something, or nothing after `patience`.
pub(super) fn wait<T>(patience: Duration, look: impl Fn() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        match look() {
            None if start.elapsed() < patience => sleep(LOOK),
            found => return found,
        }
    }
}

/// Accepts connections until it is aborted, and takes them along then.
async fn serve(socket: TcpListener, router: Router) {
    let Ok(socket) = tokio::net::TcpListener::from_std(socket) else { return };
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = socket.accept().await else {
            tokio::time::sleep(AFTER_REFUSAL).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let router = TowerToHyperService::new(router.clone());
        connections.spawn(async move {
            let service = service_fn(|request| {
                let answer = router.call(request);
                async move {
                    let Ok(answer) = answer.await;
                    match answer.extensions().get::<Dropped>() {
                        Some(Dropped) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
                        None => Ok(answer),
                    }
                }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // The error is the one above, or the other side's.
            let _ = connection.with_upgrades().await;
        });
    }
}
