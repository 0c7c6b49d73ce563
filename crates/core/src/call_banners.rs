//! Call notifications: the words and buttons of one that rings and of one that was missed.

use crate::banners::{call_key, missed_key};
use crate::calls::Call;
use crate::state::Service;
use crate::text::{fill, pretty_number};
use crate::{
    AccountId, CallAction, CallingMode, Connection, EndReason, Intent, Notification,
    NotificationButton, Private, Stage, State, Urgency,
};

/// Name or number of the other side, for reading.
pub(crate) fn caller(state: &State, call: &Call) -> String {
    let number = call.number.as_ref().map(|(number, _)| pretty_number(number.reveal()));
    let name = call.name.as_ref().map(|(name, _)| name.reveal().clone());
    name.or(number).unwrap_or_else(|| state.words().unknown_caller.to_owned())
}

/// What is said about a call below its title.
fn about(state: &State, call: &Call) -> Vec<String> {
    let words = state.words();
    let mut lines = Vec::new();
    if let (Some(_), Some((number, _))) = (&call.name, &call.number) {
        lines.push(pretty_number(number.reveal()));
    }
    if let Some((queue, _)) = &call.queue {
        lines.push(fill(words.queue, &[queue.reveal()]));
    }
    lines
}

/// The account's label, where there are several.
pub(crate) fn label(state: &State, account: &AccountId) -> Option<String> {
    let several = state.settings.accounts.len() > 1;
    state.config(account).filter(|_| several).map(|config| config.label.clone())
}

/// The notification of a call that rings.
pub(crate) fn ringing(state: &State, call: &Call) -> Notification {
    let words = state.words();
    let hidden = state.settings.preferences.hide_content;
    let possible = call.actions();
    let buttons = match state.outside.service {
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
    lines.extend(label(state, &call.account));
    // In a browser phone whose line is up the leg follows within moments.
    let leg_comes = state.accounts.get(&call.account).is_some_and(|a| {
        a.calling_mode == Some(CallingMode::Browser) && a.connection == Connection::Connected
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
        label: (state.words().action)(action).to_owned(),
        intent: Intent::Call { call: Some(call.id), action, argument: None },
    }
}

/// The notification of a call that was missed.
pub(crate) fn missed(state: &State, call: &Call) -> Notification {
    let words = state.words();
    let hidden = state.settings.preferences.hide_content;
    let mut lines = if hidden { Vec::new() } else { about(state, call) };
    if call.judged == Some(EndReason::Voicemail) {
        lines.push(words.went_to_voicemail.to_owned());
    }
    lines.extend(label(state, &call.account));
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
