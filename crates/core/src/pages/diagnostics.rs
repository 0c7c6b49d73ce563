//! What is kept of a page for diagnostics: details by name, and the count of what could not be read.

use super::facts::Problem;
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::state::State;

/// Most details kept of one account.
const DETAILS_MAX: usize = 50;

/// Most different names of unreadable messages counted apart.
const NAMES_MAX: usize = 200;

/// Keeps a detail under its name; none takes it away.
pub(crate) fn detail(state: &mut State, account: &AccountId, name: &str, value: Option<&str>) {
    let Some(a) = state.world.account_mut(account) else { return };
    let Some(value) = value else {
        state.dirty |= a.page.details.remove(name).is_some();
        return;
    };
    let (name, value) = (cap(name, NAME_MAX), cap(value, NAME_MAX));
    if a.page.details.get(&name) == Some(&value) {
        return;
    }
    if a.page.details.len() < DETAILS_MAX || a.page.details.contains_key(&name) {
        a.page.details.insert(name, value);
        state.dirty = true;
    }
}

/// Counts messages that gave no fact; lost ones are told to the agent.
pub(crate) fn unparsed(
    state: &mut State,
    account: &AccountId,
    problem: &Problem,
    count: u32,
    now: Timestamp,
) {
    let Some(a) = state.world.account_mut(account) else { return };
    let name = match problem {
        Problem::UnknownType { name } => cap(name, NAME_MAX),
        Problem::Malformed { name, reason } => cap(&format!("{name}: {reason}"), NAME_MAX),
        Problem::WrongOrigin => "wrong origin".to_owned(),
        Problem::TooLarge => "too large".to_owned(),
        Problem::Dropped => "dropped".to_owned(),
        Problem::NotAMessage => "not a message".to_owned(),
    };
    let known = a.page.unparsed.len() < NAMES_MAX || a.page.unparsed.contains_key(&name);
    let slot = a.page.unparsed.entry(if known { name } else { "other".to_owned() }).or_insert(0);
    *slot = slot.saturating_add(count);
    state.dirty = true;
    if *problem == Problem::Dropped {
        a.page.dropped = a.page.dropped.saturating_add(count);
        let total = a.page.dropped.to_string();
        attention::notices::add(state, Some(account), NoticeKind::Flood, Some(total), now);
    }
}
