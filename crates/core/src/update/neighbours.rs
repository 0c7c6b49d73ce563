//! What the other domains must know of a change of an account, its page, its sign-in, its calls or its chats.

use crate::accounts::AccountId;
use crate::accounts::change::Change as Accounts;
use crate::base::Timestamp;
use crate::calls::change::Change as Calls;
use crate::chats::change::Change as Chats;
use crate::commands;
use crate::commands::VendorCommand;
use crate::commands::outbox::post;
use crate::commands::state::CommandKind;
use crate::effect::Effect;
use crate::pages::change::Change as Pages;
use crate::pages::{PageProblem, Problem};
use crate::sign_in::change::Change as SignIn;
use crate::state::State;
use crate::status::state::Agent;
use crate::status::{STATUS_ADDRESS_OPTION, STATUS_AGENT_OPTION, STATUS_OPTIONS};
use crate::window::Question;
use crate::world::World;
use std::collections::BTreeMap;

/// Something happened to the list of accounts.
pub(super) fn of_accounts(state: &mut State, change: &Accounts, now: Timestamp) {
    match change {
        Accounts::Added { account } => {
            state.world.add_account(account.clone(), now);
            if state.world.accounts.config(account).is_some_and(|config| config.enabled) {
                state.world.pages.open(account, now);
            }
            state.world.window.account_added(account);
        }
        Accounts::Changed { before } => changed(&mut state.world, before, now),
        Accounts::Moved => {}
        Accounts::Enabled { account } => state.world.pages.open(account, now),
        Accounts::Disabled { account } => {
            state.world.pages.close(account, now);
            state.world.calls.account_disabled(account);
            let words = state.world.words();
            state.world.chats.account_disabled(account, words);
        }
        Accounts::Removed { account } => {
            state.world.remove_account(account);
            state.world.funnel.account_removed(account);
            let World { window, accounts, .. } = &mut state.world;
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
pub(super) fn of_pages(state: &mut State, change: &Pages, now: Timestamp) {
    match change {
        Pages::Opened { account } => state.world.permissions.page_loaded(account),
        Pages::Reloaded { account } => {
            state.world.calls.document_gone(account);
            state.world.chats.document_gone(account, now);
            state.world.permissions.document_gone(account);
            state.world.permissions.page_loaded(account);
        }
        Pages::Closed { account } => {
            state.world.sign_in.page_closed(account);
            state.world.permissions.page_closed(account);
            state.world.downloads.page_closed(account, now);
            let words = state.world.words();
            state.world.calls.page_closed(words, account);
            state.world.chats.page_closed(account);
            page_gone_for_status(&mut state.world, account);
        }
        Pages::DocumentStarted { account } => {
            state.world.calls.document_started(account);
            state.world.chats.document_started(account, now);
            state.world.sign_in.document_started(account);
            state.world.permissions.document_started(account, now);
            page_gone_for_status(&mut state.world, account);
        }
        Pages::Broke { account, problem } => {
            broke(state, account, problem, now);
            let World { pages, calls, .. } = &mut state.world;
            pages.plan_tries(|account| calls.would_drop(Some(account)), now);
        }
        Pages::Updated
        | Pages::PasswordWanted { .. }
        | Pages::PasswordSettled { .. }
        | Pages::CertificateWanted { .. }
        | Pages::LinkOpened { .. }
        | Pages::LinkRefused { .. }
        | Pages::MessagesLost { .. } => {}
    }
}

/// A page broke; its document is gone with it, or may come back.
fn broke(state: &mut State, account: &AccountId, problem: &PageProblem, now: Timestamp) {
    state.world.calls.page_broke(account);
    match problem {
        PageProblem::Crashed => state.world.calls.page_crashed(account, now),
        // The old document is gone with its legs; the next one may list them.
        PageProblem::LoadFailed { .. } | PageProblem::Certificate { .. } => {
            state.world.calls.document_gone(account);
        }
        PageProblem::Hung
        | PageProblem::Offline
        | PageProblem::Silent
        | PageProblem::BadConfig { .. } => return,
    }
    state.world.chats.document_gone(account, now);
    state.world.permissions.document_gone(account);
}

fn page_gone_for_status(world: &mut World, account: &AccountId) {
    let World { status, accounts, .. } = world;
    status.page_gone(accounts, account);
}

/// Something happened to a sign-in.
pub(super) fn of_sign_in(state: &mut State, change: &SignIn, now: Timestamp) {
    match change {
        SignIn::SignedOut { account, .. } => {
            page_gone_for_status(&mut state.world, account);
            state.world.calls.signed_out(account, now);
        }
        SignIn::SignedIn { account } => state.world.calls.signed_in(account),
        SignIn::Updated
        | SignIn::Began { .. }
        | SignIn::WindowWanted { .. }
        | SignIn::WindowClosed { .. }
        | SignIn::Steady { .. }
        | SignIn::Failed { .. } => {}
    }
}

/// Something happened to a conversation or a chat widget.
pub(super) fn of_chats(state: &mut State, change: &Chats, now: Timestamp, out: &mut Vec<Effect>) {
    match change {
        Chats::Reported { conversation, fact } => {
            state.world.commands.chat_told(*conversation, fact)
        }
        Chats::Removed { conversation } => {
            let World { window, accounts, .. } = &mut state.world;
            window.conversation_removed(accounts, *conversation);
        }
        Chats::Misplaced { account } => {
            let (name, reason) = ("chat message".to_owned(), "no conversation named".to_owned());
            state.world.pages.unparsed(account, &Problem::Malformed { name, reason }, 1, now);
        }
        Chats::Ask { account, conversation, asked, request } => {
            let (asked, conversation) = (asked.clone(), *conversation);
            commands::chats::ask(state, account, conversation, asked, *request, now, out);
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
pub(super) fn of_calls(state: &mut State, change: &Calls, now: Timestamp, out: &mut Vec<Effect>) {
    match change {
        Calls::Merged { from, into } => state.world.commands.calls_merged(*from, *into),
        Calls::Ask { account, call, keys, action, argument, request } => {
            if state.world.commands.join(*call, *action, *request) {
                return;
            }
            state.world.calls.handed_over(*call, *action, argument.as_ref());
            let (keys, argument) = (keys.clone(), argument.clone());
            let command = VendorCommand::Call { keys, action: *action, argument };
            post(state, account, CommandKind::Call(*call, *action), command, *request, now, out);
        }
        Calls::Dial { account, number, call_now, next, request } => {
            let asked = if *call_now { CommandKind::Dial(*next) } else { CommandKind::Page };
            let command = VendorCommand::Dial { number: number.clone(), call_now: *call_now };
            post(state, account, asked, command, *request, now, out);
        }
        Calls::ListLegs { account } => {
            post(state, account, CommandKind::Nothing, VendorCommand::ListLegs, None, now, out);
        }
        Calls::Updated
        | Calls::Lost { .. }
        | Calls::TooMany { .. }
        | Calls::DialExpired { .. }
        | Calls::Answered { .. } => {}
    }
}
