//! Everything a peer may refuse, in words for the agent and by the names pages know.

use super::TransportError;
use crate::codec::CodecError;
use crate::negotiation::NegotiationError;

/// Why a peer refused something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeerError {
    /// The exchange of descriptions.
    #[error(transparent)]
    Negotiation(#[from] NegotiationError),
    /// The way to the other side.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The codec library.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

impl PeerError {
    /// The name of the exception a page expects.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Negotiation(error) => error.name(),
            Self::Transport(_) | Self::Codec(_) => "OperationError",
        }
    }
}
