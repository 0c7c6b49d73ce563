//! What is remembered of one chat widget.

use super::action::{ChatAbility, ChatAction};
use super::facts::Visitor;
use super::widget_facts::{Availability, WidgetWindow};
use crate::base::Private;

/// One widget on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ChatWidget {
    pub(crate) version: Option<String>,
    pub(crate) abilities: Vec<ChatAbility>,
    /// It does not reliably tell that a conversation is over.
    pub(crate) no_end_signal: bool,
    pub(crate) availability: Availability,
    pub(crate) window: WidgetWindow,
    /// What the vendor calls our agent.
    pub(crate) agent: Option<Private<String>>,
    /// The visitor of the page, where it tells of one before there is a conversation.
    pub(crate) visitor: Visitor,
}

impl ChatWidget {
    /// How it does this, if it can.
    pub(crate) fn ability(&self, action: ChatAction) -> Option<ChatAbility> {
        self.abilities.iter().copied().find(|ability| ability.action == action)
    }
}
