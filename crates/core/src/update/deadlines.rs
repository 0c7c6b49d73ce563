//! Deadlines: when the next one is, and what is done when it has passed.

use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::{attention, calls, commands, pages, permissions, sign_in, status};

/// When [`Event::Tick`] is due if nothing else happens before.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    let calls = state.world.calls.rows.iter().filter_map(calls::call::Call::deadline);
    let commands = state.world.commands.waiting.values().map(|command| command.until);
    let pages = state.world.pages.by_account.values().filter_map(pages::lifecycle::deadline);
    let sign_ins = state.world.sign_in.by_account.values().filter_map(|a| a.until);
    let lines = state.world.calls.lines.values().flat_map(|line| {
        let dial = line.dial.as_ref().map(|wish| wish.until);
        [line.resync_until, dial].into_iter().flatten()
    });
    let later = [
        state.world.chats.deadline(),
        state.attention.chats_deadline(),
        state.world.funnel.deadline(state.world.clock),
        status::sync::deadline(state),
        permissions::asks::deadline(state),
        attention::page_notices::deadline(state),
    ]
    .into_iter()
    .flatten();
    calls.chain(commands).chain(pages).chain(sign_ins).chain(lines).chain(later).min()
}

/// Does everything whose deadline has passed.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    calls::resync::pass_time(state, now);
    calls::observe::pass_time(state, now);
    commands::outbox::review(state, now, out);
    commands::outbox::pass_time(state, now, out);
    calls::dial::pass_time(state, now, out);
    sign_in::flow::pass_time(state, now, out);
    let words = state.world.words();
    state.world.chats.pass_time(words, now);
    state.dirty |= state.attention.chats_deadline().is_some_and(|due| now >= due);
    state.world.funnel.pass_time(state.world.clock, now);
    status::sync::pass_time(state, now);
    pages::lifecycle::pass_time(state, now, out);
    permissions::asks::pass_time(state, now, out);
    attention::page_notices::pass_time(state, now);
}
