//! Rights asked for by pages: answered from what the agent said before, else asked once, within limits.

use super::facts::{AskId, Grant, Right};
use super::limits::{ASK_OVERTAKES, ASK_PATIENCE, ASKING_PERIOD, ASKS_MAX, GRANTS_MAX, OPEN_ASKS};
use super::microphone;
use super::scheme::opens_program;
use super::state::Ask;
use crate::accounts::AccountId;
use crate::attention::WithheldReason;
use crate::base::answer::failed;
use crate::base::text::{NAME_MAX, fill, line};
use crate::base::{Answer, Timestamp};
use crate::effect::Effect;
use crate::pages::PageState;
use crate::state::State;
use crate::world::World;
use crate::{accounts, attention, pages, settings};

/// Most things of one page that wait for the same answer.
const JOINED_MAX: usize = 32;

/// Answers not kept that are remembered of one page.
const PASSING_MAX: usize = 32;

/// Names of refused things that are counted.
const REFUSED_MAX: usize = 20;

/// Asks answered lately that are remembered, so that one heard twice is not asked again.
const ANSWERED_MAX: usize = 256;

/// Whether a page stands still until its wish is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// The engine holds the request.
    Waits,
    /// The engine wanted an answer at once and was told no.
    Gone,
}

/// Whether an answer outlives the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// Once and for all.
    ForGood,
    /// Until the page is loaded anew.
    ForNow,
}

impl From<bool> for Keeping {
    fn from(remember: bool) -> Self {
        if remember { Self::ForGood } else { Self::ForNow }
    }
}

/// A page wants a right.
pub(crate) fn wanted(
    state: &mut State,
    account: &AccountId,
    (id, patience): (AskId, Patience),
    right: Right,
    detail: Option<&str>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    if state.world.permissions.answered.contains(&id)
        || state.world.permissions.asks.iter().any(|ask| ask.has(id))
    {
        return;
    }
    let open = state.world.account(account).is_some_and(|a| a.page.state != PageState::Closed);
    let Some(right) = right.tidy().filter(|_| open) else {
        return tell(state, account, id, patience, false, out);
    };
    if let Some(allowed) = state.world.permissions.said(account, &right) {
        return tell(state, account, id, patience, allowed, out);
    }
    let same = |ask: &&mut Ask| ask.account == *account && ask.right == right;
    if let Some(ask) = state.world.permissions.asks.iter_mut().find(same) {
        match patience {
            Patience::Gone => {}
            Patience::Waits if ask.waiting.len() < JOINED_MAX => {
                state.dirty |= ask.waiting.is_empty();
                ask.waiting.push(id);
            }
            Patience::Waits => tell(state, account, id, patience, false, out),
        }
        return;
    }
    let asked = state.world.permissions.asks.iter().filter(|ask| ask.account == *account).count();
    let Some(a) = state.world.account_mut(account) else { return };
    a.permissions.asked.retain(|at| now.since(*at) < ASKING_PERIOD);
    if asked >= OPEN_ASKS || a.permissions.asked.len() >= ASKS_MAX {
        if !std::mem::replace(&mut a.permissions.told_many, true) {
            attention::notices::withhold(state, &right.name(), WithheldReason::TooMany, now);
        }
        return tell(state, account, id, patience, false, out);
    }
    a.permissions.asked.push(now);
    a.permissions.told_many = false;
    state.dirty = true;
    let waiting = match patience {
        Patience::Waits => vec![id],
        Patience::Gone => Vec::new(),
    };
    let detail = detail.and_then(|detail| line(detail, NAME_MAX));
    let ask = Ask { id, account: account.clone(), right, detail, since: now, waiting };
    attention::permissions::asked(state, &ask, now, out);
    state.world.permissions.asks.push(ask);
}

/// Answers one thing that waits.
fn tell(
    state: &mut State,
    account: &AccountId,
    ask: AskId,
    patience: Patience,
    allowed: bool,
    out: &mut Vec<Effect>,
) {
    if state.world.permissions.answered.len() >= ANSWERED_MAX {
        state.world.permissions.answered.pop_front();
    }
    state.world.permissions.answered.push_back(ask);
    match patience {
        Patience::Waits => out.push(Effect::AnswerAsk { account: account.clone(), ask, allowed }),
        Patience::Gone => {}
    }
}

/// Closes the questions that `of` means, all with one answer.
fn close(state: &mut State, of: impl Fn(&Ask) -> bool, allowed: bool, out: &mut Vec<Effect>) {
    let (gone, kept): (Vec<Ask>, Vec<Ask>) =
        std::mem::take(&mut state.world.permissions.asks).into_iter().partition(of);
    state.world.permissions.asks = kept;
    state.dirty |= !gone.is_empty();
    for Ask { id, account, waiting, .. } in gone {
        if waiting.is_empty() {
            tell(state, &account, id, Patience::Gone, allowed, out);
        }
        for waiting in waiting {
            tell(state, &account, waiting, Patience::Waits, allowed, out);
        }
        attention::permissions::closed(state, &account, out);
    }
}

/// The agent answers an open question.
pub(crate) fn answer(
    state: &mut State,
    ask: AskId,
    allowed: bool,
    keeping: Keeping,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let Some(ask) = state.world.permissions.asks.iter().find(|known| known.id == ask).cloned()
    else {
        return Err(failed("no-ask", state.world.words().rights.no_ask.to_owned()));
    };
    say(state, &ask.account, ask.right, allowed, keeping, out)
}

/// The agent says what holds for a right from now on; whatever waits for it is answered.
pub(crate) fn say(
    state: &mut State,
    account: &AccountId,
    right: Right,
    allowed: bool,
    keeping: Keeping,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    if state.world.accounts.config(account).is_none() {
        return Err(accounts::state::unknown(state, account));
    }
    let Some(right) = right.tidy() else {
        return Err(failed("bad-input", state.world.words().rights.bad_scheme.to_owned()));
    };
    if let Right::OtherProgram { scheme } = &right
        && !opens_program(scheme)
    {
        return Err(failed(
            "not-possible",
            fill(state.world.words().rights.never_opened, &[scheme]),
        ));
    }
    state.dirty = true;
    if !allowed {
        take_back(state, account, &right);
    }
    let kept = keeping == Keeping::ForGood && (right.is_kept() || !allowed);
    let known = |grant: &Grant| grant.account == *account && grant.right == right;
    if kept {
        let full = state.world.permissions.grants.iter().filter(|g| g.account == *account).count()
            >= GRANTS_MAX;
        match state.world.permissions.grants.iter_mut().find(|grant| known(grant)) {
            Some(grant) => grant.allowed = allowed,
            None if full => {
                let message = state.world.words().rights.too_many.to_owned();
                return Err(failed("not-possible", message));
            }
            None => {
                let (account, right) = (account.clone(), right.clone());
                state.world.permissions.grants.push(Grant { account, right, allowed });
            }
        }
        settings::state::save(state, out);
    } else if state.world.permissions.grants.iter().any(known) {
        state.world.permissions.grants.retain(|grant| !known(grant));
        settings::state::save(state, out);
    }
    if let Some(a) = state.world.account_mut(account) {
        a.permissions.session.remove(&right);
        // Without a page there is nothing it could hold for.
        if !kept && a.page.state != PageState::Closed && a.permissions.session.len() < PASSING_MAX {
            a.permissions.session.insert(right.clone(), allowed);
        }
    }
    if right == Right::Microphone {
        microphone::solved(state, account);
    }
    close(state, |ask| ask.account == *account && ask.right == right, allowed, out);
    Ok(())
}

/// The agent takes back what was said: it is asked again when it is wanted.
pub(crate) fn forget(
    state: &mut State,
    account: &AccountId,
    right: Right,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    if state.world.accounts.config(account).is_none() {
        return Err(accounts::state::unknown(state, account));
    }
    let nothing = || failed("no-grant", state.world.words().rights.no_grant.to_owned());
    let right = right.tidy().ok_or_else(nothing)?;
    if state.world.permissions.said(account, &right).is_none() {
        return Err(nothing());
    }
    take_back(state, account, &right);
    let before = state.world.permissions.grants.len();
    state.world.permissions.grants.retain(|g| g.account != *account || g.right != right);
    if state.world.permissions.grants.len() != before {
        settings::state::save(state, out);
    }
    if let Some(a) = state.world.account_mut(account) {
        state.dirty |= a.permissions.session.remove(&right).is_some();
    }
    if right == Right::Microphone {
        microphone::solved(state, account);
    }
    Ok(())
}

/// A yes is taken back: where the engine would go on with it, its page is loaded again.
fn take_back(state: &mut State, account: &AccountId, right: &Right) {
    let was_allowed =
        right.is_recording() && state.world.permissions.said(account, right) == Some(true);
    if let Some(a) = state.world.account_mut(account).filter(|_| was_allowed) {
        a.permissions.stale = a.page.state != PageState::Closed;
    }
}

/// Loads pages again that go on with what was taken back, as soon as no call would be cut.
pub(crate) fn review(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let of_account = state.world.permissions.by_account.iter();
    let stale = of_account.filter(|(id, a)| a.stale && !state.world.calls.would_drop(Some(*id)));
    let stale: Vec<AccountId> = stale.map(|(id, _)| id.clone()).collect();
    for account in stale {
        pages::lifecycle::reload(state, &account, now, out);
    }
}

/// What waited for an answer is gone, and nobody is to be asked for it.
pub(crate) fn gone(state: &mut State, account: &AccountId, id: AskId, out: &mut Vec<Effect>) {
    let Some(ask) =
        state.world.permissions.asks.iter_mut().find(|ask| ask.account == *account && ask.has(id))
    else {
        return;
    };
    ask.waiting.retain(|waiting| *waiting != id);
    let (open, moot) = (ask.id, ask.waiting.is_empty());
    if moot {
        close(state, |ask| ask.id == open, false, out);
    }
}

/// Something nobody is asked about was refused: counted for diagnostics.
pub(crate) fn refused(state: &mut State, account: &AccountId, what: &str) {
    let Some(a) = state.world.account_mut(account) else { return };
    let Some(what) = line(what, NAME_MAX) else { return };
    let room = a.permissions.refused.len() < REFUSED_MAX;
    if let Some(count) = a.permissions.refused.get_mut(&what) {
        *count = count.saturating_add(1);
    } else if room {
        a.permissions.refused.insert(what, 1);
    }
    state.dirty = true;
}

/// The page goes: its questions are moot, and what was said for now is over.
pub(crate) fn page_gone(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    if let Some(a) = state.world.account_mut(account) {
        state.dirty |= !a.permissions.session.is_empty();
        a.permissions.session.clear();
    }
    close(state, |ask| ask.account == *account, false, out);
}

/// A new document said hello. What it wants itself may have overtaken that.
pub(crate) fn started(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    if let Some(a) = state.world.account_mut(account) {
        a.permissions.session.clear();
        a.permissions.refused.clear();
    }
    let old = |ask: &Ask| ask.account == *account && now.since(ask.since) >= ASK_OVERTAKES;
    close(state, old, false, out);
}

/// The account goes with everything said about it.
pub(crate) fn account_gone(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    page_gone(state, account, out);
    state.world.permissions.grants.retain(|grant| grant.account != *account);
}

/// What a file says of accounts that are gone must not wait for a new one of that name.
pub(crate) fn recall(state: &mut State) {
    let World { permissions, accounts, .. } = &mut state.world;
    permissions.grants.retain(|grant| accounts.config(&grant.account).is_some());
}

/// When an open question is given up.
pub(crate) fn deadline(state: &State) -> Option<Timestamp> {
    state.world.permissions.asks.iter().map(|ask| ask.since + ASK_PATIENCE).min()
}

/// Nobody answered: the page is told no, and may ask again.
pub(crate) fn pass_time(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    close(state, |ask| now >= ask.since + ASK_PATIENCE, false, out);
}
