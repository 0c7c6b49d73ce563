//! An account's line to the phone network: its dialer, and whether its phone legs are known.

use super::facts::{CallingMode, Connection};
use crate::base::{Private, RequestId, Timestamp};
use deskbell_numbers::Region;

/// One account's line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) connection: Connection,
    pub(crate) dialer_ready: bool,
    pub(crate) calling_mode: Option<CallingMode>,
    /// The region that digits without `+` are dialled in.
    pub(crate) home: Option<Region>,
    pub(super) dial: Option<DialRequest>,
    pub(super) resync: Resync,
    /// Phone legs must be listed by then, or they are lost.
    pub(super) resync_until: Option<Timestamp>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            connection: Connection::Unknown,
            dialer_ready: false,
            calling_mode: None,
            home: None,
            dial: None,
            resync: Resync::Needed,
            resync_until: None,
        }
    }
}

/// A number that waits for the dialer.
#[derive(Clone, Debug)]
pub(crate) struct DialRequest {
    pub(crate) number: Private<String>,
    pub(crate) call_now: bool,
    pub(crate) until: Timestamp,
    pub(crate) request: Option<RequestId>,
}

/// Whether the widget's phone legs were listed since its page started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resync {
    /// Nothing asked since the page started.
    Needed,
    /// Asked right after sign-in, before the line was told.
    AskedEarly,
    /// Asked with the line told.
    Done,
}
