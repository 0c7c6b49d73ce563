//! Pushing a status to one vendor: when, how often, how long, and what came of it.

use super::change::Change;
use super::circumstances::Circumstances;
use super::dialect::{STATUS_TOKEN_OPTION, StatusDialect, StatusRoute};
use super::facts::PushId;
use super::follower::{Desired, Follower, Follows, Push, Reported, Sent};
use super::limits::{PUSH_TIMEOUT, STATUS_PAUSE_MAX, STATUS_TRIES, WIDGET_TIMEOUT, WIDGET_TRIES};
use super::problem::PushProblem;
use super::state::Status;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::Timestamp;
use crate::pages::{RETRY_FIRST, RETRY_MAX};
use fnv::FnvHasher;
use std::hash::Hasher as _;
use std::time::Duration;

/// What becomes of a push when what is wanted, or what the vendor shows, has changed.
pub(super) fn follow(
    push: Push,
    desired: &Desired,
    changed: bool,
    met: bool,
    route: StatusRoute,
) -> Follows {
    match push {
        Push::Sent(sent) => match route {
            // Its answer is still to come; another one now could overtake it.
            StatusRoute::Service => Follows::Pending(Push::Sent(sent)),
            // A page takes commands in their order, so the newer one may go at once.
            StatusRoute::Widget if sent.desired != *desired => Follows::Pending(Push::Due),
            StatusRoute::Widget if met && sent.heard => Follows::InSync,
            StatusRoute::Widget => Follows::Pending(Push::Sent(sent)),
        },
        Push::Due | Push::Retry { .. } | Push::GaveUp { .. } if met => Follows::InSync,
        Push::Retry { .. } | Push::GaveUp { .. } if changed => Follows::Pending(Push::Due),
        push @ (Push::Due | Push::Retry { .. } | Push::GaveUp { .. }) => Follows::Pending(push),
    }
}

/// The account can take a status now.
pub(super) fn is_ready(
    around: Circumstances<'_>,
    config: &AccountConfig,
    dialect: &StatusDialect,
) -> bool {
    match dialect.route {
        StatusRoute::Widget => {
            around.pages.is_alive(&config.id) && around.sign_ins.is_signed_in(&config.id)
        }
        StatusRoute::Service => around.system.online,
    }
}

/// What was told still holds: a widget whose page is away or that is signed out tells nothing.
pub(super) fn is_heard(
    around: Circumstances<'_>,
    config: &AccountConfig,
    dialect: &StatusDialect,
) -> bool {
    dialect.route == StatusRoute::Service || is_ready(around, config, dialect)
}

impl Status {
    /// Makes the push that is due.
    pub(super) fn push(
        &mut self,
        around: Circumstances<'_>,
        config: &AccountConfig,
        dialect: &StatusDialect,
        now: Timestamp,
    ) {
        let id = PushId(self.next_push);
        let Some(follower) = self.followers.get_mut(&config.id) else { return };
        let tries = match &follower.follows {
            Follows::Pending(Push::Due) => 0,
            Follows::Pending(Push::Retry { at, tries, .. }) if *at <= now => *tries,
            Follows::InSync
            | Follows::Unconfirmed { .. }
            | Follows::Drifted
            | Follows::Pending(Push::Retry { .. } | Push::Sent(_) | Push::GaveUp { .. }) => return,
        };
        if !is_ready(around, config, dialect) {
            // It is made as soon as it can be; until then nothing is counted.
            let due = Follows::Pending(Push::Due);
            if std::mem::replace(&mut follower.follows, due.clone()) != due {
                self.changes.push(Change::Updated);
            }
            return;
        }
        let Some(desired) = follower.desired.clone() else { return };
        let open = config.simulated || config.option(STATUS_TOKEN_OPTION).is_some();
        if dialect.route == StatusRoute::Service && !open {
            let problem = PushProblem::NoToken;
            follower.follows = Follows::Pending(Push::GaveUp { problem });
            self.changes.push(Change::Updated);
            return;
        }
        if let Some(at) = follower.not_before.filter(|at| now < *at) {
            let problem = PushProblem::RateLimited { retry_after: None };
            follower.follows = Follows::Pending(Push::Retry { at, tries, problem });
            self.changes.push(Change::Updated);
            return;
        }
        follower.taken = false;
        let tries = tries.saturating_add(1);
        let account = config.id.clone();
        let Desired { word, note, .. } = desired.clone();
        let (sent_id, until, change) = match dialect.route {
            StatusRoute::Service => {
                follower.pushing(&word, now);
                self.next_push = self.next_push.wrapping_add(1);
                (Some(id), now + PUSH_TIMEOUT, Change::Push { account, push: id, word, note })
            }
            StatusRoute::Widget => (None, now + WIDGET_TIMEOUT, Change::Set { account, word }),
        };
        let sent = Sent { id: sent_id, desired, until, tries, heard: false };
        follower.follows = Follows::Pending(Push::Sent(sent));
        self.changes.push(change);
    }

    /// The push `id` of this account, if it is the one on its way.
    fn underway(&mut self, account: &AccountId, id: PushId) -> Option<(&mut Follower, Sent)> {
        let follower = self.followers.get_mut(account)?;
        let Follows::Pending(Push::Sent(sent)) = &follower.follows else { return None };
        let sent = sent.clone();
        (sent.id == Some(id)).then_some((follower, sent))
    }

    /// A vendor's service took a status: that is its confirmation.
    pub(crate) fn pushed(&mut self, account: &AccountId, id: PushId, now: Timestamp) {
        let Some((follower, sent)) = self.underway(account, id) else { return };
        let Desired { word, note, .. } = sent.desired;
        // Its own news of it may have come first, and newer ones after them.
        if !sent.heard {
            // In our words it is what the dialect says.
            follower.reported = Some(Reported { word: Some(word), presence: None, note, at: now });
        }
        follower.accepted_at = Some(now);
        follower.taken = true;
        follower.not_before = None;
        // Settled by comparison; where something else is wanted by now, that is due.
        follower.follows = Follows::Pending(Push::Due);
        self.changes.push(Change::Updated);
    }

    /// A vendor's service did not take a status.
    pub(crate) fn not_pushed(
        &mut self,
        account: &AccountId,
        id: PushId,
        problem: PushProblem,
        now: Timestamp,
    ) {
        let Some((follower, sent)) = self.underway(account, id) else { return };
        failed(follower, account, &sent, problem.on_one_line(), now);
        self.changes.push(Change::Updated);
    }
}

fn failed(
    follower: &mut Follower,
    account: &AccountId,
    sent: &Sent,
    problem: PushProblem,
    now: Timestamp,
) {
    // It showed the status before it failed to say so.
    follower.taken = sent.heard;
    let widget = problem == PushProblem::NoReaction;
    let over = sent.tries >= if widget { WIDGET_TRIES } else { STATUS_TRIES };
    if let PushProblem::RateLimited { retry_after } = &problem {
        let asked = Duration::from_millis(retry_after.unwrap_or_default().into());
        follower.not_before = Some(now + asked.min(STATUS_PAUSE_MAX));
    }
    follower.follows = Follows::Pending(if problem.is_final() || over {
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
pub(super) fn deadline(push: &Push) -> Option<Timestamp> {
    match push {
        Push::Due | Push::GaveUp { .. } => None,
        Push::Sent(sent) => Some(sent.until),
        Push::Retry { at, .. } => Some(*at),
    }
}

/// A push without an answer in time has failed.
pub(super) fn pass_time(follower: &mut Follower, account: &AccountId, now: Timestamp) {
    let Follows::Pending(Push::Sent(sent)) = &follower.follows else { return };
    if now < sent.until {
        return;
    }
    let sent = sent.clone();
    let problem = if sent.id.is_some() { PushProblem::TimedOut } else { PushProblem::NoReaction };
    failed(follower, account, &sent, problem, now);
}

/// The machine slept.
pub(super) fn woke(follower: &mut Follower, now: Timestamp) {
    match &mut follower.follows {
        Follows::Pending(Push::Sent(sent)) => {
            let timeout = if sent.id.is_some() { PUSH_TIMEOUT } else { WIDGET_TIMEOUT };
            sent.until = now + timeout;
        }
        Follows::Pending(Push::Retry { .. }) => follower.follows = Follows::Pending(Push::Due),
        Follows::InSync
        | Follows::Unconfirmed { .. }
        | Follows::Drifted
        | Follows::Pending(Push::Due | Push::GaveUp { .. }) => {}
    }
}

/// There is a network again.
pub(super) fn network_back(follower: &mut Follower) {
    let hopeful = match &follower.follows {
        Follows::Pending(Push::Retry { .. }) => true,
        Follows::Pending(Push::GaveUp { problem }) => !problem.is_final(),
        Follows::InSync
        | Follows::Unconfirmed { .. }
        | Follows::Drifted
        | Follows::Pending(Push::Due | Push::Sent(_)) => false,
    };
    if hopeful {
        follower.follows = Follows::Pending(Push::Due);
    }
}
