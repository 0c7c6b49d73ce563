//! Everything about the status that is not one vendor's.

use super::answers::Waiter;
use super::desired::{Condition, Watched};
use super::dialect::{StatusDialect, StatusRoute};
use super::facts::{ListenerPlan, ListenerState};
use super::follower::Follower;
use super::memory::{ChosenStatus, StatusMemory};
use super::presence::Presence;
use super::rows::StatusChange;
use crate::accounts::{AccountConfig, AccountId, VendorId};
use crate::base::Timestamp;
use crate::state::State;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Everything about the status.
#[derive(Clone, Debug, Default)]
pub(crate) struct Status {
    /// The choice and how far each vendor has followed; kept in the settings file.
    pub(crate) memory: StatusMemory,
    /// How the vendors' statuses work.
    pub(crate) dialects: Arc<BTreeMap<VendorId, StatusDialect>>,
    /// How far each account's vendor has followed.
    pub(crate) followers: BTreeMap<AccountId, Follower>,
    /// How the listener for events from vendors stands.
    pub(crate) listener_state: ListenerState,
    /// Deliveries refused since the last one that was taken, and the status of HTTP the last was answered.
    pub(crate) refused: Option<(u64, u16)>,
    /// To be chosen at the end of the call.
    pub(crate) next: Option<ChosenStatus>,
    /// How the schedules stood when they were looked at last.
    pub(crate) watched: Watched,
    /// Rules that hold, the strongest first.
    pub(crate) holding: Vec<Condition>,
    /// What is wanted for the agent as a whole.
    pub(crate) aim: Option<Presence>,
    /// On a call since then.
    pub(crate) call_since: Option<Timestamp>,
    /// The last one ended then.
    pub(crate) call_ended: Option<Timestamp>,
    pub(crate) wrap_up: Option<WrapUp>,
    /// When the rules must be looked at again.
    pub(crate) review_at: Option<Timestamp>,
    pub(crate) waiting: Vec<Waiter>,
    /// Oldest first.
    pub(crate) history: VecDeque<StatusChange>,
    /// Lines of the history not on disk yet.
    pub(crate) unrecorded: Vec<StatusChange>,
    pub(crate) next_push: u32,
    /// The choice is not saved yet.
    pub(crate) unsaved: bool,
    /// The plan the listener has; none before the first.
    pub(crate) listener: Option<Option<ListenerPlan>>,
}

/// The time after a call.
#[derive(Clone, Debug)]
pub(crate) struct WrapUp {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
}

/// Remembers how far the vendors had followed when the program ended.
pub(crate) fn recall(state: &mut State) {
    let Status { memory, followers, .. } = &mut state.world.status;
    for (id, kept) in &memory.accounts {
        if let Some(follower) = followers.get_mut(id) {
            *follower = Follower::recall(kept);
        }
    }
}

/// The account is in use, and its vendor's status can be set as it is configured.
pub(crate) fn is_linked(config: &AccountConfig, dialect: &StatusDialect) -> bool {
    config.enabled
        && match dialect.route {
            StatusRoute::Widget => true,
            StatusRoute::Service => config.has_status_service(),
        }
}

/// The dialect of an account that is in use and whose status can be set.
pub(crate) fn linked<'s>(state: &'s State, config: &AccountConfig) -> Option<&'s StatusDialect> {
    state.world.status.dialects.get(&config.vendor).filter(|dialect| is_linked(config, dialect))
}
