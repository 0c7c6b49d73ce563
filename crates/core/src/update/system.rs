//! What the system tells, led to where it belongs.

use crate::base::{Timestamp, WallClock};
use crate::event::SystemFact;
use crate::window::state::Closing;
use crate::world::World;

/// Takes in an event of the system.
pub(super) fn receive(world: &mut World, fact: SystemFact, now: Timestamp) {
    let World { window, system, status, sound, preferences, .. } = world;
    match fact {
        SystemFact::Focus { focused } => window.focus(focused),
        SystemFact::Visible { visible } => window.visible_is(visible),
        SystemFact::CloseRequested => window.close(Closing {
            tray: system.tray_host == Some(true),
            to_tray: preferences.close_to_tray,
        }),
        SystemFact::TrayHost { present } => system.tray_is(present),
        SystemFact::NotificationService { abilities } => system.notifications_are(abilities),
        SystemFact::Network { online } => system.network_is(online),
        // Heard before time passed.
        SystemFact::Woke => {}
        SystemFact::Idle { since } => system.idle_is(since),
        SystemFact::Locked { locked } => system.locked_is(locked, now),
        SystemFact::DoNotDisturb { on } => system.do_not_disturb_is(on),
        SystemFact::Microphone { allowed, switch } => system.microphone_is(allowed, switch),
        SystemFact::Sound { server } => sound.server_is(server, &preferences.sound),
        SystemFact::LocalTime { offset } => system.local_time_is(offset),
        SystemFact::ClockSet { ahead } => {
            let clock = WallClock { ahead };
            if std::mem::replace(&mut world.clock, clock) != clock {
                system.clock_set();
            }
        }
        SystemFact::Secret { account, key, value } => {
            world.accounts.secret_came(&account, &key, &value);
        }
        SystemFact::KeyStore { problem } => system.key_store_is(problem.as_deref()),
        SystemFact::History { state } => system.history_is(state),
        SystemFact::HistorySalvaged { rows, aside } => system.history_salvaged(rows, &aside),
        SystemFact::Listener { state: listener } => status.listener_is(listener),
        SystemFact::Feed { account, state } => status.feed_is(&account, state, now),
        SystemFact::DeliveriesRefused { count, status: code } => {
            status.deliveries_refused(count, code)
        }
        SystemFact::Downloads { place } => system.downloads_go(place),
        SystemFact::WindowPlaced { place } => window.placed(place),
    }
}
