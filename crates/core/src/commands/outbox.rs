//! Sends commands to widgets: one is done when its widget shows it, and failed when no sign comes in time.

use super::change::Change;
use super::confirm::{has_call, sign};
use super::facts::VendorCommand;
use super::kind::{CommandKind, Failure};
use super::limits::COMMAND_TIMEOUT;
use super::state::{Circumstances, Command, Dialer, NewCommand, Outbox};
use crate::accounts::AccountId;
use crate::base::answer::{Sign, failed};
use crate::base::text::{NAME_MAX, cap, fill};
use crate::base::{Answer, CommandId, ErrorCode, RequestId, Timestamp};
use crate::calls::names::name as name_of_call_action;
use crate::calls::{CallId, CallKey, DIAL_TIMEOUT};
use crate::chats::CHAT_TIMEOUT;

/// Most commands on their way; more are refused by forgetting the oldest.
const COMMANDS_MAX: usize = 200;

/// Most commands remembered of which nobody knows what came of them.
const GIVEN_UP_MAX: usize = 20;

impl Outbox {
    /// Hands a command to the widget and remembers what to wait for.
    pub(crate) fn post(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        (kind, command): (CommandKind, VendorCommand),
        request: Option<RequestId>,
        now: Timestamp,
    ) {
        let account = account.clone();
        let new = NewCommand { account, vendor: None, kind, command, chat: None, request };
        self.hand_over(around, new, now);
    }

    /// Same, with everything there is to say about it.
    pub(super) fn hand_over(&mut self, around: Circumstances<'_>, new: NewCommand, now: Timestamp) {
        let NewCommand { account, vendor, kind, command, chat, request } = new;
        let own = || around.accounts.config(&account).map(|config| config.vendor.clone());
        let Some(vendor) = vendor.or_else(own) else { return };
        let id = self.number();
        let dialled = if let VendorCommand::Dial { number, .. } = &command {
            Some(number.clone())
        } else {
            None
        };
        self.changes.push(Change::Posted { account: account.clone(), vendor, id, command });
        if kind == CommandKind::Nothing {
            return;
        }
        if self.waiting.len() >= COMMANDS_MAX
            && let Some(oldest) = self.waiting.keys().next().copied()
        {
            self.fail(around, oldest, Failure::NoReaction);
        }
        let waiting = Command {
            account,
            kind,
            since: now,
            until: now + if chat.is_some() { CHAT_TIMEOUT } else { COMMAND_TIMEOUT },
            requests: request.into_iter().collect(),
            posted: false,
            dialled,
            dialer: Dialer::Idle,
            chat,
        };
        self.waiting.insert(id, waiting);
    }

    /// The page has a command.
    pub(crate) fn posted(&mut self, id: CommandId) {
        let Some(known) = self.waiting.get_mut(&id) else { return };
        if std::mem::replace(&mut known.posted, true) {
            return;
        }
        let unconfirmed = known.chat.as_ref().filter(|chat| !chat.confirmed && !chat.seen);
        self.changes.push(match (known.conversation(), unconfirmed) {
            (Some(conversation), Some(chat)) => {
                Change::TakenUnconfirmed { conversation, request: chat.request.clone() }
            }
            (None, _) | (_, None) => Change::Updated,
        });
    }

    /// Ends a command that did not happen: in words on the row, as a notice, and to who waits.
    pub(crate) fn fail(&mut self, around: Circumstances<'_>, id: CommandId, failure: Failure) {
        let Some(command) = self.waiting.remove(&id) else { return };
        let (code, message) = explain(around, &command, &failure);
        if failure == Failure::NoReaction {
            self.remember_given_up(command.clone());
        }
        let Command { account, kind, requests, .. } = command;
        self.changes.push(Change::Failed { account, kind, failure, message: message.clone() });
        for request in requests {
            // Others of the same request have nothing left to answer.
            for other in self.waiting.values_mut() {
                other.requests.retain(|waiting| *waiting != request);
            }
            self.changes.push(Change::Answered { request, answer: failed(code, message.clone()) });
        }
    }

    fn remember_given_up(&mut self, command: Command) {
        if self.given_up.len() >= GIVEN_UP_MAX {
            self.given_up.remove(0);
        }
        self.given_up.push(Command { requests: Vec::new(), ..command });
    }

    /// A sign that comes late tells after all what was told as unknown.
    fn review_given_up(&mut self, around: Circumstances<'_>) {
        let mut confirmed = Vec::new();
        for command in std::mem::take(&mut self.given_up) {
            match sign(around, &command) {
                Sign::Waiting => self.given_up.push(command),
                Sign::Seen => confirmed.push(command),
                Sign::Gone => {}
            }
        }
        for Command { account, kind, .. } in confirmed {
            self.changes.push(Change::Confirmed { kind });
            if !self.given_up.iter().any(|other| other.account == account) {
                self.changes.push(Change::AllKnown { account });
            }
        }
    }

    /// The dialer of an account is ready, or not: the sign of a dial.
    pub(crate) fn dialer_is(&mut self, account: &AccountId, ready: bool, now: Timestamp) {
        let is_dial = |command: &Command| matches!(command.kind, CommandKind::Dial(_));
        for command in self.waiting.values_mut() {
            if command.account != *account || !is_dial(command) {
                continue;
            }
            command.dialer = match (command.dialer, ready) {
                (Dialer::Idle, true) => Dialer::Idle,
                (Dialer::Idle | Dialer::Busy, false) => {
                    command.until = now + DIAL_TIMEOUT;
                    Dialer::Busy
                }
                (Dialer::Busy | Dialer::ReadyAgain, _) => Dialer::ReadyAgain,
            };
        }
    }

    /// Ends every command whose sign is there, or can no longer come.
    pub(crate) fn review(&mut self, around: Circumstances<'_>) {
        let waiting = self.waiting.iter();
        let signs: Vec<(CommandId, Sign)> =
            waiting.map(|(id, command)| (*id, sign(around, command))).collect();
        self.review_given_up(around);
        for (id, sign) in signs {
            match sign {
                Sign::Waiting => {}
                Sign::Seen => self.finish(around, id),
                Sign::Gone => self.fail(around, id, Failure::Gone),
            }
        }
    }

    /// The widget showed it.
    fn finish(&mut self, around: Circumstances<'_>, id: CommandId) {
        let Some(command) = self.waiting.remove(&id) else { return };
        let words = around.words;
        self.changes.push(Change::Confirmed { kind: command.kind });
        let done = |message: &str| Answer::Done { message: message.to_owned() };
        let handed = |message: &str| Answer::Unconfirmed { message: message.to_owned() };
        let told = match command.kind {
            CommandKind::Call(_, action) => done(name_of_call_action(&words.confirmed, action)),
            CommandKind::Chat(..) | CommandKind::Widget(_) => {
                let shown = command.chat.as_ref().is_some_and(|chat| chat.confirmed || chat.seen);
                if shown { done(words.done) } else { handed(words.chat.unconfirmed) }
            }
            CommandKind::Dial(first) if has_call(around, &command, first) => {
                done(words.call_started)
            }
            // A dial that fails ends so too: that the dialer is done with it is all there is to say.
            CommandKind::Dial(_) => handed(words.dial_taken),
            CommandKind::SignIn | CommandKind::SignOut | CommandKind::RingOut => done(words.done),
            CommandKind::Page | CommandKind::Nothing => handed(words.posted),
        };
        for request in command.requests {
            // A request to several widgets is answered when the last one shows it.
            if !self.waiting.values().any(|other| other.requests.contains(&request)) {
                self.changes.push(Change::Answered { request, answer: told.clone() });
            }
        }
    }

    /// The widget refused something: the last command for that call, or of that account. What names a call that is not known
    /// here can only be about one that was to be dialled. A chat's widget has its own way to say no.
    pub(crate) fn refused(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        keys: &[CallKey],
        reason: String,
    ) {
        let is_of = |call: CallId| {
            let row = around.calls.get(call);
            row.is_some_and(|row| row.keys.iter().any(|key| keys.contains(key)))
        };
        let mut known = around.calls.all().filter(|row| row.account == *account);
        let is_known = known.any(|row| is_of(row.id));
        let meant = |kind: CommandKind| match kind {
            CommandKind::Call(call, _) => keys.is_empty() || is_of(call),
            CommandKind::Dial(_) => !is_known,
            CommandKind::SignIn
            | CommandKind::SignOut
            | CommandKind::RingOut
            | CommandKind::Page => keys.is_empty(),
            CommandKind::Chat(..) | CommandKind::Widget(_) | CommandKind::Nothing => false,
        };
        let mut newest = self.waiting.iter().rev();
        let found = newest.find(|(_, command)| command.account == *account && meant(command.kind));
        match found.map(|(id, _)| *id) {
            Some(id) => self.fail(around, id, Failure::Refused(reason)),
            None => {
                let reason = cap(&reason, NAME_MAX);
                self.changes.push(Change::Refused { account: account.clone(), reason });
            }
        }
    }

    /// Commands without a sign in time have failed.
    pub(crate) fn pass_time(&mut self, around: Circumstances<'_>, now: Timestamp) {
        let late = self.waiting.iter().filter(|(_, command)| now >= command.until);
        let late: Vec<CommandId> = late.map(|(id, _)| *id).collect();
        for id in late {
            self.fail(around, id, Failure::NoReaction);
        }
    }
}

/// Why it did not happen, for programs and for people.
fn explain(around: Circumstances<'_>, command: &Command, failure: &Failure) -> (ErrorCode, String) {
    let words = around.words;
    let what = super::names::name(words, command.kind);
    let chat = command.chat.is_some();
    match failure {
        // It went on its way to a server: nobody can say that nothing was done.
        Failure::NoReaction if chat => (ErrorCode::NoAnswer, fill(words.chat.no_reaction, &[what])),
        // It still waits in the page: nobody can say that nothing will be done.
        Failure::NoReaction if around.pages.may_come_back(&command.account) => {
            (ErrorCode::NoAnswer, words.page_hung.to_owned())
        }
        Failure::NoReaction => (ErrorCode::NoAnswer, fill(words.no_reaction, &[what])),
        Failure::Refused(reason) => {
            (ErrorCode::Refused, fill(words.refused, &[&cap(reason, NAME_MAX)]))
        }
        Failure::NotPosted(reason) => {
            (ErrorCode::NotPosted, fill(words.not_posted, &[&cap(reason, NAME_MAX)]))
        }
        Failure::Gone if chat => (ErrorCode::NoChat, words.chat.over.to_owned()),
        Failure::Gone => (ErrorCode::NoCall, words.call_over.to_owned()),
    }
}
