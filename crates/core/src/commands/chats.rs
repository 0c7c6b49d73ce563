//! Commands to chat widgets: how they are handed over, and what shows that they were done.

use super::facts::VendorCommand;
use super::outbox;
use super::state::{Command, CommandKind, NewCommand, Outbox};
use crate::accounts::{AccountId, VendorId};
use crate::base::{CommandId, RequestId, Timestamp};
use crate::chats::asked::ChatAsked;
use crate::chats::confirm::shows;
use crate::chats::observe::Requests;
use crate::chats::{
    ChatAction, ChatRequest, ConversationFact, ConversationId, ConversationKey, PendingChatAction,
    SendingRow,
};
use crate::effect::Effect;
use crate::state::State;
use crate::status::STATUS_AGENT_OPTION;

/// The order for a request.
fn order(
    state: &State,
    account: &AccountId,
    conversation: Option<ConversationId>,
    asked: ChatAsked,
    request: Option<RequestId>,
) -> NewCommand {
    let row = conversation.and_then(|id| state.world.chats.get(id));
    let widget = state.world.chats.widget(account, &asked.vendor);
    // Before the widget has named our agent, the account's own name of it is the best there is.
    let own = || Some(state.world.accounts.config(account)?.option(STATUS_AGENT_OPTION)?.into());
    let agent = widget.and_then(|widget| widget.agent.clone()).or_else(own);
    let command = VendorCommand::Chat {
        conversation: row.and_then(|row| row.key.clone()),
        agent,
        request: asked.request.clone(),
    };
    let action = asked.request.action();
    NewCommand {
        account: account.clone(),
        vendor: Some(asked.vendor.clone()),
        asked: conversation.map_or(CommandKind::Widget(action), |id| CommandKind::Chat(id, action)),
        command,
        chat: Some(asked),
        request,
    }
}

/// What was asked of a conversation last and is not confirmed.
pub(crate) fn pending(commands: &Outbox, id: ConversationId) -> Option<PendingChatAction> {
    commands.waiting.iter().rev().find_map(|(command, it)| {
        let CommandKind::Chat(asked, action) = it.asked else { return None };
        let pending = PendingChatAction { command: Some(*command), action, since: it.since };
        (asked == id).then_some(pending)
    })
}

/// Replies to a conversation that its widget does not show yet.
pub(crate) fn sending(commands: &Outbox, id: ConversationId) -> Vec<SendingRow> {
    let of_row = |asked: CommandKind| asked == CommandKind::Chat(id, ChatAction::Reply);
    let waiting = commands.waiting.iter().filter(|(_, command)| of_row(command.asked));
    let row = |(command, it): (&CommandId, &Command)| {
        let ChatRequest::Reply { text } = &it.chat.as_ref()?.request else { return None };
        Some(SendingRow { command: *command, text: text.reveal().clone(), since: it.since })
    };
    waiting.filter_map(row).collect()
}

impl Outbox {
    /// Whether requests to chat widgets wait for a sign.
    pub(crate) fn chat_requests(&self) -> Requests {
        let waits = |command: &Command| command.chat.as_ref().is_some_and(|asked| !asked.seen);
        if self.waiting.values().any(waits) { Requests::Wait } else { Requests::None }
    }

    /// The request of a command whose widget will never tell what came of it.
    pub(crate) fn unconfirmed_chat(
        &self,
        command: CommandId,
    ) -> Option<(ConversationId, &ChatRequest)> {
        let command = self.waiting.get(&command)?;
        let asked = command.chat.as_ref().filter(|asked| !asked.confirmed && !asked.seen)?;
        Some((command.conversation()?, &asked.request))
    }

    /// Something was told of a conversation: the oldest request it is the sign of is done.
    pub(crate) fn chat_told(&mut self, id: ConversationId, fact: &ConversationFact) {
        let waiting = self.waiting.values_mut().find_map(|command| {
            let mine = command.conversation() == Some(id);
            command.chat.as_mut().filter(|asked| mine && !asked.seen && shows(fact, &asked.request))
        });
        if let Some(asked) = waiting {
            asked.seen = true;
        }
    }
}

/// Asks a widget. A second press while the first is on its way is the same request.
pub(crate) fn ask(
    state: &mut State,
    account: &AccountId,
    conversation: Option<ConversationId>,
    asked: ChatAsked,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let same = state.world.commands.waiting.values_mut().find(|command| {
        command.account == *account
            && command.conversation() == conversation
            && command.chat.as_ref() == Some(&asked)
    });
    match same {
        Some(same) => same.requests.extend(request),
        None => {
            let order = order(state, account, conversation, asked, request);
            outbox::hand_over(state, order, now, out);
        }
    }
}

/// What a widget answered to a request.
pub(crate) struct Answered {
    pub(crate) vendor: VendorId,
    pub(crate) conversation: Option<ConversationKey>,
    pub(crate) action: ChatAction,
    /// Why it was not done; none means it was.
    pub(crate) refused: Option<String>,
}

/// The widget itself answers: the oldest such request is done, or refused.
pub(crate) fn answered(
    state: &mut State,
    account: &AccountId,
    answer: Answered,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let key = answer.conversation.as_ref();
    let meant = |id: ConversationId| {
        let row = state.world.chats.get(id);
        key.is_none() || row.is_some_and(|row| row.key.as_ref() == key)
    };
    let found = state.world.commands.waiting.iter().find(|(_, command)| {
        let of_widget = command.account == *account
            && command.chat.as_ref().is_some_and(|chat| chat.vendor == answer.vendor && !chat.seen);
        let asked = match &command.chat {
            Some(chat) if chat.request.action() == answer.action => command.conversation(),
            Some(_) | None => return false,
        };
        of_widget && asked.is_none_or(meant)
    });
    let Some(id) = found.map(|(id, _)| *id) else { return };
    if let Some(reason) = answer.refused {
        outbox::fail(state, id, outbox::Failure::Refused(reason), now, out);
        return;
    }
    if let Some(chat) =
        state.world.commands.waiting.get_mut(&id).and_then(|command| command.chat.as_mut())
    {
        chat.seen = true;
        state.dirty = true;
    }
}
