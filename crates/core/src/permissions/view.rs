//! Questions and grants as the windows show them.

use super::facts::{AskId, Right};
use super::state::Ask;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::state::State;
use serde::{Deserialize, Serialize};

/// An open question about a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AskRow {
    /// To answer it.
    pub id: AskId,
    /// Whose page asks.
    pub account: AccountId,
    /// For which right.
    pub right: Right,
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
    pub right: Right,
    /// Yes or no.
    pub allowed: bool,
    /// For good; else until the page is loaded anew.
    pub kept: bool,
}

/// Open questions as the windows show them, oldest first.
pub(crate) fn ask_rows(state: &State) -> Vec<AskRow> {
    let row = |ask: &Ask| AskRow {
        id: ask.id,
        account: ask.account.clone(),
        right: ask.right.clone(),
        detail: ask.detail.clone(),
        since: ask.since,
        waits: !ask.waiting.is_empty(),
    };
    state.world.permissions.asks.iter().map(row).collect()
}

/// What was said, account by account in the user's order.
pub(crate) fn grant_rows(state: &State) -> Vec<GrantRow> {
    let mut rows = Vec::new();
    for config in &state.world.accounts.configs {
        let mut of_account: Vec<GrantRow> = Vec::new();
        let mut add = |right: &Right, allowed: bool, kept: bool| {
            let account = config.id.clone();
            of_account.push(GrantRow { account, right: right.clone(), allowed, kept });
        };
        for grant in
            state.world.permissions.grants.iter().filter(|grant| grant.account == config.id)
        {
            add(&grant.right, grant.allowed, true);
        }
        if let Some(a) = state.world.account(&config.id) {
            for (right, allowed) in &a.permissions.session {
                add(right, *allowed, false);
            }
        }
        of_account.sort_by(|a, b| a.right.cmp(&b.right));
        rows.append(&mut of_account);
    }
    rows
}
