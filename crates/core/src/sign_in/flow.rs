//! Signing in and out: the window we open for it, its deadline, and the sign-out nobody asked for.

use super::change::{Change, SignInFailure, SignOutCause};
use super::facts::{OwnLine, SignIn, SignInStop};
use super::limits::{ANSWER_TIMEOUT, SIGN_IN_TIMEOUT, SIGN_OUTS_PERIOD};
use super::state::{AccountSignIn, SignIns};
use crate::accounts::AccountId;
use crate::base::text::{NAME_MAX, cap, cap_private};
use crate::base::{Private, Timestamp};
use crate::pages::state::Pages;
use std::time::Duration;

/// Most sign-in windows a page may ask for within [`ASKING_PERIOD`].
const ASKED_MAX: usize = 10;

/// The time over which they are counted.
const ASKING_PERIOD: Duration = Duration::from_secs(60);

impl SignIns {
    /// A new account: nobody is known to be signed in.
    pub(crate) fn account_added(&mut self, account: AccountId) {
        self.by_account.insert(account, AccountSignIn::default());
    }

    /// The account is gone; its page was closed before.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        self.by_account.remove(account);
    }

    /// The page is gone, and with it what it told.
    pub(crate) fn page_closed(&mut self, account: &AccountId) {
        self.close_window(account);
        if let Some(a) = self.by_account.get_mut(account) {
            *a = AccountSignIn::default();
            self.changes.push(Change::Updated);
        }
    }

    /// A new document has not said yet who is signed in.
    pub(crate) fn document_started(&mut self, account: &AccountId) {
        self.close_window(account);
        if let Some(a) = self.by_account.get_mut(account) {
            a.state = SignIn::Unknown;
            self.changes.push(Change::Updated);
        }
    }

    /// Signed in: the window closes.
    pub(crate) fn signed_in(&mut self, account: &AccountId, line: OwnLine, now: Timestamp) {
        self.close_window(account);
        let Some(a) = self.by_account.get_mut(account) else { return };
        let short =
            |text: Option<Private<String>>| text.and_then(|text| cap_private(text, NAME_MAX));
        let line = OwnLine { number: short(line.number), extension: short(line.extension) };
        a.was_signed_in = true;
        if a.state == SignIn::SignedIn && a.line == line {
            return;
        }
        a.state = SignIn::SignedIn;
        a.line = line;
        a.lapses.retain(|at| now.since(*at) < SIGN_OUTS_PERIOD);
        self.changes.push(Change::SignedIn { account: account.clone() });
    }

    /// Signed out. `cause` says whether a sign-out was asked for.
    pub(crate) fn signed_out(&mut self, account: &AccountId, cause: SignOutCause, now: Timestamp) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        // While a sign-in window is open this is out of date.
        if a.state == SignIn::SignedOut || a.until.is_some() {
            return;
        }
        a.state = SignIn::SignedOut;
        let was_signed_in = std::mem::take(&mut a.was_signed_in);
        let cause = if was_signed_in { cause } else { SignOutCause::Expected };
        if cause == SignOutCause::Unexpected {
            a.lapses.retain(|at| now.since(*at) < SIGN_OUTS_PERIOD);
            a.lapses.push(now);
        }
        self.changes.push(Change::SignedOut { account: account.clone(), cause });
    }

    /// The widget opened a sign-in window by itself: watched and closed like one of ours.
    pub(crate) fn opened(&mut self, pages: &Pages, account: &AccountId, now: Timestamp) {
        // Where somebody is signed in it is a window for something else.
        if pages.is_open(account) && !self.is_signed_in(account) {
            self.begin(account, None, now);
        }
    }

    /// The widget wants a sign-in window.
    pub(crate) fn requested(
        &mut self,
        account: &AccountId,
        address: Private<String>,
        now: Timestamp,
    ) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        if a.until.is_some() && a.address.as_ref() == Some(&address) {
            return;
        }
        // A person presses the button now and then; a page gone wild would fill the screen with windows.
        a.asked.retain(|at| now.since(*at) < ASKING_PERIOD);
        if a.asked.len() >= ASKED_MAX {
            return;
        }
        a.asked.push(now);
        self.begin(account, Some(address.clone()), now);
        self.changes.push(Change::WindowWanted { account: account.clone(), address });
    }

    fn begin(&mut self, account: &AccountId, address: Option<Private<String>>, now: Timestamp) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        a.state = SignIn::InProgress;
        a.until = Some(now + SIGN_IN_TIMEOUT);
        a.address = address;
        a.answered = false;
        self.changes.push(Change::Began { account: account.clone() });
    }

    /// The window that is open, or the browser, comes to front.
    pub(super) fn bring_to_front(&mut self, account: &AccountId) {
        let address = self.by_account.get(account).and_then(|a| a.address.clone());
        if let Some(address) = address {
            self.changes.push(Change::WindowWanted { account: account.clone(), address });
        }
    }

    /// The answer is on its way to the widget. It tells nobody if it cannot use it, so we do after a while.
    pub(crate) fn answered(&mut self, account: &AccountId, now: Timestamp) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        if a.until.is_none() {
            return;
        }
        a.until = Some(now + ANSWER_TIMEOUT);
        a.address = None;
        a.answered = true;
        self.changes.push(Change::Updated);
    }

    /// The agent gave it up, or it came to nothing.
    pub(super) fn give_up(&mut self, account: &AccountId) {
        if !self.is_open(account) {
            return;
        }
        self.close_window(account);
        if let Some(a) = self.by_account.get_mut(account) {
            a.state = SignIn::SignedOut;
        }
    }

    /// The sign-in came to nothing.
    pub(crate) fn failed(&mut self, account: &AccountId, failure: SignInFailure) {
        if !self.is_open(account) {
            return;
        }
        self.give_up(account);
        let failure = short(failure);
        self.changes.push(Change::Failed { account: account.clone(), failure });
    }

    /// Closes the sign-in window if it may be open.
    fn close_window(&mut self, account: &AccountId) {
        let Some(a) = self.by_account.get_mut(account) else { return };
        a.address = None;
        a.answered = false;
        if a.until.take().is_some() {
            self.changes.push(Change::WindowClosed { account: account.clone() });
        }
    }

    /// When a sign-in is given up, or sign-outs are history.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let all = self.by_account.values();
        all.flat_map(|a| [a.until, a.steady_at()]).flatten().min()
    }

    /// Sign-in windows do not stay open for ever, and an answer must be taken.
    pub(crate) fn pass_time(&mut self, now: Timestamp) {
        for (account, a) in &mut self.by_account {
            if a.steady_at().is_some_and(|at| now >= at) {
                a.lapses.clear();
                if a.state == SignIn::SignedIn {
                    self.changes.push(Change::Steady { account: account.clone() });
                }
            }
        }
        let late = |a: &AccountSignIn| a.until.is_some_and(|until| now >= until);
        let late = self.by_account.iter().filter(|(_, a)| late(a));
        let late: Vec<(AccountId, SignInFailure)> = late
            .map(|(account, a)| match a.answered {
                true => (account.clone(), SignInFailure::Unfinished),
                false => (account.clone(), SignInFailure::TimedOut),
            })
            .collect();
        for (account, failure) in late {
            self.failed(&account, failure);
        }
    }
}

impl AccountSignIn {
    /// When its latest sign-out nobody asked for is history.
    fn steady_at(&self) -> Option<Timestamp> {
        self.lapses.last().map(|at| *at + SIGN_OUTS_PERIOD)
    }
}

fn short(failure: SignInFailure) -> SignInFailure {
    match failure {
        SignInFailure::Refused { error } => SignInFailure::Refused { error: cap(&error, NAME_MAX) },
        SignInFailure::Stopped { why: SignInStop::StrangeAddress { host } } => {
            let why = SignInStop::StrangeAddress { host: cap(&host, NAME_MAX) };
            SignInFailure::Stopped { why }
        }
        SignInFailure::NotProved { host, flaw } => {
            SignInFailure::NotProved { host: cap(&host, NAME_MAX), flaw }
        }
        SignInFailure::Stopped { .. }
        | SignInFailure::Cancelled
        | SignInFailure::TimedOut
        | SignInFailure::Unfinished => failure,
    }
}
