//! Changes, carried out: what a domain did leads to its neighbours, to effects, and to attention. The only place where
//! an effect is made of what a domain did.

use crate::attention;
use crate::base::Timestamp;
use crate::change::Change;
use crate::effect::Effect;
use crate::pages::Problem;
use crate::state::State;
use crate::world::World;
use crate::{
    accounts, chats, commands, downloads, funnel, messages, pages, settings, status, window,
};

/// Carries out what the domains did since the last time, then lets attention see it.
pub(super) fn carry_out(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut changes = Vec::new();
    spread(&mut state.world, now, out, &mut changes);
    if !changes.is_empty() {
        // Whatever a domain says is seen in the windows, or leads to something that is.
        state.dirty = true;
        state.attention.confirmed = status::standing::confirmed(state);
        attention::follow(&state.world, &mut state.attention, &changes, now);
        for change in changes {
            hand_on(state, change, now, out);
        }
    }
    let shown = state.attention.changes.take();
    state.dirty |= !shown.is_empty();
    out.extend(shown.into_iter().filter_map(shown_outside));
}

/// Tells those that still take the whole state.
fn hand_on(state: &mut State, change: Change, now: Timestamp, out: &mut Vec<Effect>) {
    match change {
        Change::Chats(chats::change::Change::Ask { account, conversation, asked, request }) => {
            commands::chats::ask(state, &account, conversation, asked, request, now, out);
        }
        Change::Chats(chats::change::Change::Misplaced { account }) => {
            let (name, reason) = ("chat message".to_owned(), "no conversation named".to_owned());
            let problem = Problem::Malformed { name, reason };
            pages::diagnostics::unparsed(state, &account, &problem, 1, now);
        }
        Change::Funnel(funnel::change::Change::Save) => settings::state::save(state, out),
        Change::Accounts(_)
        | Change::Chats(_)
        | Change::Downloads(_)
        | Change::Funnel(_)
        | Change::Messages(_)
        | Change::Window(_) => {}
    }
}

/// Tells the neighbours first, so that what they do about it is done before the change's own effect.
fn spread(world: &mut World, now: Timestamp, out: &mut Vec<Effect>, all: &mut Vec<Change>) {
    for change in world.take_changes() {
        tell_neighbours(world, &change, now);
        spread(world, now, out, all);
        out.extend(effect(&change));
        all.push(change);
    }
}

/// Who else must know of a change.
fn tell_neighbours(world: &mut World, change: &Change, _now: Timestamp) {
    match change {
        Change::Accounts(accounts::change::Change::Removed { account }) => {
            world.downloads.account_removed(account);
            world.messages.account_removed(account);
        }
        Change::Chats(chats::change::Change::Told { conversation, fact }) => {
            world.commands.chat_told(*conversation, fact);
        }
        Change::Chats(chats::change::Change::Removed { conversation }) => {
            if world.window.conversation() == Some(*conversation) {
                let last_shown = world.window.last_shown.as_ref();
                world.window.stage = window::stage::first_stage(&world.accounts, last_shown);
            }
        }
        Change::Chats(_)
        | Change::Downloads(_)
        | Change::Funnel(_)
        | Change::Messages(_)
        | Change::Window(_) => {}
    }
}

/// What is to be done outside about a change.
fn effect(change: &Change) -> Option<Effect> {
    match change {
        Change::Downloads(change) => match change {
            downloads::change::Change::Ordered { download, order } => {
                Some(Effect::Download { download: *download, order: order.clone() })
            }
            downloads::change::Change::Updated
            | downloads::change::Change::Finished { .. }
            | downloads::change::Change::TooMany { .. }
            | downloads::change::Change::RefusedToSignIn { .. } => None,
        },
        Change::Chats(change) => match change {
            chats::change::Change::Answered { request, answer } => {
                Some(Effect::Answer { request: *request, answer: answer.clone() })
            }
            chats::change::Change::Updated
            | chats::change::Change::Changed { .. }
            | chats::change::Change::LineArrived { .. }
            | chats::change::Change::Removed { .. }
            | chats::change::Change::GaveWay { .. }
            | chats::change::Change::WidgetChanged { .. }
            | chats::change::Change::Misplaced { .. }
            | chats::change::Change::Told { .. }
            | chats::change::Change::Ask { .. }
            | chats::change::Change::Expired { .. } => None,
        },
        Change::Funnel(funnel::change::Change::Counted | funnel::change::Change::Save)
        | Change::Accounts(accounts::change::Change::Removed { .. })
        | Change::Messages(
            messages::change::Change::Updated { .. }
            | messages::change::Change::Arrived { .. }
            | messages::change::Change::FoundUnread { .. },
        )
        | Change::Window(window::change::Change::Focused) => None,
    }
}

/// What attention wants to be done outside.
fn shown_outside(change: attention::change::Change) -> Option<Effect> {
    match change {
        attention::change::Change::Updated => None,
        attention::change::Change::Notify(notification) => {
            Some(Effect::Notify { notification: *notification })
        }
        attention::change::Change::Attract => Some(Effect::RequestAttention),
        attention::change::Change::Withdraw(key) => Some(Effect::WithdrawNotification { key }),
    }
}
