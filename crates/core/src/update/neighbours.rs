//! What the other domains must know of a change of an account, its page, its sign-in, its calls, its chats or a command.

use crate::accounts::AccountId;
use crate::accounts::change::Change as Accounts;
use crate::base::{RequestId, Timestamp};
use crate::calls::change::Change as Calls;
use crate::chats::change::Change as Chats;
use crate::commands::VendorCommand;
use crate::commands::change::Change as Commands;
use crate::commands::kind::{CommandKind, Failure};
use crate::pages::change::Change as Pages;
use crate::pages::{PageProblem, Problem};
use crate::sign_in::change::Change as SignIn;
use crate::status::change::Change as Status;
use crate::status::state::Agent;
use crate::status::{STATUS_ADDRESS_OPTION, STATUS_AGENT_OPTION, STATUS_OPTIONS};
use crate::window::Question;
use crate::world::World;
use std::collections::BTreeMap;

/// Something happened to the list of accounts.
pub(super) fn of_accounts(world: &mut World, change: &Accounts, now: Timestamp) {
    match change {
        Accounts::Added { account } => {
            world.add_account(account.clone(), now);
            if world.accounts.config(account).is_some_and(|config| config.enabled) {
                world.pages.open(account, now);
            }
            world.window.account_added(account);
        }
        Accounts::Changed { before } => changed(world, before, now),
        Accounts::Moved => {}
        Accounts::Enabled { account } => world.pages.open(account, now),
        Accounts::Disabled { account } => {
            world.pages.close(account, now);
            world.calls.account_disabled(account);
            let words = world.words();
            world.chats.account_disabled(account, words);
        }
        Accounts::Removed { account } => {
            world.remove_account(account);
            world.funnel.account_removed(account);
            let World { window, accounts, .. } = world;
            window.account_removed(accounts, account);
        }
    }
}

/// An account's options changed: its status is another, or its page is loaded anew, during a call after a question.
fn changed(world: &mut World, before: &crate::accounts::AccountConfig, now: Timestamp) {
    let World { accounts, pages, calls, status, window, .. } = world;
    let account = &before.id;
    let Some(after) = accounts.config(account) else { return };
    let parts = |options: &BTreeMap<String, String>| -> (BTreeMap<_, _>, BTreeMap<_, _>) {
        options.clone().into_iter().partition(|(key, _)| key.starts_with(STATUS_OPTIONS))
    };
    let (status_before, page_before) = parts(&before.options);
    let (status_after, page_after) = parts(&after.options);
    if status_before != status_after {
        let of = |options: &BTreeMap<String, String>| {
            [STATUS_AGENT_OPTION, STATUS_ADDRESS_OPTION].map(|name| options.get(name).cloned())
        };
        let same = of(&before.options) == of(&after.options);
        status.account_changed(account, if same { Agent::Same } else { Agent::Another });
    }
    if page_before == page_after || !before.enabled || !after.enabled {
        return;
    }
    if calls.would_drop(Some(account)) {
        window.put(Question::ReloadDuringCall { account: account.clone() });
    } else {
        pages.reload(account, now);
    }
}

/// Something happened to a page.
pub(super) fn of_pages(world: &mut World, change: &Pages, now: Timestamp) {
    match change {
        Pages::Opened { account } => world.permissions.page_loaded(account),
        Pages::Reloaded { account } => {
            world.calls.document_gone(account);
            world.chats.document_gone(account, now);
            world.permissions.document_gone(account);
            world.permissions.page_loaded(account);
        }
        Pages::Closed { account } => {
            world.sign_in.page_closed(account);
            world.permissions.page_closed(account);
            world.downloads.page_closed(account, now);
            let words = world.words();
            world.calls.page_closed(words, account);
            world.chats.page_closed(account);
            page_gone_for_status(world, account);
        }
        Pages::DocumentStarted { account } => {
            world.calls.document_started(account);
            world.chats.document_started(account, now);
            world.sign_in.document_started(account);
            world.permissions.document_started(account, now);
            page_gone_for_status(world, account);
        }
        Pages::Broke { account, problem } => {
            broke(world, account, problem, now);
            let World { pages, calls, .. } = world;
            pages.plan_tries(|account| calls.would_drop(Some(account)), now);
        }
        Pages::Updated
        | Pages::PasswordWanted { .. }
        | Pages::PasswordPromptClosed { .. }
        | Pages::CertificateWanted { .. }
        | Pages::LinkOpened { .. }
        | Pages::LinkRefused { .. }
        | Pages::MessagesLost { .. } => {}
    }
}

/// A page broke; its document is gone with it, or may come back.
fn broke(world: &mut World, account: &AccountId, problem: &PageProblem, now: Timestamp) {
    world.calls.page_broke(account);
    match problem {
        PageProblem::Crashed => world.calls.page_crashed(account, now),
        // The old document is gone with its legs; the next one may list them.
        PageProblem::LoadFailed { .. } | PageProblem::Certificate { .. } => {
            world.calls.document_gone(account);
        }
        PageProblem::Hung
        | PageProblem::Offline
        | PageProblem::Silent
        | PageProblem::BadConfig { .. } => return,
    }
    world.chats.document_gone(account, now);
    world.permissions.document_gone(account);
}

fn page_gone_for_status(world: &mut World, account: &AccountId) {
    let World { status, accounts, .. } = world;
    status.page_gone(accounts, account);
}

/// Something happened to a sign-in.
pub(super) fn of_sign_in(world: &mut World, change: &SignIn, now: Timestamp) {
    match change {
        SignIn::SignedOut { account, .. } => {
            page_gone_for_status(world, account);
            world.calls.signed_out(account, now);
        }
        SignIn::SignedIn { account } => world.calls.signed_in(account),
        SignIn::AskToSignIn { account, request } => {
            let command = (CommandKind::SignIn, VendorCommand::SignIn);
            post(world, account, command, *request, now);
        }
        SignIn::AskToSignOut { account, request } => {
            let command = (CommandKind::SignOut, VendorCommand::SignOut);
            post(world, account, command, *request, now);
        }
        SignIn::Updated
        | SignIn::Began { .. }
        | SignIn::WindowWanted { .. }
        | SignIn::WindowClosed { .. }
        | SignIn::Steady { .. }
        | SignIn::Failed { .. } => {}
    }
}

/// Something happened to a conversation or a chat widget.
pub(super) fn of_chats(world: &mut World, change: &Chats, now: Timestamp) {
    match change {
        Chats::Reported { conversation, fact } => world.commands.chat_reported(*conversation, fact),
        Chats::Removed { conversation } => {
            let World { window, accounts, .. } = world;
            window.conversation_removed(accounts, *conversation);
        }
        Chats::Misplaced { account } => {
            let (name, reason) = ("chat message".to_owned(), "no conversation named".to_owned());
            world.pages.unparsed(account, &Problem::Malformed { name, reason }, 1, now);
        }
        Chats::Repeated { account } => {
            let (name, reason) = ("chat message".to_owned(), "told again".to_owned());
            world.pages.unparsed(account, &Problem::Malformed { name, reason }, 1, now);
        }
        Chats::Ask { account, conversation, asked, request } => {
            let (commands, around) = world.commands_mut();
            let asked = (*conversation, asked.clone());
            commands.ask_chat(around, account, asked, *request, now);
        }
        Chats::Updated
        | Chats::Changed { .. }
        | Chats::LineArrived { .. }
        | Chats::GaveWay { .. }
        | Chats::WidgetChanged { .. }
        | Chats::Expired { .. }
        | Chats::Answered { .. } => {}
    }
}

/// Something happened to a call, or something is asked of it or its line.
pub(super) fn of_calls(world: &mut World, change: &Calls, now: Timestamp) {
    match change {
        Calls::Merged { from, into } => world.commands.calls_merged(*from, *into),
        Calls::Ask { account, call, keys, action, argument, request } => {
            if world.commands.join(*call, *action, *request) {
                return;
            }
            world.calls.handed_over(*call, *action, argument.as_ref());
            let (keys, argument) = (keys.clone(), argument.clone());
            let command = VendorCommand::Call { keys, action: *action, argument };
            let command = (CommandKind::Call(*call, *action), command);
            post(world, account, command, *request, now);
        }
        Calls::Dial { account, number, call_now, next, request } => {
            let kind = if *call_now { CommandKind::Dial(*next) } else { CommandKind::Page };
            let command = VendorCommand::Dial { number: number.clone(), call_now: *call_now };
            post(world, account, (kind, command), *request, now);
        }
        Calls::ListLegs { account } => {
            let command = (CommandKind::Nothing, VendorCommand::ListLegs);
            post(world, account, command, None, now);
        }
        Calls::Updated
        | Calls::Lost { .. }
        | Calls::TooMany { .. }
        | Calls::DialExpired { .. }
        | Calls::Answered { .. } => {}
    }
}

/// Something happened to the status.
pub(super) fn of_status(world: &mut World, change: &Status, now: Timestamp) {
    match change {
        Status::Set { account, word } => {
            let command = VendorCommand::SetPresence { word: word.clone() };
            post(world, account, (CommandKind::Nothing, command), None, now);
        }
        Status::Updated
        | Status::Persisted
        | Status::Push { .. }
        | Status::Recorded(_)
        | Status::Planned(_)
        | Status::FeedsPlanned(_)
        | Status::Refused(_)
        | Status::Answered { .. } => {}
    }
}

/// Something happened to a command: what it was about shows how it went.
pub(super) fn of_commands(world: &mut World, change: &Commands, now: Timestamp) {
    match change {
        Commands::TakenUnconfirmed { conversation, request } => {
            world.chats.handed_over(*conversation, request, now);
        }
        Commands::Confirmed { kind } => {
            if let CommandKind::Call(call, _) = kind {
                world.calls.confirmed(*call);
            }
            if let Some(conversation) = kind.conversation() {
                world.chats.set_trouble(conversation, None);
            }
        }
        Commands::Failed { kind, failure, message, .. } => {
            // That it is over stands on its row anyway.
            let trouble = Some(message).filter(|_| *failure != Failure::Gone);
            if let CommandKind::Call(call, action) = kind {
                let trouble = trouble.map(String::as_str);
                world.calls.came_to_nothing(*call, *action, trouble, now);
            }
            if let (Some(conversation), Some(trouble)) = (kind.conversation(), trouble) {
                world.chats.set_trouble(conversation, Some(trouble.clone()));
            }
        }
        Commands::Updated
        | Commands::Posted { .. }
        | Commands::AllKnown { .. }
        | Commands::Refused { .. }
        | Commands::Answered { .. } => {}
    }
}

/// Hands a command to a widget.
fn post(
    world: &mut World,
    account: &AccountId,
    command: (CommandKind, VendorCommand),
    request: Option<RequestId>,
    now: Timestamp,
) {
    let (commands, around) = world.commands_mut();
    commands.post(around, account, command, request, now);
}
