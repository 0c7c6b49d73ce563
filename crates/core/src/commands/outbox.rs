//! Commands: handing wishes to widgets, and believing them done only when the widget shows it.

use super::confirm::sign;
use super::facts::VendorCommand;
use super::limits::COMMAND_PATIENCE;
use super::state::{Command, CommandKind, Dialer, NewCommand};
use crate::accounts::AccountId;
use crate::attention;
use crate::attention::NoticeKind;
use crate::base::answer::{Sign, answer, failed};
use crate::base::text::{NAME_MAX, cap, fill};
use crate::base::{Answer, CommandId, ErrorCode, RequestId, Timestamp};
use crate::calls::{CallId, CallKey, DIAL_PATIENCE};
use crate::chats::CHAT_TIMEOUT;
use crate::chats::names::name as name_of;
use crate::effect::Effect;
use crate::state::State;

/// Most commands on their way; more are refused by forgetting the oldest.
const COMMANDS_MAX: usize = 200;

/// Hands a command to the widget and remembers what to wait for.
pub(crate) fn post(
    state: &mut State,
    account: &AccountId,
    asked: CommandKind,
    command: VendorCommand,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let account = account.clone();
    let order = NewCommand { account, vendor: None, asked, command, chat: None, request };
    hand_over(state, order, now, out);
}

/// Same, with everything there is to say about it.
pub(crate) fn hand_over(
    state: &mut State,
    order: NewCommand,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let NewCommand { account, vendor, asked, command, chat, request } = order;
    let vendor = vendor
        .or_else(|| state.world.accounts.config(&account).map(|config| config.vendor.clone()));
    let Some(vendor) = vendor else { return };
    let id = state.world.commands.number();
    state.dirty = true;
    out.push(Effect::Post { account: account.clone(), vendor, id, command });
    if asked == CommandKind::Nothing {
        return;
    }
    if state.world.commands.waiting.len() >= COMMANDS_MAX
        && let Some(oldest) = state.world.commands.waiting.keys().next().copied()
    {
        fail(state, oldest, Failure::NoReaction, now, out);
    }
    let waiting = Command {
        account,
        asked,
        since: now,
        until: now + if chat.is_some() { CHAT_TIMEOUT } else { COMMAND_PATIENCE },
        requests: request.into_iter().collect(),
        posted: false,
        dialer: Dialer::Idle,
        chat,
    };
    state.world.commands.waiting.insert(id, waiting);
}

/// Why a command came to nothing.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// Patience is over.
    NoReaction,
    /// The widget said no, and why.
    Refused(String),
    /// The page did not get it.
    NotPosted(String),
    /// The call ended first, or its account went.
    Gone,
}

/// Ends a command that did not happen: in words on the row, as a notice, and to who waits.
pub(crate) fn fail(
    state: &mut State,
    id: CommandId,
    failure: Failure,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(command) = state.world.commands.waiting.remove(&id) else { return };
    state.dirty = true;
    if matches!(failure, Failure::NoReaction) {
        remember_unsettled(state, command.clone());
    }
    let words = state.world.words();
    let what = name(state, command.asked);
    let chat = command.chat.is_some();
    let (code, kind, message) = match failure {
        // It went on its way to a server: nobody can say that nothing was done.
        Failure::NoReaction if chat => {
            (ErrorCode::NoAnswer, Some(NoticeKind::NoAnswer), fill(words.chat.no_reaction, &[what]))
        }
        Failure::Gone if chat => (ErrorCode::NoChat, None, words.chat.over.to_owned()),
        // It still waits in the page: nobody can say that nothing will be done.
        Failure::NoReaction
            if state.world.account(&command.account).is_some_and(|a| a.page.may_come_back()) =>
        {
            (ErrorCode::NoAnswer, Some(NoticeKind::NoAnswer), words.page_hung.to_owned())
        }
        Failure::NoReaction => {
            (ErrorCode::NoAnswer, Some(NoticeKind::NoAnswer), fill(words.no_reaction, &[what]))
        }
        Failure::Refused(reason) => (
            ErrorCode::Refused,
            Some(NoticeKind::Refused),
            fill(words.refused, &[&cap(&reason, NAME_MAX)]),
        ),
        Failure::NotPosted(reason) => (
            ErrorCode::NotPosted,
            Some(NoticeKind::NoAnswer),
            fill(words.not_posted, &[&cap(&reason, NAME_MAX)]),
        ),
        Failure::Gone => (ErrorCode::NoCall, None, words.call_over.to_owned()),
    };
    if let Some(kind) = kind {
        attention::notices::add(state, Some(&command.account), kind, Some(what.to_owned()), now);
    }
    if let CommandKind::Call(call, action) = command.asked {
        let trouble = kind.map(|_| message.as_str());
        state.world.calls.came_to_nothing(call, action, trouble, now);
    }
    if let Some(id) = command.conversation().filter(|_| kind.is_some()) {
        state.world.chats.set_trouble(id, Some(message.clone()));
    }
    for request in command.requests {
        // Others of the same request have nothing left to answer.
        for other in state.world.commands.waiting.values_mut() {
            other.requests.retain(|waiting| *waiting != request);
        }
        answer(Some(request), failed(code, message.clone()), out);
    }
}

fn name(state: &State, asked: CommandKind) -> &'static str {
    let words = state.world.words();
    match asked {
        CommandKind::Call(_, action) => (words.action)(action),
        CommandKind::Chat(_, action) | CommandKind::Widget(action) => {
            name_of(&words.chat.actions, action)
        }
        CommandKind::Dial(_) => words.dialing,
        CommandKind::SignIn => words.signing_in,
        CommandKind::SignOut => words.signing_out,
        CommandKind::RingOut => words.choosing_ring_out,
        CommandKind::Page | CommandKind::Nothing => words.page_command,
    }
}

/// Most commands remembered of which nobody knows what came of them.
const UNSETTLED_MAX: usize = 20;

fn remember_unsettled(state: &mut State, command: Command) {
    if state.world.commands.unsettled.len() >= UNSETTLED_MAX {
        state.world.commands.unsettled.remove(0);
    }
    state.world.commands.unsettled.push(Command { requests: Vec::new(), ..command });
}

/// A sign that comes late settles what was told as unknown.
fn settle_late(state: &mut State) {
    let all = std::mem::take(&mut state.world.commands.unsettled);
    let mut settled = Vec::new();
    for command in all {
        match sign(state, &command) {
            Sign::Waiting => state.world.commands.unsettled.push(command),
            Sign::Seen => settled.push(command),
            Sign::Gone => {}
        }
    }
    for command in settled {
        if let CommandKind::Call(call, _) = command.asked {
            state.world.calls.confirmed(call);
        }
        if !state.world.commands.unsettled.iter().any(|other| other.account == command.account) {
            attention::notices::clear(state, Some(&command.account), NoticeKind::NoAnswer);
        }
        state.dirty = true;
    }
}

/// The dialer of an account is ready, or not: the sign of a dial.
pub(crate) fn dialer_is(state: &mut State, account: &AccountId, ready: bool, now: Timestamp) {
    let dials = state.world.commands.waiting.values_mut().filter(|command| {
        command.account == *account && matches!(command.asked, CommandKind::Dial(_))
    });
    for command in dials {
        command.dialer = match (command.dialer, ready) {
            (Dialer::Idle, true) => Dialer::Idle,
            (Dialer::Idle | Dialer::Busy, false) => {
                command.until = now + DIAL_PATIENCE;
                Dialer::Busy
            }
            (Dialer::Busy | Dialer::ReadyAgain, _) => Dialer::ReadyAgain,
        };
    }
}

/// Ends every command whose sign is there, or can no longer come.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let signs: Vec<(CommandId, Sign)> = state
        .world
        .commands
        .waiting
        .iter()
        .map(|(id, command)| (*id, sign(state, command)))
        .collect();
    settle_late(state);
    for (id, sign) in signs {
        match sign {
            Sign::Waiting => {}
            Sign::Seen => finish(state, id, out),
            Sign::Gone => fail(state, id, Failure::Gone, now, out),
        }
    }
}

/// The widget showed it.
fn finish(state: &mut State, id: CommandId, out: &mut Vec<Effect>) {
    let Some(command) = state.world.commands.waiting.remove(&id) else { return };
    state.dirty = true;
    let words = state.world.words();
    let message = match command.asked {
        CommandKind::Call(call, action) => {
            state.world.calls.confirmed(call);
            (words.confirmed)(action).to_owned()
        }
        CommandKind::Chat(..) | CommandKind::Widget(_) => {
            if let Some(id) = command.conversation() {
                state.world.chats.set_trouble(id, None);
            }
            let shown = command.chat.as_ref().is_some_and(|chat| chat.confirmed || chat.seen);
            if shown { words.done.to_owned() } else { words.chat.unconfirmed.to_owned() }
        }
        // A dial that fails ends so too: that the dialer is done with it is all there is to say.
        CommandKind::Dial(_) if command.dialer == Dialer::ReadyAgain => words.dial_taken.to_owned(),
        CommandKind::Dial(_) => words.call_started.to_owned(),
        CommandKind::SignIn | CommandKind::SignOut | CommandKind::RingOut => words.done.to_owned(),
        CommandKind::Page | CommandKind::Nothing => words.posted.to_owned(),
    };
    for request in command.requests {
        // A request to several widgets is answered when the last one shows it.
        if !state.world.commands.waiting.values().any(|other| other.requests.contains(&request)) {
            answer(Some(request), Answer::Done { message: message.clone() }, out);
        }
    }
}

/// The widget refused something: the last command for that call, or of that account.
pub(crate) fn refused(
    state: &mut State,
    account: &AccountId,
    keys: &[CallKey],
    reason: String,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let meant = |call: CallId| {
        keys.is_empty()
            || state
                .world
                .calls
                .get(call)
                .is_some_and(|call| call.keys.iter().any(|key| keys.contains(key)))
    };
    let found = state.world.commands.waiting.iter().rev().find(|(_, command)| {
        command.account == *account
            && matches!(command.asked, CommandKind::Call(call, _) if meant(call))
    });
    match found.map(|(id, _)| *id) {
        Some(id) => fail(state, id, Failure::Refused(reason), now, out),
        None => {
            let reason = Some(cap(&reason, NAME_MAX));
            attention::notices::add(state, Some(account), NoticeKind::Refused, reason, now);
        }
    }
}

/// Commands without a sign in time have failed.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let late: Vec<CommandId> = state
        .world
        .commands
        .waiting
        .iter()
        .filter(|(_, command)| now >= command.until)
        .map(|(id, _)| *id)
        .collect();
    for id in late {
        fail(state, id, Failure::NoReaction, now, out);
    }
}
