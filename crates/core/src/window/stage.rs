//! What is on the stage.

use super::change::Change;
use super::facts::Stage;
use super::state::Window;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::chats::ConversationId;
use crate::pages::PageState;
use crate::pages::state::{Page, Pages};

impl Window {
    /// A conversation is gone from the list: what showed it shows an account.
    pub(crate) fn conversation_removed(&mut self, accounts: &Accounts, gone: ConversationId) {
        if self.conversation() == Some(gone) {
            self.open(accounts);
        }
    }

    /// Shows what there is at program start: the account shown last, or the first, or the welcome.
    pub(crate) fn open(&mut self, accounts: &Accounts) {
        let last = self.last_shown.as_ref().and_then(|id| accounts.config(id));
        let enabled = || accounts.all().iter().find(|config| config.enabled);
        let shown = last.or_else(enabled).or(accounts.all().first());
        self.stage =
            shown.map_or(Stage::Welcome, |config| Stage::Widget { account: config.id.clone() });
        self.changes.push(Change::Updated);
    }

    /// Puts something on the stage; an account shown is remembered for the next start.
    pub(crate) fn set_stage(&mut self, stage: Stage) {
        if self.stage == stage {
            return;
        }
        if let Stage::Widget { account } = &stage
            && self.last_shown.as_ref() != Some(account)
        {
            self.last_shown = Some(account.clone());
            self.changes.push(Change::Persisted);
        }
        self.stage = stage;
        self.changes.push(Change::Updated);
    }

    /// A new account is shown.
    pub(crate) fn account_added(&mut self, account: &AccountId) {
        self.set_stage(Stage::Widget { account: account.clone() });
    }

    /// An account is gone from the list: what showed it shows another.
    pub(crate) fn account_removed(&mut self, accounts: &Accounts, account: &AccountId) {
        self.last_shown.take_if(|shown| shown == account);
        let gone = match &self.stage {
            Stage::Widget { account: shown } | Stage::EditAccount { account: shown } => {
                shown == account
            }
            Stage::Welcome
            | Stage::AddAccount { .. }
            | Stage::Activity
            | Stage::Reachability
            | Stage::Settings
            | Stage::Conversation { .. } => false,
        };
        if gone || accounts.all().is_empty() {
            self.open(accounts);
        }
    }

    /// What is on the stage.
    pub(crate) const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Gives the stage to the shown widget, or to our own page where the widget does not work.
    pub(crate) fn arrange(&mut self, pages: &Pages) {
        let shown = match &self.stage {
            Stage::Widget { account } => Some(account),
            Stage::Welcome
            | Stage::AddAccount { .. }
            | Stage::EditAccount { .. }
            | Stage::Activity
            | Stage::Reachability
            | Stage::Conversation { .. }
            | Stage::Settings => None,
        };
        let works = |page: &Page| match page.state() {
            PageState::Alive => true,
            // After a break our own page stays until the widget speaks again.
            PageState::Loading => page.tries() == 0,
            PageState::Closed | PageState::Broken { .. } => false,
        };
        let widget = shown.filter(|account| pages.get(account).is_some_and(works));
        if self.arranged.as_ref().map(Option::as_ref) != Some(widget) {
            let widget = widget.cloned();
            self.arranged = Some(widget.clone());
            self.changes.push(Change::Arranged { widget });
        }
    }
}
