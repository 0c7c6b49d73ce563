//! Notifications about the status: a vendor stopped showing what the agent chose, and they should know.

use super::facts::{Notification, NotificationButton, Urgency};
use super::notices;
use super::notifications::{show, weigh, withdraw};
use super::policy::Occasion;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::intent::Intent;
use crate::state::State;
use crate::status;
use crate::status::follower::{Follows, Push};

/// Key of the notification about one vendor's status.
pub(crate) fn key(account: &AccountId) -> String {
    format!("status-{account}")
}

/// The agent should know of it.
fn is_trouble(follows: &Follows) -> bool {
    match follows {
        Follows::Drifted | Follows::Owed(Push::GaveUp { .. }) => true,
        Follows::Settled
        | Follows::Doubted { .. }
        | Follows::Owed(Push::Due | Push::Sent(_) | Push::Retry { .. }) => false,
    }
}

/// Shows each trouble once, and takes it away when all is right again.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let changed = |config: &&AccountConfig| {
        let status = state.world.account(&config.id).map(|a| a.follower);
        status.is_some_and(|status| is_trouble(&status.follows) != status.announced)
    };
    let changed: Vec<AccountConfig> =
        state.world.accounts.configs.iter().filter(changed).cloned().collect();
    for config in &changed {
        review_account(state, config, now, out);
    }
}

fn review_account(
    state: &mut State,
    config: &AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(a) = state.world.account_mut(&config.id) else { return };
    if !is_trouble(&a.follower.follows) {
        a.follower.announced = false;
        return withdraw(state, &key(&config.id), out);
    }
    a.follower.announced = true;
    let verdict = weigh(state, &config.id, Occasion::StatusTrouble);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "status", reason, now);
    }
    let dialect = state.world.status.dialects.get(&config.vendor);
    let body = dialect.and_then(|dialect| status::standing::text(state, config, dialect));
    if let Some(body) = body.filter(|_| verdict.notifies()) {
        let words = state.world.words();
        let account = config.id.clone();
        let notification = Notification {
            key: key(&account),
            title: Private::new(fill(words.status.trouble, &[&config.label])),
            body: Private::new(body),
            urgency: Urgency::Normal,
            buttons: match state.world.system.has_buttons() {
                true => vec![NotificationButton {
                    action: "again".to_owned(),
                    label: words.status.again.to_owned(),
                    intent: Intent::PushStatus { account },
                }],
                false => Vec::new(),
            },
            reply: None,
            click: Intent::ShowWindow,
            sticky: true,
            category: "presence".to_owned(),
        };
        show(state, notification, out);
    }
}
