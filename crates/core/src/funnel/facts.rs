//! The engagement funnel's vocabulary: what a widget tells of a visit, what it can tell at all, and a day's counts.

use crate::accounts::{AccountId, VendorId};
use crate::base::Timestamp;
use crate::chats::{ConversationKey, FunnelCertainty};
use serde::{Deserialize, Serialize};

/// Days that are kept and shown.
pub const FUNNEL_DAYS: usize = 30;

/// What a widget told of a visit. Whether a visitor refused help or was failed follows from these; no adapter says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FunnelMoment {
    /// The visitor is there; answers no question, but begins the visit or keeps it going.
    Seen,
    /// Help by chat was offered while somebody was there to give it.
    Offered,
    /// The visitor used the chat.
    Tried,
    /// Somebody helped.
    Received,
}

/// One moment of a visit, as an adapter read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunnelSign {
    /// Whose widget.
    pub vendor: VendorId,
    /// What it told.
    pub moment: FunnelMoment,
    /// The conversation, where the vendor names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationKey>,
    /// When, if it is told late; none means now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl FunnelSign {
    /// A moment of the visit going on now.
    #[must_use]
    pub const fn new(vendor: VendorId, moment: FunnelMoment) -> Self {
        Self { vendor, moment, conversation: None, at: None }
    }
}

/// The visits that began on one day. Whether a visitor refused or was failed is counted when the visit is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FunnelDay {
    /// The day's first millisecond, UTC.
    pub day: Timestamp,
    /// Visits.
    pub visits: u32,
    /// Those not over yet.
    pub running: u32,
    /// Was offered help by chat.
    pub offered: u32,
    /// Tried to get it.
    pub tried: u32,
    /// Was offered it, and never tried.
    pub refused: u32,
    /// Received it.
    pub received: u32,
    /// Tried, and never received.
    pub failed: u32,
}

/// The funnel of one widget, as the windows show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FunnelRow {
    /// Which account.
    pub account: AccountId,
    /// Which widget of its page.
    pub vendor: VendorId,
    /// What of it is known.
    pub known: FunnelCertainty,
    /// Days with a visit, oldest first, at most [`FUNNEL_DAYS`].
    pub days: Vec<FunnelDay>,
}
