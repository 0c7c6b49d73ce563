//! Changes, carried out: what a domain did leads to its neighbours, to effects, and to attention. The only place where
//! an effect is made of what a domain did.

use super::{history, neighbours};
use crate::attention;
use crate::base::Timestamp;
use crate::change::{Change, Touched};
use crate::effect::Effect;
use crate::state::State;
use crate::world::World;
use crate::{
    accounts, calls, chats, commands, downloads, funnel, links, messages, pages, permissions,
    settings, sign_in, sound, status, system, window,
};

/// Carries out what the domains did since the last time, then lets attention see it.
pub(super) fn carry_out(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let mut changes = Vec::new();
    spread(&mut state.world, now, out, &mut changes);
    if !changes.is_empty() {
        // Whatever a domain says is seen in the windows, or leads to something that is.
        let all = changes.iter().map(Change::touches);
        state.touched = all.fold(state.touched, Touched::and);
        state.unsaved |= changes.iter().any(is_kept);
        changes.iter().for_each(|change| history::note(state, change));
        attention::follow(&state.world, &mut state.attention, &changes, now);
    }
    show(state, out);
}

/// What attention has decided leads to effects.
pub(super) fn show(state: &mut State, out: &mut Vec<Effect>) {
    for change in state.attention.changes.drain() {
        state.touched.view = true;
        out.extend(shown_outside(change));
    }
}

/// Saves what this update changed of the kept things: once, and before whatever counts on it.
pub(super) fn save(state: &mut State, out: &mut Vec<Effect>) {
    if !std::mem::take(&mut state.unsaved) {
        return;
    }
    let counts_on_it = |effect: &Effect| {
        matches!(effect, Effect::PushStatus { .. } | Effect::Answer { .. } | Effect::Quit)
    };
    let at = out.iter().position(counts_on_it).unwrap_or(out.len());
    let settings = Box::new(state.world.settings_to_keep());
    out.insert(at, Effect::SaveSettings { settings });
}

/// Tells the neighbours first, so that what they do about it is done before the change's own effect.
fn spread(world: &mut World, now: Timestamp, out: &mut Vec<Effect>, all: &mut Vec<Change>) {
    for change in world.take_changes() {
        tell_neighbours(world, &change, now);
        spread(world, now, out, all);
        out.extend(effect(world, &change));
        all.push(change);
    }
}

/// Who else must know of a change.
fn tell_neighbours(world: &mut World, change: &Change, now: Timestamp) {
    match change {
        Change::Accounts(change) => neighbours::of_accounts(world, change, now),
        Change::Pages(change) => neighbours::of_pages(world, change, now),
        Change::SignIn(change) => neighbours::of_sign_in(world, change, now),
        Change::Permissions(permissions::change::Change::Stale { account }) => {
            world.pages.reload(account, now);
        }
        Change::Chats(change) => neighbours::of_chats(world, change, now),
        Change::Permissions(
            permissions::change::Change::Updated
            | permissions::change::Change::Remembered
            | permissions::change::Change::Asked { .. }
            | permissions::change::Change::TooMany { .. }
            | permissions::change::Change::Answered { .. }
            | permissions::change::Change::AllAnswered { .. }
            | permissions::change::Change::NoMicrophone { .. }
            | permissions::change::Change::MicrophoneSolved { .. },
        )
        | Change::Downloads(_)
        | Change::Sound(_)
        | Change::Funnel(_)
        | Change::Messages(_)
        | Change::Links(_)
        | Change::Settings(_)
        | Change::System(
            system::change::Change::Updated
            | system::change::Change::KeyStore { .. }
            | system::change::Change::History
            | system::change::Change::HistorySalvaged { .. }
            | system::change::Change::NotificationsGone
            | system::change::Change::NotificationsBack,
        )
        | Change::Window(_) => {}
        Change::System(system::change::Change::NetworkBack) => {
            world.pages.network_back(now);
            world.status.network_back();
        }
        Change::System(system::change::Change::Tray { present }) => {
            world.window.tray_is(*present);
        }
        Change::System(system::change::Change::MicrophoneAllowed) => {
            world.permissions.microphone_unblocked();
        }
        Change::Calls(change) => neighbours::of_calls(world, change, now),
        Change::Status(change) => neighbours::of_status(world, change, now),
        Change::Commands(change) => neighbours::of_commands(world, change, now),
    }
}

/// It changes what is kept in the settings file.
fn is_kept(change: &Change) -> bool {
    match change {
        Change::Accounts(_)
        | Change::Funnel(funnel::change::Change::Save)
        | Change::Permissions(permissions::change::Change::Remembered)
        | Change::Status(status::change::Change::Persisted)
        | Change::Window(
            window::change::Change::Persisted | window::change::Change::ClosedWithoutTray,
        )
        | Change::Settings(settings::change::Change::Set | settings::change::Change::SoundSet) => {
            true
        }
        Change::Permissions(_)
        | Change::Chats(_)
        | Change::Funnel(funnel::change::Change::Counted)
        | Change::Pages(_)
        | Change::SignIn(_)
        | Change::Downloads(_)
        | Change::Sound(_)
        | Change::Messages(_)
        | Change::Links(_)
        | Change::Calls(_)
        | Change::Status(_)
        | Change::System(_)
        | Change::Commands(_)
        | Change::Window(_) => false,
    }
}

/// What is to be done outside about a change.
fn effect(world: &World, change: &Change) -> Option<Effect> {
    match change {
        Change::Accounts(accounts::change::Change::Removed { account }) => {
            Some(Effect::DeleteData { account: account.clone() })
        }
        Change::Pages(change) => page_effect(world, change),
        Change::SignIn(change) => sign_in_effect(change),
        Change::Status(change) => status_effect(world, change),
        Change::Permissions(permissions::change::Change::Answered { account, ask, allowed }) => {
            Some(Effect::AnswerAsk { account: account.clone(), ask: *ask, allowed: *allowed })
        }
        Change::Downloads(downloads::change::Change::Ordered { download, order }) => {
            Some(Effect::Download { download: *download, order: order.clone() })
        }
        Change::Chats(chats::change::Change::Answered { request, answer }) => {
            Some(Effect::Answer { request: *request, answer: answer.clone() })
        }
        Change::Settings(settings::change::Change::SoundSet) => {
            Some(Effect::UseSound { preferences: world.preferences.sound.clone() })
        }
        Change::Links(change) => link_effect(change),
        Change::Calls(change) => call_effect(change),
        Change::Accounts(
            accounts::change::Change::Added { .. }
            | accounts::change::Change::Changed { .. }
            | accounts::change::Change::Moved
            | accounts::change::Change::Enabled { .. }
            | accounts::change::Change::Disabled { .. },
        )
        | Change::Permissions(
            permissions::change::Change::Updated
            | permissions::change::Change::Remembered
            | permissions::change::Change::Asked { .. }
            | permissions::change::Change::TooMany { .. }
            | permissions::change::Change::AllAnswered { .. }
            | permissions::change::Change::Stale { .. }
            | permissions::change::Change::NoMicrophone { .. }
            | permissions::change::Change::MicrophoneSolved { .. },
        )
        | Change::Downloads(
            downloads::change::Change::Updated
            | downloads::change::Change::Finished { .. }
            | downloads::change::Change::TooMany { .. }
            | downloads::change::Change::RefusedToSignIn { .. },
        )
        | Change::Chats(
            chats::change::Change::Updated
            | chats::change::Change::Changed { .. }
            | chats::change::Change::LineArrived { .. }
            | chats::change::Change::Removed { .. }
            | chats::change::Change::GaveWay { .. }
            | chats::change::Change::WidgetChanged { .. }
            | chats::change::Change::Misplaced { .. }
            | chats::change::Change::Repeated { .. }
            | chats::change::Change::Reported { .. }
            | chats::change::Change::Ask { .. }
            | chats::change::Change::Expired { .. },
        )
        | Change::Funnel(funnel::change::Change::Counted | funnel::change::Change::Save)
        | Change::Messages(
            messages::change::Change::Updated { .. }
            | messages::change::Change::Arrived { .. }
            | messages::change::Change::FoundUnread { .. },
        )
        | Change::Sound(
            sound::change::Change::Updated
            | sound::change::Change::Lost { .. }
            | sound::change::Change::Settled { .. },
        )
        | Change::Settings(settings::change::Change::Set)
        | Change::System(_) => None,
        Change::Window(change) => window_effect(change),
        Change::Commands(change) => command_effect(change),
    }
}

fn page_effect(world: &World, change: &pages::change::Change) -> Option<Effect> {
    let config = |account| world.accounts.config(account).cloned();
    match change {
        pages::change::Change::Opened { account } => {
            Some(Effect::OpenPage { config: config(account)? })
        }
        pages::change::Change::Reloaded { account } => {
            Some(Effect::ReloadPage { config: config(account)? })
        }
        pages::change::Change::Closed { account } => {
            Some(Effect::ClosePage { account: account.clone() })
        }
        pages::change::Change::Updated
        | pages::change::Change::DocumentStarted { .. }
        | pages::change::Change::Broke { .. }
        | pages::change::Change::PasswordWanted { .. }
        | pages::change::Change::PasswordPromptClosed { .. }
        | pages::change::Change::CertificateWanted { .. }
        | pages::change::Change::LinkOpened { .. }
        | pages::change::Change::LinkRefused { .. }
        | pages::change::Change::MessagesLost { .. } => None,
    }
}

fn sign_in_effect(change: &sign_in::change::Change) -> Option<Effect> {
    match change {
        sign_in::change::Change::WindowWanted { account, address } => {
            Some(Effect::OpenSignIn { account: account.clone(), address: address.clone() })
        }
        sign_in::change::Change::WindowClosed { account } => {
            Some(Effect::CloseSignIn { account: account.clone() })
        }
        sign_in::change::Change::Updated
        | sign_in::change::Change::Began { .. }
        | sign_in::change::Change::AskToSignIn { .. }
        | sign_in::change::Change::AskToSignOut { .. }
        | sign_in::change::Change::SignedIn { .. }
        | sign_in::change::Change::SignedOut { .. }
        | sign_in::change::Change::Steady { .. }
        | sign_in::change::Change::Failed { .. } => None,
    }
}

fn link_effect(change: &links::change::Change) -> Option<Effect> {
    match change {
        links::change::Change::SignInReturned { address } => {
            Some(Effect::SignInReturned { address: address.clone() })
        }
        links::change::Change::Opened | links::change::Change::Refused { .. } => {
            Some(Effect::ShowWindow)
        }
        // After too many the window does not come: it would not leave the screen again.
        links::change::Change::TooMany { .. } | links::change::Change::Updated => None,
    }
}

fn call_effect(change: &calls::change::Change) -> Option<Effect> {
    match change {
        calls::change::Change::Answered { request, answer } => {
            Some(Effect::Answer { request: *request, answer: answer.clone() })
        }
        calls::change::Change::Updated
        | calls::change::Change::Merged { .. }
        | calls::change::Change::Lost { .. }
        | calls::change::Change::TooMany { .. }
        | calls::change::Change::Ask { .. }
        | calls::change::Change::Dial { .. }
        | calls::change::Change::DialExpired { .. }
        | calls::change::Change::ListLegs { .. } => None,
    }
}

fn command_effect(change: &commands::change::Change) -> Option<Effect> {
    match change {
        commands::change::Change::Posted { account, vendor, id, command } => Some(Effect::Post {
            account: account.clone(),
            vendor: vendor.clone(),
            id: *id,
            command: command.clone(),
        }),
        commands::change::Change::Answered { request, answer } => {
            Some(Effect::Answer { request: *request, answer: answer.clone() })
        }
        commands::change::Change::Updated
        | commands::change::Change::TakenUnconfirmed { .. }
        | commands::change::Change::Confirmed { .. }
        | commands::change::Change::Failed { .. }
        | commands::change::Change::AllKnown { .. }
        | commands::change::Change::Refused { .. } => None,
    }
}

fn status_effect(world: &World, change: &status::change::Change) -> Option<Effect> {
    match change {
        status::change::Change::Push { account, push, word, note } => {
            let config = world.accounts.config(account)?.clone();
            let (word, note) = (word.clone(), note.clone());
            Some(Effect::PushStatus { config, push: *push, word, note })
        }
        status::change::Change::Recorded(line) => {
            Some(Effect::RecordStatus { change: line.clone().by_wall_clock(world.clock) })
        }
        status::change::Change::Planned(plan) => Some(Effect::Listen { plan: plan.clone() }),
        status::change::Change::FeedsPlanned(plan) => {
            Some(Effect::FollowFeeds { plan: plan.clone() })
        }
        status::change::Change::Answered { request, answer } => {
            Some(Effect::Answer { request: *request, answer: answer.clone() })
        }
        status::change::Change::Updated
        | status::change::Change::Persisted
        | status::change::Change::Set { .. }
        | status::change::Change::Refused(_) => None,
    }
}

fn window_effect(change: &window::change::Change) -> Option<Effect> {
    match change {
        window::change::Change::Show => Some(Effect::ShowWindow),
        window::change::Change::Hide => Some(Effect::HideWindow),
        window::change::Change::Minimize => Some(Effect::MinimizeWindow),
        window::change::Change::Arranged { widget } => {
            Some(Effect::Arrange { widget: widget.clone() })
        }
        window::change::Change::Updated
        | window::change::Change::Persisted
        | window::change::Change::Focused
        | window::change::Change::ClosedWithoutTray => None,
    }
}

/// What attention wants to be done outside.
fn shown_outside(change: attention::change::Change) -> Option<Effect> {
    match change {
        attention::change::Change::Updated => None,
        attention::change::Change::Notify(notification) => Some(Effect::Notify { notification }),
        attention::change::Change::Attract => Some(Effect::RequestAttention),
        attention::change::Change::Withdraw(key) => {
            Some(Effect::WithdrawNotification { key: key.to_string() })
        }
        attention::change::Change::Tray(tray) => Some(Effect::SetTray { tray: *tray }),
    }
}
