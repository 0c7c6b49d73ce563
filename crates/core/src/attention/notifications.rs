//! Notifications: what the policy's decisions look like, and when they are taken away again.

use super::facts::Notification;
use super::policy::{Circumstances, Occasion, Verdict, decide};
use crate::accounts::AccountId;
use crate::effect::Effect;
use crate::state::State;
use crate::status::Presence;
use crate::status::reported::told_presence;
use crate::system::state::Service;
use crate::window::Stage;

/// Most notifications remembered as being on screen.
const SHOWN_MAX: usize = 1000;

/// Asks the policy about something of `account`.
pub(crate) fn weigh(state: &State, account: &AccountId, occasion: Occasion) -> Verdict {
    let preferences = &state.world.preferences;
    let on_stage = state.world.window.stage == Stage::Widget { account: account.clone() };
    decide(Circumstances {
        occasion,
        do_not_disturb: do_not_disturb(state, account),
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
        in_front: state.world.window.focused
            && (on_stage || matches!(occasion, Occasion::RightWanted | Occasion::Download)),
        service: state.world.system.service != Service::Absent,
    })
}

/// The agent does not want to be disturbed, or an account's vendor says so.
pub(crate) fn do_not_disturb(state: &State, account: &AccountId) -> bool {
    let quiet = Some(Presence::DoNotDisturb);
    state.world.status.aim == quiet || told_presence(state, account) == quiet
}

/// Shows a notification, unless it is on screen as it is.
pub(crate) fn show(state: &mut State, notification: Notification, out: &mut Vec<Effect>) {
    if state.attention.shown.get(&notification.key) == Some(&notification) {
        return;
    }
    if state.attention.shown.len() >= SHOWN_MAX
        && let Some((key, _)) = state.attention.shown.pop_first()
    {
        out.push(Effect::WithdrawNotification { key });
    }
    state.attention.shown.insert(notification.key.clone(), notification.clone());
    out.push(Effect::Notify { notification });
}

/// Takes a notification away if it is on screen.
pub(crate) fn withdraw(state: &mut State, key: &str, out: &mut Vec<Effect>) {
    if state.attention.shown.remove(key).is_some() {
        out.push(Effect::WithdrawNotification { key: key.to_owned() });
    }
}
