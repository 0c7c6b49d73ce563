//! The connections of the listener: never more than a limit, and when it is reached, the silent ones go.

use crate::limits::ListenerLimits;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, JoinSet};
use tokio::time::Instant;

/// Most header lines of a request; the vendor sends about ten.
const HEADER_LINES: usize = 64;
/// Most bytes of a request's head, and of what is read ahead.
const HEAD_BYTES: usize = 16 * 1024;
/// In place of a time: a request is being answered.
const BUSY: u64 = u64::MAX;

/// All open connections. Dropping it closes them.
pub(crate) struct Connections {
    tasks: JoinSet<()>,
    open: HashMap<Id, (Arc<Silence>, AbortHandle)>,
    limits: ListenerLimits,
    start: Instant,
}

/// Since when nothing was asked on a connection, in milliseconds from the listener's start.
struct Silence(AtomicU64);

impl Connections {
    pub(crate) fn new(limits: ListenerLimits) -> Self {
        Self { tasks: JoinSet::new(), open: HashMap::new(), limits, start: Instant::now() }
    }

    pub(crate) fn has_room(&self) -> bool {
        self.open.len() < self.limits.connections
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Serves a connection until it ends or `stop` says so.
    pub(crate) fn serve(&mut self, stream: TcpStream, router: Router, stop: watch::Receiver<bool>) {
        let silence = Arc::new(Silence(AtomicU64::new(millis(self.start.elapsed()))));
        let serving =
            serve(stream, router, Arc::clone(&silence), self.start, self.limits.head, stop);
        let task = self.tasks.spawn(serving);
        self.open.insert(task.id(), (silence, task));
    }

    /// Waits until one has ended.
    pub(crate) async fn ended(&mut self) {
        let id = match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => error.id(),
            None => return,
        };
        self.open.remove(&id);
    }

    /// Closes those on which nothing is being asked, so that somebody who opens many and says nothing on them keeps
    /// nobody out.
    pub(crate) fn close_silent(&self) {
        let now = millis(self.start.elapsed());
        for (silence, task) in self.open.values() {
            let since = silence.0.load(Ordering::Relaxed);
            if since != BUSY && now.saturating_sub(since) >= millis(self.limits.silence) {
                task.abort();
            }
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(BUSY - 1)
}

/// Both ends of the connection a request came on; one of its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Ours.
    pub here: SocketAddr,
    /// Of whoever asks.
    pub there: SocketAddr,
}

impl Ends {
    /// None where the connection has ended already.
    fn of(stream: &TcpStream) -> Option<Self> {
        Some(Self { here: stream.local_addr().ok()?, there: stream.peer_addr().ok()? })
    }
}

/// Marks a connection as busy until it is dropped.
struct Busy(Arc<Silence>, Instant);

impl Busy {
    fn new(silence: &Arc<Silence>, start: Instant) -> Self {
        silence.0.store(BUSY, Ordering::Relaxed);
        Self(Arc::clone(silence), start)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.store(millis(self.1.elapsed()), Ordering::Relaxed);
    }
}

async fn serve(
    stream: TcpStream,
    router: Router,
    silence: Arc<Silence>,
    start: Instant,
    head: Duration,
    mut stop: watch::Receiver<bool>,
) {
    // Answers are small and must not wait for each other; if it cannot be set they are merely slower.
    let _ = stream.set_nodelay(true);
    let ends = Ends::of(&stream);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let busy = Busy::new(&silence, start);
        if let Some(ends) = ends {
            request.extensions_mut().insert(ends);
        }
        let answer = router.call(request);
        async move {
            let _busy = busy;
            answer.await
        }
    });
    // The time-out also ends connections that are kept open for another request and bring none.
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_headers(HEADER_LINES)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // How a connection ends is its sender's business.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
