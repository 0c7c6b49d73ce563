//! Notifications: what the policy's decisions look like, and when they are taken away again.

use super::facts::Notification;
use super::policy::{Circumstances, Occasion, Verdict, decide};
use crate::accounts::AccountId;
use crate::effect::Effect;
use crate::state::State;
use crate::system::state::Service;
use crate::window::Stage;

/// Most notifications remembered as being on screen.
const SHOWN_MAX: usize = 1000;

/// Asks the policy about something of `account`.
pub(crate) fn weigh(state: &State, account: &AccountId, occasion: Occasion) -> Verdict {
    let preferences = &state.settings.preferences;
    let on_stage = state.stage == Stage::Widget { account: account.clone() };
    decide(Circumstances {
        occasion,
        do_not_disturb: state.do_not_disturb(account),
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
        in_front: state.outside.focused
            && (on_stage || matches!(occasion, Occasion::RightWanted | Occasion::Download)),
        service: state.outside.service != Service::Absent,
    })
}

/// Shows a notification, unless it is on screen as it is.
pub(crate) fn show(state: &mut State, notification: Notification, out: &mut Vec<Effect>) {
    if state.shown.get(&notification.key) == Some(&notification) {
        return;
    }
    if state.shown.len() >= SHOWN_MAX
        && let Some((key, _)) = state.shown.pop_first()
    {
        out.push(Effect::WithdrawNotification { key });
    }
    state.shown.insert(notification.key.clone(), notification.clone());
    out.push(Effect::Notify { notification });
}

/// Takes a notification away if it is on screen.
pub(crate) fn withdraw(state: &mut State, key: &str, out: &mut Vec<Effect>) {
    if state.shown.remove(key).is_some() {
        out.push(Effect::WithdrawNotification { key: key.to_owned() });
    }
}
