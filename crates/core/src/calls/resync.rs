//! Calls as a whole account tells them: none left, the list of legs, a page that went with its legs.

use super::call::Call;
use super::facts::{CallId, CallKey, CallObservation, Connection, Witness};
use super::limits::SIGN_OUT_GRACE;
use super::observe::{observe, start_grace};
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::commands;
use crate::commands::state::Asked;
use crate::commands::{COMMAND_PATIENCE, VendorCommand};
use crate::effect::Effect;
use crate::pages::HELLO_LOST;
use crate::state::State;
use crate::world::World;

/// The account has no call on any device, or is signed out: what is live ends after a grace.
pub(crate) fn no_calls(state: &mut State, account: &AccountId, now: Timestamp) {
    for call in state.world.calls.rows.iter_mut().filter(|call| call.account == *account) {
        if call.is_live() && call.grace.is_none() {
            start_grace(call, Witness::Presence, now);
            state.dirty = true;
        }
    }
}

/// Nobody is signed in any more, so that nobody tells of the calls; none of them is over by that. They are unless somebody
/// is signed in again in time, or a leg speaks; then the widget is asked for its legs.
pub(crate) fn signed_out(state: &mut State, account: &AccountId, now: Timestamp) {
    let unsure =
        |call: &&mut Call| call.account == *account && call.is_live() && call.grace.is_none();
    for call in state.world.calls.rows.iter_mut().filter(unsure) {
        let by = if call.leg_live() { Witness::Leg } else { Witness::Presence };
        start_grace(call, by, now);
        if let Some(grace) = &mut call.grace {
            grace.until = now + SIGN_OUT_GRACE;
            grace.signed_out = true;
        }
        state.dirty = true;
    }
    if let Some(a) = state.world.account_mut(account) {
        a.line.resync = Resync::Needed;
    }
}

/// Somebody is signed in: nothing is in doubt for want of that.
pub(crate) fn signed_in(state: &mut State, account: &AccountId) {
    for call in state.world.calls.rows.iter_mut().filter(|call| call.account == *account) {
        call.grace.take_if(|grace| grace.signed_out);
    }
}

/// The widget listed all its legs: those it has go on, those it has not are over after a grace.
pub(crate) fn legs_listed(
    state: &mut State,
    account: &AccountId,
    legs: Vec<CallObservation>,
    now: Timestamp,
) {
    let names: Vec<CallKey> = legs.iter().flat_map(|leg| leg.keys.iter().cloned()).collect();
    let listed: Vec<CallId> = legs
        .into_iter()
        .take(crate::calls::call::LIVE_CALLS)
        .filter_map(|mut leg| {
            leg.witness = Witness::Leg;
            observe(state, account, leg, now)
        })
        .collect();
    if let Some(a) = state.world.account_mut(account) {
        a.line.resync_until = None;
    }
    for call in state.world.calls.rows.iter_mut().filter(|call| listed.contains(&call.id)) {
        call.legs.retain(|name, _| names.contains(name));
        call.choose_leg();
    }
    miss(state, account, &listed, now);
    // The widget answered for all its legs: there is nothing left to doubt.
    for call in state.world.calls.rows.iter_mut().filter(|call| call.account == *account) {
        if let Some(grace) = call.grace.as_mut().filter(|grace| grace.by == Witness::Leg) {
            grace.until = now;
        }
    }
    super::observe::pass_time(state, now);
}

/// Starts the grace of all legs of `account` but the `listed` ones.
fn miss(state: &mut State, account: &AccountId, listed: &[CallId], now: Timestamp) {
    for call in state.world.calls.rows.iter_mut().filter(|call| call.account == *account) {
        if !call.leg_live() || listed.contains(&call.id) {
            continue;
        }
        start_grace(call, Witness::Leg, now);
        if let Some(grace) = &mut call.grace {
            state.dirty |= grace.by != Witness::Leg || !grace.checked;
            grace.by = Witness::Leg;
            grace.lost = call.leg_lost;
            grace.checked = true;
        }
    }
}

/// The page with the legs is gone; the next one may still list them.
pub(crate) fn page_gone(state: &mut State, account: &AccountId) {
    for call in state.world.calls.rows.iter_mut().filter(|call| call.account == *account) {
        if call.leg_live() && !call.leg_lost {
            call.leg_lost = true;
            state.dirty = true;
        }
    }
    if let Some(a) = state.world.account_mut(account) {
        a.line.resync = Resync::Needed;
        a.line.resync_until = None;
    }
}

/// The web process died and its sound with it: nothing can list these legs again in time.
pub(crate) fn page_crashed(state: &mut State, account: &AccountId, now: Timestamp) {
    page_gone(state, account);
    miss(state, account, &[], now);
}

/// Asks for the list of legs when it is due: after a page start, or when a leg is in doubt.
pub(crate) fn ask_when_due(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut asking = Vec::new();
    let World { pages, sign_in, calls, .. } = &mut state.world;
    for (id, line) in &mut calls.lines {
        if !pages.is_alive(id) || !sign_in.is_signed_in(id) {
            continue;
        }
        let told = matches!(
            line.connection,
            Connection::Connected | Connection::Failed | Connection::InactiveHere
        );
        let lost = || {
            calls.rows.iter().any(|call| call.account == *id && call.leg_lost && call.leg_live())
        };
        let due = match line.resync {
            Resync::Needed if told => Some((Resync::Done, COMMAND_PATIENCE)),
            Resync::Needed if lost() => Some((Resync::AskedEarly, HELLO_LOST)),
            Resync::AskedEarly if told => Some((Resync::Done, COMMAND_PATIENCE)),
            Resync::Needed | Resync::AskedEarly | Resync::Done => None,
        };
        if let Some((next, patience)) = due {
            line.resync = next;
            line.resync_until = Some(now + patience);
            asking.push(id.clone());
        }
        let mut doubtful = false;
        for call in calls.rows.iter_mut().filter(|call| call.account == *id) {
            let here = call.leg_live() && !call.leg_lost;
            if let Some(grace) = call.grace.as_mut().filter(|grace| here && !grace.checked) {
                grace.checked = true;
                doubtful = true;
            }
        }
        if doubtful && due.is_none() {
            asking.push(id.clone());
        }
    }
    for account in asking {
        commands::outbox::post(
            state,
            &account,
            Asked::Nothing,
            VendorCommand::ListLegs,
            None,
            now,
            out,
        );
    }
}

/// Nobody listed the legs in time: those the reload took from sight are over after a grace.
pub(crate) fn pass_time(state: &mut State, now: Timestamp) {
    let overdue: Vec<AccountId> = state
        .world
        .calls
        .lines
        .iter()
        .filter(|(_, line)| line.resync_until.is_some_and(|until| now >= until))
        .map(|(id, _)| id.clone())
        .collect();
    for account in overdue {
        if let Some(a) = state.world.account_mut(&account) {
            a.line.resync_until = None;
        }
        let present: Vec<CallId> = state
            .world
            .calls
            .rows
            .iter()
            .filter(|call| call.account == account && !call.leg_lost)
            .map(|call| call.id)
            .collect();
        miss(state, &account, &present, now);
    }
}

/// Whether the widget's phone legs were listed since its page started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resync {
    /// Nothing asked since the page started.
    Needed,
    /// Asked right after sign-in, before the line was told.
    AskedEarly,
    /// Asked with the line told.
    Done,
}
