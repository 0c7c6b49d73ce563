//! The list of accounts, and what one may ask of it.

use super::change::Change;
use super::facts::{AccountConfig, AccountId};
use crate::base::Answer;
use crate::base::ErrorCode;
use crate::base::answer::failed;
use crate::base::changes::Changes;
use crate::base::text::fill;
use crate::words::Words;

/// The accounts in the order of the sidebar; kept in the settings file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts {
    pub(super) configs: Vec<AccountConfig>,
    pub(crate) changes: Changes<Change>,
}

impl Accounts {
    /// Those of the settings file.
    pub(crate) fn new(configs: Vec<AccountConfig>) -> Self {
        Self { configs, changes: Changes::default() }
    }

    /// All of them in the order of the sidebar.
    pub(crate) fn all(&self) -> &[AccountConfig] {
        &self.configs
    }

    /// What the user calls the account; nothing if it is gone.
    pub(crate) fn label(&self, account: &AccountId) -> String {
        self.config(account).map_or_else(String::new, |config| config.label.clone())
    }

    /// What the user calls it, where there are several.
    pub(crate) fn distinguishing_label(&self, account: &AccountId) -> Option<String> {
        let several = self.configs.len() > 1;
        self.config(account).filter(|_| several).map(|config| config.label.clone())
    }

    /// An account's configuration.
    pub(crate) fn config(&self, account: &AccountId) -> Option<&AccountConfig> {
        self.configs.iter().find(|config| config.id == *account)
    }

    /// The account exists.
    pub(crate) fn known(&self, account: &AccountId, words: &Words) -> Result<(), Answer> {
        self.config(account).map(|_| ()).ok_or_else(|| unknown(account, words))
    }
}

/// An account that does not exist, as an answer.
pub(super) fn unknown(account: &AccountId, words: &Words) -> Answer {
    failed(ErrorCode::UnknownAccount, fill(words.unknown_account, &[account.as_str()]))
}
