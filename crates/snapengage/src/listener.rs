//! The listener: a small web server for what SnapEngage posts to us.

use crate::access::Access;
use crate::connections::Connections;
use crate::delivery::{Delivery, KeepFailed};
use crate::limits::ListenerLimits;
use crate::receive::{Reception, Refused};
use axum::Router;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How often silent connections are looked for while there is no room.
const LOOK_FOR_SILENT: Duration = Duration::from_millis(50);
/// Pause after the system refused a connection, mostly for want of file handles: at once it would only refuse again.
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// How to listen.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where; port 0 takes any that is free.
    pub address: SocketAddr,
    /// Who may deliver what.
    pub access: Access,
    /// How much of it.
    pub limits: ListenerLimits,
}

impl Default for Options {
    /// On loopback: what is to be reached from elsewhere needs a tunnel or a decision.
    fn default() -> Self {
        Self {
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            access: Access::default(),
            limits: ListenerLimits::default(),
        }
    }
}

/// Why nothing listens.
#[derive(Debug, thiserror::Error)]
pub enum CannotListen {
    /// The system does not give the address, mostly because another program has it.
    #[error("nothing can listen on {address} ({reason}): choose another port")]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// The system's words.
        reason: io::Error,
    },
}

/// A running listener. Dropping it ends it at once; deliveries being stored are still stored.
pub struct Listener {
    address: SocketAddr,
    reception: Arc<Reception>,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Listener {
    /// Listens from now on, on the current Tokio runtime. A delivery is answered once `keep` has stored it, 2xx if it
    /// could, 503 otherwise; the same delivery is handed to it again only after a failure.
    ///
    /// # Errors
    /// [`CannotListen`].
    pub async fn start<K, F>(options: Options, keep: K) -> Result<Self, CannotListen>
    where
        K: Fn(Delivery) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), KeepFailed>> + Send + 'static,
    {
        let Options { address, access, limits } = options;
        let unavailable = |reason| CannotListen::Address { address, reason };
        let socket = TcpListener::bind(address).await.map_err(unavailable)?;
        let address = socket.local_addr().map_err(unavailable)?;
        let reception = Reception::new(access, limits, keep);
        let (stop, stopped) = watch::channel(false);
        let routes = reception.routes();
        let accepting = tokio::spawn(serve(socket, routes, limits, stopped));
        Ok(Self { address, reception, stop, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What is refused from now on. Ends with the listener.
    #[must_use]
    pub fn refused(&self) -> watch::Receiver<Refused> {
        self.reception.refused()
    }

    /// From the next request on these may deliver; open connections stay.
    pub fn replace(&self, access: Access) {
        self.reception.replace(access);
    }

    /// Takes no more connections, lets open requests end within [`ListenerLimits::stop`], then closes the rest.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // It has no panics of its own, and ends by its own limit.
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Answers every connection to `socket` with `routes` within `limits`, until `stop` says true or its sender is gone;
/// then open requests may end within [`ListenerLimits::stop`].
pub async fn serve(
    socket: TcpListener,
    routes: Router,
    limits: ListenerLimits,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = Connections::new(limits);
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            () = connections.ended(), if !connections.is_empty() => {}
            accepted = socket.accept(), if connections.has_room() => match accepted {
                Ok((stream, _)) => connections.serve(stream, routes.clone(), stop.clone()),
                Err(_) => sleep(AFTER_REFUSAL).await,
            },
            () = sleep(LOOK_FOR_SILENT), if !connections.has_room() => connections.close_silent(),
        }
    }
    drop(socket);
    let all = async {
        while !connections.is_empty() {
            connections.ended().await;
        }
    };
    // Who is not done by now is cut off with the rest of this function's belongings.
    let _ = timeout(limits.stop, all).await;
}
