//! Adding, changing, renaming, moving, switching and removing accounts.

use super::change::Change;
use super::facts::{AccountConfig, AccountId};
use super::state::Accounts;
use crate::base::ErrorCode;
use crate::base::answer::failed;
use crate::base::text::fill;
use crate::base::{Answer, Private};
use crate::words::Words;

/// Most accounts.
const ACCOUNTS_MAX: usize = 64;

/// Longest label in characters.
pub(crate) const LABEL_MAX: usize = 80;

fn good_label(label: &str, words: &Words) -> Result<(), Answer> {
    let length = label.trim().chars().count();
    if length == 0 || label.chars().count() > LABEL_MAX {
        return Err(failed(ErrorCode::BadInput, fill(words.bad_label, &[&LABEL_MAX.to_string()])));
    }
    Ok(())
}

impl Accounts {
    fn config_mut(
        &mut self,
        account: &AccountId,
        words: &Words,
    ) -> Result<&mut AccountConfig, Answer> {
        self.known(account, words)?;
        let found = self.configs.iter_mut().find(|config| config.id == *account);
        found.ok_or_else(|| super::state::unknown(account, words))
    }

    /// Adds an account.
    pub(crate) fn add(&mut self, config: AccountConfig, words: &Words) -> Result<(), Answer> {
        good_label(&config.label, words)?;
        if self.config(&config.id).is_some() {
            return Err(failed(ErrorCode::BadInput, fill(words.id_taken, &[config.id.as_str()])));
        }
        if self.configs.len() >= ACCOUNTS_MAX {
            let message = fill(words.too_many_accounts, &[&ACCOUNTS_MAX.to_string()]);
            return Err(failed(ErrorCode::BadInput, message));
        }
        let account = config.id.clone();
        self.configs.push(config);
        self.changes.push(Change::Added { account });
        Ok(())
    }

    /// Changes an account's label and options, and switches it on or off.
    pub(crate) fn change(&mut self, config: AccountConfig, words: &Words) -> Result<(), Answer> {
        good_label(&config.label, words)?;
        let id = config.id.clone();
        let known = self.config_mut(&id, words)?;
        if known.vendor != config.vendor || known.simulated != config.simulated {
            return Err(failed(ErrorCode::BadInput, words.other_vendor.to_owned()));
        }
        if *known == config {
            return Ok(());
        }
        let enabled = config.enabled;
        let after = AccountConfig { enabled: known.enabled, ..config };
        let before = Box::new(std::mem::replace(known, after));
        self.changes.push(Change::Changed { before });
        if enabled { self.enable(&id, words) } else { self.disable(&id, words) }
    }

    /// A secret that the settings only named has come. One that was typed meanwhile is newer.
    pub(crate) fn secret_came(&mut self, account: &AccountId, key: &str, value: &Private<String>) {
        let known = self.configs.iter_mut().find(|config| config.id == *account);
        if let Some(known) = known.filter(|config| config.option(key).is_none()) {
            let before = Box::new(known.clone());
            known.options.insert(key.to_owned(), value.reveal().clone());
            self.changes.push(Change::Changed { before });
        }
    }

    /// Sets some of an account's options; an empty one is taken out.
    pub(crate) fn set_options(
        &mut self,
        account: &AccountId,
        options: impl IntoIterator<Item = (&'static str, String)>,
        words: &Words,
    ) -> Result<(), Answer> {
        let config = self.config_mut(account, words)?;
        let before = Box::new(config.clone());
        for (option, value) in options {
            match value.trim().is_empty() {
                true => config.options.remove(option),
                false => config.options.insert(option.to_owned(), value),
            };
        }
        if *config != *before {
            self.changes.push(Change::Changed { before });
        }
        Ok(())
    }

    /// Renames an account.
    pub(crate) fn rename(
        &mut self,
        account: &AccountId,
        label: String,
        words: &Words,
    ) -> Result<(), Answer> {
        good_label(&label, words)?;
        let config = self.config_mut(account, words)?;
        if config.label != label {
            let before = Box::new(config.clone());
            config.label = label;
            self.changes.push(Change::Changed { before });
        }
        Ok(())
    }

    /// Moves an account within the list.
    pub(crate) fn move_to(
        &mut self,
        account: &AccountId,
        to: u32,
        words: &Words,
    ) -> Result<(), Answer> {
        let from = self.configs.iter().position(|config| config.id == *account);
        let from = from.ok_or_else(|| super::state::unknown(account, words))?;
        let last = self.configs.len().saturating_sub(1);
        let to = usize::try_from(to).map_or(last, |to| to.min(last));
        if from != to {
            let config = self.configs.remove(from);
            self.configs.insert(to, config);
            self.changes.push(Change::Moved);
        }
        Ok(())
    }

    /// Switches an account on.
    pub(crate) fn enable(&mut self, account: &AccountId, words: &Words) -> Result<(), Answer> {
        if !std::mem::replace(&mut self.config_mut(account, words)?.enabled, true) {
            self.changes.push(Change::Enabled { account: account.clone() });
        }
        Ok(())
    }

    /// Switches an account off. Whether a call would be cut was asked before.
    pub(crate) fn disable(&mut self, account: &AccountId, words: &Words) -> Result<(), Answer> {
        if std::mem::replace(&mut self.config_mut(account, words)?.enabled, false) {
            self.changes.push(Change::Disabled { account: account.clone() });
        }
        Ok(())
    }

    /// Removes an account with everything known of it. The window has asked the user before.
    pub(crate) fn remove(&mut self, account: &AccountId, words: &Words) -> Result<(), Answer> {
        self.disable(account, words)?;
        self.configs.retain(|config| config.id != *account);
        self.changes.push(Change::Removed { account: account.clone() });
        Ok(())
    }
}
