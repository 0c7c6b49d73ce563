//! What is remembered of one chat widget.

use super::action::{ChatAbility, ChatAction};
use super::facts::Visitor;
use super::widget_facts::{Availability, WidgetWindow};
use crate::base::Private;

/// One widget on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ChatWidget {
    pub(super) version: Option<String>,
    pub(super) abilities: Vec<ChatAbility>,
    /// It does not reliably tell that a conversation is over.
    pub(super) endless: bool,
    pub(super) availability: Availability,
    pub(super) window: WidgetWindow,
    /// What the vendor calls our agent.
    pub(super) agent: Option<Private<String>>,
    /// The visitor of the page, where it tells of one before there is a conversation.
    pub(super) visitor: Visitor,
}

impl ChatWidget {
    /// Whether it takes visitors, as far as told.
    pub(crate) const fn availability(&self) -> Availability {
        self.availability
    }

    /// What the vendor calls our agent, once told.
    pub(crate) fn agent(&self) -> Option<&Private<String>> {
        self.agent.as_ref()
    }

    /// How it does this, if it can.
    pub(crate) fn ability(&self, action: ChatAction) -> Option<ChatAbility> {
        self.abilities.iter().copied().find(|ability| ability.action == action)
    }
}
