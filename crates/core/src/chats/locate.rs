//! Which conversation a fact is about, where the vendor names it and where it does not; and making room.

use super::conversation::Conversation;
use super::facts::{Author, ConversationFact, ConversationId, ConversationKey};
use super::limits::{OPEN_CONVERSATIONS, RECENT_CONVERSATIONS};
use super::transcript::When;
use super::{status, widgets};
use crate::accounts::{AccountId, VendorId};
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::state::State;
use std::time::Duration;

/// For this long after the end, what our side still says without naming a conversation belongs to it.
const AFTERWORDS: Duration = Duration::from_secs(60);

/// Finds the row a fact is about, or opens one; none if the fact opens none.
pub(crate) fn place(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    key: Option<&ConversationKey>,
    fact: &ConversationFact,
    when: When,
) -> Option<ConversationId> {
    let found = match key {
        Some(key) => by_key(state, account, vendor, key),
        None => unnamed(state, account, vendor, fact, when),
    };
    match found {
        Found::Row(id) => Some(id),
        Found::None if opens(fact, key.is_some()) => {
            Some(open(state, account, vendor, key.cloned(), when.now))
        }
        Found::None | Found::Nowhere => None,
    }
}

/// What looking for a row came to.
enum Found {
    Row(ConversationId),
    /// There is none yet.
    None,
    /// There are some, and none is meant.
    Nowhere,
}

fn of_widget<'a>(
    state: &'a State,
    account: &'a AccountId,
    vendor: &'a VendorId,
) -> impl DoubleEndedIterator<Item = &'a Conversation> {
    state
        .world
        .chats
        .rows
        .iter()
        .filter(move |row| row.account == *account && row.vendor == *vendor)
}

fn by_key(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    key: &ConversationKey,
) -> Found {
    let named = |row: &&Conversation| row.key.as_ref() == Some(key);
    let known = of_widget(state, account, vendor).rev().find(named).map(|row| row.id);
    if let Some(id) = known {
        return Found::Row(id);
    }
    // The current conversation was heard of before its name.
    let nameless = |row: &&Conversation| row.key.is_none() && row.is_open();
    let newest = of_widget(state, account, vendor).rev().find(nameless).map(|row| row.id);
    let Some(id) = newest else { return Found::None };
    if let Some(row) = state.world.chats.get_mut(id) {
        row.key = Some(key.clone());
    }
    Found::Row(id)
}

fn unnamed(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    fact: &ConversationFact,
    when: When,
) -> Found {
    if let ConversationFact::OfflineMessage { text } = fact {
        let again = |row: &&Conversation| row.transcript.holds_offline(text.as_ref(), when);
        let known = of_widget(state, account, vendor).rev().find(again);
        return known.map_or(Found::None, |row| Found::Row(row.id));
    }
    let open: Vec<(ConversationId, bool)> = of_widget(state, account, vendor)
        .filter(|row| row.is_open())
        .map(|row| (row.id, row.unsure))
        .collect();
    match open.as_slice() {
        // A conversation that goes on after a reload does not start again: this is another one.
        [(id, true)] if starts(fact) && !when.historic => {
            if let Some(row) = state.world.chats.get_mut(*id) {
                status::give_up(row, when.now);
            }
            Found::None
        }
        [(id, _)] => Found::Row(*id),
        [] => after_all(state, account, vendor, fact, when),
        // The widget names its conversations and did not say which.
        _ => Found::Nowhere,
    }
}

/// Every conversation of the widget is over: is this about the last one, or another one?
fn after_all(
    state: &State,
    account: &AccountId,
    vendor: &VendorId,
    fact: &ConversationFact,
    when: When,
) -> Found {
    let last = of_widget(state, account, vendor).rev().find(|row| row.key.is_none());
    let Some(last) = last else { return Found::None };
    let ended = last.ended_at.unwrap_or(last.heard_at);
    let at = when.at.map(|at| at.min(when.now));
    let before = at.zip(last.status_at).is_some_and(|(at, ended)| at <= ended);
    let since = when.now.since(ended);
    let belongs = match fact {
        ConversationFact::Message { message } => match message.author {
            Author::Visitor => before || (at.is_none() && since <= crate::chats::LATE_LINE),
            Author::Agent | Author::Bot => before || since <= AFTERWORDS,
            Author::System => true,
        },
        ConversationFact::Queued { .. }
        | ConversationFact::Offered { .. }
        | ConversationFact::Active { .. }
        | ConversationFact::CallRequested { .. } => before,
        ConversationFact::OfflineMessage { .. } => false,
        ConversationFact::Closed { .. }
        | ConversationFact::Transfer { .. }
        | ConversationFact::LabelAdded { .. }
        | ConversationFact::LabelRemoved { .. }
        | ConversationFact::Rated { .. }
        | ConversationFact::Noted { .. } => true,
        ConversationFact::VisitorTyping { .. }
        | ConversationFact::VisitorSeen { .. }
        | ConversationFact::PageViewed { .. } => return Found::Nowhere,
    };
    if belongs { Found::Row(last.id) } else { Found::None }
}

/// The fact tells that a conversation comes.
const fn starts(fact: &ConversationFact) -> bool {
    matches!(fact, ConversationFact::Queued { .. } | ConversationFact::Offered { .. })
}

/// Whether a fact about a conversation nobody heard of opens a row. A name proves that it exists.
const fn opens(fact: &ConversationFact, named: bool) -> bool {
    match fact {
        ConversationFact::Queued { .. }
        | ConversationFact::Offered { .. }
        | ConversationFact::Active { .. }
        | ConversationFact::OfflineMessage { .. }
        | ConversationFact::CallRequested { .. } => true,
        ConversationFact::Message { message } => match message.author {
            Author::Visitor | Author::Agent => true,
            Author::Bot | Author::System => named,
        },
        ConversationFact::Closed { .. }
        | ConversationFact::VisitorTyping { .. }
        | ConversationFact::VisitorSeen { .. }
        | ConversationFact::PageViewed { .. }
        | ConversationFact::Transfer { .. }
        | ConversationFact::LabelAdded { .. }
        | ConversationFact::Noted { .. } => named,
        ConversationFact::LabelRemoved { .. } | ConversationFact::Rated { .. } => false,
    }
}

/// Opens a row. Where there are too many, the one silent for longest gives way.
fn open(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    key: Option<ConversationKey>,
    now: Timestamp,
) -> ConversationId {
    let open = || state.world.chats.rows.iter().filter(|row| row.is_open());
    if open().count() >= OPEN_CONVERSATIONS {
        let shown = |row: &&Conversation| !state.world.window.shows_conversation(row.id);
        let silent = open().filter(shown).min_by_key(|row| (row.heard_at, row.id));
        if let Some(id) = silent.map(|row| row.id) {
            state.world.chats.rows.retain(|row| row.id != id);
            let words = state.world.words().chat.too_many;
            attention::notices::add(
                state,
                Some(account),
                NoticeKind::ChatLost,
                Some(words.to_owned()),
                now,
            );
        }
    }
    let id = ConversationId(state.world.chats.next);
    state.world.chats.next = state.world.chats.next.wrapping_add(1);
    let mut row = Conversation::open(id, account.clone(), vendor.clone(), key, now);
    if let Some(widget) = widgets::widget(state, account, vendor) {
        row.endless = widget.endless;
        if row.key.is_none() {
            row.visitor.clone_from(&widget.visitor);
        }
    }
    state.world.chats.rows.push(row);
    id
}

/// Keeps the conversations that ended last, and the one on the stage.
pub(crate) fn drop_old(state: &mut State) {
    let mut over: Vec<(Timestamp, ConversationId)> = state
        .world
        .chats
        .rows
        .iter()
        .filter(|row| !row.is_open() && !state.world.window.shows_conversation(row.id))
        .map(|row| (row.ended_at.unwrap_or(row.heard_at), row.id))
        .collect();
    let surplus = over.len().saturating_sub(RECENT_CONVERSATIONS);
    if surplus == 0 {
        return;
    }
    over.sort_unstable();
    let old: Vec<ConversationId> = over.into_iter().take(surplus).map(|(_, id)| id).collect();
    state.world.chats.rows.retain(|row| !old.contains(&row.id));
}
