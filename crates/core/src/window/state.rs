//! What the main window shows and asks, and whether it is looked at.

use super::change::Change;
use super::facts::{Question, Stage, WindowPlace};
use crate::accounts::AccountId;
use crate::base::changes::Changes;
use crate::chats::ConversationId;

/// The main window.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub(crate) stage: Stage,
    pub(crate) question: Option<Question>,
    /// What the shell was told to show, once it was told.
    pub(crate) arranged: Option<Option<AccountId>>,
    pub(crate) focused: bool,
    pub(crate) visible: bool,
    /// Started hidden: if there turns out to be no tray, the window must come.
    pub(crate) waits_for_tray: bool,
    /// The account shown last; kept in the settings file.
    pub(crate) last_shown: Option<AccountId>,
    /// Where it is; kept in the settings file.
    pub(crate) place: Option<WindowPlace>,
    /// The user was told once that closing minimises where there is no tray; kept in the settings file.
    pub(crate) told_no_tray: bool,
    pub(crate) changes: Changes<Change>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            stage: Stage::Welcome,
            question: None,
            arranged: None,
            focused: false,
            visible: true,
            waits_for_tray: false,
            last_shown: None,
            place: None,
            told_no_tray: false,
            changes: Changes::default(),
        }
    }
}

impl Window {
    /// It got or lost the keyboard.
    pub(crate) fn focus(&mut self, focused: bool) {
        if focused && !self.focused {
            self.changes.push(Change::Focused);
        }
        self.focused = focused;
    }

    /// The conversation that it shows.
    pub(crate) fn conversation(&self) -> Option<ConversationId> {
        match self.stage {
            Stage::Conversation { conversation } => Some(conversation),
            Stage::Welcome
            | Stage::Widget { .. }
            | Stage::AddAccount { .. }
            | Stage::EditAccount { .. }
            | Stage::Activity
            | Stage::Settings => None,
        }
    }

    /// It is on screen and shows this account's page.
    pub(crate) fn shows(&self, account: &AccountId) -> bool {
        self.visible && self.stage == Stage::Widget { account: account.clone() }
    }
}
