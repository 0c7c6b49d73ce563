//! Whether the desktop holds notifications back, in the words of each notification service.

use super::bus;
use super::bus_object::{BusObject, PROPERTIES, owner_changes};
use super::notification_switch::NotificationSwitch;
use futures_util::StreamExt;
use futures_util::stream::select;
use zbus::Connection;

const PLASMA: BusObject = service("org.freedesktop.Notifications");
const DUNST: BusObject = service("org.dunstproject.cmd0");

/// Every service answers under the one name, each to an interface of its own.
const fn service(interface: &'static str) -> BusObject {
    let (service, path) = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");
    BusObject { service, path, interface }
}

/// Follows the service that shows notifications, whichever that is at the time.
pub(in crate::platform) fn watch_do_not_disturb(
    tell: impl Fn(Option<bool>) + Send + Sync + 'static,
) {
    bus::spawn(async move {
        if let Err(error) = follow(&tell).await {
            log::debug!("do-not-disturb is not watched: {error}");
        }
    });
}

/// Asks at once, and again whenever the service, its properties or the desktop's switch change.
async fn follow(tell: &(dyn Fn(Option<bool>) + Send + Sync)) -> zbus::Result<()> {
    let bus = bus::session().await?;
    let owners = owner_changes(&bus, &PLASMA).await?;
    let mut signals = select(owners, PLASMA.signals_of(&bus, PROPERTIES).await?);
    let mut switch = NotificationSwitch::default();
    let mut reported = None;
    loop {
        let quiet = ask(&bus, &mut switch).await;
        if reported.replace(quiet) != Some(quiet) {
            tell(quiet);
        }
        tokio::select! {
            signal = signals.next() => if signal.is_none() {
                tell(None);
                return Ok(());
            },
            () = switch.change() => {}
        }
    }
}

/// Asks whoever shows notifications now; none if it does not say.
async fn ask(bus: &Connection, switch: &mut NotificationSwitch) -> Option<bool> {
    if !PLASMA.is_there(bus).await {
        return None;
    }
    for (place, property) in [(&PLASMA, "Inhibited"), (&DUNST, "paused")] {
        if let Ok(quiet) = place.property(bus, property).await {
            return Some(quiet);
        }
    }
    let about = PLASMA.ask(bus, "GetServerInformation", &()).await;
    let (name, ..): (String, String, String, String) = about.ok()?;
    switch.of(&name).map(|shown| !shown)
}
