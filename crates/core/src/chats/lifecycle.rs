//! Conversations as a whole: looked at, left behind by their page, forgotten, and what time does to them.

use super::conversation::{Conversation, Limits};
use super::facts::{ChatNote, ConversationId};
use super::locate::drop_old;
use super::transcript::When;
use super::{deferred, status};
use crate::accounts::AccountId;
use crate::attention;
use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::window::Stage;
use crate::world::World;

/// The agent looks at a conversation.
pub(crate) fn see(state: &mut State, id: ConversationId) {
    let Some(row) = state.world.chats.get_mut(id) else { return };
    state.dirty |= look_at(row);
}

/// The agent looks at everything of an account.
pub(crate) fn see_all(state: &mut State, account: &AccountId) {
    for row in state.world.chats.rows.iter_mut().filter(|row| row.account == *account) {
        state.dirty |= look_at(row);
    }
}

/// Nothing of it is unread any more, and it does not ring. True if that is news.
fn look_at(row: &mut Conversation) -> bool {
    // Where the widget tells no messages, having looked is all there is to know of a reply.
    let blind = row.is_waiting() && !row.transcript.has_messages();
    let news = row.unread() > 0 || row.phase().is_some() || (blind && row.clock_from.is_some());
    if !news {
        return false;
    }
    row.unread = 0;
    row.missed = false;
    row.banner.hushed = true;
    row.banner.lines = 0;
    if blind {
        row.clock_from = None;
        row.waits_since = None;
    }
    true
}

/// The agent takes a conversation off the list: closed for us, or gone if it was over.
pub(crate) fn dismiss(state: &mut State, id: ConversationId, now: Timestamp) {
    state.dirty = true;
    match state.world.chats.get_mut(id) {
        Some(row) if row.is_open() => {
            status::give_up(row, now);
            look_at(row);
        }
        Some(_) | None => state.world.chats.rows.retain(|row| row.id != id),
    }
}

/// The page of an account began anew: what happens meanwhile is not known.
pub(crate) fn page_gone(state: &mut State, account: &AccountId, now: Timestamp) {
    let of_page = |row: &&mut Conversation| row.account == *account && row.is_open();
    for row in state.world.chats.rows.iter_mut().filter(of_page) {
        row.typing = None;
        row.unsure = true;
        row.unsure_since.get_or_insert(now);
        row.transcript.note(ChatNote::PageReloaded, None, When { at: None, historic: false, now });
        state.dirty = true;
    }
}

/// Takes the conversations of an account away, with their notifications.
pub(crate) fn forget(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let of_account = |row: &&Conversation| row.account == *account;
    let gone: Vec<ConversationId> =
        state.world.chats.rows.iter().filter(of_account).map(|row| row.id).collect();
    state.world.chats.rows.retain(|row| row.account != *account);
    state.dirty |= !gone.is_empty();
    for id in gone {
        attention::notifications::withdraw(state, &attention::chats::key(id), out);
    }
    deferred::give_up(state, Some(account), out);
}

/// Draws the conclusions of what changed.
pub(crate) fn settle(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    if let Stage::Conversation { conversation } = *state.world.window.stage() {
        if state.world.chats.get(conversation).is_none() {
            let World { window, accounts, .. } = &mut state.world;
            window.open(accounts);
        } else if state.world.window.is_focused() {
            see(state, conversation);
        }
    }
    drop_old(state);
    turn_clocks(state, now);
    deferred::when_open(state, now, out);
    attention::chats::review(state, now, out);
}

/// Lets time pass: typing ends, clocks turn, banners that waited come, what nobody mentions is over.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    turn_clocks(state, now);
    let limits = Limits::of(&state.world.preferences);
    for row in &mut state.world.chats.rows {
        if row.deadline(limits).is_none_or(|deadline| now < deadline) {
            continue;
        }
        state.dirty = true;
        row.typing.take_if(|typing| now >= typing.until);
        row.banner.due.take_if(|due| now >= *due);
        if row.is_open() && row.deadline(limits).is_some_and(|deadline| now >= deadline) {
            status::give_up(row, now);
        }
    }
    deferred::pass_time(state, now, out);
}

fn turn_clocks(state: &mut State, now: Timestamp) {
    let limits = Limits::of(&state.world.preferences);
    for row in &mut state.world.chats.rows {
        let clock = row.clock_at(limits, now);
        state.dirty |= row.clock != clock;
        row.clock = clock;
    }
}

/// When something must be done about a conversation although nobody speaks.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    let limits = Limits::of(&state.world.preferences);
    let rows = state.world.chats.rows.iter().filter_map(|row| row.deadline(limits));
    rows.chain(deferred::deadline(state)).min()
}
