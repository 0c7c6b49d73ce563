//! The microphone of a page: who stands in its way, and what to do about it.

use super::facts::{MicrophoneProblem, Right};
use super::state::PagePermissions;
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::state::State;

/// Everything a notice may say about a microphone.
const NOTICES: [NoticeKind; 4] = [
    NoticeKind::MicrophoneForbidden,
    NoticeKind::MicrophoneBlocked,
    NoticeKind::NoMicrophone,
    NoticeKind::MicrophoneBusy,
];

/// Microphones the page could use.
pub(crate) fn counted(state: &mut State, account: &AccountId, count: Option<u32>) {
    let Some(a) = state.world.account_mut(account) else { return };
    state.dirty |= a.permissions.microphones != count;
    a.permissions.microphones = count;
    if count.is_some_and(|count| count > 0)
        && a.permissions.microphone_problem == Some(MicrophoneProblem::NoDevice)
    {
        solved(state, account);
    }
}

/// The page wanted to record. The same trouble again is no news.
pub(crate) fn tried(
    state: &mut State,
    account: &AccountId,
    problem: Option<MicrophoneProblem>,
    now: Timestamp,
) {
    let Some(a) = state.world.account_mut(account) else { return };
    let Some(problem) = problem else { return solved(state, account) };
    if a.permissions.microphone_problem == Some(problem) {
        return;
    }
    a.permissions.microphone_problem = Some(problem);
    state.dirty = true;
    let words = &state.world.words().rights;
    let switch = || Some((words.switch)(state.world.system.microphone_switch).to_owned());
    let (kind, detail) = match (problem, state.world.permissions.said(account, &Right::Microphone))
    {
        (MicrophoneProblem::NotAllowed, Some(false)) => (NoticeKind::MicrophoneForbidden, None),
        (MicrophoneProblem::NotAllowed, Some(true)) => (NoticeKind::MicrophoneBlocked, switch()),
        // Nobody has said no: the question is open, or was never answered and comes again.
        (MicrophoneProblem::NotAllowed, None) => return,
        (MicrophoneProblem::NoDevice, _) => (NoticeKind::NoMicrophone, None),
        (MicrophoneProblem::NotReadable, _) => (NoticeKind::MicrophoneBusy, None),
    };
    for other in NOTICES.into_iter().filter(|other| *other != kind) {
        attention::notices::clear(state, Some(account), other);
    }
    attention::notices::add(state, Some(account), kind, detail, now);
}

/// Nothing stands in the way any more, as far as known.
pub(crate) fn solved(state: &mut State, account: &AccountId) {
    if let Some(a) = state.world.account_mut(account) {
        state.dirty |= a.permissions.microphone_problem.take().is_some();
    }
    for kind in NOTICES {
        attention::notices::clear(state, Some(account), kind);
    }
}

/// The system's switch is on: what it refused before may work now.
pub(crate) fn unblocked(state: &mut State) {
    let refused = |a: &PagePermissions| a.microphone_problem == Some(MicrophoneProblem::NotAllowed);
    let accounts = state.world.permissions.by_account.iter().filter(|(_, a)| refused(a));
    let accounts: Vec<AccountId> = accounts.map(|(id, _)| id.clone()).collect();
    for account in accounts {
        if state.world.permissions.said(&account, &Right::Microphone) == Some(true) {
            solved(state, &account);
        }
    }
}
