//! What can be asked of a conversation now, and why not.

use super::action::ChatAction;
use super::conversation::Conversation;
use super::facts::TransferStep;
use super::widgets;
use crate::base::text::fill;
use crate::state::State;

/// What can be asked of a conversation now.
pub(crate) fn actions(state: &State, row: &Conversation) -> Vec<ChatAction> {
    if !state.world.account(&row.account).is_some_and(|a| a.page.alive()) {
        return Vec::new();
    }
    let widget = widgets::widget(state, &row.account, &row.vendor);
    widget.map_or_else(Vec::new, |widget| row.actions(&widget.abilities))
}

/// Why the action cannot be asked of this conversation now, in words.
pub(crate) fn impossible(state: &State, row: &Conversation, action: ChatAction) -> String {
    let words = &state.world.words().chat;
    let name = (words.action)(action);
    let widget = widgets::widget(state, &row.account, &row.vendor);
    if !row.is_open() {
        words.over.to_owned()
    } else if !state.world.account(&row.account).is_some_and(|a| a.page.alive()) {
        words.page_away.to_owned()
    } else if widget.is_none_or(|widget| widget.ability(action).is_none()) {
        fill(words.cannot, &[name])
    } else if row.transfer == Some(TransferStep::Requested) {
        fill(words.in_transfer, &[name])
    } else {
        fill(words.wrong_moment, &[name])
    }
}
