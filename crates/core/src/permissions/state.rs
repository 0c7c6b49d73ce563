//! Open questions about permissions, and what the agent said about them.

use super::facts::{AskId, Right};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::state::State;

/// An open question about a right.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) id: AskId,
    pub(crate) account: AccountId,
    pub(crate) right: Right,
    pub(super) detail: Option<String>,
    pub(super) since: Timestamp,
    /// Everything that waits for the answer; empty where the engine could not wait.
    pub(super) waiting: Vec<AskId>,
}

/// What was said about a right.
pub(crate) fn said(state: &State, account: &AccountId, right: &Right) -> Option<bool> {
    let kept = state.settings.grants.iter().find(|g| g.account == *account && g.right == *right);
    let passing = || state.accounts.get(account).and_then(|a| a.passing_rights.get(right)).copied();
    kept.map(|grant| grant.allowed).or_else(passing)
}

impl Ask {
    pub(super) fn has(&self, id: AskId) -> bool {
        self.id == id || self.waiting.contains(&id)
    }
}
