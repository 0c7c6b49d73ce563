//! Choosing a status, now or after the call, and for all what one vendor tells.

use super::memory::{ChosenStatus, NOTE_MAX};
use super::presence::Presence;
use super::rows::StatusChangeKind;
use super::state::linked;
use super::{answers, desired, history};
use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId, Source, Timestamp};
use crate::state::State;

/// A status somebody asks for.
pub(crate) struct Wish {
    pub(crate) presence: Presence,
    pub(crate) note: Option<String>,
    pub(crate) after_call: bool,
}

/// Chooses a status for all accounts, now or at the end of the call.
pub(crate) fn choose(
    state: &mut State,
    wish: Wish,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
) -> Result<Reply, Answer> {
    let words = state.world.words();
    if matches!(wish.presence, Presence::OnContact | Presence::WrapUp) {
        return Err(failed(ErrorCode::BadInput, words.status.not_to_choose.to_owned()));
    }
    let note = wish.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if let Some(note) = &note
        && (note.chars().count() > NOTE_MAX || note.chars().any(char::is_control))
    {
        let message = fill(words.status.bad_note, &[&NOTE_MAX.to_string()]);
        return Err(failed(ErrorCode::BadInput, message));
    }
    let chosen = ChosenStatus { presence: wish.presence, note, at: now, by: from };
    state.dirty = true;
    if wish.after_call && desired::on_call(state) {
        let name = (words.presence)(chosen.presence);
        let message = fill(words.status.queued, &[name]);
        history::chose(state, StatusChangeKind::Queued, &chosen, now);
        state.world.status.next = Some(chosen);
        return Ok(Reply::Done(message));
    }
    state.world.status.next = None;
    decide(state, chosen, now);
    Ok(answers::wait(state, request, None, now))
}

/// Forgets what was to be chosen at the end of the call.
pub(crate) fn drop_next(state: &mut State) {
    state.dirty |= state.world.status.next.take().is_some();
}

/// What was chosen counts from now on, also where something else was shown before.
pub(crate) fn decide(state: &mut State, chosen: ChosenStatus, now: Timestamp) {
    history::chose(state, StatusChangeKind::Chosen, &chosen, now);
    state.world.status.memory.chosen = Some(chosen);
    state.world.status.unsaved = true;
    state.world.status.wrap_up = None;
    for follower in state.world.status.followers.values_mut() {
        follower.again();
    }
    answers::replace(state);
}

/// Sets the status at one vendor again.
pub(crate) fn push_again(
    state: &mut State,
    account: &AccountId,
    request: Option<RequestId>,
    now: Timestamp,
) -> Result<Reply, Answer> {
    state.world.known(account)?;
    if state.world.status.memory.chosen.is_none() {
        return Err(failed(
            ErrorCode::NotPossible,
            state.world.words().status.choose_first.to_owned(),
        ));
    }
    let linked =
        state.world.accounts.config(account).is_some_and(|config| linked(state, config).is_some());
    let Some(a) = state.world.account_mut(account).filter(|_| linked) else {
        return Err(failed(
            ErrorCode::NotPossible,
            state.world.words().status.not_linked.to_owned(),
        ));
    };
    a.follower.again();
    state.dirty = true;
    Ok(answers::wait(state, request, Some(account.clone()), now))
}

/// Chooses for all what one vendor tells.
pub(crate) fn adopt(
    state: &mut State,
    account: &AccountId,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
) -> Result<Reply, Answer> {
    state.world.known(account)?;
    let Some(presence) = state.world.status.told_presence(&state.world.accounts, account) else {
        return Err(failed(
            ErrorCode::NotPossible,
            state.world.words().status.nothing_told.to_owned(),
        ));
    };
    let told = state.world.account(account).and_then(|a| a.follower.told.as_ref());
    let note = told.and_then(|told| told.note.clone());
    choose(state, Wish { presence, note, after_call: false }, from, request, now)
}
