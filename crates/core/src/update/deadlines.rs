//! Deadlines: when the next one is, and what is done when it has passed.

use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use crate::{attention, calls, chats, commands, funnel, pages, permissions, sign_in, status};

/// When [`Event::Tick`] is due if nothing else happens before.
#[must_use]
pub fn next_deadline(state: &State) -> Option<Timestamp> {
    let calls = state.calls.iter().filter_map(calls::call::Call::deadline);
    let commands = state.commands.values().map(|command| command.until);
    let accounts = state.accounts.values().flat_map(|a| {
        let dial = a.dial.as_ref().map(|wish| wish.until);
        [pages::lifecycle::deadline(a), a.sign_in_until, a.resync_until, dial].into_iter().flatten()
    });
    let later = [
        chats::lifecycle::deadline(state),
        funnel::count::deadline(state),
        status::sync::deadline(state),
        permissions::asks::deadline(state),
        attention::page_notices::deadline(state),
    ]
    .into_iter()
    .flatten();
    calls.chain(commands).chain(accounts).chain(later).min()
}

/// Does everything whose deadline has passed.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    calls::resync::pass_time(state, now);
    calls::observe::pass_time(state, now);
    commands::outbox::review(state, now, out);
    commands::outbox::pass_time(state, now, out);
    calls::dial::pass_time(state, now, out);
    sign_in::flow::pass_time(state, now, out);
    chats::lifecycle::pass_time(state, now, out);
    funnel::count::pass_time(state, now, out);
    status::sync::pass_time(state, now);
    pages::lifecycle::pass_time(state, now, out);
    permissions::asks::pass_time(state, now, out);
    attention::page_notices::pass_time(state, now);
}
