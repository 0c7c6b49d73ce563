//! The engagement funnel's vocabulary: what a widget tells of a visit, what it can tell at all, and a day's counts.

use crate::{AccountId, ConversationKey, Timestamp, VendorId};
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

/// How well a widget's events answer a question.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Certainty {
    /// No event tells: any number would be invented.
    #[default]
    NotKnown,
    /// Every *yes* is heard of, but not every *yes* has an event.
    AtLeast,
    /// Exactly.
    Known,
}

/// Whose visits a widget tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VisitScope {
    /// The one visitor of the page.
    #[default]
    Page,
    /// Each conversation has a visitor of its own.
    Conversation,
}

/// Which of the three told questions a widget's events answer; the other two follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FunnelAnswers {
    /// Whose visits.
    pub visits: VisitScope,
    /// Was the visitor offered help by chat?
    pub offered: Certainty,
    /// Did the visitor try to get help by chat?
    pub tried: Certainty,
    /// Did the visitor receive help by chat?
    pub received: Certainty,
}

impl FunnelAnswers {
    /// Answers about all five questions.
    #[must_use]
    pub fn all(self) -> FunnelCertainty {
        FunnelCertainty {
            offered: self.offered,
            tried: self.tried,
            refused: but_not(self.offered, self.tried),
            received: self.received,
            failed: but_not(self.tried, self.received),
        }
    }

    /// Nothing is known of any visit.
    pub(crate) fn is_silent(self) -> bool {
        [self.offered, self.tried, self.received].iter().all(|it| *it == Certainty::NotKnown)
    }
}

/// "This, but not that" needs every *that* to have an event.
fn but_not(this: Certainty, that: Certainty) -> Certainty {
    if that == Certainty::Known { this } else { Certainty::NotKnown }
}

/// How well each of the five questions is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FunnelCertainty {
    /// Offered help by chat.
    pub offered: Certainty,
    /// Tried to get it.
    pub tried: Certainty,
    /// Offered, and did not try.
    pub refused: Certainty,
    /// Received it.
    pub received: Certainty,
    /// Tried, and did not receive.
    pub failed: Certainty,
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
