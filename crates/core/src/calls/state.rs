//! Live and recent calls.

use super::call::Call;
use crate::accounts::AccountId;
use crate::attention;
use crate::effect::Effect;
use crate::state::State;

/// Takes the rows of an account away, with their notifications.
pub(crate) fn forget_calls(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let all = std::mem::take(&mut state.calls).into_iter();
    let (gone, kept): (Vec<Call>, Vec<Call>) = all.partition(|call| call.account == *account);
    state.calls = kept;
    for call in gone {
        attention::notifications::withdraw(state, &attention::keys::call_key(call.id), out);
        attention::notifications::withdraw(state, &attention::keys::missed_key(call.id), out);
    }
}

pub(crate) fn mark_calls(state: &mut State, of: impl Fn(&Call) -> bool) {
    for call in state.calls.iter_mut().filter(|call| of(call)) {
        state.dirty |= call.unseen();
        call.seen |= call.went_unanswered();
    }
}
