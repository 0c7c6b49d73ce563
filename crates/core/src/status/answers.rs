//! Answers to who waits for a status: confirmed everywhere, or where it is not and why.

use super::follower::{Follows, Push};
use super::state::linked;
use super::{push, standing};
use crate::accounts::AccountId;
use crate::base::answer::{Reply, answer, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId, Timestamp};
use crate::chats::CHAT_TIMEOUT;
use crate::effect::Effect;
use crate::state::State;

/// Somebody who waits.
#[derive(Clone, Debug)]
pub(crate) struct Waiter {
    request: RequestId,
    /// For one account; none means for all.
    account: Option<AccountId>,
    /// The choice was replaced by another one.
    replaced: bool,
    pub(crate) until: Timestamp,
}

/// Lets `request` wait; without one nobody does.
pub(crate) fn wait(
    state: &mut State,
    request: Option<RequestId>,
    account: Option<AccountId>,
    now: Timestamp,
) -> Reply {
    if let Some(request) = request {
        let until = now + CHAT_TIMEOUT;
        state.world.status.waiting.push(Waiter { request, account, replaced: false, until });
    }
    Reply::Later
}

/// Another choice has been made: who waits for the last one waits in vain.
pub(crate) fn replace(state: &mut State) {
    for waiter in &mut state.world.status.waiting {
        waiter.replaced = true;
    }
}

/// Answers everybody whose answer is there.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let waiting = std::mem::take(&mut state.world.status.waiting);
    for waiter in waiting {
        match outcome(state, &waiter, now) {
            Some(found) => answer(Some(waiter.request), found, out),
            None => state.world.status.waiting.push(waiter),
        }
    }
}

fn outcome(state: &State, waiter: &Waiter, now: Timestamp) -> Option<Answer> {
    let words = state.world.words();
    if waiter.replaced {
        return Some(failed(ErrorCode::NotPossible, words.replaced.to_owned()));
    }
    let mut troubles = Vec::new();
    for config in &state.world.accounts.configs {
        let meant = waiter.account.as_ref().is_none_or(|account| *account == config.id);
        let (Some(dialect), Some(a), true) =
            (linked(state, config), state.world.account(&config.id), meant)
        else {
            continue;
        };
        let underway = match &a.follower.follows {
            Follows::Settled if a.follower.aimed.is_none() => continue,
            Follows::Settled if a.follower.told.is_some() => {
                if standing::heard(state, config, dialect) {
                    continue;
                }
                false
            }
            Follows::Settled => false,
            Follows::Owed(Push::Sent(_)) => true,
            Follows::Owed(Push::Due) => push::is_ready(state, config, dialect),
            Follows::Doubted { .. }
            | Follows::Drifted
            | Follows::Owed(Push::Retry { .. } | Push::GaveUp { .. }) => false,
        };
        if underway && now < waiter.until {
            return None;
        }
        troubles.extend(standing::text(state, config, dialect));
    }
    let chosen = state.world.status.memory.chosen.as_ref();
    let name = chosen.map_or("", |chosen| (words.presence)(chosen.presence));
    if troubles.is_empty() {
        return Some(Answer::Done { message: fill(words.status_set, &[name]) });
    }
    let message = format!("{} {}", fill(words.status.chosen, &[name]), troubles.join(" "));
    Some(failed(ErrorCode::NotConfirmed, message))
}
