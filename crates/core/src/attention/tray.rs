//! The tray as a function of state: icon mood, tool tip and menu.

use super::calls::caller;
use super::chat_text::who;
use super::counts;
use super::facts::{Tray, TrayItem, TrayState};
use crate::base::text::fill;
use crate::calls;
use crate::calls::call::Call;
use crate::calls::names::name;
use crate::calls::{CallAction, CallState};
use crate::chats::conversation::Conversation;
use crate::intent::Intent;
use crate::state::State;
use crate::status::Presence;
use crate::window::Item;

/// Statuses one may choose, in the order of the menu.
const CHOICES: [Presence; 4] =
    [Presence::Available, Presence::Away, Presence::DoNotDisturb, Presence::Offline];

/// Most live calls in the menu.
const CALLS_SHOWN: usize = 10;

/// Most waiting conversations named in the menu.
const CHATS_SHOWN: usize = 5;

/// The whole tray as it should be now.
pub(crate) fn tray(state: &State) -> Tray {
    let mood = counts::mood(&state.world);
    Tray { mood, tooltip: tooltip(state, mood), items: items(state) }
}

fn tooltip(state: &State, mood: TrayState) -> String {
    let words = state.world.words();
    let mut parts = Vec::new();
    match mood {
        TrayState::Ringing => parts.push(words.ringing.to_owned()),
        TrayState::OnCall => parts.push(words.on_call.to_owned()),
        TrayState::SignedOut => parts.push(words.signed_out.to_owned()),
        TrayState::Waiting => {
            parts.push(fill(words.chat.waiting, &[&state.world.chats.waiting().to_string()]));
        }
        TrayState::Unread | TrayState::Idle => {}
    }
    parts.extend(state.world.confirmed_status().map(|presence| presence.name(words).to_owned()));
    parts.extend(counts(state).into_iter().flatten());
    if parts.is_empty() {
        return words.app.to_owned();
    }
    format!("{} — {}", words.app, parts.join(", "))
}

/// Missed calls and what is unread, in words; none where there are none.
fn counts(state: &State) -> [Option<String>; 2] {
    let words = state.world.words();
    [
        (words.missed, state.world.calls.missed(None)),
        (words.unread, counts::unread_total(&state.world)),
    ]
    .map(|(template, count)| (count > 0).then(|| fill(template, &[&count.to_string()])))
}

/// The conversations that wait to be taken, the one that waits longest first.
fn waiting_chats(state: &State) -> Vec<TrayItem> {
    let words = state.world.words();
    let mut rows: Vec<&Conversation> =
        state.world.chats.rows().filter(|row| row.is_waiting()).collect();
    rows.sort_by_key(|row| (row.waits_from(), row.id));
    let item = |row: &&Conversation| TrayItem::Action {
        label: match state.world.preferences.hide_content {
            true => fill(words.chat.new, &[&row.id.0.to_string()]),
            false => fill(words.chat.new_from, &[&who(&state.world, row)]),
        },
        intent: Intent::Open { item: Item::Conversation { conversation: row.id } },
    };
    let mut items: Vec<TrayItem> = rows.iter().take(CHATS_SHOWN).map(item).collect();
    if rows.len() > CHATS_SHOWN {
        let label = fill(words.chat.waiting, &[&rows.len().to_string()]);
        items.push(TrayItem::Label { label });
    }
    items
}

/// The whole menu: what may be lost in seconds stands first.
fn items(state: &State) -> Vec<TrayItem> {
    let words = state.world.words();
    let (ringing, running): (Vec<&Call>, Vec<&Call>) = live_calls(state);
    let more = (ringing.len() + running.len()).saturating_sub(CALLS_SHOWN);
    let shown = ringing.into_iter().chain(running).take(CALLS_SHOWN);
    let mut calls: Vec<TrayItem> = shown.flat_map(|call| call_items(state, call)).collect();
    if more > 0 {
        calls.push(TrayItem::Label { label: fill(words.more_calls, &[&more.to_string()]) });
    }
    let waiting = waiting_chats(state).into_iter().chain(counts_to_open(state)).collect();
    let program = vec![
        TrayItem::Action { label: words.show.to_owned(), intent: Intent::ShowWindow },
        TrayItem::Action {
            label: words.quit.to_owned(),
            intent: Intent::Quit { confirmed: false },
        },
    ];
    let parts = [calls, waiting, statuses(state), program];
    let parts: Vec<Vec<TrayItem>> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(&TrayItem::Separator)
}

/// What there is to choose, and what stands against it.
fn statuses(state: &State) -> Vec<TrayItem> {
    let words = state.world.words();
    let (status, around) = state.world.status_around();
    let shown = state.world.status.chosen().map(|chosen| chosen.presence);
    let shown = shown.or_else(|| state.world.confirmed_status());
    let choice = |presence: Presence| TrayItem::Choice {
        label: presence.name(words).to_owned(),
        checked: shown == Some(presence),
        intent: Intent::SetPresence { presence, note: None, after_call: false, until: None },
    };
    let lines = status.lines(around).into_iter().map(|label| TrayItem::Label { label });
    CHOICES.into_iter().map(choice).chain(lines).collect()
}

/// The calls that ring, and the others, each in the order they came.
fn live_calls(state: &State) -> (Vec<&Call>, Vec<&Call>) {
    let live = state.world.calls.rows.iter().filter(|call| call.is_live());
    live.partition(|call| call.rings())
}

/// Who it is, and what can be done without the window.
fn call_items(state: &State, call: &Call) -> Vec<TrayItem> {
    let words = state.world.words();
    let possible = calls::possible::possible(&state.world.pages, call);
    let (plain, named): (&str, &str) = match call.rings() {
        true => (words.incoming_call, words.incoming_from),
        false => (words.on_call, words.call_with),
    };
    let offered: &[CallAction] = match call.state() {
        CallState::Alerting if call.rings() => &[CallAction::Answer, CallAction::Decline],
        CallState::Alerting | CallState::Dialing | CallState::Connected | CallState::Held => {
            &[CallAction::Mute, CallAction::Unmute, CallAction::HangUp]
        }
        CallState::Queued | CallState::Failed | CallState::Ended => return Vec::new(),
    };
    let label = match state.world.preferences.hide_content {
        true => plain.to_owned(),
        false => fill(named, &[&caller(words, call)]),
    };
    let item = Item::Call { call: call.id };
    let who = TrayItem::Action { label, intent: Intent::Open { item } };
    let actions = offered.iter().filter(|action| possible.contains(action));
    let actions = actions.map(|action| TrayItem::Action {
        label: name(&words.actions, *action).to_owned(),
        intent: Intent::Call { call: Some(call.id), action: *action, argument: None },
    });
    std::iter::once(who).chain(actions).collect()
}

/// What waits to be looked at, as lines that open it.
fn counts_to_open(state: &State) -> impl Iterator<Item = TrayItem> {
    let items = [Item::MissedCalls, Item::Unread { account: None }];
    counts(state).into_iter().zip(items).filter_map(|(label, item)| {
        Some(TrayItem::Action { label: label?, intent: Intent::Open { item } })
    })
}
