//! What the agent opens, and what they mark as seen. Only what is opened itself counts as seen: whatever else stands
//! beside it waits as it did.

use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Source, Timestamp};
use crate::calls::CallId;
use crate::calls::call::Call;
use crate::chats::ConversationId;
use crate::state::State;
use crate::window::marked::Marked;
use crate::window::{Item, SeenKind, Stage};
use crate::world::World;

/// Puts something on the stage. A conversation is read by that, and nothing else.
pub(super) fn show(
    state: &mut State,
    stage: Stage,
    from: Source,
    now: Timestamp,
) -> Result<(), Answer> {
    match &stage {
        Stage::Widget { account } | Stage::EditAccount { account } => state.world.known(account)?,
        Stage::Conversation { conversation } => {
            known_conversation(&state.world, *conversation)?;
            state.world.chats.mark_read(*conversation, now);
        }
        Stage::Activity
        | Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::Reachability
        | Stage::Settings => {}
    }
    state.world.window.set_stage(stage);
    if from != Source::Window {
        state.world.window.show();
    }
    Ok(())
}

/// Leads to one thing: its place comes on the stage, it has the keyboard there, and it is seen.
pub(super) fn open(
    state: &mut State,
    item: Item,
    from: Source,
    now: Timestamp,
) -> Result<(), Answer> {
    if from != Source::Window {
        // Even where what was pressed for is gone: a press that does nothing looks broken.
        state.world.window.show();
    }
    let stage = match &item {
        Item::Call { call } => {
            let call = known_call(&state.world, *call)?;
            let (live, account) = (call.is_live(), call.account.clone());
            let id = call.id;
            state.world.calls.mark_seen(|call| call.id == id);
            Some(if live { Stage::Widget { account } } else { Stage::Activity })
        }
        Item::MissedCalls | Item::Unread { account: None } => Some(Stage::Activity),
        Item::Message { account, message } => {
            state.world.known(account)?;
            state.world.messages.mark_seen(account, |id| id == message);
            Some(Stage::Widget { account: account.clone() })
        }
        Item::Conversation { conversation } => {
            Some(Stage::Conversation { conversation: *conversation })
        }
        Item::Account { account }
        | Item::Permission { account }
        | Item::Unread { account: Some(account) } => {
            Some(Stage::Widget { account: account.clone() })
        }
        Item::Status { account } => {
            state.world.known(account)?;
            None
        }
    };
    if let Some(stage) = stage {
        show(state, stage, Source::Window, now)?;
    }
    state.world.window.lead_to(item);
    Ok(())
}

/// What is to be marked as seen: the things named, or all of a kind.
#[derive(Debug)]
pub(super) struct Meant {
    pub(super) call: Option<CallId>,
    pub(super) account: Option<AccountId>,
    pub(super) conversation: Option<ConversationId>,
    pub(super) message: Option<String>,
    pub(super) kind: Option<SeenKind>,
}

/// Marks as seen, and offers to undo it.
pub(super) fn mark(state: &mut State, meant: Meant, now: Timestamp) -> Result<Reply, Answer> {
    let Meant { call, account, conversation, message, kind } = meant;
    let words = state.world.words();
    if let Some(account) = &account {
        state.world.known(account)?;
    }
    if let Some(call) = call {
        known_call(&state.world, call)?;
    }
    if let Some(conversation) = conversation {
        known_conversation(&state.world, conversation)?;
    }
    let names_one = call.is_some() || conversation.is_some() || message.is_some();
    // Without a kind an account's messages and conversations are meant, as before there were kinds; without an
    // account the calls.
    let (calls, messages, chats) = match kind {
        None if names_one => (false, false, false),
        None => (account.is_none(), account.is_some(), account.is_some()),
        Some(SeenKind::Calls) => (true, false, false),
        Some(SeenKind::Messages) => (false, true, false),
        Some(SeenKind::Chats) => (false, false, true),
        Some(SeenKind::All) => (true, true, true),
    };
    let World { calls: all_calls, messages: books, chats: all_chats, accounts, .. } =
        &mut state.world;
    let mut marked = Marked::default();
    let of_account = |whose: &AccountId| account.as_ref().is_none_or(|account| account == whose);
    marked.calls =
        all_calls.mark_seen(|row| call == Some(row.id) || (calls && of_account(&row.account)));
    for config in accounts.all().iter().filter(|config| of_account(&config.id)) {
        let one = message.as_deref().filter(|_| account.is_some());
        let seen = books.mark_seen(&config.id, |id| messages || one == Some(id));
        marked.messages.extend(seen.into_iter().map(|id| (config.id.clone(), id)));
    }
    marked.chats.extend(conversation.and_then(|id| all_chats.mark_read(id, now)));
    if chats {
        marked.chats.extend(all_chats.mark_all_read(account.as_ref(), now));
    }
    let message = fill(words.marked_seen, &[&marked.count().to_string()]);
    state.world.window.offer_undo(marked, now);
    Ok(Reply::Done(message))
}

/// Undoes a mark: exactly what it made seen is unseen again.
pub(super) fn undo(state: &mut State, mark: Option<u32>, now: Timestamp) -> Result<Reply, Answer> {
    let words = state.world.words();
    let World { window, calls, messages, chats, .. } = &mut state.world;
    let Some(marked) = window.take_undo(mark) else {
        return Err(failed(ErrorCode::NotPossible, words.nothing_to_undo.to_owned()));
    };
    let count = marked.count();
    for call in marked.calls {
        calls.mark_unseen(call);
    }
    for (account, id) in marked.messages {
        messages.mark_unseen(&account, &id);
    }
    for was in marked.chats {
        chats.mark_unread(was, now);
    }
    Ok(Reply::Done(fill(words.marked_unseen, &[&count.to_string()])))
}

fn known_call(world: &World, id: CallId) -> Result<&Call, Answer> {
    let unknown = || failed(ErrorCode::NoCall, world.words().unknown_call.to_owned());
    world.calls.get(id).ok_or_else(unknown)
}

/// There is such a conversation.
pub(super) fn known_conversation(world: &World, id: ConversationId) -> Result<(), Answer> {
    let known = world.chats.get(id).map(|_| ());
    known.ok_or_else(|| failed(ErrorCode::NoChat, world.words().chat.unknown.to_owned()))
}
