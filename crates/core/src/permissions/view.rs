//! Questions and grants as the windows show them.

use super::facts::{Permission, PermissionId};
use super::state::{OpenRequest, Permissions};
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::Timestamp;
use serde::{Deserialize, Serialize};

/// An open question about a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PermissionRow {
    /// To answer it.
    pub id: PermissionId,
    /// Whose page asks.
    pub account: AccountId,
    /// For which right.
    pub right: Permission,
    /// Where a link leads, if it is about one: its scheme and host.
    pub detail: Option<String>,
    /// Since.
    pub since: Timestamp,
    /// The page waits for the answer; else it was refused for now and must try again.
    pub waits: bool,
}

/// What was said about a right, for a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct GrantRow {
    /// Whose page.
    pub account: AccountId,
    /// Which right.
    pub right: Permission,
    /// Yes or no.
    pub allowed: bool,
    /// For good; else until the page is loaded anew.
    pub kept: bool,
}

impl Permissions {
    /// Open questions as the windows show them, oldest first.
    pub(crate) fn ask_rows(&self) -> Vec<PermissionRow> {
        let row = |ask: &OpenRequest| PermissionRow {
            id: ask.id,
            account: ask.account.clone(),
            right: ask.right.clone(),
            detail: ask.detail.clone(),
            since: ask.since,
            waits: !ask.waiting.is_empty(),
        };
        self.asks.iter().map(row).collect()
    }

    /// What was said, account by account in the user's order.
    pub(crate) fn grant_rows(&self, accounts: &Accounts) -> Vec<GrantRow> {
        accounts.all().iter().flat_map(|config| self.grants_of(&config.id)).collect()
    }

    fn grants_of(&self, account: &AccountId) -> Vec<GrantRow> {
        let row = |right: &Permission, allowed: bool, kept: bool| {
            let (account, right) = (account.clone(), right.clone());
            GrantRow { account, right, allowed, kept }
        };
        let kept = self.grants.iter().filter(|grant| grant.account == *account);
        let kept = kept.map(|grant| row(&grant.right, grant.allowed, true));
        let session = self.by_account.get(account).map(|a| &a.session);
        let session = session.into_iter().flatten().map(|(right, yes)| row(right, *yes, false));
        let mut all: Vec<GrantRow> = kept.chain(session).collect();
        all.sort_by(|a, b| a.right.cmp(&b.right));
        all
    }
}
