//! Commands to chat widgets: how they are handed over, and what shows that they were done.

use super::change::Change;
use super::facts::VendorCommand;
use super::kind::{CommandKind, Failure};
use super::state::{Circumstances, Command, NewCommand, Outbox};
use crate::accounts::{AccountId, VendorId};
use crate::base::{CommandId, RequestId, Timestamp};
use crate::chats::asked::ChatAsked;
use crate::chats::confirm::shows;
use crate::chats::observe::Requests;
use crate::chats::{
    ChatAction, ChatRequest, ConversationFact, ConversationId, ConversationKey, PendingChatAction,
    SendingRow,
};
use crate::status::STATUS_AGENT_OPTION;

/// What a widget answered to a request.
pub(crate) struct Answered {
    pub(crate) vendor: VendorId,
    pub(crate) conversation: Option<ConversationKey>,
    pub(crate) action: ChatAction,
    /// Why it was not done; none means it was.
    pub(crate) refused: Option<String>,
}

impl Outbox {
    /// What was asked of a conversation last and is not confirmed.
    pub(crate) fn pending_of_chat(&self, id: ConversationId) -> Option<PendingChatAction> {
        self.waiting.iter().rev().find_map(|(command, it)| {
            let CommandKind::Chat(asked, action) = it.kind else { return None };
            let pending = PendingChatAction { command: Some(*command), action, since: it.since };
            (asked == id).then_some(pending)
        })
    }

    /// Replies to a conversation that its widget does not show yet.
    pub(crate) fn sending(&self, id: ConversationId) -> Vec<SendingRow> {
        let kind = CommandKind::Chat(id, ChatAction::Reply);
        let waiting = self.waiting.iter().filter(|(_, command)| command.kind == kind);
        let row = |(command, it): (&CommandId, &Command)| {
            let ChatRequest::Reply { text } = &it.chat.as_ref()?.request else { return None };
            Some(SendingRow { command: *command, text: text.reveal().clone(), since: it.since })
        };
        waiting.filter_map(row).collect()
    }

    /// Whether requests to chat widgets wait for a sign.
    pub(crate) fn chat_requests(&self) -> Requests {
        let waits = |command: &Command| command.chat.as_ref().is_some_and(|asked| !asked.seen);
        if self.waiting.values().any(waits) { Requests::Wait } else { Requests::None }
    }

    /// Something was told of a conversation: the oldest request it is the sign of is done.
    pub(crate) fn chat_reported(&mut self, id: ConversationId, fact: &ConversationFact) {
        let waiting = self.waiting.values_mut().find_map(|command| {
            let mine = command.conversation() == Some(id);
            command.chat.as_mut().filter(|asked| mine && !asked.seen && shows(fact, &asked.request))
        });
        if let Some(asked) = waiting {
            asked.seen = true;
        }
    }

    /// Asks a widget. A second press while the first is on its way is the same request.
    pub(crate) fn ask_chat(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        (conversation, asked): (Option<ConversationId>, ChatAsked),
        request: Option<RequestId>,
        now: Timestamp,
    ) {
        let same = self.waiting.values_mut().find(|command| {
            command.account == *account
                && command.conversation() == conversation
                && command.chat.as_ref() == Some(&asked)
        });
        match same {
            Some(same) => same.requests.extend(request),
            None => {
                let new = new_command(around, account, conversation, asked, request);
                self.hand_over(around, new, now);
            }
        }
    }

    /// The widget itself answers: the oldest such request is done, or refused.
    pub(crate) fn chat_answered(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        answer: Answered,
    ) {
        let key = answer.conversation.as_ref();
        let meant = |id: ConversationId| {
            let row = around.chats.get(id);
            key.is_none() || row.is_some_and(|row| row.key.as_ref() == key)
        };
        let found = self.waiting.iter_mut().find(|(_, command)| {
            let of_widget = command.account == *account
                && command
                    .chat
                    .as_ref()
                    .is_some_and(|chat| chat.vendor == answer.vendor && !chat.seen);
            let asked = match &command.chat {
                Some(chat) if chat.request.action() == answer.action => command.conversation(),
                Some(_) | None => return false,
            };
            of_widget && asked.is_none_or(meant)
        });
        let Some((id, command)) = found else { return };
        if let Some(reason) = answer.refused {
            let id = *id;
            self.fail(around, id, Failure::Refused(reason));
        } else if let Some(chat) = &mut command.chat {
            chat.seen = true;
            self.changes.push(Change::Updated);
        }
    }
}

/// The command for a request.
fn new_command(
    around: Circumstances<'_>,
    account: &AccountId,
    conversation: Option<ConversationId>,
    asked: ChatAsked,
    request: Option<RequestId>,
) -> NewCommand {
    let row = conversation.and_then(|id| around.chats.get(id));
    let widget = around.chats.widget(account, &asked.vendor);
    // Before the widget has named our agent, the account's own name of it is the best there is.
    let own = || Some(around.accounts.config(account)?.option(STATUS_AGENT_OPTION)?.into());
    let agent = widget.and_then(|widget| widget.agent().cloned()).or_else(own);
    let command = VendorCommand::Chat {
        conversation: row.and_then(|row| row.key.clone()),
        agent,
        request: asked.request.clone(),
    };
    let action = asked.request.action();
    NewCommand {
        account: account.clone(),
        vendor: Some(asked.vendor.clone()),
        kind: conversation.map_or(CommandKind::Widget(action), |id| CommandKind::Chat(id, action)),
        command,
        chat: Some(asked),
        request,
    }
}
