//! What the listener lets one sender, or all of them, take.

use std::time::Duration;

/// What one sender, or all of them, may take of us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListenerLimits {
    /// Time for a request's head; also how long a connection may stay open between requests.
    pub head: Duration,
    /// Time for a request's body.
    pub body: Duration,
    /// Time for storing a delivery; it is finished even if it takes longer, but answered 503.
    pub keep: Duration,
    /// Time for open requests when the listener stops.
    pub stop: Duration,
    /// Time a connection may be silent while others wait for its place; a request that is meant comes at once.
    pub silence: Duration,
    /// Connections at once; others wait in the system's queue.
    pub connections: usize,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Bytes of all bodies that are being read; others wait as long as for a body.
    pub all_bodies_bytes: usize,
    /// Accepted deliveries that are remembered, so that a repetition is not stored again.
    pub remembered: usize,
}

const MB: usize = 1024 * 1024;

impl Default for ListenerLimits {
    /// 5 s for heads, bodies and stopping, 10 s for storing, 0.5 s of silence, 256 connections, 2 MB as whole
    /// conversations may have, 8 MB over all, 4096 deliveries.
    fn default() -> Self {
        let five = Duration::from_secs(5);
        Self {
            head: five,
            body: five,
            keep: Duration::from_secs(10),
            stop: five,
            silence: Duration::from_millis(500),
            connections: 256,
            body_bytes: 2 * MB,
            all_bodies_bytes: 8 * MB,
            remembered: 4096,
        }
    }
}
