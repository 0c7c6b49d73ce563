//! Deadlines: when the next one is, and what is done when it has passed.

use crate::base::Timestamp;
use crate::state::State;
use crate::world::World;

/// When [`Event::Tick`] is due if nothing else happens before.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    [
        state.world.calls.deadline(),
        state.world.chats.deadline(),
        state.attention.chats_deadline(),
        state.world.funnel.deadline(state.world.clock),
        state.world.status.deadline(),
        state.world.pages.deadline(),
        state.world.sign_in.deadline(),
        state.world.permissions.deadline(),
        state.world.commands.deadline(),
        state.world.window.deadline(),
        state.attention.deadline(),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// Does everything whose deadline has passed.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    let words = state.world.words();
    state.world.calls.pass_time(now);
    let (commands, around) = state.world.commands_mut();
    commands.review(around);
    commands.pass_time(around, now);
    let World { calls, sign_in, chats, funnel, clock, .. } = &mut state.world;
    calls.give_up_late_dials(words, now);
    sign_in.pass_time(now);
    chats.pass_time(words, now);
    funnel.pass_time(*clock, now);
    state.touched.view |= state.attention.chats_deadline().is_some_and(|due| now >= due);
    state.world.status.pass_time(now);
    state.world.pages.pass_time(now);
    state.world.permissions.pass_time(now);
    state.world.window.pass_time(now);
    state.attention.pass_time(now);
}
