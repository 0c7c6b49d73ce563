//! Permissions asked for by pages: answered from what the agent said before, else asked once, within limits.

use super::change::Change;
use super::facts::{Permission, PermissionId};
use super::limits::{ASK_OVERTAKES, ASK_TIMEOUT, ASKING_PERIOD, ASKS_MAX, OPEN_ASKS};
use super::state::{OpenRequest, PagePermissions, Permissions};
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, line};
use crate::pages::state::Pages;
use crate::words::Words;

/// Most things of one page that wait for the same answer.
const JOINED_MAX: usize = 32;

/// Names of refused things that are counted.
const REFUSED_MAX: usize = 20;

/// Asks answered lately that are remembered, so that one heard twice is not asked again.
const ANSWERED_MAX: usize = 256;

/// Whether a page stands still until its request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestState {
    /// The engine holds the request.
    Waits,
    /// The engine wanted an answer at once and was told no.
    Gone,
}

/// What else counts when the agent says something about a permission.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    pub(crate) accounts: &'a Accounts,
    pub(crate) pages: &'a Pages,
    pub(crate) words: &'a Words,
}

impl Permissions {
    /// A new account: nothing was asked yet.
    pub(crate) fn account_added(&mut self, account: AccountId) {
        self.by_account.insert(account, PagePermissions::default());
    }

    /// The account goes with everything said about it; its page was closed before.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.close(|ask| ask.account == *account, false);
        self.by_account.remove(account);
        self.grants.retain(|grant| grant.account != *account);
    }

    /// The page is closed.
    pub(crate) fn page_closed(&mut self, account: &AccountId) {
        self.document_gone(account);
        if let Some(a) = self.by_account.get_mut(account) {
            // Or a page switched off and on would be asked for all the more.
            let asked = std::mem::take(&mut a.asked);
            *a = PagePermissions { asked, ..PagePermissions::default() };
            self.changes.push(Change::Updated);
        }
    }

    /// The page is loaded anew: it goes on with nothing that was taken back.
    pub(crate) fn page_loaded(&mut self, account: &AccountId) {
        if let Some(a) = self.by_account.get_mut(account) {
            a.stale = false;
        }
    }

    /// The document goes: its questions are moot, and what was said for now is over.
    pub(crate) fn document_gone(&mut self, account: &AccountId) {
        if let Some(a) = self.by_account.get_mut(account)
            && !std::mem::take(&mut a.session).is_empty()
        {
            self.changes.push(Change::Updated);
        }
        self.close(|ask| ask.account == *account, false);
    }

    /// A new document said hello. What it wants itself may have overtaken that.
    pub(crate) fn document_started(&mut self, account: &AccountId, now: Timestamp) {
        if let Some(a) = self.by_account.get_mut(account) {
            a.session.clear();
            a.refused.clear();
            a.microphones = None;
            a.microphone_problem = None;
            self.changes.push(Change::Updated);
        }
        self.close(|ask| ask.account == *account && now.since(ask.since) >= ASK_OVERTAKES, false);
    }

    /// A page wants a permission.
    pub(crate) fn wanted(
        &mut self,
        pages: &Pages,
        account: &AccountId,
        (id, patience): (PermissionId, RequestState),
        (right, detail): (Permission, Option<&str>),
        now: Timestamp,
    ) {
        if self.answered.contains(&id) || self.asks.iter().any(|ask| ask.has(id)) {
            return;
        }
        let Some(right) = right.tidy().filter(|_| pages.is_open(account)) else {
            return self.tell(account, id, patience, false);
        };
        if let Some(allowed) = self.said(account, &right) {
            return self.tell(account, id, patience, allowed);
        }
        let same = |ask: &&mut OpenRequest| ask.account == *account && ask.right == right;
        if let Some(ask) = self.asks.iter_mut().find(same) {
            match patience {
                RequestState::Gone => {}
                RequestState::Waits if ask.waiting.len() < JOINED_MAX => {
                    ask.waiting.push(id);
                    self.changes.push(Change::Updated);
                }
                RequestState::Waits => self.tell(account, id, patience, false),
            }
            return;
        }
        let open = self.asks.iter().filter(|ask| ask.account == *account).count();
        let Some(a) = self.by_account.get_mut(account) else { return };
        a.asked.retain(|at| now.since(*at) < ASKING_PERIOD);
        if open >= OPEN_ASKS || a.asked.len() >= ASKS_MAX {
            if !std::mem::replace(&mut a.told_many, true) {
                self.changes.push(Change::TooMany { account: account.clone(), right });
            }
            return self.tell(account, id, patience, false);
        }
        a.asked.push(now);
        a.told_many = false;
        let waiting = match patience {
            RequestState::Waits => vec![id],
            RequestState::Gone => Vec::new(),
        };
        let detail = detail.and_then(|detail| line(detail, NAME_MAX));
        self.changes.push(match open {
            0 => Change::Asked { account: account.clone(), right: right.clone() },
            _ => Change::Updated,
        });
        self.asks.push(OpenRequest {
            id,
            account: account.clone(),
            right,
            detail,
            since: now,
            waiting,
        });
    }

    /// Answers one thing that waits.
    fn tell(
        &mut self,
        account: &AccountId,
        ask: PermissionId,
        patience: RequestState,
        allowed: bool,
    ) {
        if self.answered.len() >= ANSWERED_MAX {
            self.answered.pop_front();
        }
        self.answered.push_back(ask);
        match patience {
            RequestState::Waits => {
                self.changes.push(Change::Answered { account: account.clone(), ask, allowed });
            }
            RequestState::Gone => {}
        }
    }

    /// Closes the questions that `of` means, all with one answer.
    pub(super) fn close(&mut self, of: impl Fn(&OpenRequest) -> bool, allowed: bool) {
        let gone: Vec<OpenRequest> = self.asks.extract_if(.., |ask| of(ask)).collect();
        for OpenRequest { id, account, waiting, .. } in gone {
            if waiting.is_empty() {
                self.tell(&account, id, RequestState::Gone, allowed);
            }
            for waiting in waiting {
                self.tell(&account, waiting, RequestState::Waits, allowed);
            }
            self.changes.push(Change::Updated);
            if !self.asks.iter().any(|ask| ask.account == account) {
                self.changes.push(Change::AllAnswered { account });
            }
        }
    }

    /// What waited for an answer is gone, and nobody is to be asked for it.
    pub(crate) fn unwanted(&mut self, account: &AccountId, id: PermissionId) {
        let of_page = |ask: &&mut OpenRequest| ask.account == *account && ask.has(id);
        let Some(ask) = self.asks.iter_mut().find(of_page) else { return };
        ask.waiting.retain(|waiting| *waiting != id);
        let (open, moot) = (ask.id, ask.waiting.is_empty());
        if moot {
            self.close(|ask| ask.id == open, false);
        }
    }

    /// Something nobody is asked about was refused: counted for diagnostics.
    pub(crate) fn refused(&mut self, account: &AccountId, what: &str) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        let Some(what) = line(what, NAME_MAX) else { return };
        let room = a.refused.len() < REFUSED_MAX;
        if let Some(count) = a.refused.get_mut(&what) {
            *count = count.saturating_add(1);
        } else if room {
            a.refused.insert(what, 1);
        }
        self.changes.push(Change::Updated);
    }

    /// When an open question is given up.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.asks.iter().map(|ask| ask.since + ASK_TIMEOUT).min()
    }

    /// Nobody answered: the page is told no, and may ask again.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        self.close(|ask| now >= ask.since + ASK_TIMEOUT, false);
    }
}
