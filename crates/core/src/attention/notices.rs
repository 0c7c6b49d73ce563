//! Notices: the lines that tell the agent what happened; and the record of interruptions not made.

use super::change::Change;
use super::facts::{Notice, NoticeKind, Withheld, WithheldReason};
use super::state::Memory;
use crate::accounts::AccountId;
use crate::base::Timestamp;

/// Most notices kept.
const NOTICES_MAX: usize = 50;

/// Most interruptions not made kept for diagnostics.
const WITHHELD_MAX: usize = 50;

impl Memory {
    /// Adds a notice; one of the same kind and account is replaced, not stacked.
    pub(crate) fn notice(
        &mut self,
        account: Option<&AccountId>,
        kind: NoticeKind,
        detail: Option<String>,
        now: Timestamp,
    ) {
        let same = |notice: &Notice| notice.kind == kind && notice.account.as_ref() == account;
        let known = self.notices.iter().position(same).map(|index| self.notices.remove(index));
        let id = known.map_or(self.next_notice, |notice| notice.id);
        if id == self.next_notice {
            self.next_notice = self.next_notice.wrapping_add(1);
        }
        let surplus = (self.notices.len() + 1).saturating_sub(NOTICES_MAX);
        self.notices.drain(..surplus);
        self.notices.push(Notice { id, account: account.cloned(), kind, detail, at: now });
        self.changes.push(Change::Updated);
    }

    /// Takes notices away that are no longer true.
    pub(crate) fn clear_notice(&mut self, account: Option<&AccountId>, kind: NoticeKind) {
        self.take_notices(|notice| notice.kind == kind && notice.account.as_ref() == account);
    }

    /// The agent puts a notice away.
    pub(crate) fn dismiss(&mut self, notice: u32) {
        self.take_notices(|known| known.id == notice);
    }

    /// The notices, the newest first.
    pub(crate) fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().rev()
    }

    /// The interruptions not made, the newest first.
    pub(crate) fn withheld(&self) -> impl Iterator<Item = &Withheld> {
        self.withheld.iter().rev()
    }

    /// Takes the notices away that `of` means.
    pub(crate) fn take_notices(&mut self, of: impl Fn(&Notice) -> bool) {
        let before = self.notices.len();
        self.notices.retain(|notice| !of(notice));
        if self.notices.len() != before {
            self.changes.push(Change::Updated);
        }
    }

    /// Records why somebody was not interrupted; `detail` has the words of whoever refused.
    pub(crate) fn withhold(
        &mut self,
        what: &str,
        reason: WithheldReason,
        detail: Option<String>,
        now: Timestamp,
    ) {
        if self.withheld.len() >= WITHHELD_MAX {
            self.withheld.pop_front();
        }
        self.withheld.push_back(Withheld { at: now, what: what.to_owned(), reason, detail });
        self.changes.push(Change::Updated);
    }
}
