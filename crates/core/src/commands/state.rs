//! Commands on their way.

use super::facts::VendorCommand;
use crate::accounts::{AccountId, VendorId};
use crate::base::{CommandId, RequestId, Timestamp};
use crate::calls::{CallAction, CallId, PendingAction};
use crate::chats::asked::ChatAsked;
use crate::chats::{ChatAction, ConversationId};
use std::collections::BTreeMap;

/// The outbox.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    /// What is on its way.
    pub(crate) waiting: BTreeMap<CommandId, Command>,
    /// Given up without anybody knowing what came of them.
    pub(crate) unsettled: Vec<Command>,
    pub(crate) next: u32,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { waiting: BTreeMap::new(), unsettled: Vec::new(), next: 1 }
    }
}

impl Outbox {
    /// What was asked of a call last and is not confirmed.
    pub(crate) fn pending_of_call(&self, call: CallId) -> Option<PendingAction> {
        self.waiting.iter().rev().find_map(|(id, command)| match command.asked {
            CommandKind::Call(asked, action) if asked == call => {
                Some(PendingAction { command: *id, action, since: command.since })
            }
            CommandKind::Call(..)
            | CommandKind::Chat(..)
            | CommandKind::Widget(_)
            | CommandKind::Dial(_)
            | CommandKind::SignIn
            | CommandKind::SignOut
            | CommandKind::RingOut
            | CommandKind::Page
            | CommandKind::Nothing => None,
        })
    }

    /// A second press while the first is on its way is the same wish; tones are pressed one by one.
    pub(crate) fn join(
        &mut self,
        call: CallId,
        action: CallAction,
        request: Option<RequestId>,
    ) -> bool {
        let asked = CommandKind::Call(call, action);
        let mut waiting = self.waiting.values_mut();
        match waiting.find(|command| action != CallAction::Keypad && command.asked == asked) {
            Some(command) => {
                command.requests.extend(request);
                true
            }
            None => false,
        }
    }

    /// Two rows turned out to be one call: commands to the one wait for the other now.
    pub(crate) fn calls_merged(&mut self, from: CallId, into: CallId) {
        for command in self.waiting.values_mut() {
            if let CommandKind::Call(call, action) = command.asked
                && call == from
            {
                command.asked = CommandKind::Call(into, action);
            }
        }
    }

    /// The account was asked for this, and has not confirmed it.
    pub(crate) fn waits_for(&self, account: &AccountId, asked: CommandKind) -> bool {
        let waits = |command: &Command| command.account == *account && command.asked == asked;
        self.waiting.values().any(waits)
    }
}

impl Outbox {
    /// The number of another command.
    pub(crate) const fn number(&mut self) -> CommandId {
        let id = CommandId(self.next);
        self.next = self.next.wrapping_add(1);
        id
    }
}

/// One command on its way.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) account: AccountId,
    pub(crate) asked: CommandKind,
    pub(crate) since: Timestamp,
    /// Without any sign until then it has failed.
    pub(crate) until: Timestamp,
    /// Who waits for the answer.
    pub(crate) requests: Vec<RequestId>,
    /// The page has it.
    pub(crate) posted: bool,
    /// How far the dialer has come with it.
    pub(crate) dialer: Dialer,
    /// More about a request to a chat widget.
    pub(crate) chat: Option<ChatAsked>,
}

/// What the dialer showed since a dial was handed to it: it is not ready while it places a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialer {
    Idle,
    Busy,
    ReadyAgain,
}

impl Command {
    /// The conversation it concerns.
    pub(crate) fn conversation(&self) -> Option<ConversationId> {
        let CommandKind::Chat(id, _) = self.asked else { return None };
        Some(id)
    }
}

/// A command to be handed over.
pub(crate) struct NewCommand {
    pub(crate) account: AccountId,
    /// In whose dialect; none means the account's.
    pub(crate) vendor: Option<VendorId>,
    pub(crate) asked: CommandKind,
    pub(crate) command: VendorCommand,
    pub(crate) chat: Option<ChatAsked>,
    pub(crate) request: Option<RequestId>,
}

/// What was asked, and so what must be seen to call it done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommandKind {
    /// Something of a call.
    Call(CallId, CallAction),
    /// Something of a conversation.
    Chat(ConversationId, ChatAction),
    /// Something of a chat widget.
    Widget(ChatAction),
    /// A new outbound call, with this number or a higher one.
    Dial(CallId),
    /// A sign-in window, or being signed in.
    SignIn,
    /// Being signed out.
    SignOut,
    /// The other way of calling.
    RingOut,
    /// Leaves no sign: done when the page has it.
    Page,
    /// A question of our own; nobody waits.
    Nothing,
}
