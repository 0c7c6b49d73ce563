//! What a desk and the relay say to each other.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The answer to `GET /feed`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedAnswer {
    /// What is new for this desk, oldest first.
    pub records: Vec<Record>,
    /// Everything up to this number is in here or is not for this desk: the next `after`.
    pub until: u64,
    /// How many records at most were for this desk and are no longer kept, because it was away for too long.
    #[serde(default)]
    pub lost: u64,
}

/// One record of the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Its number; grows, with gaps.
    pub seq: u64,
    /// When it was delivered, in milliseconds since 1970.
    pub at: u64,
    /// Whose dialect the delivery is in.
    pub vendor: String,
    /// The delivery itself.
    pub delivery: Box<RawValue>,
}

/// The body of `POST /enroll`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Enrol {
    /// The one-time code.
    pub(crate) code: String,
}

/// The answer to it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Enrolled {
    /// What the desk shows from now on; a secret.
    pub token: String,
    /// Whose desk it is.
    pub agent: String,
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolled").field("agent", &self.agent).finish_non_exhaustive()
    }
}
