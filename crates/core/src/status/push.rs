//! Pushing a status to one vendor: when, how often, how long, and what came of it.

use super::dialect::{STATUS_TOKEN_OPTION, StatusDialect, StatusRoute};
use super::facts::PushId;
use super::follower::{Aimed, Follower, Follows, Push, Sent, Told};
use super::limits::{PUSH_PATIENCE, STATUS_PAUSE_MAX, STATUS_TRIES, WIDGET_TRIES};
use super::problem::PushProblem;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::Timestamp;
use crate::commands::outbox::hand_over;
use crate::commands::state::{Asked, Order};
use crate::commands::{COMMAND_PATIENCE, VendorCommand};
use crate::effect::Effect;
use crate::pages::{RETRY_FIRST, RETRY_MAX};
use crate::sign_in::SignIn;
use crate::state::State;
use fnv::FnvHasher;
use std::hash::Hasher as _;
use std::time::Duration;

/// What becomes of a push when what is wanted, or what the vendor shows, has changed.
pub(crate) fn follow(
    push: Push,
    aimed: &Aimed,
    changed: bool,
    met: bool,
    route: StatusRoute,
) -> Follows {
    match push {
        Push::Sent(sent) => match route {
            // Its answer is still to come; another one now could overtake it.
            StatusRoute::Service => Follows::Owed(Push::Sent(sent)),
            // A page takes commands in their order, so the newer one may go at once.
            StatusRoute::Widget if sent.aimed != *aimed => Follows::Owed(Push::Due),
            StatusRoute::Widget if met && sent.heard => Follows::Settled,
            StatusRoute::Widget => Follows::Owed(Push::Sent(sent)),
        },
        Push::Due | Push::Retry { .. } | Push::GaveUp { .. } if met => Follows::Settled,
        Push::Retry { .. } | Push::GaveUp { .. } if changed => Follows::Owed(Push::Due),
        push @ (Push::Due | Push::Retry { .. } | Push::GaveUp { .. }) => Follows::Owed(push),
    }
}

/// The account can take a status now.
pub(crate) fn is_ready(state: &State, config: &AccountConfig, dialect: &StatusDialect) -> bool {
    let Some(a) = state.world.account(&config.id) else { return false };
    match dialect.route {
        StatusRoute::Widget => a.page.alive() && a.sign_in.state == SignIn::SignedIn,
        StatusRoute::Service => state.world.system.online,
    }
}

/// Makes the push that is due.
pub(crate) fn push(
    state: &mut State,
    config: &AccountConfig,
    dialect: &StatusDialect,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let ready = is_ready(state, config, dialect);
    let id = PushId(state.world.status.next_push);
    let Some(a) = state.world.account_mut(&config.id) else { return };
    let follower = a.follower;
    let tries = match &follower.follows {
        Follows::Owed(Push::Due) => 0,
        Follows::Owed(Push::Retry { at, tries, .. }) if *at <= now => *tries,
        Follows::Settled
        | Follows::Doubted { .. }
        | Follows::Drifted
        | Follows::Owed(Push::Retry { .. } | Push::Sent(_) | Push::GaveUp { .. }) => return,
    };
    if !ready {
        // It is made as soon as it can be; until then nothing is counted.
        follower.follows = Follows::Owed(Push::Due);
        return;
    }
    let Some(aimed) = follower.aimed.clone() else { return };
    let open = config.simulated || config.option(STATUS_TOKEN_OPTION).is_some();
    if dialect.route == StatusRoute::Service && !open {
        let problem = PushProblem::NoToken;
        follower.follows = Follows::Owed(Push::GaveUp { problem });
        return;
    }
    if let Some(at) = follower.not_before.filter(|at| now < *at) {
        let problem = PushProblem::RateLimited { retry_after: None };
        follower.follows = Follows::Owed(Push::Retry { at, tries, problem });
        return;
    }
    let tries = tries.saturating_add(1);
    let service = dialect.route == StatusRoute::Service;
    let until = now + if service { PUSH_PATIENCE } else { COMMAND_PATIENCE };
    let sent = Sent { id: service.then_some(id), aimed: aimed.clone(), until, tries, heard: false };
    follower.follows = Follows::Owed(Push::Sent(sent));
    if service {
        follower.pushing(&aimed.word, now);
        state.world.status.next_push = state.world.status.next_push.wrapping_add(1);
        let Aimed { word, note, .. } = aimed;
        out.push(Effect::PushStatus { config: config.clone(), push: id, word, note });
    } else {
        let order = Order {
            account: config.id.clone(),
            vendor: Some(config.vendor.clone()),
            asked: Asked::Nothing,
            command: VendorCommand::SetPresence { word: aimed.word },
            chat: None,
            request: None,
        };
        hand_over(state, order, now, out);
    }
}

/// The push `id` of this account, if it is the one on its way.
fn underway<'a>(
    state: &'a mut State,
    account: &AccountId,
    id: PushId,
) -> Option<(&'a mut Follower, Sent)> {
    let follower = state.world.status.followers.get_mut(account)?;
    let Follows::Owed(Push::Sent(sent)) = &follower.follows else { return None };
    let sent = sent.clone();
    (sent.id == Some(id)).then_some((follower, sent))
}

/// A vendor's service took a status: that is its confirmation.
pub(crate) fn pushed(state: &mut State, account: &AccountId, id: PushId, now: Timestamp) {
    let Some((follower, sent)) = underway(state, account, id) else { return };
    let Aimed { word, note, .. } = sent.aimed;
    // Its own news of it may have come first, and newer ones after them.
    if !sent.heard {
        // In our words it is what the dialect says.
        follower.told = Some(Told { word: Some(word), presence: None, note, at: now });
    }
    follower.accepted_at = Some(now);
    follower.not_before = None;
    // Settled by comparison; where something else is wanted by now, that is due.
    follower.follows = Follows::Owed(Push::Due);
    state.dirty = true;
}

/// A vendor's service did not take a status.
pub(crate) fn not_pushed(
    state: &mut State,
    account: &AccountId,
    id: PushId,
    problem: PushProblem,
    now: Timestamp,
) {
    let Some((follower, sent)) = underway(state, account, id) else { return };
    let problem = problem.on_one_line();
    failed(follower, account, &sent, problem, now);
    state.dirty = true;
}

fn failed(
    follower: &mut Follower,
    account: &AccountId,
    sent: &Sent,
    problem: PushProblem,
    now: Timestamp,
) {
    let widget = problem == PushProblem::NoReaction;
    let over = sent.tries >= if widget { WIDGET_TRIES } else { STATUS_TRIES };
    if let PushProblem::RateLimited { retry_after } = &problem {
        let asked = Duration::from_millis(retry_after.unwrap_or_default().into());
        follower.not_before = Some(now + asked.min(STATUS_PAUSE_MAX));
    }
    follower.follows = Follows::Owed(if problem.is_final() || over {
        Push::GaveUp { problem }
    } else {
        let at = now + pause(account, sent.tries, now);
        let at = follower.not_before.map_or(at, |earliest| at.max(earliest));
        Push::Retry { at, tries: sent.tries, problem }
    });
}

/// Doubles with each try, spread by a quarter either way, so that not everybody comes back at once.
fn pause(account: &AccountId, tries: u32, now: Timestamp) -> Duration {
    let doubled = RETRY_FIRST.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1).min(16)));
    // FNV-1a: there is no chance in here, but accounts and moments differ; and the same with every compiler, which the
    // standard library's hasher does not promise and the sample views need.
    let mut hash = FnvHasher::default();
    hash.write(account.as_str().as_bytes());
    hash.write(&now.0.to_le_bytes());
    hash.write(&tries.to_le_bytes());
    let spread = 750 + u32::try_from(hash.finish() % 501).unwrap_or_default();
    doubled.min(RETRY_MAX) * spread / 1000
}

/// When something is due.
pub(crate) fn deadline(push: &Push) -> Option<Timestamp> {
    match push {
        Push::Due | Push::GaveUp { .. } => None,
        Push::Sent(sent) => Some(sent.until),
        Push::Retry { at, .. } => Some(*at),
    }
}

/// A push without an answer in time has failed.
pub(crate) fn pass_time(state: &mut State, account: &AccountId, now: Timestamp) {
    let Some(a) = state.world.account_mut(account) else { return };
    let Follows::Owed(Push::Sent(sent)) = &a.follower.follows else { return };
    if now < sent.until {
        return;
    }
    let sent = sent.clone();
    let problem = if sent.id.is_some() { PushProblem::TimedOut } else { PushProblem::NoReaction };
    failed(a.follower, account, &sent, problem, now);
}

/// The machine slept.
pub(crate) fn woke(follower: &mut Follower, now: Timestamp) {
    match &mut follower.follows {
        Follows::Owed(Push::Sent(sent)) => {
            let patience = if sent.id.is_some() { PUSH_PATIENCE } else { COMMAND_PATIENCE };
            sent.until = now + patience;
        }
        Follows::Owed(Push::Retry { .. }) => follower.follows = Follows::Owed(Push::Due),
        Follows::Settled
        | Follows::Doubted { .. }
        | Follows::Drifted
        | Follows::Owed(Push::Due | Push::GaveUp { .. }) => {}
    }
}

/// There is a network again.
pub(crate) fn network_back(follower: &mut Follower) {
    let hopeful = match &follower.follows {
        Follows::Owed(Push::Retry { .. }) => true,
        Follows::Owed(Push::GaveUp { problem }) => !problem.is_final(),
        Follows::Settled
        | Follows::Doubted { .. }
        | Follows::Drifted
        | Follows::Owed(Push::Due | Push::Sent(_)) => false,
    };
    if hopeful {
        follower.follows = Follows::Owed(Push::Due);
    }
}
