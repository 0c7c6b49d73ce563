//! Why a status could not be set: each reason that asks something else of the user, and nothing more.

use crate::base::text::{NAME_MAX, line};
use serde::{Deserialize, Serialize};

/// Why a vendor did not take a status.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum PushProblem {
    /// No token is known: none was entered, or the key store did not give it.
    NoToken,
    /// The token cannot be sent as it is (line breaks, other alphabets).
    BadToken,
    /// The token is not valid (401).
    Unauthorized,
    /// The token is valid and may not do this (403).
    Forbidden,
    /// The vendor refused the request (another 4xx).
    Rejected {
        /// HTTP status.
        status: u16,
        /// Its words, cut.
        said: Option<String>,
    },
    /// Asked too often (429).
    RateLimited {
        /// Milliseconds to wait, if said.
        retry_after: Option<u32>,
    },
    /// The vendor's service failed (5xx).
    Server {
        /// HTTP status.
        status: u16,
    },
    /// The address answers with another address; a token is not carried on.
    Redirected,
    /// No answer in time.
    TimedOut,
    /// The host's name is not known (DNS).
    HostNotFound,
    /// No trusted connection (certificate, protocol).
    Tls {
        /// In the library's words, cut.
        reason: String,
    },
    /// The host does not take connections.
    NotReachable,
    /// The connection broke.
    Broken,
    /// The widget took the command and never showed the status.
    NoReaction,
}

impl PushProblem {
    /// The same, with foreign words as they may stand on a screen.
    pub(crate) fn on_one_line(self) -> Self {
        match self {
            Self::Rejected { status, said } => {
                Self::Rejected { status, said: said.and_then(|said| line(&said, NAME_MAX)) }
            }
            Self::Tls { reason } => {
                Self::Tls { reason: line(&reason, NAME_MAX).unwrap_or_default() }
            }
            other @ (Self::NoToken
            | Self::BadToken
            | Self::Unauthorized
            | Self::Forbidden
            | Self::RateLimited { .. }
            | Self::Server { .. }
            | Self::Redirected
            | Self::TimedOut
            | Self::HostNotFound
            | Self::NotReachable
            | Self::Broken
            | Self::NoReaction) => other,
        }
    }

    /// Trying again cannot help before somebody changes something.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::NoToken
            | Self::BadToken
            | Self::Unauthorized
            | Self::Forbidden
            | Self::Rejected { .. }
            | Self::Redirected => true,
            Self::RateLimited { .. }
            | Self::Server { .. }
            | Self::TimedOut
            | Self::HostNotFound
            | Self::Tls { .. }
            | Self::NotReachable
            | Self::Broken
            | Self::NoReaction => false,
        }
    }
}
