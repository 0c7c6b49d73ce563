//! Chat widgets on a page: how the page is hosted, which widgets it carries, and how they stand.

use super::action::ChatAbility;
use crate::accounts::VendorId;
use serde::{Deserialize, Serialize};

/// Whether somebody is there for visitors, as the widget says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Availability {
    /// The widget has not said.
    #[default]
    Unknown,
    /// Visitors can chat.
    Online,
    /// Visitors can at most leave a message.
    Offline,
}

/// How the widget's window on its page stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum WidgetWindow {
    /// The widget has not said.
    #[default]
    Unknown,
    /// Open.
    Open,
    /// Minimised.
    Minimised,
    /// Not there.
    Closed,
}

/// A widget found on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecognisedWidget {
    /// Whose: the adapter's own id.
    pub vendor: VendorId,
    /// Its version, if it tells one.
    pub version: Option<String>,
    /// Everything it can be asked for, as detected in the page.
    pub abilities: Vec<ChatAbility>,
    /// Which questions about a visit its events answer.
    #[serde(default)]
    pub funnel: FunnelAnswers,
    /// It does not reliably tell that a conversation is over: silence must do.
    #[serde(rename = "endless", default, skip_serializing_if = "std::ops::Not::not")]
    pub no_end_signal: bool,
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
