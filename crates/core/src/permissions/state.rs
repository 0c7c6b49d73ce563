//! Open questions about permissions, and what the agent said about them.

use super::change::Change;
use super::facts::{Grant, MicrophoneProblem, Permission, PermissionId};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::changes::Changes;
use std::collections::{BTreeMap, VecDeque};

/// What pages asked for and what the agent said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permissions {
    /// What was said for good; kept in the settings file.
    pub(super) grants: Vec<Grant>,
    /// Open questions, oldest first.
    pub(super) asks: Vec<OpenRequest>,
    /// Asks answered lately, so that one received twice is not asked again.
    pub(super) answered: VecDeque<PermissionId>,
    pub(super) by_account: BTreeMap<AccountId, PagePermissions>,
    pub(crate) changes: Changes<Change>,
}

/// What one account's page may do, and what stands in its way.
#[derive(Clone, Debug, Default)]
pub(crate) struct PagePermissions {
    /// Microphones the page could use.
    pub(super) microphones: Option<u32>,
    /// Why it could not record when it tried last.
    pub(super) microphone_problem: Option<MicrophoneProblem>,
    /// What the agent said until the page is loaded anew.
    pub(super) session: BTreeMap<Permission, bool>,
    /// When questions came up lately.
    pub(super) asked: Vec<Timestamp>,
    /// A yes was taken back that an engine keeps while its page lives: it must be loaded again.
    pub(super) stale: bool,
    /// It was recorded that there are too many questions.
    pub(super) told_many: bool,
    /// What was refused without a question since the page started, by the engine's name.
    pub(super) refused: BTreeMap<String, u32>,
}

impl Permissions {
    /// What an account's page may do.
    pub(crate) fn get(&self, account: &AccountId) -> Option<&PagePermissions> {
        self.by_account.get(account)
    }
}

impl PagePermissions {
    /// Microphones the page could use, once told.
    pub(crate) const fn microphones(&self) -> Option<u32> {
        self.microphones
    }

    /// Why it could not record when it tried last.
    pub(crate) const fn microphone_problem(&self) -> Option<MicrophoneProblem> {
        self.microphone_problem
    }

    /// What was refused without a question since the page started, by the engine's name, and how often.
    pub(crate) fn refused(&self) -> impl Iterator<Item = (&String, &u32)> {
        self.refused.iter()
    }
}

/// An open question about a right.
#[derive(Clone, Debug)]
pub(super) struct OpenRequest {
    pub(super) id: PermissionId,
    pub(super) account: AccountId,
    pub(super) right: Permission,
    pub(super) detail: Option<String>,
    pub(super) since: Timestamp,
    /// Everything that waits for the answer; empty where the engine could not wait.
    pub(super) waiting: Vec<PermissionId>,
}

impl Permissions {
    /// With what was said for good in earlier runs.
    pub(crate) fn new(grants: Vec<Grant>) -> Self {
        Self { grants, ..Self::default() }
    }

    /// What was said for good.
    pub(crate) fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// What was said about a permission.
    pub(crate) fn said(&self, account: &AccountId, right: &Permission) -> Option<bool> {
        let kept = self.grants.iter().find(|g| g.account == *account && g.right == *right);
        let session = || self.by_account.get(account).and_then(|a| a.session.get(right)).copied();
        kept.map(|grant| grant.allowed).or_else(session)
    }
}

impl OpenRequest {
    pub(super) fn has(&self, id: PermissionId) -> bool {
        self.id == id || self.waiting.contains(&id)
    }
}
