//! Deadlines: when the next one is, and what is done when it has passed.

use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::{chats, commands, funnel};

/// When [`Event::Tick`] is due if nothing else happens before.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    let commands = state.world.commands.waiting.values().map(|command| command.until);
    let later = [
        state.world.calls.deadline(),
        chats::lifecycle::deadline(state),
        funnel::count::deadline(state),
        state.world.status.deadline(),
        state.world.pages.deadline(),
        state.world.sign_in.deadline(),
        state.world.permissions.deadline(),
        state.attention.deadline(),
    ]
    .into_iter()
    .flatten();
    commands.chain(later).min()
}

/// Does everything whose deadline has passed.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let words = state.world.words();
    state.world.calls.pass_time(now);
    commands::outbox::review(state, now, out);
    commands::outbox::pass_time(state, now, out);
    state.world.calls.give_up_late_dials(words, now);
    state.world.sign_in.pass_time(now);
    chats::lifecycle::pass_time(state, now, out);
    funnel::count::pass_time(state, now, out);
    state.world.status.pass_time(now);
    state.world.pages.pass_time(now);
    state.world.permissions.pass_time(now);
    state.attention.pass_time(now);
}
