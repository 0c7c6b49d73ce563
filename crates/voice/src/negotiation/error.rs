//! Why a step of the exchange is refused, in words for the agent and by the names pages know.

use crate::sdp::SdpError;

/// Why a step of the exchange was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NegotiationError {
    /// Not in this state.
    #[error("{step} is not possible now: {because}")]
    State {
        /// What was tried.
        step: &'static str,
        /// What stands in the way.
        because: &'static str,
    },
    /// The text is no description that can become a call.
    #[error(transparent)]
    Sdp(#[from] SdpError),
    /// Not what this peer wrote: other credentials or another certificate.
    #[error(
        "this is not a description this peer made: its ICE credentials or its certificate differ"
    )]
    NotOurs,
    /// Nothing both can play.
    #[error("no codec in common: the other side has {0}, and we speak opus, PCMU and PCMA")]
    NoCodec(String),
    /// The other side has refused the audio section.
    #[error("the other side refuses the audio (port 0)")]
    Refused,
    /// No certificate or no random numbers from the system's OpenSSL.
    #[error("the system's OpenSSL gives no certificate")]
    NoIdentity,
}

impl NegotiationError {
    /// The name of the exception a page expects.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::State { .. } => "InvalidStateError",
            Self::NotOurs => "InvalidModificationError",
            Self::Sdp(_) | Self::NoCodec(_) | Self::Refused | Self::NoIdentity => "OperationError",
        }
    }
}
