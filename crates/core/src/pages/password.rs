//! A server or a proxy asks for a name and a password inside a page.

use super::facts::{PageState, PasswordFor};
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap, fill};
use crate::effect::Effect;
use crate::state::State;

/// A server or a proxy asks for a name and a password; the question stands in the page until somebody
/// answers, so it must be found.
pub(crate) fn password_wanted(
    state: &mut State,
    account: &AccountId,
    host: &str,
    from: PasswordFor,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(a) = state.world.account_mut(account) else { return };
    if a.page.state == PageState::Closed {
        return;
    }
    a.page.password_wanted = true;
    let words = &state.world.words().guard;
    let asks = match from {
        PasswordFor::Server => words.server_asks,
        PasswordFor::Proxy => words.proxy_asks,
    };
    let detail = fill(asks, &[&cap(host, NAME_MAX)]);
    attention::notices::add(
        state,
        Some(account),
        NoticeKind::PasswordWanted,
        Some(detail.clone()),
        now,
    );
    attention::accounts::password_wanted(state, account, detail, now, out);
}

/// The question was answered, or its page has gone.
pub(crate) fn password_settled(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    if let Some(a) = state.world.account_mut(account) {
        a.page.password_wanted = false;
    }
    attention::notices::clear(state, Some(account), NoticeKind::PasswordWanted);
    attention::notifications::withdraw(state, &attention::keys::password_key(account), out);
}
