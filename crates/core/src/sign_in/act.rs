//! What the user asks of a sign-in: to begin, to give up, to sign out.

use super::change::Change;
use super::facts::SignIn;
use super::state::SignIns;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::answer::{Reply, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId};
use crate::pages::state::Pages;
use crate::words::Words;

/// What else counts when something is asked of a sign-in.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'w> {
    pub(crate) accounts: &'w Accounts,
    pub(crate) pages: &'w Pages,
    pub(crate) words: &'static Words,
}

impl SignIns {
    /// Begins to sign in, or brings the open sign-in window to front.
    pub(crate) fn sign_in(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        request: Option<RequestId>,
    ) -> Result<Reply, Answer> {
        let Circumstances { accounts, pages, words } = around;
        pages.reachable(accounts, account, words)?;
        let Some(a) = self.by_account.get(account) else { return done(words) };
        match (a.state, &a.address) {
            (SignIn::SignedIn, _) => done(words),
            (SignIn::InProgress, Some(_)) => {
                self.bring_to_front(account);
                done(words)
            }
            (SignIn::InProgress, None) | (SignIn::Unknown | SignIn::SignedOut, _) => {
                self.changes.push(Change::AskToSignIn { account: account.clone(), request });
                Ok(Reply::Later)
            }
        }
    }

    /// Gives up a sign-in that is under way. Who asked need not be told that it was cancelled.
    pub(crate) fn cancel(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
    ) -> Result<Reply, Answer> {
        let Circumstances { accounts, words, .. } = around;
        accounts.known(account, words)?;
        if !self.is_open(account) {
            let message = fill(words.no_sign_in, &[&accounts.label(account)]);
            return Err(failed(ErrorCode::NoSignIn, message));
        }
        self.give_up(account);
        done(words)
    }

    /// Signs out; not while it `would_drop_call`.
    pub(crate) fn sign_out(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        would_drop_call: impl FnOnce(&AccountId) -> bool,
        request: Option<RequestId>,
    ) -> Result<Reply, Answer> {
        let Circumstances { accounts, pages, words } = around;
        pages.reachable(accounts, account, words)?;
        if would_drop_call(account) {
            let message = fill(words.hang_up_first, &[&accounts.label(account)]);
            return Err(failed(ErrorCode::NotPossible, message));
        }
        if self.state(account) == Some(SignIn::SignedOut) {
            return done(words);
        }
        self.changes.push(Change::AskToSignOut { account: account.clone(), request });
        Ok(Reply::Later)
    }
}

fn done(words: &Words) -> Result<Reply, Answer> {
    Ok(Reply::Done(words.done.to_owned()))
}
