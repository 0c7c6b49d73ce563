//! `view`: the snapshot the windows show. Here, and nowhere else in the core, private values are shown.

use crate::account_state::AccountState;
use crate::calls::{Call, Detail};
use crate::commands::Asked;
use crate::messages::Message;
use crate::state::Service;
use crate::text::pretty_number;
use crate::{
    AccountConfig, AccountId, AccountRow, AppView, CallRow, CallState, EndReason, MessageRow,
    NamedCount, NamedValue, OwnLine, PendingAction, Private, State, Surroundings, Timestamp,
    call_wishes, chat_snapshot, chat_widgets, downloads, funnels, links, reachability, rights,
    status_view,
};

/// Most messages in one snapshot.
const MESSAGES_SHOWN: usize = 100;

/// Everything the windows show, as it is now. `now` is our own time, the snapshot's times are the wall clock's.
#[must_use]
pub fn view(state: &State, now: Timestamp) -> AppView {
    let configs = &state.settings.accounts;
    let mut calls: Vec<&Call> = state.calls.iter().filter(|call| call.is_live()).collect();
    calls.sort_by_key(|call| (rank(call), call.id));
    let mut recent: Vec<&Call> = state.calls.iter().filter(|call| !call.is_live()).collect();
    recent.sort_by_key(|call| std::cmp::Reverse((call.ended_at, call.id)));
    let mut view = AppView {
        revision: state.revision,
        now,
        stage: state.stage.clone(),
        mood: state.mood(),
        presence: state.presence(),
        presence_wanted: status_view::wanted(state),
        status: status_view::view(state),
        reach: reachability::reach(state),
        accounts: configs.iter().filter_map(|config| account_row(state, config)).collect(),
        calls: calls.into_iter().map(|call| call_row(state, call)).collect(),
        recent: recent.into_iter().map(|call| call_row(state, call)).collect(),
        messages: messages(state),
        conversations: chat_snapshot::rows(state),
        conversation: chat_snapshot::panel(state),
        funnel: funnels::rows(state, now),
        downloads: downloads::rows(state),
        notices: state.notices.iter().rev().cloned().collect(),
        preferences: state.settings.preferences.clone(),
        surroundings: Surroundings {
            online: state.outside.online,
            tray_host: state.outside.tray_host,
            notifications: match state.outside.service {
                Service::Present(abilities) => Some(abilities),
                Service::Unknown | Service::Absent => None,
            },
            do_not_disturb: state.outside.do_not_disturb,
            listener: state.outside.listener.clone(),
            downloads: state.outside.downloads.clone(),
            key_store: state.outside.key_store.clone(),
        },
        link: links::row(state),
        question: state.question.clone(),
        asks: rights::ask_rows(state),
        grants: rights::grant_rows(state),
        missed: state.missed(None),
        unread: state.unread_total(),
        waiting: state.waiting(),
        withheld: state.withheld.iter().rev().cloned().collect(),
    };
    state.clock.show(&mut view);
    view
}

/// The ringing call first, then the one being talked on.
fn rank(call: &Call) -> u8 {
    match call.state() {
        CallState::Alerting => u8::from(!call.rings()),
        CallState::Connected => 2,
        CallState::Dialing => 3,
        CallState::Held => 4,
        CallState::Queued => 5,
        CallState::Failed | CallState::Ended => 6,
    }
}

fn account_row(state: &State, config: &AccountConfig) -> Option<AccountRow> {
    let a: &AccountState = state.accounts.get(&config.id)?;
    Some(AccountRow {
        config: config.clone(),
        hosting: config.hosting(),
        widgets: chat_widgets::rows(a),
        page: a.page.clone(),
        sign_in: a.sign_in,
        waits_for_browser: a.sign_in_address.is_some() && config.signs_in_by_browser(),
        connection: a.connection,
        dialer_ready: a.dialer_ready,
        calling_mode: a.calling_mode,
        cannot_ring_here: state.cannot_ring_here(&config.id),
        abilities: a.abilities,
        microphones: a.microphones,
        own_number: own_number(&a.line),
        presence: a.status.told_presence(state.dialects.get(&config.vendor)),
        unread: state.unread(&config.id),
        missed: state.missed(Some(&config.id)),
        heard: a.heard,
        unparsed: a
            .unparsed
            .iter()
            .map(|(name, count)| NamedCount { name: name.clone(), count: *count })
            .collect(),
        details: a
            .details
            .iter()
            .map(|(name, value)| NamedValue { name: name.clone(), value: value.clone() })
            .chain(a.rights_refused.iter().map(|(name, count)| NamedValue {
                name: format!("refused: {name}"),
                value: count.to_string(),
            }))
            .collect(),
    })
}

/// `+1 888 555 0100 · 101`.
fn own_number(line: &OwnLine) -> Option<String> {
    let number = line.number.as_ref().map(|number| pretty_number(number.reveal()));
    let extension = line.extension.as_ref().map(|extension| extension.reveal().clone());
    match (number, extension) {
        (Some(number), Some(extension)) => Some(format!("{number} · {extension}")),
        (number, extension) => number.or(extension),
    }
}

fn shown(detail: &Detail) -> Option<String> {
    detail.as_ref().map(|(text, _)| text.reveal().clone())
}

fn call_row(state: &State, call: &Call) -> CallRow {
    CallRow {
        id: call.id,
        account: call.account.clone(),
        direction: call.direction,
        state: call.state(),
        end: call.judged,
        number: shown(&call.number),
        name: shown(&call.name),
        queue: shown(&call.queue),
        since: call.since,
        connected_at: call.connected_at,
        ended_at: call.ended_at,
        muted: call.muted,
        recording: call.recording,
        elsewhere: call.elsewhere() || call.judged == Some(EndReason::AnsweredElsewhere),
        conference: call.conference,
        actions: call_wishes::possible(state, call),
        pending: pending(state, call),
        trouble: call.trouble.clone(),
        unseen: call.unseen(),
    }
}

fn pending(state: &State, call: &Call) -> Option<PendingAction> {
    state.commands.iter().rev().find_map(|(id, command)| match command.asked {
        Asked::Call(asked, action) if asked == call.id => {
            Some(PendingAction { command: *id, action, since: command.since })
        }
        Asked::Call(..)
        | Asked::Chat(..)
        | Asked::Widget(_)
        | Asked::Dial(_)
        | Asked::SignIn
        | Asked::SignOut
        | Asked::RingOut
        | Asked::Page
        | Asked::Nothing => None,
    })
}

/// The newest messages of all accounts.
fn messages(state: &State) -> Vec<MessageRow> {
    let mut all: Vec<(&AccountId, &String, &Message)> = state
        .accounts
        .iter()
        .flat_map(|(account, a)| a.messages.messages.iter().map(move |(id, m)| (account, id, m)))
        .collect();
    all.sort_by_key(|(account, id, message)| std::cmp::Reverse((message.at, *id, *account)));
    all.into_iter()
        .take(MESSAGES_SHOWN)
        .map(|(account, id, message)| {
            let reveal = |text: &Option<Private<String>>| text.as_ref().map(|t| t.reveal().clone());
            MessageRow {
                account: account.clone(),
                id: id.clone(),
                kind: message.kind,
                direction: message.direction,
                from: reveal(&message.name).or_else(|| reveal(&message.number)),
                number: reveal(&message.number),
                text: reveal(&message.text),
                at: message.at,
                unread: message.waits(),
                seconds: message.seconds,
                pages: message.pages,
            }
        })
        .collect()
}
