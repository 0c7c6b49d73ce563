//! What happened to the status.

use super::facts::{FeedPlan, ListenerPlan, PushId};
use super::rows::StatusChange;
use crate::accounts::AccountId;
use crate::base::{Answer, RequestId};
use std::collections::BTreeMap;

/// One change of the status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// What windows show is different, and nobody else need know.
    Updated,
    /// What is kept in the settings file is different.
    Persisted,
    /// A vendor's service is to be given a status.
    Push { account: AccountId, push: PushId, word: String, note: Option<String> },
    /// A widget is to be given a status.
    Set { account: AccountId, word: String },
    /// A line of the history is to be kept.
    Recorded(StatusChange),
    /// The listener for events of vendors is to follow another plan.
    Planned(Option<ListenerPlan>),
    /// The feeds of the company's relay are to be followed by another plan.
    FeedsPlanned(BTreeMap<AccountId, FeedPlan>),
    /// Deliveries of vendors are refused with this status of HTTP; none means not any more.
    Refused(Option<u16>),
    /// Who asked gets an answer.
    Answered { request: RequestId, answer: Answer },
}
