//! Notifications about calls: one that rings, and one that was missed.

use super::facts::{Notification, NotificationButton, Urgency, WithheldReason};
use super::keys::{call_key, missed_key};
use super::notices;
use super::notifications::{show, weigh, withdraw};
use super::policy::{Attention, Occasion};
use crate::base::number::shown_number;
use crate::base::text::fill;
use crate::base::{Direction, Private, Timestamp};
use crate::calls::call::Call;
use crate::calls::{CallAction, CallId, CallingMode, Connection, EndReason};
use crate::effect::Effect;
use crate::intent::Intent;
use crate::state::State;
use crate::system::state::Service;
use crate::window::Stage;

/// Name or number of the other side, for reading.
pub(crate) fn caller(state: &State, call: &Call) -> String {
    let number = call.number.as_ref().map(|(number, _)| shown_number(number.reveal()));
    let name = call.name.as_ref().map(|(name, _)| name.reveal().clone());
    name.or(number).unwrap_or_else(|| state.world.words().unknown_caller.to_owned())
}

/// What is said about a call below its title.
fn about(state: &State, call: &Call) -> Vec<String> {
    let words = state.world.words();
    let mut lines = Vec::new();
    if let (Some(_), Some((number, _))) = (&call.name, &call.number) {
        lines.push(shown_number(number.reveal()));
    }
    if let Some((queue, _)) = &call.queue {
        lines.push(fill(words.queue, &[queue.reveal()]));
    }
    lines
}

/// The notification of a call that rings.
pub(crate) fn ringing(state: &State, call: &Call) -> Notification {
    let words = state.world.words();
    let hidden = state.world.preferences.hide_content;
    let possible = call.actions();
    let buttons = match state.world.system.service {
        Service::Present(abilities) if abilities.actions => {
            [CallAction::Answer, CallAction::Decline]
                .into_iter()
                .filter(|action| possible.contains(action))
                .map(|action| button(state, call, action))
                .collect()
        }
        Service::Present(_) | Service::Unknown | Service::Absent => Vec::new(),
    };
    let mut lines = if hidden { Vec::new() } else { about(state, call) };
    lines.extend(state.world.accounts.distinguishing_label(&call.account));
    // In a browser phone whose line is up the leg follows within moments.
    let leg_comes = state.world.account(&call.account).is_some_and(|a| {
        a.line.calling_mode == Some(CallingMode::Browser)
            && a.line.connection == Connection::Connected
    });
    if call.leg.state.is_none() && !leg_comes {
        lines.push(words.answer_on_phone.to_owned());
    }
    let title = if hidden {
        words.incoming_call.to_owned()
    } else {
        fill(words.incoming_from, &[&caller(state, call)])
    };
    Notification {
        key: call_key(call.id),
        title: Private::new(title),
        body: Private::new(lines.join("\n")),
        urgency: Urgency::Critical,
        buttons,
        reply: None,
        click: Intent::Show { stage: Stage::Widget { account: call.account.clone() } },
        sticky: true,
        category: "call.incoming".to_owned(),
    }
}

fn button(state: &State, call: &Call, action: CallAction) -> NotificationButton {
    let name = if action == CallAction::Answer { "answer" } else { "decline" };
    NotificationButton {
        action: name.to_owned(),
        label: (state.world.words().action)(action).to_owned(),
        intent: Intent::Call { call: Some(call.id), action, argument: None },
    }
}

/// The notification of a call that was missed.
pub(crate) fn missed(state: &State, call: &Call) -> Notification {
    let words = state.world.words();
    let hidden = state.world.preferences.hide_content;
    let mut lines = if hidden { Vec::new() } else { about(state, call) };
    if call.judged == Some(EndReason::Voicemail) {
        lines.push(words.went_to_voicemail.to_owned());
    }
    lines.extend(state.world.accounts.distinguishing_label(&call.account));
    let title = if hidden {
        words.missed_call.to_owned()
    } else {
        fill(words.missed_from, &[&caller(state, call)])
    };
    Notification {
        key: missed_key(call.id),
        title: Private::new(title),
        body: Private::new(lines.join("\n")),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        reply: None,
        click: Intent::Show { stage: Stage::Activity },
        sticky: true,
        category: "call.unanswered".to_owned(),
    }
}

/// Brings the notifications about calls in line with the calls.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let gone: Vec<String> = state
        .attention
        .shown
        .keys()
        .filter(|key| {
            let id = key.strip_prefix("call-").and_then(|id| id.parse().ok()).map(CallId);
            id.is_some_and(|id| !state.world.calls.get(id).is_some_and(Call::rings))
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
    let ids: Vec<CallId> =
        state.world.calls.rows.iter().filter(concerns).map(|call| call.id).collect();
    for id in ids {
        review_call(state, id, now, out);
    }
}

fn review_call(state: &mut State, id: CallId, now: Timestamp, out: &mut Vec<Effect>) {
    let Some(call) = state.world.calls.get(id) else { return };
    if call.rings() {
        let verdict = weigh(state, &call.account, Occasion::Ringing);
        let fresh = !call.drew_attention;
        let notification = verdict.notifies().then(|| ringing(state, call));
        record(state, id, "call", verdict.withheld, now);
        if verdict.attention == Attention::Ring && fresh {
            if let Some(call) = state.world.calls.get_mut(id) {
                call.drew_attention = true;
            }
            if !state.world.window.is_focused() {
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
    let Some(call) = state.world.calls.get(id) else { return };
    let (unanswered, unseen, told) = (call.went_unanswered(), call.unseen(), call.told_missed);
    if unanswered && !told {
        let verdict = weigh(state, &call.account, Occasion::Missed);
        let notification = (unseen && verdict.notifies()).then(|| missed(state, call));
        if let Some(call) = state.world.calls.get_mut(id) {
            call.told_missed = true;
            call.withheld = None;
        }
        record(state, id, "missed call", verdict.withheld, now);
        if let Some(notification) = notification {
            show(state, notification, out);
        }
    } else if told && !unanswered {
        // It was found out late that the call was not missed after all.
        if let Some(call) = state.world.calls.get_mut(id) {
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
    let Some(call) = state.world.calls.get_mut(id) else { return };
    if reason.is_some() && call.withheld != reason {
        call.withheld = reason;
        if let Some(reason) = reason {
            notices::withhold(state, what, reason, now);
        }
    }
}
