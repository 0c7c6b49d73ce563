//! What waits to be looked at, counted, and the state of the icons that follows.

use super::facts::TrayState;
use crate::accounts::AccountId;
use crate::calls::CallState;
use crate::calls::call::Call;
use crate::calls::rows::Group;
use crate::pages::PageState;
use crate::sign_in::SignIn;
use crate::world::World;

/// Messages and lines of conversations not read nor seen, of one account.
pub(crate) fn unread(world: &World, account: &AccountId) -> u32 {
    let messages = world.messages.unread(account);
    let rows = world.chats.rows().filter(|row| row.account == *account);
    rows.fold(messages, |sum, row| sum.saturating_add(row.unread()))
}

/// Messages and lines of conversations not read nor seen, over all accounts.
pub(crate) fn unread_total(world: &World) -> u32 {
    let messages = world.pages.accounts().map(|account| world.messages.unread(account));
    messages.fold(world.chats.unread(), u32::saturating_add)
}

/// The state of the icons.
pub(crate) fn tray_state(world: &World) -> TrayState {
    let mut state = TrayState::Idle;
    if world.calls.missed(None) > 0 || unread_total(world) > 0 {
        state = state.max(TrayState::Unread);
    }
    let is_away = |account: &AccountId| {
        world.account(account).is_some_and(|a| {
            *a.page.state() != PageState::Closed
                && (matches!(a.sign_in.state(), SignIn::SignedOut | SignIn::InProgress)
                    || matches!(a.page.state(), PageState::Broken { .. }))
        })
    };
    if world.pages.accounts().any(is_away) {
        state = state.max(TrayState::SignedOut);
    }
    if world.chats.count_waiting() > 0 {
        state = state.max(TrayState::Waiting);
    }
    let calls = &world.calls;
    let alerts = |call: &Call| call.state() == CallState::Alerting;
    if calls.count(Group::Ringing) > 0 {
        state = state.max(TrayState::Ringing);
    } else if calls.count(Group::Busy) > 0 || calls.group(Group::Live).any(alerts) {
        state = state.max(TrayState::OnCall);
    }
    state
}
