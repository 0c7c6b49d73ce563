//! Feeds of the company's relay: for which accounts they are followed, and how each stands.

use super::change::Change;
use super::circumstances::Circumstances;
use super::dialect::{
    STATUS_AGENT_OPTION, STATUS_RELAY_OPTION, STATUS_RELAY_TOKEN_OPTION, StatusRoute,
};
use super::facts::{Feed, FeedPlan, FeedState};
use super::overview::time_of_day;
use super::state::Status;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::text::{NAME_MAX, cap};
use crate::base::{Private, Timestamp};
use std::collections::BTreeMap;

impl AccountConfig {
    /// What the vendor's service tells comes through the company's relay, not to this computer.
    #[must_use]
    pub fn uses_relay(&self) -> bool {
        self.option(STATUS_RELAY_OPTION).is_some()
    }
}

impl Status {
    /// How an account's feed stands; none if it has none.
    pub(crate) fn feed(&self, account: &AccountId) -> Option<&Feed> {
        self.feeds.get(account)
    }

    /// Since when a feed does not answer, as the user reads a time.
    pub(crate) fn silent_since(&self, around: Circumstances<'_>, feed: &Feed) -> String {
        feed.silent_since.map(|at| time_of_day(around, at)).unwrap_or_default()
    }

    /// A feed answered, or does not.
    pub(crate) fn feed_is(&mut self, account: &AccountId, state: FeedState, now: Timestamp) {
        let Some(feed) = self.feeds.get_mut(account) else { return };
        let state = match (state, &feed.state) {
            // What is lost stays lost, however well it goes on.
            (FeedState::Following { lost }, FeedState::Following { lost: before }) => {
                FeedState::Following { lost: lost.saturating_add(*before) }
            }
            (FeedState::NotReached { reason }, _) => {
                FeedState::NotReached { reason: cap(&reason, NAME_MAX) }
            }
            (
                state @ (FeedState::Connecting
                | FeedState::Following { .. }
                | FeedState::NotEnrolled),
                _,
            ) => state,
        };
        let silent_since = match state {
            FeedState::NotReached { .. } => feed.silent_since.or(Some(now)),
            FeedState::Connecting | FeedState::Following { .. } | FeedState::NotEnrolled => None,
        };
        let now_is = Feed { state, silent_since };
        if *feed != now_is {
            *feed = now_is;
            self.changes.push(Change::Updated);
        }
    }

    /// Has the feeds follow a plan that changed.
    pub(super) fn plan_feeds(&mut self, around: Circumstances<'_>) {
        let plan: BTreeMap<AccountId, FeedPlan> = around
            .accounts
            .all()
            .iter()
            .filter_map(|config| {
                let concerned = self.linked(config)?.route == StatusRoute::Service;
                let relay = config.option(STATUS_RELAY_OPTION).filter(|_| concerned)?;
                let token = config.option(STATUS_RELAY_TOKEN_OPTION)?;
                let plan = FeedPlan {
                    vendor: config.vendor.clone(),
                    agent: Private::from(config.option(STATUS_AGENT_OPTION)?),
                    relay: relay.to_owned(),
                    token: Private::from(token),
                };
                Some((config.id.clone(), plan))
            })
            .collect();
        if plan == self.feed_plan {
            return;
        }
        // What is known of a feed holds as long as it is the same one.
        let same = |account: &AccountId| plan.get(account) == self.feed_plan.get(account);
        self.feeds.retain(|account, _| same(account));
        for account in plan.keys() {
            self.feeds.entry(account.clone()).or_default();
        }
        self.feed_plan.clone_from(&plan);
        self.changes.push(Change::FeedsPlanned(plan));
    }
}
