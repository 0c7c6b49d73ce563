//! Hosted pages: Closed → Loading → Alive → Broken, and back by tries with growing pauses.

use super::change::Change;
use super::facts::{EngineAbilities, PageProblem, PageState};
use super::limits::{HEARTBEAT_LOST, HELLO_LOST, RETRY_FIRST, RETRY_MAX};
use super::state::{Page, Pages};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::system::state::System;
use std::time::Duration;

/// A silence found out this much too late means that the machine slept, not that the page hung.
const SLEPT: Duration = Duration::from_secs(10);

impl Pages {
    /// A new account has no page until it is switched on.
    pub(crate) fn account_added(&mut self, account: AccountId, now: Timestamp) {
        self.by_account.insert(account, Page::new(now));
    }

    /// The account is gone; its page was closed before.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.by_account.remove(account);
    }

    /// Creates the page of an enabled account.
    pub(crate) fn open(&mut self, account: &AccountId, now: Timestamp) {
        if let Some(page) = self.by_account.get_mut(account) {
            page.load(now);
            self.changes.push(Change::Opened { account: account.clone() });
        }
    }

    /// Destroys the page with what is known of it.
    pub(crate) fn close(&mut self, account: &AccountId, now: Timestamp) {
        if !self.is_open(account) {
            return;
        }
        self.password_prompt_closed(account);
        if let Some(page) = self.by_account.get_mut(account) {
            *page = Page::new(now);
            self.changes.push(Change::Closed { account: account.clone() });
        }
    }

    /// Loads the page again.
    pub(crate) fn reload(&mut self, account: &AccountId, now: Timestamp) {
        self.password_prompt_closed(account);
        if let Some(page) = self.by_account.get_mut(account) {
            page.load(now);
            self.changes.push(Change::Reloaded { account: account.clone() });
        }
    }

    /// A new document said hello.
    pub(crate) fn started(
        &mut self,
        account: &AccountId,
        abilities: EngineAbilities,
        now: Timestamp,
    ) {
        if !self.is_open(account) {
            return;
        }
        self.password_prompt_closed(account);
        let Some(page) = self.by_account.get_mut(account) else { return };
        page.abilities = Some(abilities);
        page.received = 0;
        page.unparsed.clear();
        page.details.clear();
        page.revive(now);
        self.changes.push(Change::DocumentStarted { account: account.clone() });
    }

    /// The page gave a sign of life. A dead one cannot; only a new document revives it.
    pub(crate) fn gave_sign(&mut self, account: &AccountId, now: Timestamp) {
        let Some(page) = self.by_account.get_mut(account) else { return };
        page.beat = now;
        let revives = match &page.state {
            PageState::Closed | PageState::Alive => false,
            PageState::Loading => true,
            PageState::Broken { .. } => page.may_come_back(),
        };
        if revives {
            page.revive(now);
            self.changes.push(Change::Updated);
        }
    }

    /// A message of its widget came. False if the page is on its way out: then it has nothing more to say.
    pub(crate) fn received(&mut self, account: &AccountId, now: Timestamp) -> bool {
        self.gave_sign(account, now);
        let Some(page) = self.by_account.get_mut(account) else { return false };
        if page.state == PageState::Closed {
            return false;
        }
        page.received = page.received.saturating_add(1);
        true
    }

    /// The page broke.
    pub(crate) fn broke(
        &mut self,
        system: &System,
        account: &AccountId,
        problem: PageProblem,
        now: Timestamp,
    ) {
        let problem = match problem {
            PageProblem::LoadFailed { .. } if !system.online => PageProblem::Offline,
            PageProblem::LoadFailed { reason } => {
                PageProblem::LoadFailed { reason: cap(&reason, NAME_MAX) }
            }
            PageProblem::BadConfig { reason } => {
                PageProblem::BadConfig { reason: cap(&reason, NAME_MAX) }
            }
            PageProblem::Crashed
            | PageProblem::Hung
            | PageProblem::Offline
            | PageProblem::Silent
            | PageProblem::Certificate { .. } => problem,
        };
        self.fail(account, problem, now);
    }

    fn fail(&mut self, account: &AccountId, problem: PageProblem, now: Timestamp) {
        let Some(page) = self.by_account.get_mut(account) else { return };
        match &page.state {
            PageState::Closed => return,
            PageState::Broken { problem: known, .. } if *known == problem => return,
            // A page that worked for long starts counting anew.
            PageState::Alive if now.since(page.since) >= RETRY_MAX => page.tries = 0,
            PageState::Alive | PageState::Loading | PageState::Broken { .. } => {}
        }
        let tries = page.tries;
        page.state = PageState::Broken { problem: problem.clone(), retry_at: None, tries };
        page.since = now;
        self.changes.push(Change::Broke { account: account.clone(), problem });
    }

    /// Plans a try for broken pages that have none, as soon as no call of theirs stands against it.
    pub(crate) fn plan_tries(&mut self, is_busy: impl Fn(&AccountId) -> bool, now: Timestamp) {
        for (account, page) in &mut self.by_account {
            let PageState::Broken { problem, retry_at, tries } = &mut page.state else { continue };
            let hopeless = matches!(problem, PageProblem::BadConfig { .. });
            let planned = if hopeless || is_busy(account) {
                None
            } else {
                retry_at.or_else(|| Some(now + pause(*tries)))
            };
            if *retry_at != planned {
                *retry_at = planned;
                self.changes.push(Change::Updated);
            }
        }
    }

    /// The network is back: broken pages are tried at once.
    pub(crate) fn network_back(&mut self, now: Timestamp) {
        let waits = |page: &Page| matches!(page.state, PageState::Broken { retry_at: Some(_), .. });
        for account in self.which(waits) {
            self.reload(&account, now);
        }
    }

    /// The machine slept: silence during sleep says nothing about a page.
    pub(crate) fn woke(&mut self, now: Timestamp) {
        for page in self.by_account.values_mut() {
            page.beat = now;
        }
    }

    /// When a page needs a decision.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.by_account.values().filter_map(Page::deadline).chain(self.counts_due).min()
    }

    /// Finds silent and hung pages, and makes planned tries.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        if self.counts_due.take_if(|at| now >= *at).is_some() {
            self.changes.push(Change::Updated);
        }
        let due = |page: &Page| page.deadline().is_some_and(|deadline| now >= deadline);
        for account in self.which(due) {
            let Some(page) = self.by_account.get_mut(&account) else { continue };
            let late = page.deadline().map_or(Duration::ZERO, |deadline| now.since(deadline));
            match &page.state {
                PageState::Closed => {}
                PageState::Loading | PageState::Alive if late > SLEPT => page.beat = now,
                PageState::Loading => self.fail(&account, PageProblem::Silent, now),
                PageState::Alive => self.fail(&account, PageProblem::Hung, now),
                PageState::Broken { .. } => {
                    page.tries = page.tries.saturating_add(1);
                    self.reload(&account, now);
                }
            }
        }
    }

    fn which(&self, of: impl Fn(&Page) -> bool) -> Vec<AccountId> {
        let found = self.by_account.iter().filter(|(_, page)| of(page));
        found.map(|(account, _)| account.clone()).collect()
    }
}

impl Page {
    fn load(&mut self, now: Timestamp) {
        self.state = PageState::Loading;
        self.since = now;
        self.beat = now;
    }

    fn revive(&mut self, now: Timestamp) {
        if self.state != PageState::Alive {
            self.state = PageState::Alive;
            self.since = now;
        }
        self.beat = now;
    }

    fn deadline(&self) -> Option<Timestamp> {
        match &self.state {
            PageState::Closed => None,
            // Somebody has to find the question first, and then the password.
            PageState::Loading if self.password_wanted => None,
            PageState::Loading => Some(self.beat + HELLO_LOST),
            PageState::Alive => Some(self.beat + HEARTBEAT_LOST),
            PageState::Broken { retry_at, .. } => *retry_at,
        }
    }
}

/// The pause before try number `tries` + 1.
fn pause(tries: u32) -> Duration {
    RETRY_FIRST.saturating_mul(2_u32.saturating_pow(tries.min(16))).min(RETRY_MAX)
}
