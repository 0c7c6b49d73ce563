//! Every account's hosted page as it stands now.

use super::change::Change;
use super::facts::{EngineAbilities, PageProblem, PageState};
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::answer::failed;
use crate::base::changes::Changes;
use crate::base::{Answer, ErrorCode, Timestamp};
use crate::words::Words;
use std::collections::BTreeMap;

/// The pages of all accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    pub(super) by_account: BTreeMap<AccountId, Page>,
    /// A count grew that only diagnostics show: they show it then.
    pub(super) counts_due: Option<Timestamp>,
    pub(crate) changes: Changes<Change>,
}

/// One account's page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(super) state: PageState,
    /// When `state` last changed its kind.
    pub(super) since: Timestamp,
    /// Last sign of life.
    pub(super) beat: Timestamp,
    /// Tries since it last worked.
    pub(super) tries: u32,
    pub(super) abilities: Option<EngineAbilities>,
    /// It waits until somebody gives a name and a password.
    pub(super) password_wanted: bool,
    /// Messages received since it was opened.
    pub(super) received: u32,
    pub(super) unparsed: BTreeMap<String, u32>,
    pub(super) dropped: u32,
    pub(super) details: BTreeMap<String, String>,
}

impl Page {
    /// A page that is closed.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            state: PageState::Closed,
            since: now,
            beat: now,
            tries: 0,
            abilities: None,
            password_wanted: false,
            received: 0,
            unparsed: BTreeMap::new(),
            dropped: 0,
            details: BTreeMap::new(),
        }
    }

    /// How it stands.
    pub(crate) const fn state(&self) -> &PageState {
        &self.state
    }

    /// What its web engine can do, once told.
    pub(crate) const fn abilities(&self) -> Option<EngineAbilities> {
        self.abilities
    }

    /// Tries since it last worked.
    pub(crate) const fn tries(&self) -> u32 {
        self.tries
    }

    /// Messages received since it was opened.
    pub(crate) const fn received(&self) -> u32 {
        self.received
    }

    /// Messages of types nobody knows, counted by type.
    pub(crate) fn unparsed(&self) -> impl Iterator<Item = (&String, &u32)> {
        self.unparsed.iter()
    }

    /// What else it told, for diagnostics: name and value.
    pub(crate) fn details(&self) -> impl Iterator<Item = (&String, &String)> {
        self.details.iter()
    }

    /// It can take commands.
    pub(crate) fn alive(&self) -> bool {
        self.state == PageState::Alive
    }

    /// It is silent, but its document is still there and may come back: what it is handed waits for it.
    pub(crate) fn may_come_back(&self) -> bool {
        match &self.state {
            PageState::Closed | PageState::Loading | PageState::Alive => false,
            PageState::Broken { problem, .. } => match problem {
                PageProblem::Hung | PageProblem::Silent | PageProblem::Offline => true,
                PageProblem::Crashed
                | PageProblem::LoadFailed { .. }
                | PageProblem::Certificate { .. }
                | PageProblem::BadConfig { .. } => false,
            },
        }
    }
}

impl Pages {
    /// An account's page.
    pub(crate) fn get(&self, account: &AccountId) -> Option<&Page> {
        self.by_account.get(account)
    }

    /// The accounts that have one, open or closed.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = &AccountId> {
        self.by_account.keys()
    }

    /// The account's page can take commands.
    pub(crate) fn is_alive(&self, account: &AccountId) -> bool {
        self.by_account.get(account).is_some_and(Page::alive)
    }

    /// The account is there, and its page can take commands.
    pub(crate) fn reachable(
        &self,
        accounts: &Accounts,
        account: &AccountId,
        words: &Words,
    ) -> Result<(), Answer> {
        accounts.known(account, words)?;
        match self.is_alive(account) {
            true => Ok(()),
            false => Err(failed(ErrorCode::NotPossible, words.page_away.to_owned())),
        }
    }

    /// The account's page is silent, but may come back with what it was handed.
    pub(crate) fn may_come_back(&self, account: &AccountId) -> bool {
        self.by_account.get(account).is_some_and(Page::may_come_back)
    }

    /// The account has a page, whatever it shows.
    pub(crate) fn is_open(&self, account: &AccountId) -> bool {
        self.by_account.get(account).is_some_and(|page| page.state != PageState::Closed)
    }
}
