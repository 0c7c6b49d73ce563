//! What is told about accounts: a phone that cannot ring. What was told about one goes with it.

use super::facts::NoticeKind;
use super::keys::Key;
use super::state::{AccountAttention, Memory};
use crate::accounts::AccountId;
use crate::accounts::change::Change;
use crate::base::Timestamp;
use crate::world::World;

impl Memory {
    /// Follows what happened to the list of accounts.
    pub(super) fn follow_accounts(&mut self, change: &Change) {
        match change {
            Change::Added { account } => self.account_added(account.clone()),
            Change::Removed { account } => {
                self.withdraw(&Key::SignedOut(account.clone()));
                self.withdraw(&Key::Status(account.clone()));
                self.take_notices(|notice| notice.account.as_ref() == Some(account));
                self.forget(account);
            }
            Change::Changed { .. }
            | Change::Moved
            | Change::Enabled { .. }
            | Change::Disabled { .. } => {}
        }
    }

    /// Nothing was told about a new account.
    pub(crate) fn account_added(&mut self, account: AccountId) {
        self.by_account.insert(account, AccountAttention::default());
    }

    /// Without its page nothing that was told about an account still waits.
    pub(super) fn page_closed(&mut self, account: &AccountId) {
        if let Some(a) = self.by_account.get_mut(account) {
            a.owes_sign_out = false;
        }
    }

    /// Says once that an account cannot ring in this engine; the notice carries the way out.
    pub(super) fn review_engines(&mut self, world: &World, now: Timestamp) {
        let accounts: Vec<AccountId> = self.by_account.keys().cloned().collect();
        for account in accounts {
            let dead = world.cannot_ring_here(&account);
            let Some(a) = self.by_account.get_mut(&account) else { continue };
            if std::mem::replace(&mut a.told_no_web_rtc, dead) == dead {
                continue;
            }
            if dead {
                self.notice(Some(&account), NoticeKind::NoWebRtc, None, now);
            } else {
                self.clear_notice(Some(&account), NoticeKind::NoWebRtc);
            }
        }
    }
}
