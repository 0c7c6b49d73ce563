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
    let known = state.notices.iter().position(same).map(|index| state.notices.remove(index));
    let id = known.map_or(state.next_notice, |notice| notice.id);
    if id == state.next_notice {
        state.next_notice = state.next_notice.wrapping_add(1);
    }
    let surplus = (state.notices.len() + 1).saturating_sub(NOTICES_MAX);
    state.notices.drain(..surplus);
    state.notices.push(Notice { id, account: account.cloned(), kind, detail, at: now });
}

/// Takes notices away that are no longer true.
pub(crate) fn clear(state: &mut State, account: Option<&AccountId>, kind: NoticeKind) {
    let before = state.notices.len();
    state.notices.retain(|n| n.kind != kind || n.account.as_ref() != account);
    state.dirty |= state.notices.len() != before;
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
    if state.withheld.len() >= WITHHELD_MAX {
        state.withheld.pop_front();
    }
    state.withheld.push_back(Withheld { at: now, what: what.to_owned(), reason, detail });
}
