//! Everything about the status that is not one vendor's.

use super::change::Change;
use super::dialect::{StatusDialect, StatusRoute};
use super::facts::{Feed, FeedPlan, ListenerPlan, ListenerState};
use super::follower::Follower;
use super::memory::{ChosenStatus, StatusMemory};
use super::presence::Presence;
use super::rows::StatusChange;
use super::rules::Condition;
use super::team::Team;
use super::watch::Watched;
use crate::accounts::state::Accounts;
use crate::accounts::{AccountConfig, AccountId, VendorId};
use crate::base::changes::Changes;
use crate::base::{RequestId, Timestamp};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Everything about the status.
#[derive(Clone, Debug, Default)]
pub(crate) struct Status {
    /// The choice and how far each vendor has followed; kept in the settings file.
    pub(super) memory: StatusMemory,
    /// How the vendors' statuses work.
    pub(super) dialects: Arc<BTreeMap<VendorId, StatusDialect>>,
    /// How far each account's vendor has followed.
    pub(super) followers: BTreeMap<AccountId, Follower>,
    /// How the listener for events from vendors stands.
    pub(super) listener_state: ListenerState,
    /// Colleagues, as vendors' services told of them.
    pub(super) team: Team,
    /// Deliveries refused since the last one that was taken, and the status of HTTP the last was answered.
    pub(super) refused: Option<(u64, u16)>,
    /// To be chosen at the end of the call.
    pub(super) next: Option<ChosenStatus>,
    /// How the schedules stood when they were looked at last.
    pub(super) watched: Watched,
    /// The program ends: nothing begins any more.
    pub(super) over: bool,
    /// Rules that hold, the strongest first.
    pub(super) holding: Vec<Condition>,
    /// What is wanted for the agent as a whole.
    pub(super) desired: Option<Presence>,
    /// On a call since then.
    pub(super) call_since: Option<Timestamp>,
    /// The last one ended then.
    pub(super) call_ended: Option<Timestamp>,
    pub(super) wrap_up: Option<WrapUp>,
    /// When the rules must be looked at again.
    pub(super) review_at: Option<Timestamp>,
    pub(super) waiting: Vec<Waiter>,
    /// Oldest first.
    pub(super) history: VecDeque<StatusChange>,
    pub(super) next_push: u32,
    /// The choice is not saved yet.
    pub(super) unsaved: bool,
    /// The feeds of the company's relay, for the accounts that have one.
    pub(super) feeds: BTreeMap<AccountId, Feed>,
    /// The plan they follow.
    pub(super) feed_plan: BTreeMap<AccountId, FeedPlan>,
    /// The plan the listener has; none before the first.
    pub(super) listener: Option<Option<ListenerPlan>>,
    pub(crate) changes: Changes<Change>,
}

/// The time after a call.
#[derive(Clone, Debug)]
pub(super) struct WrapUp {
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
}

/// Somebody who waits for a status to be confirmed.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    pub(super) request: RequestId,
    /// For one account; none means for all.
    pub(super) account: Option<AccountId>,
    /// The choice was replaced by another one.
    pub(super) replaced: bool,
    pub(super) until: Timestamp,
}

impl Status {
    /// As it was when the program ended.
    pub(crate) fn restore(memory: StatusMemory, accounts: &Accounts) -> Self {
        let follower = |config: &AccountConfig| {
            let kept = memory.accounts.get(&config.id);
            (config.id.clone(), kept.map(Follower::restore).unwrap_or_default())
        };
        let followers = accounts.all().iter().map(follower).collect();
        Self { followers, watched: memory.watched.clone(), memory, ..Self::default() }
    }

    /// Knows from now on how the vendors' statuses work.
    pub(crate) fn learn(&mut self, dialects: BTreeMap<VendorId, StatusDialect>) {
        self.dialects = Arc::new(dialects);
    }

    /// There is a new account.
    pub(crate) fn account_added(&mut self, account: &AccountId) {
        self.followers.entry(account.clone()).or_default();
    }

    /// The account is gone.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.followers.remove(account);
        self.team.account_removed(account);
        self.memory.accounts.remove(account);
    }

    /// What concerns the status was changed in an account's form: what was refused before may be taken now; and of another
    /// agent nothing is known.
    pub(crate) fn account_changed(&mut self, account: &AccountId, agent: Agent) {
        if let Some(follower) = self.followers.get_mut(account) {
            match agent {
                Agent::Same => follower.retry(),
                Agent::Another => *follower = Follower::default(),
            }
        }
    }

    /// What is kept in the settings file.
    pub(crate) const fn memory(&self) -> &StatusMemory {
        &self.memory
    }

    /// What the agent chose last.
    pub(crate) const fn chosen(&self) -> Option<&ChosenStatus> {
        self.memory.chosen.as_ref()
    }

    /// What is wanted for the agent as a whole: the choice, or what a rule makes of it.
    pub(crate) const fn desired(&self) -> Option<Presence> {
        self.desired
    }

    /// How the statuses of an account's vendor work, if it has any.
    pub(crate) fn dialect(&self, config: &AccountConfig) -> Option<&StatusDialect> {
        self.dialects.get(&config.vendor)
    }

    /// The dialect of an account that is in use and whose status can be set.
    pub(super) fn linked(&self, config: &AccountConfig) -> Option<&StatusDialect> {
        self.dialect(config).filter(|dialect| is_linked(config, dialect))
    }

    /// How far one account's vendor has followed.
    pub(crate) fn follower(&self, account: &AccountId) -> Option<&Follower> {
        self.followers.get(account)
    }

    /// What changed, oldest first.
    pub(crate) const fn history(&self) -> &VecDeque<StatusChange> {
        &self.history
    }
}

/// Whose status an account's form is about, after a change of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agent {
    /// The same agent's at the same address.
    Same,
    /// Another one's.
    Another,
}

/// The account is in use, and its vendor's status can be set as it is configured.
pub(super) fn is_linked(config: &AccountConfig, dialect: &StatusDialect) -> bool {
    config.enabled
        && match dialect.route {
            StatusRoute::Widget => true,
            StatusRoute::Service => config.has_status_service(),
        }
}
