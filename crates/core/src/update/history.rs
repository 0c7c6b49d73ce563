//! What must be kept of what the domains did, and what comes back from there at the start. The only place that decides it.

use crate::accounts::AccountId;
use crate::base::{Private, RequestId, Timestamp, WallClock};
use crate::calls::CallId;
use crate::calls::kept::Kept as KeptCall;
use crate::change::Change;
use crate::chats::ConversationId;
use crate::chats::conversation::Conversation;
use crate::chats::kept::{Kept as KeptConversation, NamedLate};
use crate::effect::Effect;
use crate::history::memory::Memory;
use crate::history::pending::Pending;
use crate::history::{Entry, EntryKind};
use crate::state::State;
use crate::status::StatusChange;
use crate::world::World;
use crate::{chats, status};

/// Notes what a change makes worth looking at when the update ends.
pub(super) fn note(state: &mut State, change: &Change) {
    let clock = state.world.clock;
    let pending = &mut state.history;
    match change {
        Change::Chats(
            chats::change::Change::Changed { conversation }
            | chats::change::Change::LineArrived { conversation }
            | chats::change::Change::Reported { conversation, .. },
        ) => {
            pending.conversations.insert(conversation.0);
        }
        Change::Chats(chats::change::Change::Removed { conversation }) => {
            pending.memory.forget_conversation(conversation.0);
        }
        Change::Status(status::change::Change::Recorded(line)) => {
            pending.entries.push(status_entry(&line.clone().by_wall_clock(clock)));
        }
        Change::Chats(
            chats::change::Change::Updated
            | chats::change::Change::GaveWay { .. }
            | chats::change::Change::Repeated { .. }
            | chats::change::Change::WidgetChanged { .. }
            | chats::change::Change::Misplaced { .. }
            | chats::change::Change::Ask { .. }
            | chats::change::Change::Expired { .. }
            | chats::change::Change::Answered { .. },
        )
        | Change::Calls(_)
        | Change::Status(_)
        | Change::Accounts(_)
        | Change::Commands(_)
        | Change::Funnel(_)
        | Change::Pages(_)
        | Change::SignIn(_)
        | Change::Permissions(_)
        | Change::Downloads(_)
        | Change::Messages(_)
        | Change::Links(_)
        | Change::Settings(_)
        | Change::System(_)
        | Change::Sound(_)
        | Change::Window(_) => {}
    }
}

/// Hands over what is not kept yet, before everything else: what counts on it comes after.
pub(super) fn keep(state: &mut State, out: &mut Vec<Effect>) {
    let World { calls, chats, messages, accounts, clock, .. } = &mut state.world;
    let Pending { calls: of_calls, conversations, entries, memory, .. } = &mut state.history;
    let mut entries = std::mem::take(entries);
    while let Some(id) = of_calls.pop_first() {
        match calls.get(CallId(id)) {
            None => memory.forget_call(id),
            Some(call) if memory.is_new_call(id, &KeptCall(call)) => {
                entries.push(call.entry(*clock));
            }
            Some(_) => {}
        }
    }
    while let Some(id) = conversations.pop_first() {
        if let Some(row) = chats.get(ConversationId(id)) {
            keep_conversation(row, memory, *clock, &mut entries);
        }
    }
    for (account, id) in messages.take_changed() {
        let message = messages.get(&account, &id);
        entries.extend(message.map(|message| message.entry(&account, &id, *clock)));
    }
    if entries.is_empty() {
        return;
    }
    for entry in entries.iter_mut().filter(|entry| entry.vendor.is_none()) {
        let config = entry.account.as_ref().and_then(|account| accounts.config(account));
        entry.vendor = config.map(|config| config.vendor.clone());
    }
    out.insert(0, Effect::Keep { entries });
}

fn keep_conversation(
    row: &Conversation,
    memory: &mut Memory,
    clock: WallClock,
    entries: &mut Vec<Entry>,
) {
    let id = row.id.0;
    if memory.is_new_conversation(id, &KeptConversation(row)) {
        // Kept without a name before, it is known by both.
        let late = match memory.was_nameless(id, row.key.is_none()) && row.key.is_some() {
            true => NamedLate::Yes,
            false => NamedLate::No,
        };
        entries.push(row.entry(late, clock));
    }
    let handed_over = memory.lines_handed_over(id, row.line_changes());
    entries.extend(row.lines_since(handed_over).map(|line| row.line_entry(line, clock)));
}

fn status_entry(change: &StatusChange) -> Entry {
    let word = serde_json::to_value(change.kind).ok();
    let presence = change.presence.and_then(|presence| serde_json::to_value(presence).ok());
    let text =
        |value: Option<serde_json::Value>| value.and_then(|it| it.as_str().map(str::to_owned));
    let outcome = text(presence).or_else(|| text(word));
    let account = change.account.as_ref().map_or("", AccountId::as_str);
    let detail = serde_json::to_value(change).ok();
    // Two of one kind in the same millisecond are about different accounts or statuses.
    let key = format!(
        "{}:{account}:{}:{:?}",
        change.at.0,
        outcome.as_deref().unwrap_or_default(),
        change.kind
    );
    Entry {
        account: change.account.clone(),
        outcome,
        name: change.label.as_deref().map(Private::from),
        text: change.note.as_deref().map(Private::from),
        detail: detail.map(Private::new),
        ..Entry::new(EntryKind::Status, key, change.at)
    }
}

/// Takes back what waits: missed calls, unread messages, conversations that are open or have something unread, with their
/// lines. A call that was going on when the program ended is told anew by its page, or is over; one that rang was missed.
pub(super) fn restore(state: &mut State, entries: &[Entry], now: Timestamp) {
    let clock = state.world.clock;
    let World { calls, chats, messages, accounts, .. } = &mut state.world;
    let mut conversation = None;
    let wanted = |entry: &&Entry| {
        entry
            .account
            .as_ref()
            .is_some_and(|account| accounts.config(account).is_some_and(|it| it.enabled))
    };
    for entry in entries.iter().filter(wanted) {
        match entry.kind {
            EntryKind::Call => match calls.restore(entry, clock) {
                Some(id) => state.attention.missed_before(id),
                None if entry.open => {
                    state.history.entries.push(Entry { open: false, ..entry.clone() });
                }
                None => {}
            },
            EntryKind::Message => {
                messages.restore(entry, clock);
            }
            EntryKind::Conversation => {
                conversation = chats.restore(entry, clock, now);
                if let Some(row) = conversation.and_then(|id| chats.get(id)) {
                    state.attention.chat_told_before(row);
                }
            }
            EntryKind::Line => {
                if let Some(id) = conversation {
                    chats.restore_line(id, entry, clock);
                }
            }
            EntryKind::Status => {}
        }
    }
}

/// Forgets a person: here what is over, and outside everything that is kept. What is going on with them goes on.
pub(super) fn forget(
    state: &mut State,
    who: Private<String>,
    request: Option<RequestId>,
    out: &mut Vec<Effect>,
) {
    let World { calls, chats, messages, .. } = &mut state.world;
    calls.forget_person(who.reveal());
    chats.forget_person(who.reveal());
    messages.forget_person(who.reveal());
    out.push(Effect::Forget { who, request });
}
