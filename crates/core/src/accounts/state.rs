//! The list of accounts, and what one may ask of it.

use super::facts::AccountId;
use crate::base::Answer;
use crate::base::answer::failed;
use crate::base::text::fill;
use crate::state::State;

/// An account that does not exist, as an answer.
pub(crate) fn unknown(state: &State, account: &AccountId) -> Answer {
    failed("unknown-account", fill(state.words().unknown_account, &[account.as_str()]))
}

/// The account's label, where there are several.
pub(crate) fn label(state: &State, account: &AccountId) -> Option<String> {
    let several = state.settings.accounts.len() > 1;
    state.config(account).filter(|_| several).map(|config| config.label.clone())
}

/// The account exists.
pub(crate) fn known(state: &State, account: &AccountId) -> Result<(), Answer> {
    let known = state.config(account).map(|_| ());
    known.ok_or_else(|| unknown(state, account))
}
