//! What the system tells, led to where it belongs.

use crate::attention::NoticeKind;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap};
use crate::effect::Effect;
use crate::event::OsNews;
use crate::state::State;
use crate::system::state::Service;
use crate::window::stage::close;
use crate::window::{Stage, WindowPlace};
use crate::{attention, pages, permissions, settings, status};

/// Takes in the system's news.
pub(crate) fn hear(state: &mut State, news: OsNews, now: Timestamp, out: &mut Vec<Effect>) {
    match news {
        OsNews::Focus { focused } => {
            // A conversation on the stage is looked at from now on.
            state.dirty |= focused && matches!(state.stage, Stage::Conversation { .. });
            state.outside.focused = focused;
            if focused {
                attention::downloads::looked_at(state, out);
            }
        }
        OsNews::Visible { visible } => {
            state.outside.visible = visible;
            state.outside.focused &= visible;
            state.outside.waits_for_tray &= !visible;
        }
        OsNews::CloseRequested => close(state, now, out),
        OsNews::TrayHost { present } => {
            state.dirty |= state.outside.tray_host != Some(present);
            state.outside.tray_host = Some(present);
            if present {
                attention::notices::clear(state, None, NoticeKind::NoTray);
            } else if std::mem::take(&mut state.outside.waits_for_tray) {
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
                    attention::notices::add(state, None, NoticeKind::NoNotifications, None, now);
                }
                Service::Present(_) | Service::Unknown => {
                    attention::notices::clear(state, None, NoticeKind::NoNotifications);
                }
            }
        }
        OsNews::Network { online } => {
            state.dirty |= state.outside.online != online;
            let back = online && !state.outside.online;
            state.outside.online = online;
            if back {
                pages::lifecycle::network_back(state, now, out);
                status::sync::network_back(state);
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
                permissions::microphone::unblocked(state);
            }
        }
        OsNews::LocalTime { offset } => {
            set(&mut state.outside.utc_offset, offset, &mut state.dirty);
        }
        OsNews::KeyStore { problem } => {
            let problem = problem.map(|problem| cap(&problem, NAME_MAX));
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
                settings::state::save(state, out);
            }
        }
    }
}

/// Keeps what is new.
fn set<T: PartialEq>(known: &mut T, told: T, dirty: &mut bool) {
    *dirty |= *known != told;
    *known = told;
}
