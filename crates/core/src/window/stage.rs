//! What is on the stage, and what the close button does.

use super::facts::Stage;
use super::state::Window;
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::chats::ConversationId;
use crate::effect::Effect;
use crate::pages::PageState;
use crate::settings::state::save;
use crate::state::State;

/// What the stage shows at program start: the account shown last, or the first, or the welcome.
pub(crate) fn first_stage(accounts: &Accounts, last_shown: Option<&AccountId>) -> Stage {
    let last = last_shown.and_then(|id| accounts.config(id));
    let enabled = || accounts.configs.iter().find(|config| config.enabled);
    let shown = last.or_else(enabled).or(accounts.configs.first());
    shown.map_or(Stage::Welcome, |config| Stage::Widget { account: config.id.clone() })
}

/// Puts something on the stage; an account shown is remembered for the next start.
pub(crate) fn set_stage(state: &mut State, stage: Stage, out: &mut Vec<Effect>) {
    if state.world.window.stage == stage {
        return;
    }
    if let Stage::Widget { account } = &stage
        && state.world.window.last_shown.as_ref() != Some(account)
    {
        state.world.window.last_shown = Some(account.clone());
        save(state, out);
    }
    state.world.window.stage = stage;
    state.dirty = true;
}

impl Window {
    /// A conversation is gone from the list: what showed it shows an account.
    pub(crate) fn conversation_removed(&mut self, accounts: &Accounts, gone: ConversationId) {
        if self.conversation() == Some(gone) {
            self.stage = first_stage(accounts, self.last_shown.as_ref());
        }
    }

    /// A new account is shown.
    pub(crate) fn account_added(&mut self, account: &AccountId) {
        self.last_shown = Some(account.clone());
        self.stage = Stage::Widget { account: account.clone() };
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
            | Stage::Settings
            | Stage::Conversation { .. } => false,
        };
        if gone || accounts.configs.is_empty() {
            self.stage = first_stage(accounts, self.last_shown.as_ref());
        }
    }
}

/// Gives the stage to the shown widget, or to our own page where the widget does not work.
pub(crate) fn arrange(state: &mut State, out: &mut Vec<Effect>) {
    let widget = match &state.world.window.stage {
        Stage::Widget { account } => Some(account),
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::EditAccount { .. }
        | Stage::Activity
        | Stage::Conversation { .. }
        | Stage::Settings => None,
    };
    let works = |account: &&AccountId| {
        state.world.account(account).is_some_and(|a| match a.page.state {
            PageState::Alive => true,
            // After a break our own page stays until the widget speaks again.
            PageState::Loading => a.page.tries == 0,
            PageState::Closed | PageState::Broken { .. } => false,
        })
    };
    let widget = widget.filter(works).cloned();
    if state.world.window.arranged.as_ref() != Some(&widget) {
        state.world.window.arranged = Some(widget.clone());
        out.push(Effect::Arrange { widget });
    }
}

/// The close button hides into the tray only if the agent can get the window back from there.
pub(crate) fn close(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let tray = state.world.system.tray_host == Some(true);
    let wanted = state.world.preferences.close_to_tray;
    if tray && wanted {
        out.push(Effect::HideWindow);
        return;
    }
    out.push(Effect::MinimizeWindow);
    if wanted && !state.world.window.told_no_tray {
        state.world.window.told_no_tray = true;
        attention::notices::add(state, None, NoticeKind::NoTray, None, now);
        save(state, out);
    }
}
