//! Notices: the lines that tell the agent what happened; and the record of interruptions not made.

use super::facts::{Notice, NoticeKind, Withheld, WithheldReason};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::state::State;

/// Most notices kept.
const NOTICES_MAX: usize = 50;

/// Most interruptions not made kept for diagnostics.
const WITHHELD_MAX: usize = 50;

/// Adds a notice; one of the same kind and account is replaced, not stacked.
pub(crate) fn add(
    state: &mut State,
    account: Option<&AccountId>,
    kind: NoticeKind,
    detail: Option<String>,
    now: Timestamp,
) {
    state.dirty = true;
    let same = |notice: &Notice| notice.kind == kind && notice.account.as_ref() == account;
    let known = state
        .attention
        .notices
        .iter()
        .position(same)
        .map(|index| state.attention.notices.remove(index));
    let id = known.map_or(state.attention.next_notice, |notice| notice.id);
    if id == state.attention.next_notice {
        state.attention.next_notice = state.attention.next_notice.wrapping_add(1);
    }
    let surplus = (state.attention.notices.len() + 1).saturating_sub(NOTICES_MAX);
    state.attention.notices.drain(..surplus);
    state.attention.notices.push(Notice { id, account: account.cloned(), kind, detail, at: now });
}

/// Takes notices away that are no longer true.
pub(crate) fn clear(state: &mut State, account: Option<&AccountId>, kind: NoticeKind) {
    let before = state.attention.notices.len();
    state.attention.notices.retain(|n| n.kind != kind || n.account.as_ref() != account);
    state.dirty |= state.attention.notices.len() != before;
}

/// Records why somebody was not interrupted.
pub(crate) fn withhold(state: &mut State, what: &str, reason: WithheldReason, now: Timestamp) {
    withhold_because(state, what, reason, None, now);
}

/// Same, with the words of whoever refused.
pub(crate) fn withhold_because(
    state: &mut State,
    what: &str,
    reason: WithheldReason,
    detail: Option<String>,
    now: Timestamp,
) {
    state.dirty = true;
    if state.attention.withheld.len() >= WITHHELD_MAX {
        state.attention.withheld.pop_front();
    }
    state.attention.withheld.push_back(Withheld { at: now, what: what.to_owned(), reason, detail });
}
