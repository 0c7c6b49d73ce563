//! What the system tells, led to where it belongs.

use crate::attention::NoticeKind;
use crate::base::text::{NAME_MAX, cap};
use crate::base::{Timestamp, WallClock};
use crate::effect::Effect;
use crate::event::OsNews;
use crate::state::State;
use crate::system::state::Service;
use crate::window::WindowPlace;
use crate::window::stage::close;
use crate::{attention, settings, status};

/// Takes in the system's news.
pub(crate) fn hear(state: &mut State, news: OsNews, now: Timestamp, out: &mut Vec<Effect>) {
    match news {
        OsNews::Focus { focused } => {
            state.world.window.focus(focused);
        }
        OsNews::Visible { visible } => {
            state.world.window.visible = visible;
            state.world.window.focused &= visible;
            state.world.window.waits_for_tray &= !visible;
        }
        OsNews::CloseRequested => close(state, now, out),
        OsNews::TrayHost { present } => {
            state.dirty |= state.world.system.tray_host != Some(present);
            state.world.system.tray_host = Some(present);
            if present {
                attention::notices::clear(state, None, NoticeKind::NoTray);
            } else if std::mem::take(&mut state.world.window.waits_for_tray) {
                out.push(Effect::ShowWindow);
            }
        }
        OsNews::NotificationService { abilities } => {
            let service = abilities.map_or(Service::Absent, Service::Present);
            if state.world.system.service == service {
                return;
            }
            state.world.system.service = service;
            state.dirty = true;
            match service {
                Service::Absent => {
                    // Whatever it showed went with it; the executor may forget it too.
                    let gone = std::mem::take(&mut state.attention.shown);
                    out.extend(gone.into_keys().map(|key| Effect::WithdrawNotification { key }));
                    attention::notices::add(state, None, NoticeKind::NoNotifications, None, now);
                }
                Service::Present(_) | Service::Unknown => {
                    attention::notices::clear(state, None, NoticeKind::NoNotifications);
                }
            }
        }
        OsNews::Network { online } => {
            state.dirty |= state.world.system.online != online;
            let back = online && !state.world.system.online;
            state.world.system.online = online;
            if back {
                state.world.pages.network_back(now);
                status::sync::network_back(state);
            }
        }
        // Heard before time passed.
        OsNews::Woke => {}
        OsNews::Idle { since } => set(&mut state.world.system.idle_since, since, &mut state.dirty),
        OsNews::Locked { locked } => {
            let since = locked.then(|| state.world.system.locked_since.unwrap_or(now));
            set(&mut state.world.system.locked_since, since, &mut state.dirty);
        }
        OsNews::DoNotDisturb { on } => {
            set(&mut state.world.system.do_not_disturb, on, &mut state.dirty);
        }
        OsNews::Microphone { allowed, switch } => {
            set(&mut state.world.system.microphone, allowed, &mut state.dirty);
            set(&mut state.world.system.microphone_switch, switch, &mut state.dirty);
            if allowed == Some(true) {
                state.world.permissions.microphone_unblocked();
            }
        }
        OsNews::LocalTime { offset } => {
            set(&mut state.world.system.utc_offset, offset, &mut state.dirty);
        }
        OsNews::ClockSet { ahead } => {
            set(&mut state.world.clock, WallClock { ahead }, &mut state.dirty);
        }
        OsNews::KeyStore { problem } => {
            let problem = problem.map(|problem| cap(&problem, NAME_MAX));
            set(&mut state.world.system.key_store, problem, &mut state.dirty);
        }
        OsNews::Listener { state: listener } => {
            set(&mut state.world.status.listener_state, listener, &mut state.dirty);
        }
        OsNews::DeliveriesRefused { count, status } => {
            status::listener::refused(state, count, status, now);
        }
        OsNews::Downloads { place } => {
            set(&mut state.world.system.downloads, place, &mut state.dirty);
        }
        OsNews::WindowPlaced { place } => {
            // A maximised window keeps the place it will go back to.
            let place = match state.world.window.place {
                Some(before) if place.maximized => WindowPlace { maximized: true, ..before },
                Some(_) | None => place,
            };
            if state.world.window.place != Some(place) {
                state.world.window.place = Some(place);
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
