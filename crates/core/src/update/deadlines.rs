//! Deadlines: when the next one is, and what is done when it has passed.

use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::world::World;
use crate::{calls, commands};

/// When [`Event::Tick`] is due if nothing else happens before.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    let calls = state.world.calls.rows.iter().filter_map(calls::call::Call::deadline);
    let commands = state.world.commands.waiting.values().map(|command| command.until);
    let lines = state.world.calls.lines.values().flat_map(|line| {
        let dial = line.dial.as_ref().map(|wish| wish.until);
        [line.resync_until, dial].into_iter().flatten()
    });
    let later = [
        state.world.chats.deadline(),
        state.attention.chats_deadline(),
        state.world.funnel.deadline(state.world.clock),
        state.world.status.deadline(),
        state.world.pages.deadline(),
        state.world.sign_in.deadline(),
        state.world.permissions.deadline(),
        state.attention.deadline(),
    ]
    .into_iter()
    .flatten();
    calls.chain(commands).chain(lines).chain(later).min()
}

/// Does everything whose deadline has passed.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    calls::resync::pass_time(state, now);
    calls::observe::pass_time(state, now);
    commands::outbox::review(state, now, out);
    commands::outbox::pass_time(state, now, out);
    calls::dial::pass_time(state, now, out);
    let words = state.world.words();
    let World { sign_in, chats, funnel, clock, .. } = &mut state.world;
    sign_in.pass_time(now);
    chats.pass_time(words, now);
    funnel.pass_time(*clock, now);
    state.touched.view |= state.attention.chats_deadline().is_some_and(|due| now >= due);
    state.world.status.pass_time(now);
    state.world.pages.pass_time(now);
    state.world.permissions.pass_time(now);
    state.attention.pass_time(now);
}
