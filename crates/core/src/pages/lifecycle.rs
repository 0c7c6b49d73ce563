//! Hosted pages: Closed → Loading → Alive → Broken, and back by tries with growing pauses.

use super::facts::{EngineAbilities, PageProblem, PageState};
use super::limits::{HEARTBEAT_LOST, HELLO_LOST, RETRY_FIRST, RETRY_MAX};
use super::password;
use super::state::AccountState;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::calls::Connection;
use crate::effect::Effect;
use crate::sign_in::SignIn;
use crate::state::State;
use crate::{base, calls, chats, downloads, permissions, sign_in, status};
use std::time::Duration;

/// A silence found out this much too late means that the machine slept, not that the page hung.
const SLEPT: Duration = Duration::from_secs(10);

/// Creates the page of an enabled account.
pub(crate) fn open(
    state: &mut State,
    config: AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    load(state, &config.id, now);
    out.push(Effect::OpenPage { config });
}

/// Destroys the page; what was known of the widget goes with it, its messages stay.
pub(crate) fn close(state: &mut State, account: &AccountId, now: Timestamp, out: &mut Vec<Effect>) {
    sign_in::flow::close_window(state, account, out);
    permissions::asks::page_gone(state, account, out);
    password::password_settled(state, account, out);
    let Some(a) = state.accounts.get_mut(account) else { return };
    if a.page == PageState::Closed {
        return;
    }
    let messages = std::mem::take(&mut a.messages);
    let chat_banners = std::mem::take(&mut a.chat_banners);
    let dial = a.dial.take();
    // Or a page switched off and on would be asked for all the more.
    let rights_asked = std::mem::take(&mut a.rights_asked);
    let ask_told_at = a.ask_told_at;
    // A status on its way to a service is answered all the same.
    let status = std::mem::take(&mut a.status);
    *a = AccountState {
        messages,
        chat_banners,
        status,
        rights_asked,
        ask_told_at,
        ..AccountState::new(now)
    };
    downloads::progress::page_closed(state, account, now, out);
    status::sync::page_gone(state, account);
    state.dirty = true;
    out.push(Effect::ClosePage { account: account.clone() });
    if let Some(dial) = dial {
        let why = base::answer::failed("not-possible", state.words().dial_expired.to_owned());
        base::answer::answer(dial.request, why, out);
    }
}

/// Loads the page again.
pub(crate) fn reload(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(config) = state.config(account).cloned() else { return };
    calls::resync::page_gone(state, account);
    chats::lifecycle::page_gone(state, account, now);
    permissions::asks::page_gone(state, account, out);
    password::password_settled(state, account, out);
    load(state, account, now);
    out.push(Effect::ReloadPage { config });
}

fn load(state: &mut State, account: &AccountId, now: Timestamp) {
    if let Some(a) = state.accounts.get_mut(account) {
        a.page = PageState::Loading;
        a.rights_stale = false;
        a.page_since = now;
        a.beat = now;
        state.dirty = true;
    }
}

/// A new document said hello: whatever the old one told no longer holds.
pub(crate) fn started(
    state: &mut State,
    account: &AccountId,
    abilities: EngineAbilities,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    if state.accounts.get(account).is_none_or(|a| a.page == PageState::Closed) {
        return;
    }
    calls::resync::page_gone(state, account);
    chats::lifecycle::page_gone(state, account, now);
    sign_in::flow::close_window(state, account, out);
    permissions::asks::started(state, account, now, out);
    password::password_settled(state, account, out);
    let Some(a) = state.accounts.get_mut(account) else { return };
    a.abilities = Some(abilities);
    a.sign_in = SignIn::Unknown;
    a.connection = Connection::Unknown;
    a.dialer_ready = false;
    a.microphones = None;
    a.microphone_problem = None;
    a.heard = 0;
    a.unparsed.clear();
    a.details.clear();
    a.widgets.clear();
    alive(a, now);
    status::sync::page_gone(state, account);
    state.dirty = true;
}

/// The page gave a sign of life. A dead one cannot; only a new document revives it.
pub(crate) fn heard(state: &mut State, account: &AccountId, now: Timestamp) {
    let Some(a) = state.accounts.get_mut(account) else { return };
    a.beat = now;
    let revives = match &a.page {
        PageState::Closed | PageState::Alive => false,
        PageState::Loading => true,
        PageState::Broken { .. } => a.may_come_back(),
    };
    if revives {
        alive(a, now);
        state.dirty = true;
    }
}

fn alive(a: &mut AccountState, now: Timestamp) {
    if a.page != PageState::Alive {
        a.page = PageState::Alive;
        a.page_since = now;
    }
    a.beat = now;
}

/// The page broke: a try is planned, unless a phone call on it makes us ask first.
pub(crate) fn broke(
    state: &mut State,
    account: &AccountId,
    problem: PageProblem,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let problem = match problem {
        PageProblem::LoadFailed { .. } if !state.outside.online => PageProblem::Offline,
        PageProblem::LoadFailed { reason } => {
            PageProblem::LoadFailed { reason: cap(&reason, NAME_MAX) }
        }
        PageProblem::BadConfig { reason } => {
            PageProblem::BadConfig { reason: cap(&reason, NAME_MAX) }
        }
        PageProblem::Crashed
        | PageProblem::Hung
        | PageProblem::Offline
        | PageProblem::Silent
        | PageProblem::Certificate { .. } => problem,
    };
    let Some(a) = state.accounts.get_mut(account) else { return };
    match &a.page {
        PageState::Closed => return,
        PageState::Broken { problem: known, .. } if *known == problem => return,
        // A page that worked for long starts counting anew.
        PageState::Alive if now.since(a.page_since) >= RETRY_MAX => a.tries = 0,
        PageState::Alive | PageState::Loading | PageState::Broken { .. } => {}
    }
    let tries = a.tries;
    a.dialer_ready = false;
    let gone = matches!(
        problem,
        PageProblem::Crashed | PageProblem::LoadFailed { .. } | PageProblem::Certificate { .. }
    );
    a.page = PageState::Broken { problem: problem.clone(), retry_at: None, tries };
    a.page_since = now;
    state.dirty = true;
    if gone {
        chats::lifecycle::page_gone(state, account, now);
        permissions::asks::page_gone(state, account, out);
    }
    match problem {
        PageProblem::Crashed => calls::resync::page_crashed(state, account, now),
        // The old document is gone with its legs; the next one may list them.
        PageProblem::LoadFailed { .. } | PageProblem::Certificate { .. } => {
            calls::resync::page_gone(state, account);
        }
        PageProblem::Hung
        | PageProblem::Offline
        | PageProblem::Silent
        | PageProblem::BadConfig { .. } => {}
    }
    plan_tries(state, now);
}

/// Plans a try for broken pages that have none, as soon as no call of theirs stands against it.
pub(crate) fn plan_tries(state: &mut State, now: Timestamp) {
    for (id, a) in &mut state.accounts {
        let PageState::Broken { problem, retry_at, tries } = &mut a.page else { continue };
        let hopeless = matches!(problem, PageProblem::BadConfig { .. });
        let busy = state.calls.iter().any(|call| call.account == *id && call.leg_live());
        let planned =
            if hopeless || busy { None } else { retry_at.or_else(|| Some(now + pause(*tries))) };
        state.dirty |= *retry_at != planned;
        *retry_at = planned;
    }
}

/// The pause before try number `tries` + 1.
fn pause(tries: u32) -> Duration {
    RETRY_FIRST.saturating_mul(2_u32.saturating_pow(tries.min(16))).min(RETRY_MAX)
}

/// The network is back: broken pages are tried at once.
pub(crate) fn network_back(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let waiting: Vec<AccountId> = state
        .accounts
        .iter()
        .filter(|(_, a)| matches!(a.page, PageState::Broken { retry_at: Some(_), .. }))
        .map(|(id, _)| id.clone())
        .collect();
    for account in waiting {
        reload(state, &account, now, out);
    }
}

/// The machine slept: silence during sleep says nothing about a page.
pub(crate) fn woke(state: &mut State, now: Timestamp) {
    for a in state.accounts.values_mut() {
        a.beat = now;
    }
}

/// When the page needs a decision.
pub(crate) fn deadline(a: &AccountState) -> Option<Timestamp> {
    match &a.page {
        PageState::Closed => None,
        // Somebody has to find the question first, and then the password.
        PageState::Loading if a.password_wanted => None,
        PageState::Loading => Some(a.beat + HELLO_LOST),
        PageState::Alive => Some(a.beat + HEARTBEAT_LOST),
        PageState::Broken { retry_at, .. } => *retry_at,
    }
}

/// Finds silent and hung pages, and makes planned tries.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let due: Vec<AccountId> = state
        .accounts
        .iter()
        .filter(|(_, a)| deadline(a).is_some_and(|deadline| now >= deadline))
        .map(|(id, _)| id.clone())
        .collect();
    for account in due {
        let Some(a) = state.accounts.get_mut(&account) else { continue };
        let late = deadline(a).map_or(Duration::ZERO, |deadline| now.since(deadline));
        match &a.page {
            PageState::Closed => {}
            PageState::Loading | PageState::Alive if late > SLEPT => a.beat = now,
            PageState::Loading => broke(state, &account, PageProblem::Silent, now, out),
            PageState::Alive => broke(state, &account, PageProblem::Hung, now, out),
            PageState::Broken { .. } => {
                a.tries = a.tries.saturating_add(1);
                reload(state, &account, now, out);
            }
        }
    }
}
