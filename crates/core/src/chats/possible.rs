//! What can be asked of a conversation now, and why not.

use super::action::ChatAction;
use super::conversation::Conversation;
use super::facts::TransferStep;
use super::names;
use super::state::Chats;
use crate::base::text::fill;
use crate::pages::state::Pages;
use crate::words::Words;

impl Chats {
    /// What can be asked of a conversation now.
    pub(crate) fn actions(&self, pages: &Pages, row: &Conversation) -> Vec<ChatAction> {
        let widget = self.widget(&row.account, &row.vendor);
        let widget = widget.filter(|_| pages.is_alive(&row.account));
        widget.map_or_else(Vec::new, |widget| row.actions(&widget.abilities))
    }

    /// Why the action cannot be asked of this conversation now, in words.
    pub(super) fn impossible(
        &self,
        pages: &Pages,
        words: &Words,
        row: &Conversation,
        action: ChatAction,
    ) -> String {
        let name = names::name(&words.chat.actions, action);
        let widget = self.widget(&row.account, &row.vendor);
        let words = &words.chat;
        if !row.is_open() {
            words.over.to_owned()
        } else if !pages.is_alive(&row.account) {
            words.page_away.to_owned()
        } else if widget.is_none_or(|widget| widget.ability(action).is_none()) {
            fill(words.cannot, &[name])
        } else if row.transfer == Some(TransferStep::Requested) {
            fill(words.in_transfer, &[name])
        } else {
            fill(words.wrong_moment, &[name])
        }
    }
}
