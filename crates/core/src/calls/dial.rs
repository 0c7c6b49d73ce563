//! Dialling: a number waits for the dialer, is handed over once, and is done when a call appears.

use super::facts::CallId;
use super::limits::DIAL_PATIENCE;
use crate::accounts::AccountId;
use crate::attention::NoticeKind;
use crate::base::answer::{answer, failed};
use crate::base::number::is_number;
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Private, RequestId, Timestamp};
use crate::commands::VendorCommand;
use crate::commands::state::Asked;
use crate::effect::Effect;
use crate::sign_in::SignIn;
use crate::state::State;
use crate::world::World;
use crate::{attention, commands};

/// The account meant: the named one if it is there and on, else the only one that can.
pub(crate) fn choose(state: &State, account: Option<AccountId>) -> Result<AccountId, Answer> {
    let words = state.world.words();
    if let Some(account) = account {
        let Some(config) = state.world.accounts.config(&account) else {
            let message = fill(words.unknown_account, &[account.as_str()]);
            return Err(failed(ErrorCode::UnknownAccount, message));
        };
        if !config.enabled {
            return Err(failed(ErrorCode::NotPossible, fill(words.account_off, &[&config.label])));
        }
        return Ok(account);
    }
    let on = || state.world.accounts.configs.iter().filter(|config| config.enabled);
    let signed_in = on().filter(|config| {
        state.world.account(&config.id).is_some_and(|a| a.sign_in.state == SignIn::SignedIn)
    });
    let signed_in: Vec<_> = signed_in.collect();
    let able = if signed_in.is_empty() { on().collect() } else { signed_in };
    match able.as_slice() {
        [] => Err(failed(ErrorCode::NotPossible, words.no_account.to_owned())),
        [one] => Ok(one.id.clone()),
        _ => Err(failed(ErrorCode::Ambiguous, words.several_accounts.to_owned())),
    }
}

/// Takes a number for dialling; a newer one takes the place of one that still waits.
pub(crate) fn wish(
    state: &mut State,
    account: Option<AccountId>,
    number: &str,
    call_now: bool,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let words = state.world.words();
    if !is_number(number) {
        return Err(failed(ErrorCode::BadInput, words.bad_number.to_owned()));
    }
    let account = choose(state, account)?;
    if state.world.cannot_ring_here(&account) {
        let label = state.world.accounts.label(&account);
        return Err(failed(ErrorCode::NotPossible, fill(words.dialer_dead, &[&label])));
    }
    let Some(a) = state.world.account_mut(&account) else { return Ok(()) };
    let wish =
        DialWish { number: Private::from(number), call_now, until: now + DIAL_PATIENCE, request };
    let older = a.line.dial.replace(wish);
    if let Some(older) = older {
        answer(older.request, failed(ErrorCode::NotPossible, words.replaced.to_owned()), out);
    }
    state.dirty = true;
    when_ready(state, now, out);
    Ok(())
}

/// Hands over the numbers whose dialer is ready.
pub(crate) fn when_ready(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut ready = Vec::new();
    let World { pages, calls, .. } = &mut state.world;
    for (id, line) in &mut calls.lines {
        if line.dialer_ready && pages.is_alive(id) {
            ready.extend(line.dial.take().map(|wish| (id.clone(), wish)));
        }
    }
    for (account, wish) in ready {
        let asked =
            if wish.call_now { Asked::Dial(CallId(state.world.calls.next)) } else { Asked::Page };
        let command = VendorCommand::Dial { number: wish.number, call_now: wish.call_now };
        commands::outbox::post(state, &account, asked, command, wish.request, now, out);
    }
}

/// Numbers whose dialer did not get ready in time are given up.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut expired = Vec::new();
    for (id, line) in &mut state.world.calls.lines {
        if let Some(wish) = line.dial.take_if(|wish| now >= wish.until) {
            expired.push((id.clone(), wish));
        }
    }
    for (account, wish) in expired {
        let words = state.world.words();
        attention::notices::add(state, Some(&account), NoticeKind::DialExpired, None, now);
        answer(wish.request, failed(ErrorCode::NoAnswer, words.dial_expired.to_owned()), out);
    }
}

/// A number that waits for the dialer.
#[derive(Clone, Debug)]
pub(crate) struct DialWish {
    pub(crate) number: Private<String>,
    pub(crate) call_now: bool,
    pub(crate) until: Timestamp,
    pub(crate) request: Option<RequestId>,
}
