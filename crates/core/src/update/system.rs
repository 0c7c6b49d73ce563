//! What the system tells, led to where it belongs.

use crate::base::{Timestamp, WallClock};
use crate::event::OsNews;
use crate::window::state::Closing;
use crate::world::World;

/// Takes in an event of the system.
pub(super) fn receive(world: &mut World, news: OsNews, now: Timestamp) {
    let World { window, system, status, .. } = world;
    match news {
        OsNews::Focus { focused } => window.focus(focused),
        OsNews::Visible { visible } => window.visible_is(visible),
        OsNews::CloseRequested => window.close(Closing {
            tray: system.tray_host == Some(true),
            to_tray: world.preferences.close_to_tray,
        }),
        OsNews::TrayHost { present } => system.tray_is(present),
        OsNews::NotificationService { abilities } => system.notifications_are(abilities),
        OsNews::Network { online } => system.network_is(online),
        // Heard before time passed.
        OsNews::Woke => {}
        OsNews::Idle { since } => system.idle_is(since),
        OsNews::Locked { locked } => system.locked_is(locked, now),
        OsNews::DoNotDisturb { on } => system.do_not_disturb_is(on),
        OsNews::Microphone { allowed, switch } => system.microphone_is(allowed, switch),
        OsNews::LocalTime { offset } => system.local_time_is(offset),
        OsNews::ClockSet { ahead } => {
            let clock = WallClock { ahead };
            if std::mem::replace(&mut world.clock, clock) != clock {
                system.clock_set();
            }
        }
        OsNews::Secret { account, key, value } => {
            world.accounts.secret_came(&account, &key, &value);
        }
        OsNews::KeyStore { problem } => system.key_store_is(problem.as_deref()),
        OsNews::Listener { state: listener } => status.listener_is(listener),
        OsNews::DeliveriesRefused { count, status: code } => status.deliveries_refused(count, code),
        OsNews::Downloads { place } => system.downloads_go(place),
        OsNews::WindowPlaced { place } => window.placed(place),
    }
}
