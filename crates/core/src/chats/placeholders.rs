//! Canned replies for one conversation: what its placeholders stand for.

use super::canned;
use super::canned::{CANNED_REPLIES_MAX, CannedReply, FilledReply, PLACEHOLDERS};
use super::conversation::Conversation;
use super::rows::CannedChoice;
use crate::accounts::state::Accounts;
use crate::base::Private;

/// What canned replies are filled in from, beside the conversation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CannedBook<'a> {
    pub(crate) replies: &'a [CannedReply],
    /// As the user wants to be called; empty leaves it to the widget.
    pub(crate) agent_name: &'a str,
    pub(crate) accounts: &'a Accounts,
}

impl CannedBook<'_> {
    /// A text as it reads in this conversation.
    pub(super) fn fill_in(&self, text: &str, row: &Conversation) -> FilledReply {
        canned::fill_in(text, |name| self.value(row, name))
    }

    /// Every canned reply as it reads in this conversation.
    pub(super) fn choices(&self, row: &Conversation) -> Vec<CannedChoice> {
        let choice = |reply: &CannedReply| {
            let FilledReply { text, open } = self.fill_in(&reply.text, row);
            CannedChoice { shortcut: reply.shortcut.clone(), text, open }
        };
        self.replies.iter().take(CANNED_REPLIES_MAX).map(choice).collect()
    }

    /// What a placeholder stands for in this conversation, if it is known.
    fn value(&self, row: &Conversation, name: &str) -> Option<String> {
        let visitor = &row.visitor;
        // Consoles take a reply that begins so for an order (`\banip`): no visitor's name may give one.
        let known = |text: &Option<Private<String>>| {
            text.as_ref().map(|text| text.reveal().trim_start_matches(['\\', '/', ' ']).to_owned())
        };
        let name = PLACEHOLDERS.into_iter().find(|known| *known == name)?;
        match name {
            "visitor.name" => known(&visitor.name),
            "visitor.email" => known(&visitor.email),
            "visitor.phone" => known(&visitor.phone),
            "agent.name" if self.agent_name.is_empty() => known(&row.agent),
            "agent.name" => Some(self.agent_name.to_owned()),
            "page" => known(&visitor.page.url),
            "page.title" => known(&visitor.page.title),
            "queue" => known(&row.queue),
            "account" => self.accounts.config(&row.account).map(|config| config.label.clone()),
            _ => None,
        }
    }
}
