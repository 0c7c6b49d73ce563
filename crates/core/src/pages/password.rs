//! A server or a proxy asks for a name and a password inside a page.

use super::change::Change;
use super::facts::{PageState, PasswordFor};
use super::state::Pages;
use crate::accounts::AccountId;
use crate::base::text::{NAME_MAX, cap};

impl Pages {
    /// The question stands in the page until somebody answers, so it must be found.
    pub(crate) fn password_wanted(&mut self, account: &AccountId, host: &str, from: PasswordFor) {
        let Some(page) = self.by_account.get_mut(account) else { return };
        if page.state == PageState::Closed {
            return;
        }
        page.password_wanted = true;
        let (account, host) = (account.clone(), cap(host, NAME_MAX));
        self.changes.push(Change::PasswordWanted { account, host, from });
    }

    /// The question was answered, or its page has gone.
    pub(crate) fn password_prompt_closed(&mut self, account: &AccountId) {
        let Some(page) = self.by_account.get_mut(account) else { return };
        if std::mem::take(&mut page.password_wanted) {
            self.changes.push(Change::PasswordPromptClosed { account: account.clone() });
        }
    }
}
