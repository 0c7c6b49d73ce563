//! What waits to be looked at, counted, and the state of the icons that follows.

use super::facts::TrayState;
use crate::accounts::AccountId;
use crate::calls::CallState;
use crate::calls::call::Call;
use crate::calls::rows::Group;
use crate::chats::conversation::Conversation;
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
    let lines = world.chats.rows().map(Conversation::unread);
    messages.chain(lines).fold(0, u32::saturating_add)
}

/// The mood of the icons.
pub(crate) fn mood(world: &World) -> TrayState {
    let mut mood = TrayState::Idle;
    if world.calls.missed(None) > 0 || unread_total(world) > 0 {
        mood = mood.max(TrayState::Unread);
    }
    let is_away = |account: &AccountId| {
        world.account(account).is_some_and(|a| {
            *a.page.state() != PageState::Closed
                && (matches!(a.sign_in.state(), SignIn::SignedOut | SignIn::InProgress)
                    || matches!(a.page.state(), PageState::Broken { .. }))
        })
    };
    if world.pages.accounts().any(is_away) {
        mood = mood.max(TrayState::SignedOut);
    }
    if world.chats.waiting() > 0 {
        mood = mood.max(TrayState::Waiting);
    }
    let calls = &world.calls;
    let alerts = |call: &Call| call.state() == CallState::Alerting;
    if calls.count(Group::Ringing) > 0 {
        mood = mood.max(TrayState::Ringing);
    } else if calls.count(Group::Busy) > 0 || calls.group(Group::Live).any(alerts) {
        mood = mood.max(TrayState::OnCall);
    }
    mood
}
