//! What goes into a transport and what comes out of it, besides datagrams.

use crate::sdp::CandidateKind;
use std::sync::Arc;
use str0m::IceConnectionState;
use str0m::stats::{CandidatePairStats, MediaEgressStats};

/// Why a transport came to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The certificate shown is not the one promised in the description.
    #[error(
        "the other side's certificate is not the one its description promises: somebody may be listening in between"
    )]
    WrongCertificate,
    /// No address of the other side may be tried.
    #[error("none of the {0} addresses the other side names may be used by this account")]
    NoAddress(usize),
    /// No connection for 30 seconds.
    #[error("no connection to the other side within 30 seconds: is UDP blocked by a firewall?")]
    NoConnection,
    /// It stopped answering for 30 seconds.
    #[error("the other side has not answered for 30 seconds")]
    Lost,
    /// More restarts than a thousand, each of which leaves something behind in memory.
    #[error("this connection was restarted too often")]
    TooManyRestarts,
    /// The handshake failed, or str0m did.
    #[error("the secure connection failed: {0}")]
    Failed(String),
}

/// What a transport has to tell.
pub(super) enum TransportEvent {
    Ice(IceConnectionState),
    /// Secured and verified.
    Up,
    /// The other side closed it.
    Closed,
    Rtp(IncomingRtp),
    /// The pair in use, and how the other side's address was found.
    Pair(CandidatePairStats, CandidateKind),
    Reports(MediaEgressStats),
}

/// A packet after decryption.
pub(super) struct IncomingRtp {
    pub(super) ssrc: u32,
    pub(super) payload_type: u8,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) payload: Arc<[u8]>,
}

/// A packet to be encrypted and sent.
pub(super) struct OutgoingRtp {
    pub(super) payload_type: u8,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
    pub(super) payload: Vec<u8>,
}
