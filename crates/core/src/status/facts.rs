//! What is told about a status, and the plan of the listener that hears it.

use crate::accounts::{AccountId, VendorId};
use crate::base::{Private, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a vendor told of our agent's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReport {
    /// In the vendor's words.
    pub word: String,
    /// The note beside it.
    pub note: Option<String>,
    /// When it changed, by the vendor's clock.
    pub changed_at: Option<Timestamp>,
}

/// Names one push of a status to a vendor's service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PushId(pub u32);

/// The listener for news from vendors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ListenerState {
    /// Not wanted.
    #[default]
    Off,
    /// Takes deliveries.
    Listening {
        /// At this port of the loopback address.
        port: u16,
    },
    /// Cannot listen.
    Failed {
        /// Why, in words.
        reason: String,
    },
}

/// Where and for whom the listener takes news from vendors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerPlan {
    /// Port of the loopback address.
    pub port: u16,
    /// Host under which a proxy of the company publishes it, if any.
    pub public_host: Option<String>,
    /// For whom.
    pub hooks: BTreeMap<AccountId, Hook>,
}

/// What the listener must know of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Whose dialect is spoken.
    pub vendor: VendorId,
    /// How the vendor names our agent: it tells of all of the company's.
    pub agent: Private<String>,
    /// What it must show.
    pub token: Private<String>,
}

/// What a desk must know to follow the company's relay for one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPlan {
    /// Whose dialect is spoken.
    pub vendor: VendorId,
    /// How the vendor names our agent.
    pub agent: Private<String>,
    /// Where the relay is.
    pub relay: String,
    /// What this desk shows to it.
    pub token: Private<String>,
}

/// How the feed of the company's relay stands for one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FeedState {
    /// Not answered yet.
    #[default]
    Connecting,
    /// It answers.
    Following {
        /// Deliveries at most that it no longer kept, because this desk was away for too long; 0 for none.
        lost: u64,
    },
    /// It is not reached, or answers something else; tried again and again.
    NotReached {
        /// Why, in words.
        reason: String,
    },
    /// It does not know this desk.
    NotEnrolled,
}

/// How a feed stands, and since when it does not answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) state: FeedState,
    pub(crate) silent_since: Option<Timestamp>,
}

/// What a desk got when it enrolled at the company's relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RelayGrant {
    /// Where the relay is.
    pub address: String,
    /// What this desk shows to it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub token: Private<String>,
}

/// Port at which the listener for news from vendors listens unless the user wants another.
pub const LISTENER_PORT: u16 = 47_816;

/// The listener for news from vendors: off until the user wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ListenerPreferences {
    /// Listens.
    pub on: bool,
    /// At this port of the loopback address.
    pub port: u16,
    /// Address (`https://host/path`) under which a proxy of the company publishes it; may be empty.
    pub public_address: String,
}

impl Default for ListenerPreferences {
    fn default() -> Self {
        Self { on: false, port: LISTENER_PORT, public_address: String::new() }
    }
}
