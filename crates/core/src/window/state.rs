//! What the main window shows and asks, whether it is looked at, and how it goes away.

use super::change::Change;
use super::facts::{Focus, Question, Stage, WindowPlace};
use super::marked::Undo;
use crate::accounts::AccountId;
use crate::base::changes::Changes;
use crate::chats::ConversationId;

/// The main window.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub(super) stage: Stage,
    pub(super) question: Option<Question>,
    /// What the shell was told to show, once it was told.
    pub(super) arranged: Option<Option<AccountId>>,
    /// What was marked as seen last, and how many marks there were.
    pub(super) undo: Option<Undo>,
    pub(super) marks: u32,
    /// Where the agent's last press led.
    pub(super) led_to: Option<Focus>,
    focused: bool,
    visible: bool,
    /// The account shown last; kept in the settings file.
    pub(super) last_shown: Option<AccountId>,
    /// Where it is; kept in the settings file.
    place: Option<WindowPlace>,
    /// The user was told once that closing minimises where there is no tray; kept in the settings file.
    told_no_tray: bool,
    pub(crate) changes: Changes<Change>,
}

/// What is kept of the window in the settings file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Persisted {
    pub(crate) last_shown: Option<AccountId>,
    pub(crate) place: Option<WindowPlace>,
    pub(crate) told_no_tray: bool,
}

/// Where the window can go when it is closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closing {
    /// There is a tray to get it back from.
    pub(crate) tray: bool,
    /// The user wants the program to go on in the tray.
    pub(crate) to_tray: bool,
}

impl Window {
    /// As it was when the program ended.
    pub(crate) fn restore(persisted: Persisted) -> Self {
        let Persisted { last_shown, place, told_no_tray } = persisted;
        Self {
            stage: Stage::Welcome,
            question: None,
            arranged: None,
            undo: None,
            marks: 0,
            led_to: None,
            focused: false,
            visible: true,
            last_shown,
            place,
            told_no_tray,
            changes: Changes::default(),
        }
    }

    /// What is kept of it in the settings file.
    pub(crate) fn persisted(&self) -> Persisted {
        Persisted {
            last_shown: self.last_shown.clone(),
            place: self.place,
            told_no_tray: self.told_no_tray,
        }
    }

    /// The program starts in the tray.
    pub(crate) const fn start_hidden(&mut self) {
        self.visible = false;
    }

    /// It is to come to front.
    pub(crate) fn show(&mut self) {
        self.changes.push(Change::Show);
    }

    /// It is to go into the tray.
    pub(crate) fn hide(&mut self) {
        self.changes.push(Change::Hide);
    }

    /// The close button hides it into the tray only if the agent can get it back from there.
    pub(crate) fn close(&mut self, closing: Closing) {
        if closing.tray && closing.to_tray {
            return self.hide();
        }
        self.changes.push(Change::Minimize);
        if closing.to_tray && !self.told_no_tray {
            self.told_no_tray = true;
            self.changes.push(Change::ClosedWithoutTray);
        }
    }

    /// There is a tray, or none.
    pub(crate) fn tray_is(&mut self, present: bool) {
        // Started hidden or hidden later: from nowhere nobody could get it back.
        if !present && !self.visible {
            self.show();
        }
    }

    /// It got or lost the keyboard.
    pub(crate) fn focus(&mut self, focused: bool) {
        if std::mem::replace(&mut self.focused, focused) != focused {
            self.changes.push(if focused { Change::Focused } else { Change::Updated });
        }
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
            | Stage::Reachability
            | Stage::Settings => None,
        }
    }

    /// It came on screen, or left it.
    pub(crate) fn visible_is(&mut self, visible: bool) {
        self.visible = visible;
        if !visible {
            self.focus(false);
        }
    }

    /// It was moved or resized. A maximised window keeps the place it will go back to.
    pub(crate) fn placed(&mut self, place: WindowPlace) {
        let place = match self.place {
            Some(before) if place.maximized => WindowPlace { maximized: true, ..before },
            Some(_) | None => place,
        };
        if self.place != Some(place) {
            self.place = Some(place);
            self.changes.push(Change::Persisted);
        }
    }

    /// It has the keyboard.
    pub(crate) const fn is_focused(&self) -> bool {
        self.focused
    }

    /// It is on screen and shows this account's page.
    pub(crate) fn shows(&self, account: &AccountId) -> bool {
        self.visible && self.stage == Stage::Widget { account: account.clone() }
    }
}
