//! The notification about open questions: one per account, so that a page in the background is heard.

use super::facts::{Notification, Urgency, WithheldReason};
use super::notices;
use super::notifications::{show, weigh, withdraw};
use super::policy::Occasion;
use crate::accounts::AccountId;
use crate::base::text::fill;
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::intent::Intent;
use crate::permissions::ASKING_PERIOD;
use crate::permissions::state::Ask;
use crate::state::State;
use crate::window::Stage;

/// Key of the notification about the questions of one account.
pub(crate) fn key(account: &AccountId) -> String {
    format!("ask-{account}")
}

/// A question came up.
pub(crate) fn asked(state: &mut State, ask: &Ask, now: Timestamp, out: &mut Vec<Effect>) {
    // One at a time, and none again just because the page asks again.
    if state.world.permissions.asks.iter().any(|other| other.account == ask.account) {
        return;
    }
    let verdict = weigh(state, &ask.account, Occasion::RightWanted);
    let Some(a) = state.attention.by_account.get_mut(&ask.account) else { return };
    let lately = a.ask_told_at.is_some_and(|at| now.since(at) < ASKING_PERIOD);
    let too_many = (lately && verdict.notifies()).then_some(WithheldReason::TooMany);
    if let Some(reason) = verdict.withheld.or(too_many) {
        return notices::withhold(state, "question", reason, now);
    }
    a.ask_told_at = Some(now);
    let words = state.world.words();
    let label = state.world.accounts.label(&ask.account);
    let notification = Notification {
        key: key(&ask.account),
        title: Private::new(fill(words.rights.asks, &[&label])),
        body: Private::new((words.rights.wants)(&ask.right)),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Show { stage: Stage::Widget { account: ask.account.clone() } },
        sticky: true,
        category: "device".to_owned(),
    };
    show(state, notification, out);
}

/// A question of `account` was closed.
pub(crate) fn closed(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    if !state.world.permissions.asks.iter().any(|ask| ask.account == *account) {
        withdraw(state, &key(account), out);
    }
}
