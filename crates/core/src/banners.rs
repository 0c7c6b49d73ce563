//! Notifications: what the policy's decisions look like, and when they are taken away again.

use crate::attention::{Attention, Circumstances, Occasion, Verdict, decide};
use crate::call_banners::{missed, ringing};
use crate::calls::Call;
use crate::state::Service;
use crate::text::fill;
use crate::{
    AccountId, CallId, Direction, Effect, Intent, NoticeKind, Notification, Private, Stage, State,
    Timestamp, Urgency, WithheldReason, notices, sign_in,
};

/// Most notifications remembered as being on screen.
const SHOWN_MAX: usize = 1000;

/// Key of a ringing call's notification.
pub(crate) fn call_key(id: CallId) -> String {
    format!("call-{}", id.0)
}

/// Key of a missed call's notification.
pub(crate) fn missed_key(id: CallId) -> String {
    format!("missed-{}", id.0)
}

/// Key of the notification about a sign-out.
pub(crate) fn signed_out_key(account: &AccountId) -> String {
    format!("signed-out-{account}")
}

/// Key of the notification about a password that is asked for.
pub(crate) fn password_key(account: &AccountId) -> String {
    format!("password-{account}")
}

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

/// Brings the notifications about calls in line with the calls.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let gone: Vec<String> = state
        .shown
        .keys()
        .filter(|key| {
            let id = key.strip_prefix("call-").and_then(|id| id.parse().ok()).map(CallId);
            id.is_some_and(|id| !state.call(id).is_some_and(Call::rings))
        })
        .cloned()
        .collect();
    for key in gone {
        withdraw(state, &key, out);
    }
    // Most rows are history nobody needs to hear of.
    let concerns = |call: &&Call| {
        call.told_missed || call.went_unanswered() || call.rings() || call.elsewhere()
    };
    let ids: Vec<CallId> = state.calls.iter().filter(concerns).map(|call| call.id).collect();
    for id in ids {
        review_call(state, id, now, out);
    }
}

fn review_call(state: &mut State, id: CallId, now: Timestamp, out: &mut Vec<Effect>) {
    let Some(call) = state.call(id) else { return };
    if call.rings() {
        let verdict = weigh(state, &call.account, Occasion::Ringing);
        let fresh = !call.drew_attention;
        let notification = verdict.notifies().then(|| ringing(state, call));
        record(state, id, "call", verdict.withheld, now);
        if verdict.attention == Attention::Ring && fresh {
            if let Some(call) = state.call_mut(id) {
                call.drew_attention = true;
            }
            if !state.outside.focused {
                out.push(Effect::RequestAttention);
            }
        }
        match notification {
            Some(notification) => show(state, notification, out),
            None => withdraw(state, &call_key(id), out),
        }
    } else if call.elsewhere()
        && call.is_live()
        && call.direction == Direction::Inbound
        && !call.drew_attention
    {
        let verdict = weigh(state, &call.account, Occasion::TakenElsewhere);
        record(state, id, "call", verdict.withheld, now);
    }
    let Some(call) = state.call(id) else { return };
    let (unanswered, unseen, told) = (call.went_unanswered(), call.unseen(), call.told_missed);
    if unanswered && !told {
        let verdict = weigh(state, &call.account, Occasion::Missed);
        let notification = (unseen && verdict.notifies()).then(|| missed(state, call));
        if let Some(call) = state.call_mut(id) {
            call.told_missed = true;
            call.withheld = None;
        }
        record(state, id, "missed call", verdict.withheld, now);
        if let Some(notification) = notification {
            show(state, notification, out);
        }
    } else if told && !unanswered {
        // It was found out late that the call was not missed after all.
        if let Some(call) = state.call_mut(id) {
            call.told_missed = false;
        }
        withdraw(state, &missed_key(id), out);
    } else if told && !unseen {
        withdraw(state, &missed_key(id), out);
    }
}

/// Records a reason once per call, not once per message about it.
fn record(
    state: &mut State,
    id: CallId,
    what: &str,
    reason: Option<WithheldReason>,
    now: Timestamp,
) {
    let Some(call) = state.call_mut(id) else { return };
    if reason.is_some() && call.withheld != reason {
        call.withheld = reason;
        if let Some(reason) = reason {
            notices::withhold(state, what, reason, now);
        }
    }
}

/// Tells of sign-outs that were withheld in do-not-disturb, now that it is over: whoever wants to be reached again must
/// know where nothing arrives. Not if the agent has seen to it, or put the notice away.
pub(crate) fn review_sign_outs(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let owed = state.accounts.iter().filter(|(_, a)| a.owes_sign_out);
    let owed: Vec<AccountId> = owed.map(|(id, _)| id.clone()).collect();
    for account in owed {
        let stands = state.notices.iter().any(|notice| {
            notice.kind == NoticeKind::SignedOut && notice.account.as_ref() == Some(&account)
        });
        if stands && state.do_not_disturb(&account) {
            continue;
        }
        if let Some(a) = state.accounts.get_mut(&account) {
            a.owes_sign_out = false;
        }
        if stands {
            signed_out(state, &account, now, out);
        }
    }
}

/// Tells of a sign-out nobody asked for.
pub(crate) fn signed_out(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let verdict = weigh(state, account, Occasion::SignedOut);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "signed out", reason, now);
    }
    if let Some(a) = state.accounts.get_mut(account) {
        a.owes_sign_out = verdict.withheld == Some(WithheldReason::DoNotDisturb);
    }
    if !verdict.notifies() {
        return;
    }
    let words = state.words();
    let label = state.label(account);
    let notification = Notification {
        key: signed_out_key(account),
        title: Private::from(words.signed_out),
        body: Private::new(fill(words.signed_out_body, &[&label])),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: sign_in::wish(account),
        sticky: true,
        category: "device.error".to_owned(),
    };
    show(state, notification, out);
}

/// Tells that a page waits for a password: until then nothing of it reaches the agent.
pub(crate) fn password_wanted(
    state: &mut State,
    account: &AccountId,
    asks: String,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let verdict = weigh(state, account, Occasion::SignedOut);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "password wanted", reason, now);
    }
    if !verdict.notifies() {
        return;
    }
    let label = state.label(account);
    let stage = Stage::Widget { account: account.clone() };
    let notification = Notification {
        key: password_key(account),
        title: Private::new(format!("{label}: {}", state.words().guard.password)),
        body: Private::new(asks),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Show { stage },
        sticky: true,
        category: "device.error".to_owned(),
    };
    show(state, notification, out);
}
