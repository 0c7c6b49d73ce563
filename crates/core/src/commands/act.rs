//! Wishes a widget fulfils other than about a call: status, signing in and out, pages, the desk.

use super::facts::VendorCommand;
use super::outbox::post;
use super::state::CommandKind;
use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::number::is_number;
use crate::base::text::{TEXT_MAX, fill};
use crate::base::{Answer, ErrorCode, Private, RequestId, Timestamp};
use crate::calls::CallingMode;
use crate::calls::dial::{choose, no_number};
use crate::effect::Effect;
use crate::sign_in::SignIn;
use crate::state::State;

/// Longest path or action name handed to a widget, in characters.
const PATH_MAX: usize = 500;

fn done(state: &State) -> Result<Reply, Answer> {
    Ok(Reply::Done(state.world.words().done.to_owned()))
}

/// The account is there and its page can take a command.
fn reachable(state: &State, account: &AccountId) -> Result<(), Answer> {
    state.world.known(account)?;
    if state.world.account(account).is_some_and(|a| a.page.alive()) {
        return Ok(());
    }
    Err(failed(ErrorCode::NotPossible, state.world.words().page_away.to_owned()))
}

fn short(state: &State, text: &str, max: usize) -> Result<(), Answer> {
    if text.chars().count() <= max {
        return Ok(());
    }
    Err(failed(ErrorCode::BadInput, fill(state.world.words().bad_text, &[&max.to_string()])))
}

/// Opens the SMS composer; it never sends.
pub(crate) fn open_sms(
    state: &mut State,
    account: Option<AccountId>,
    number: &str,
    text: Option<String>,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    let words = state.world.words();
    if !is_number(number) {
        return Err(failed(ErrorCode::BadInput, no_number(words, number)));
    }
    short(state, text.as_deref().unwrap_or_default(), TEXT_MAX)?;
    let account = choose(state.world.around_calls(), account)?;
    reachable(state, &account)?;
    if state.world.account(&account).is_some_and(|a| a.sign_in.state != SignIn::SignedIn) {
        let label = state.world.accounts.label(&account);
        return Err(failed(ErrorCode::NotPossible, fill(words.not_signed_in, &[&label])));
    }
    let command =
        VendorCommand::OpenSms { number: Private::from(number), text: text.map(Private::new) };
    post(state, &account, CommandKind::Page, command, request, now, out);
    Ok(Reply::Later)
}

/// Opens a page inside the widget.
pub(crate) fn navigate(
    state: &mut State,
    account: AccountId,
    path: String,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    short(state, &path, PATH_MAX)?;
    reachable(state, &account)?;
    post(state, &account, CommandKind::Page, VendorCommand::Navigate { path }, request, now, out);
    Ok(Reply::Later)
}

/// Begins to sign in, or brings the open sign-in window to front.
pub(crate) fn sign_in(
    state: &mut State,
    account: AccountId,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    reachable(state, &account)?;
    let Some(a) = state.world.account(&account) else { return done(state) };
    match (a.sign_in.state, &a.sign_in.address) {
        (SignIn::SignedIn, _) => return done(state),
        (SignIn::InProgress, Some(_)) => {
            state.world.sign_in.bring_to_front(&account);
            return done(state);
        }
        (SignIn::InProgress, None) | (SignIn::Unknown | SignIn::SignedOut, _) => {}
    }
    post(state, &account, CommandKind::SignIn, VendorCommand::SignIn, request, now, out);
    Ok(Reply::Later)
}

/// Gives up a sign-in that is under way. Who asked need not be told that it was cancelled.
pub(crate) fn cancel_sign_in(state: &mut State, account: &AccountId) -> Result<Reply, Answer> {
    state.world.known(account)?;
    if !state.world.sign_in.is_open(account) {
        let label = state.world.accounts.label(account);
        return Err(failed(ErrorCode::NoSignIn, fill(state.world.words().no_sign_in, &[&label])));
    }
    state.world.sign_in.give_up(account);
    done(state)
}

/// Signs out; not while a call would be cut.
pub(crate) fn sign_out(
    state: &mut State,
    account: AccountId,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    reachable(state, &account)?;
    if state.world.calls.would_drop(Some(&account)) {
        let label = state.world.accounts.label(&account);
        return Err(failed(
            ErrorCode::NotPossible,
            fill(state.world.words().hang_up_first, &[&label]),
        ));
    }
    if state.world.account(&account).is_some_and(|a| a.sign_in.state == SignIn::SignedOut) {
        return done(state);
    }
    post(state, &account, CommandKind::SignOut, VendorCommand::SignOut, request, now, out);
    Ok(Reply::Later)
}

/// Chooses the way of calling that needs no WebRTC.
pub(crate) fn use_ring_out(
    state: &mut State,
    account: AccountId,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    reachable(state, &account)?;
    let line = state.world.calls.lines.get(&account);
    if line.is_some_and(|line| line.calling_mode == Some(CallingMode::RingOut)) {
        return done(state);
    }
    post(state, &account, CommandKind::RingOut, VendorCommand::UseRingOut, request, now, out);
    Ok(Reply::Later)
}

/// Drives the simulated desk; no other account obeys.
pub(crate) fn simulate(
    state: &mut State,
    account: Option<AccountId>,
    action: String,
    arguments: serde_json::Map<String, serde_json::Value>,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    let words = state.world.words();
    short(state, &action, PATH_MAX)?;
    let mut desks = state.world.accounts.configs.iter().filter(|c| c.simulated && c.enabled);
    let account = match (account, desks.next(), desks.next()) {
        (Some(account), _, _) => account,
        (None, Some(desk), None) => desk.id.clone(),
        (None, Some(_), Some(_)) => {
            return Err(failed(ErrorCode::Ambiguous, words.several_accounts.to_owned()));
        }
        (None, None, _) => return Err(failed(ErrorCode::BadInput, words.not_simulated.to_owned())),
    };
    state.world.known(&account)?;
    if !state.world.accounts.config(&account).is_some_and(|config| config.simulated) {
        return Err(failed(ErrorCode::BadInput, words.not_simulated.to_owned()));
    }
    reachable(state, &account)?;
    let command = VendorCommand::Simulate { action, arguments };
    post(state, &account, CommandKind::Page, command, request, now, out);
    Ok(Reply::Later)
}
