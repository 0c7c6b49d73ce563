//! Hosted pages: Closed → Loading → Alive → Broken, and back by tries with growing pauses.

use super::facts::{EngineAbilities, PageProblem, PageState};
use super::limits::{HEARTBEAT_LOST, HELLO_LOST, RETRY_FIRST, RETRY_MAX};
use super::password;
use super::state::Page;
use crate::accounts::{AccountConfig, AccountId};
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::calls::Connection;
use crate::effect::Effect;
use crate::permissions::state::PagePermissions;
use crate::sign_in::SignIn;
use crate::sign_in::state::AccountSignIn;
use crate::state::State;
use crate::world::World;
use crate::{base, calls, permissions, sign_in, status};
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
    let Some(a) = state.world.account_mut(account) else { return };
    if a.page.state == PageState::Closed {
        return;
    }
    *a.page = Page::new(now);
    *a.sign_in = AccountSignIn::default();
    let dial = std::mem::take(a.line).dial;
    // Or a page switched off and on would be asked for all the more.
    let asked = std::mem::take(&mut a.permissions.asked);
    *a.permissions = PagePermissions { asked, ..PagePermissions::default() };
    if let Some(told) = state.attention.by_account.get_mut(account) {
        told.owes_sign_out = false;
        told.told_no_web_rtc = false;
    }
    state.world.downloads.page_closed(account, now);
    state.world.chats.page_closed(account);
    status::sync::page_gone(state, account);
    state.dirty = true;
    out.push(Effect::ClosePage { account: account.clone() });
    if let Some(dial) = dial {
        let why = base::answer::failed("not-possible", state.world.words().dial_expired.to_owned());
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
    let Some(config) = state.world.accounts.config(account).cloned() else { return };
    calls::resync::page_gone(state, account);
    state.world.chats.document_gone(account, now);
    permissions::asks::page_gone(state, account, out);
    password::password_settled(state, account, out);
    load(state, account, now);
    out.push(Effect::ReloadPage { config });
}

fn load(state: &mut State, account: &AccountId, now: Timestamp) {
    if let Some(a) = state.world.account_mut(account) {
        a.page.state = PageState::Loading;
        a.permissions.stale = false;
        a.page.since = now;
        a.page.beat = now;
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
    if state.world.account(account).is_none_or(|a| a.page.state == PageState::Closed) {
        return;
    }
    calls::resync::page_gone(state, account);
    state.world.chats.document_started(account, now);
    sign_in::flow::close_window(state, account, out);
    permissions::asks::started(state, account, now, out);
    password::password_settled(state, account, out);
    let Some(a) = state.world.account_mut(account) else { return };
    a.page.abilities = Some(abilities);
    a.sign_in.state = SignIn::Unknown;
    a.line.connection = Connection::Unknown;
    a.line.dialer_ready = false;
    a.permissions.microphones = None;
    a.permissions.microphone_problem = None;
    a.page.received = 0;
    a.page.unparsed.clear();
    a.page.details.clear();
    alive(a.page, now);
    status::sync::page_gone(state, account);
    state.dirty = true;
}

/// The page gave a sign of life. A dead one cannot; only a new document revives it.
pub(crate) fn heard(state: &mut State, account: &AccountId, now: Timestamp) {
    let Some(a) = state.world.account_mut(account) else { return };
    a.page.beat = now;
    let revives = match &a.page.state {
        PageState::Closed | PageState::Alive => false,
        PageState::Loading => true,
        PageState::Broken { .. } => a.page.may_come_back(),
    };
    if revives {
        alive(a.page, now);
        state.dirty = true;
    }
}

fn alive(page: &mut Page, now: Timestamp) {
    if page.state != PageState::Alive {
        page.state = PageState::Alive;
        page.since = now;
    }
    page.beat = now;
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
        PageProblem::LoadFailed { .. } if !state.world.system.online => PageProblem::Offline,
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
    let Some(a) = state.world.account_mut(account) else { return };
    match &a.page.state {
        PageState::Closed => return,
        PageState::Broken { problem: known, .. } if *known == problem => return,
        // A page that worked for long starts counting anew.
        PageState::Alive if now.since(a.page.since) >= RETRY_MAX => a.page.tries = 0,
        PageState::Alive | PageState::Loading | PageState::Broken { .. } => {}
    }
    let tries = a.page.tries;
    a.line.dialer_ready = false;
    let gone = matches!(
        problem,
        PageProblem::Crashed | PageProblem::LoadFailed { .. } | PageProblem::Certificate { .. }
    );
    a.page.state = PageState::Broken { problem: problem.clone(), retry_at: None, tries };
    a.page.since = now;
    state.dirty = true;
    if gone {
        state.world.chats.document_gone(account, now);
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
    let World { pages, calls, .. } = &mut state.world;
    for (id, page) in &mut pages.by_account {
        let PageState::Broken { problem, retry_at, tries } = &mut page.state else { continue };
        let hopeless = matches!(problem, PageProblem::BadConfig { .. });
        let busy = calls.would_drop(Some(id));
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
        .world
        .pages
        .by_account
        .iter()
        .filter(|(_, page)| matches!(page.state, PageState::Broken { retry_at: Some(_), .. }))
        .map(|(id, _)| id.clone())
        .collect();
    for account in waiting {
        reload(state, &account, now, out);
    }
}

/// The machine slept: silence during sleep says nothing about a page.
pub(crate) fn woke(state: &mut State, now: Timestamp) {
    for page in state.world.pages.by_account.values_mut() {
        page.beat = now;
    }
}

/// When the page needs a decision.
pub(crate) fn deadline(page: &Page) -> Option<Timestamp> {
    match &page.state {
        PageState::Closed => None,
        // Somebody has to find the question first, and then the password.
        PageState::Loading if page.password_wanted => None,
        PageState::Loading => Some(page.beat + HELLO_LOST),
        PageState::Alive => Some(page.beat + HEARTBEAT_LOST),
        PageState::Broken { retry_at, .. } => *retry_at,
    }
}

/// Finds silent and hung pages, and makes planned tries.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let due: Vec<AccountId> = state
        .world
        .pages
        .by_account
        .iter()
        .filter(|(_, page)| deadline(page).is_some_and(|deadline| now >= deadline))
        .map(|(id, _)| id.clone())
        .collect();
    for account in due {
        let Some(page) = state.world.pages.by_account.get_mut(&account) else { continue };
        let late = deadline(page).map_or(Duration::ZERO, |deadline| now.since(deadline));
        match &page.state {
            PageState::Closed => {}
            PageState::Loading | PageState::Alive if late > SLEPT => page.beat = now,
            PageState::Loading => broke(state, &account, PageProblem::Silent, now, out),
            PageState::Alive => broke(state, &account, PageProblem::Hung, now, out),
            PageState::Broken { .. } => {
                page.tries = page.tries.saturating_add(1);
                reload(state, &account, now, out);
            }
        }
    }
}
