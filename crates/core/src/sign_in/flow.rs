//! Signing in and out: the window we open for it, its deadline, and the sign-out nobody asked for.

use super::facts::{IN_BROWSER, OwnLine, SignIn, SignInStop};
use super::limits::{ANSWER_PATIENCE, SIGN_IN_PATIENCE};
use crate::accounts::AccountId;
use crate::attention::NoticeKind;
use crate::base::text::{NAME_MAX, cap, cap_private};
use crate::base::{Private, Timestamp};
use crate::commands::state::Asked;
use crate::effect::Effect;
use crate::pages::PageState;
use crate::state::State;
use crate::{attention, calls, status};
use std::time::Duration;

/// Most sign-in windows a page may ask for within [`ASKING_PERIOD`].
const ASKED_MAX: usize = 10;

/// The time over which they are counted.
const ASKING_PERIOD: Duration = Duration::from_secs(60);

/// How a sign-in can come to nothing; told until the next one begins.
const OUTCOMES: [NoticeKind; 10] = [
    NoticeKind::SignInCancelled,
    NoticeKind::SignInFailed,
    NoticeKind::SignInTimedOut,
    NoticeKind::SignInUnfinished,
    NoticeKind::StrangeSignIn,
    NoticeKind::StrangeAnswer,
    NoticeKind::NoBrowser,
    NoticeKind::PortTaken,
    NoticeKind::SignInUnsafe,
    NoticeKind::CertificateWanted,
];

/// Whoever tries again knows what came of the last time.
fn forget_outcomes(state: &mut State, account: &AccountId) {
    for kind in OUTCOMES {
        attention::notices::clear(state, Some(account), kind);
    }
}

/// Signed in: the window closes, and what was said about being signed out goes.
pub(crate) fn signed_in(
    state: &mut State,
    account: &AccountId,
    line: OwnLine,
    out: &mut Vec<Effect>,
) {
    close_window(state, account, out);
    let Some(a) = state.world.account_mut(account) else { return };
    let short = |text: Option<Private<String>>| text.and_then(|text| cap_private(text, NAME_MAX));
    let line = OwnLine { number: short(line.number), extension: short(line.extension) };
    state.dirty |= a.sign_in.state != SignIn::SignedIn || a.sign_in.line != line;
    a.sign_in.state = SignIn::SignedIn;
    a.sign_in.was_signed_in = true;
    a.sign_in.line = line;
    attention::notifications::withdraw(state, &attention::keys::signed_out_key(account), out);
    attention::notices::clear(state, Some(account), NoticeKind::SignedOut);
    forget_outcomes(state, account);
}

/// Signed out: its calls end after a grace; not asked for, it is told like a missed call.
pub(crate) fn signed_out(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let asked = state
        .world
        .commands
        .waiting
        .values()
        .any(|command| command.account == *account && command.asked == Asked::SignOut);
    let Some(a) = state.world.account_mut(account) else { return };
    // While a sign-in window is open this is old news.
    if a.sign_in.state == SignIn::SignedOut || a.sign_in.until.is_some() {
        return;
    }
    let news = a.sign_in.was_signed_in && !asked;
    a.sign_in.state = SignIn::SignedOut;
    a.sign_in.was_signed_in = false;
    a.line.dialer_ready = false;
    status::sync::page_gone(state, account);
    state.dirty = true;
    calls::resync::no_calls(state, account, now);
    if news {
        attention::notices::add(state, Some(account), NoticeKind::SignedOut, None, now);
        attention::accounts::signed_out(state, account, now, out);
    }
}

/// The widget opened a sign-in window by itself: watched and closed like one of ours.
pub(crate) fn opened(state: &mut State, account: &AccountId, now: Timestamp) {
    let Some(a) = state.world.account_mut(account) else { return };
    // Where somebody is signed in it is a window for something else.
    if a.page.state == PageState::Closed || a.sign_in.state == SignIn::SignedIn {
        return;
    }
    a.sign_in.state = SignIn::InProgress;
    a.sign_in.until = Some(now + SIGN_IN_PATIENCE);
    a.sign_in.address = None;
    a.sign_in.answered = false;
    state.dirty = true;
    forget_outcomes(state, account);
}

/// The widget wants a sign-in window.
pub(crate) fn requested(
    state: &mut State,
    account: &AccountId,
    address: Private<String>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(a) = state.world.account_mut(account) else { return };
    if a.sign_in.until.is_some() && a.sign_in.address.as_ref() == Some(&address) {
        return;
    }
    // A person presses the button now and then; a page gone wild would fill the screen with windows.
    a.sign_in.asked.retain(|at| now.since(*at) < ASKING_PERIOD);
    if a.sign_in.asked.len() >= ASKED_MAX {
        return;
    }
    a.sign_in.asked.push(now);
    a.sign_in.state = SignIn::InProgress;
    a.sign_in.until = Some(now + SIGN_IN_PATIENCE);
    a.sign_in.address = Some(address.clone());
    a.sign_in.answered = false;
    state.dirty = true;
    forget_outcomes(state, account);
    out.push(Effect::OpenSignIn { account: account.clone(), address });
}

/// The answer is on its way to the widget. It tells nobody if it cannot use it, so we do after a while.
pub(crate) fn answered(state: &mut State, account: &AccountId, now: Timestamp) {
    let Some(a) = state.world.account_mut(account) else { return };
    if a.sign_in.until.is_none() {
        return;
    }
    a.sign_in.until = Some(now + ANSWER_PATIENCE);
    a.sign_in.address = None;
    a.sign_in.answered = true;
    state.dirty = true;
}

/// We stopped it.
pub(crate) fn stopped(
    state: &mut State,
    account: &AccountId,
    why: SignInStop,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let (kind, detail) = match why {
        SignInStop::StrangeAddress { host } => (NoticeKind::StrangeSignIn, Some(host)),
        SignInStop::StrangeAnswer => (NoticeKind::StrangeAnswer, None),
        SignInStop::NoBrowser => (NoticeKind::NoBrowser, None),
        SignInStop::NoPort { port } => (NoticeKind::PortTaken, Some(port.to_string())),
    };
    broke_off(state, account, kind, detail.as_deref(), now, out);
}

/// The agent gave it up.
pub(crate) fn give_up(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    if !is_open(state, account) {
        return;
    }
    close_window(state, account, out);
    if let Some(a) = state.world.account_mut(account) {
        a.sign_in.state = SignIn::SignedOut;
    }
}

/// Its window was closed without an answer. The browser is named as the other way only where it is one.
pub(crate) fn cancelled(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let config = state.world.accounts.config(account);
    let other_way = config.is_some_and(|c| !c.simulated && !c.signs_in_by_browser());
    let detail = other_way.then_some(IN_BROWSER);
    broke_off(state, account, NoticeKind::SignInCancelled, detail, now, out);
}

/// The sign-in came to nothing.
pub(crate) fn broke_off(
    state: &mut State,
    account: &AccountId,
    kind: NoticeKind,
    detail: Option<&str>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    if !is_open(state, account) {
        return;
    }
    give_up(state, account, out);
    attention::notices::add(
        state,
        Some(account),
        kind,
        detail.map(|text| cap(text, NAME_MAX)),
        now,
    );
}

/// A window or the browser is waited for.
pub(crate) fn is_open(state: &State, account: &AccountId) -> bool {
    state.world.account(account).is_some_and(|a| a.sign_in.until.is_some())
}

/// Closes the sign-in window if it may be open.
pub(crate) fn close_window(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let Some(a) = state.world.account_mut(account) else { return };
    a.sign_in.address = None;
    a.sign_in.answered = false;
    if a.sign_in.until.take().is_some() {
        state.dirty = true;
        out.push(Effect::CloseSignIn { account: account.clone() });
    }
}

/// Sign-in windows do not stay open for ever, and an answer must be taken.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let late: Vec<(AccountId, NoticeKind)> = state
        .world
        .sign_in
        .by_account
        .iter()
        .filter(|(_, a)| a.until.is_some_and(|until| now >= until))
        .map(|(id, a)| match a.answered {
            true => (id.clone(), NoticeKind::SignInUnfinished),
            false => (id.clone(), NoticeKind::SignInTimedOut),
        })
        .collect();
    for (account, kind) in late {
        broke_off(state, &account, kind, None, now, out);
    }
}
