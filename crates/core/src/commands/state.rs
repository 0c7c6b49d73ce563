//! Commands on their way.

use super::change::Change;
use super::facts::VendorCommand;
use super::kind::CommandKind;
use crate::accounts::state::Accounts;
use crate::accounts::{AccountId, VendorId};
use crate::base::changes::Changes;
use crate::base::{CommandId, Private, RequestId, Timestamp};
use crate::calls::state::{Calls, Circumstances as AroundCalls};
use crate::calls::{CallAction, CallId, PendingAction};
use crate::chats::ConversationId;
use crate::chats::asked::ChatAsked;
use crate::chats::state::Chats;
use crate::pages::state::Pages;
use crate::sign_in::state::SignIns;
use crate::words::Words;
use std::collections::BTreeMap;

/// The outbox.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    /// What is on its way.
    pub(super) waiting: BTreeMap<CommandId, Command>,
    /// Given up without anybody knowing what came of them.
    pub(super) given_up: Vec<Command>,
    next: u32,
    pub(crate) changes: Changes<Change>,
}

/// What else counts when a widget is asked for something, or shows that it was done.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'w> {
    pub(crate) accounts: &'w Accounts,
    pub(crate) pages: &'w Pages,
    pub(crate) sign_ins: &'w SignIns,
    pub(crate) calls: &'w Calls,
    pub(crate) chats: &'w Chats,
    pub(crate) words: &'static Words,
}

impl<'w> Circumstances<'w> {
    /// The part of it that calls want to know.
    pub(super) const fn of_calls(self) -> AroundCalls<'w> {
        let Self { accounts, pages, sign_ins, words, .. } = self;
        AroundCalls { accounts, pages, sign_in: sign_ins, words }
    }
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            waiting: BTreeMap::new(),
            given_up: Vec::new(),
            next: 1,
            changes: Changes::default(),
        }
    }
}

impl Outbox {
    /// What was asked of a call last and is not confirmed.
    pub(crate) fn pending_of_call(&self, call: CallId) -> Option<PendingAction> {
        self.waiting.iter().rev().find_map(|(id, command)| match command.kind {
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

    /// A second press while the first is on its way is the same request; tones are pressed one by one.
    pub(crate) fn join(
        &mut self,
        call: CallId,
        action: CallAction,
        request: Option<RequestId>,
    ) -> bool {
        let kind = CommandKind::Call(call, action);
        let mut waiting = self.waiting.values_mut();
        match waiting.find(|command| action != CallAction::Keypad && command.kind == kind) {
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
            if let CommandKind::Call(call, action) = command.kind
                && call == from
            {
                command.kind = CommandKind::Call(into, action);
            }
        }
    }

    /// The account was asked for this, and has not confirmed it.
    pub(crate) fn waits_for(&self, account: &AccountId, kind: CommandKind) -> bool {
        let waits = |command: &Command| command.account == *account && command.kind == kind;
        self.waiting.values().any(waits)
    }

    /// When the first command has waited too long.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.waiting.values().map(|command| command.until).min()
    }

    /// The number of another command.
    pub(super) const fn number(&mut self) -> CommandId {
        let id = CommandId(self.next);
        self.next = self.next.wrapping_add(1);
        id
    }
}

/// One command on its way.
#[derive(Clone, Debug)]
pub(super) struct Command {
    pub(super) account: AccountId,
    pub(super) kind: CommandKind,
    pub(super) since: Timestamp,
    /// Without any sign until then it has failed.
    pub(super) until: Timestamp,
    /// Who waits for the answer.
    pub(super) requests: Vec<RequestId>,
    /// The page has it.
    pub(super) posted: bool,
    /// The number, if it is a dial.
    pub(super) dialled: Option<Private<String>>,
    /// How far the dialer has come with it.
    pub(super) dialer: Dialer,
    /// More about a request to a chat widget.
    pub(super) chat: Option<ChatAsked>,
}

/// What the dialer showed since a dial was handed to it: it is not ready while it places a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialer {
    Idle,
    Busy,
    ReadyAgain,
}

impl Command {
    /// The conversation it concerns.
    pub(super) const fn conversation(&self) -> Option<ConversationId> {
        self.kind.conversation()
    }
}

/// A command to be handed over.
pub(super) struct NewCommand {
    pub(super) account: AccountId,
    /// In whose dialect; none means the account's.
    pub(super) vendor: Option<VendorId>,
    pub(super) kind: CommandKind,
    pub(super) command: VendorCommand,
    pub(super) chat: Option<ChatAsked>,
    pub(super) request: Option<RequestId>,
}
