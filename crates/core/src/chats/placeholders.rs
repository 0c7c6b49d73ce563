//! Canned replies for one conversation: what its placeholders stand for.

use super::canned;
use super::canned::{FilledReply, PLACEHOLDERS};
use super::conversation::Conversation;
use super::rows::CannedChoice;
use crate::base::Private;
use crate::state::State;

/// What a placeholder stands for in this conversation, if it is known.
pub(crate) fn value(state: &State, row: &Conversation, name: &str) -> Option<String> {
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
        "agent.name" => {
            let set = &state.world.preferences.agent_name;
            if set.is_empty() { known(&row.agent) } else { Some(set.clone()) }
        }
        "page" => known(&visitor.page.url),
        "page.title" => known(&visitor.page.title),
        "queue" => known(&row.queue),
        "account" => state.world.accounts.config(&row.account).map(|config| config.label.clone()),
        _ => None,
    }
}

/// Every canned reply as it reads in this conversation.
pub(crate) fn choices(state: &State, row: &Conversation) -> Vec<CannedChoice> {
    let replies = &state.world.preferences.canned_replies;
    replies
        .iter()
        .take(crate::chats::CANNED_REPLIES_MAX)
        .map(|reply| {
            let FilledReply { text, open } =
                canned::fill_in(&reply.text, |name| value(state, row, name));
            CannedChoice { shortcut: reply.shortcut.clone(), text, open }
        })
        .collect()
}
