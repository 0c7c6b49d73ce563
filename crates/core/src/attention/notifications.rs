//! Notifications: what the policy's decisions look like, and when they are taken away again.

use super::change::Change;
use super::facts::Notification;
use super::policy::{Circumstances, Occasion, Verdict, decide};
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::status::Presence;
use crate::system::state::Service;
use crate::window::Stage;
use crate::world::World;

/// Most notifications remembered as being on screen.
const SHOWN_MAX: usize = 1000;

/// Asks the policy about something of `account`.
pub(crate) fn evaluate(world: &World, account: &AccountId, occasion: Occasion) -> Verdict {
    let preferences = &world.preferences;
    let on_stage = world.window.stage == Stage::Widget { account: account.clone() };
    decide(Circumstances {
        occasion,
        do_not_disturb: do_not_disturb(world, account),
        ring_in_do_not_disturb: preferences.ring_in_do_not_disturb,
        switched_on: match occasion {
            Occasion::Message => preferences.message_banners,
            Occasion::Missed => preferences.missed_call_banners,
            Occasion::Ringing
            | Occasion::TakenElsewhere
            | Occasion::OldMessage
            | Occasion::SignedOut
            | Occasion::StatusTrouble
            | Occasion::NewChat
            | Occasion::QueuedChat
            | Occasion::ChatLine
            | Occasion::MissedChat
            | Occasion::RightWanted
            | Occasion::Download => true,
        },
        // Questions and downloads stand beside whatever is on the stage.
        in_front: world.window.focused
            && (on_stage || matches!(occasion, Occasion::RightWanted | Occasion::Download)),
        service: world.system.service != Service::Absent,
    })
}

/// The agent does not want to be disturbed, or an account's vendor says so.
pub(crate) fn do_not_disturb(world: &World, account: &AccountId) -> bool {
    let quiet = Some(Presence::DoNotDisturb);
    world.status.aim == quiet || world.status.told_presence(&world.accounts, account) == quiet
}

impl Memory {
    /// Asks the policy, and records what it withholds. True if a notification is to be shown.
    pub(crate) fn allows(
        &mut self,
        world: &World,
        account: &AccountId,
        occasion: Occasion,
        what: &str,
        now: Timestamp,
    ) -> bool {
        let verdict = evaluate(world, account, occasion);
        if let Some(reason) = verdict.withheld {
            self.withhold(what, reason, None, now);
        }
        verdict.notifies()
    }

    /// Shows a notification, unless it is on screen as it is.
    pub(crate) fn show(&mut self, notification: Notification) {
        if self.shown.get(&notification.key) == Some(&notification) {
            return;
        }
        if self.shown.len() >= SHOWN_MAX
            && let Some((key, _)) = self.shown.pop_first()
        {
            self.changes.push(Change::Withdraw(key));
        }
        self.shown.insert(notification.key.clone(), notification.clone());
        self.changes.push(Change::Notify(Box::new(notification)));
    }

    /// Takes a notification away if it is on screen.
    pub(crate) fn withdraw(&mut self, key: &str) {
        if self.shown.remove(key).is_some() {
            self.changes.push(Change::Withdraw(key.to_owned()));
        }
    }
}

/// [`evaluate`], for functions that still take the whole state.
pub(crate) fn weigh(state: &State, account: &AccountId, occasion: Occasion) -> Verdict {
    evaluate(&state.world, account, occasion)
}

/// [`Memory::show`], for functions that still take the whole state.
pub(crate) fn show(state: &mut State, notification: Notification, out: &mut Vec<Effect>) {
    state.attention.show(notification);
    say(state, out);
}

/// [`Memory::withdraw`], for functions that still take the whole state.
pub(crate) fn withdraw(state: &mut State, key: &str, out: &mut Vec<Effect>) {
    state.attention.withdraw(key);
    say(state, out);
}

fn say(state: &mut State, out: &mut Vec<Effect>) {
    for change in state.attention.changes.take() {
        match change {
            Change::Updated => state.dirty = true,
            Change::Notify(notification) => {
                out.push(Effect::Notify { notification: *notification })
            }
            Change::Attract => out.push(Effect::RequestAttention),
            Change::Withdraw(key) => out.push(Effect::WithdrawNotification { key }),
        }
    }
}
