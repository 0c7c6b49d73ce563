//! News from the system: focus, the close button, tray host, notification service, network, sleep.

use crate::state::Service;
use crate::text::{NAME_MAX, cap};
use crate::{
    Effect, NoticeKind, OsNews, Outcome, Stage, State, Timestamp, WindowPlace, WithheldReason,
    accounts, chat_banners, chat_handed, commands, downloads, message_banners, microphone, notices,
    pages, status_push, statuses,
};

/// Takes in the system's news.
pub(crate) fn hear(state: &mut State, news: OsNews, now: Timestamp, out: &mut Vec<Effect>) {
    match news {
        OsNews::Focus { focused } => {
            // A conversation on the stage is looked at from now on.
            state.dirty |= focused && matches!(state.stage, Stage::Conversation { .. });
            state.outside.focused = focused;
            if focused {
                downloads::looked_at(state, out);
            }
        }
        OsNews::Visible { visible } => {
            state.outside.visible = visible;
            state.outside.focused &= visible;
        }
        OsNews::CloseRequested => close(state, now, out),
        OsNews::TrayHost { present } => {
            state.dirty |= state.outside.tray_host != Some(present);
            state.outside.tray_host = Some(present);
            if present {
                notices::clear(state, None, NoticeKind::NoTray);
            } else if !state.outside.visible {
                // Started hidden or hidden later: from nowhere nobody could get it back.
                out.push(Effect::ShowWindow);
            }
        }
        OsNews::NotificationService { abilities } => {
            let service = abilities.map_or(Service::Absent, Service::Present);
            if state.outside.service == service {
                return;
            }
            state.outside.service = service;
            state.dirty = true;
            match service {
                Service::Absent => {
                    // Whatever it showed went with it; the executor may forget it too.
                    let gone = std::mem::take(&mut state.shown);
                    out.extend(gone.into_keys().map(|key| Effect::WithdrawNotification { key }));
                    notices::add(state, None, NoticeKind::NoNotifications, None, now);
                }
                Service::Present(_) | Service::Unknown => {
                    notices::clear(state, None, NoticeKind::NoNotifications);
                }
            }
        }
        OsNews::Network { online } => {
            state.dirty |= state.outside.online != online;
            let back = online && !state.outside.online;
            state.outside.online = online;
            if back {
                pages::network_back(state, now, out);
                statuses::network_back(state);
            }
        }
        // Heard before time passed.
        OsNews::Woke => {}
        OsNews::Idle { since } => set(&mut state.outside.idle_since, since, &mut state.dirty),
        OsNews::Locked { locked } => {
            let since = locked.then(|| state.outside.locked_since.unwrap_or(now));
            set(&mut state.outside.locked_since, since, &mut state.dirty);
        }
        OsNews::DoNotDisturb { on } => {
            set(&mut state.outside.do_not_disturb, on, &mut state.dirty);
        }
        OsNews::Microphone { allowed, switch } => {
            set(&mut state.outside.microphone, allowed, &mut state.dirty);
            set(&mut state.outside.microphone_switch, switch, &mut state.dirty);
            if allowed == Some(true) {
                microphone::unblocked(state);
            }
        }
        OsNews::LocalTime { offset } => {
            set(&mut state.outside.utc_offset, offset, &mut state.dirty);
        }
        OsNews::Secret { account, key, value } => {
            accounts::secret_came(state, &account, &key, value, now, out);
        }
        OsNews::KeyStore { problem } => {
            let problem = problem.map(|problem| cap(&problem, NAME_MAX));
            match &problem {
                Some(_) => notices::add(state, None, NoticeKind::KeyStore, problem.clone(), now),
                None => notices::clear(state, None, NoticeKind::KeyStore),
            }
            set(&mut state.outside.key_store, problem, &mut state.dirty);
        }
        OsNews::Listener { state: listener } => {
            set(&mut state.outside.listener, listener, &mut state.dirty);
        }
        OsNews::Downloads { place } => {
            set(&mut state.outside.downloads, place, &mut state.dirty);
        }
        OsNews::WindowPlaced { place } => {
            // A maximised window keeps the place it will go back to.
            let place = match state.settings.window {
                Some(before) if place.maximized => WindowPlace { maximized: true, ..before },
                Some(_) | None => place,
            };
            if state.settings.window != Some(place) {
                state.settings.window = Some(place);
                accounts::save(state, out);
            }
        }
    }
}

/// Keeps what is new.
fn set<T: PartialEq>(known: &mut T, told: T, dirty: &mut bool) {
    *dirty |= *known != told;
    *known = told;
}

/// The close button hides into the tray only if the agent can get the window back from there.
fn close(state: &mut State, now: Timestamp, out: &mut Vec<Effect>) {
    let tray = state.outside.tray_host == Some(true);
    let wanted = state.settings.preferences.close_to_tray;
    if tray && wanted {
        out.push(Effect::HideWindow);
        return;
    }
    out.push(Effect::MinimizeWindow);
    if wanted && !state.settings.told_no_tray {
        state.settings.told_no_tray = true;
        notices::add(state, None, NoticeKind::NoTray, None, now);
        accounts::save(state, out);
    }
}

/// Takes in what came of an effect.
pub(crate) fn outcome(state: &mut State, outcome: Outcome, now: Timestamp, out: &mut Vec<Effect>) {
    match outcome {
        Outcome::NotificationShown { key } => {
            let cleared = |refused: &mut (String, String)| {
                refused.0 == key || !state.shown.contains_key(&refused.0)
            };
            state.dirty |= state.outside.refused.take_if(cleared).is_some();
        }
        // It stays remembered, so that it is not tried again for ever.
        Outcome::NotificationFailed { key, reason } => {
            let kind = || key.split('-').next().unwrap_or_default().to_owned();
            let what = chat_banners::name_of(state, &key).unwrap_or_else(kind);
            let detail = Some(cap(&reason, NAME_MAX));
            state.outside.refused = Some((key, cap(&reason, NAME_MAX)));
            notices::withhold_because(state, &what, WithheldReason::ServiceFailed, detail, now);
        }
        Outcome::NotificationClosed { key } => {
            // A ringing call's stays remembered: closing it is no wish to see it again.
            if !key.starts_with("call-") {
                state.shown.remove(&key);
            }
            message_banners::banner_closed(state, &key);
            chat_banners::closed(state, &key);
            downloads::banner_closed(state, &key);
        }
        Outcome::CommandPosted { command } => {
            let Some(known) = state.commands.get_mut(&command) else { return };
            if !std::mem::replace(&mut known.posted, true) {
                state.dirty = true;
                chat_handed::handed_over(state, command, now);
            }
        }
        Outcome::CommandNotPosted { command, reason } => {
            commands::fail(state, command, commands::Failure::NotPosted(reason), now, out);
        }
        Outcome::SaveFailed { reason } => {
            let reason = Some(cap(&reason, NAME_MAX));
            notices::add(state, None, NoticeKind::SaveFailed, reason, now);
        }
        Outcome::StatusPushed { account, push } => {
            status_push::pushed(state, &account, push, now);
        }
        Outcome::StatusNotPushed { account, push, problem } => {
            status_push::not_pushed(state, &account, push, problem, now);
        }
        Outcome::DataNotDeleted { account, reason } => {
            let detail = format!("{account}: {reason}");
            let detail = Some(cap(&detail, NAME_MAX));
            notices::add(state, None, NoticeKind::DataNotDeleted, detail, now);
        }
    }
}
