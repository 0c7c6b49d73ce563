//! How numbers are shown, by account: each may be at home in a region of its own.

use super::AccountId;
use crate::base::NumberFormat;
use deskbell_numbers::Region;
use std::collections::BTreeMap;

/// How numbers are shown, by account.
#[derive(Clone, Debug)]
pub struct NumberFormats {
    pub(crate) general: NumberFormat,
    pub(crate) homes: BTreeMap<AccountId, Region>,
}

impl NumberFormats {
    /// How numbers of this account are shown; of one that is gone, or of none, as of any.
    #[must_use]
    pub fn of(&self, account: Option<&AccountId>) -> NumberFormat {
        let told = account.and_then(|account| self.homes.get(account)).copied();
        NumberFormat { home: told.or(self.general.home), ..self.general }
    }
}
