//! Chat requests on their way to a widget: as orders, and as what the windows show of them.

use crate::chat_signs::ChatAsked;
use crate::commands::{Asked, Command, Order};
use crate::{
    AccountId, ChatAction, ChatRequest, CommandId, ConversationId, PendingChatAction, RequestId,
    STATUS_AGENT_OPTION, SendingRow, State, VendorCommand, chat_widgets,
};

/// The order for a request.
pub(crate) fn order(
    state: &State,
    account: &AccountId,
    conversation: Option<ConversationId>,
    asked: ChatAsked,
    request: Option<RequestId>,
) -> Order {
    let row = conversation.and_then(|id| state.conversation(id));
    let widget = chat_widgets::widget(state, account, &asked.vendor);
    // Before the widget has named our agent, the account's own name of it is the best there is.
    let own = || Some(state.config(account)?.option(STATUS_AGENT_OPTION)?.into());
    let agent = widget.and_then(|widget| widget.agent.clone()).or_else(own);
    let command = VendorCommand::Chat {
        conversation: row.and_then(|row| row.key.clone()),
        agent,
        request: asked.request.clone(),
    };
    let action = asked.request.action();
    Order {
        account: account.clone(),
        vendor: Some(asked.vendor.clone()),
        asked: conversation.map_or(Asked::Widget(action), |id| Asked::Chat(id, action)),
        command,
        chat: Some(asked),
        request,
    }
}

/// What was asked of a conversation last and is not confirmed.
pub(crate) fn pending(state: &State, id: ConversationId) -> Option<PendingChatAction> {
    let posted = state.commands.iter().rev().find_map(|(command, it)| {
        let Asked::Chat(asked, action) = it.asked else { return None };
        let pending = PendingChatAction { command: Some(*command), action, since: it.since };
        (asked == id).then_some(pending)
    });
    let held = state.held.iter().rev().find(|held| held.conversation == Some(id));
    posted.or_else(|| {
        held.map(|held| PendingChatAction {
            command: None,
            action: held.asked.request.action(),
            since: held.since,
        })
    })
}

/// Replies to a conversation that its widget does not show yet.
pub(crate) fn sending(state: &State, id: ConversationId) -> Vec<SendingRow> {
    let of_row = |asked: Asked| asked == Asked::Chat(id, ChatAction::Reply);
    let waiting = state.commands.iter().filter(|(_, command)| of_row(command.asked));
    let row = |(command, it): (&CommandId, &Command)| {
        let ChatRequest::Reply { text } = &it.chat.as_ref()?.request else { return None };
        Some(SendingRow { command: *command, text: text.reveal().clone(), since: it.since })
    };
    waiting.filter_map(row).collect()
}
