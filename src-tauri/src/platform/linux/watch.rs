//! What the desktop tells over D-Bus: network, sleep, dark or light.

use super::bus;
use super::bus_object::{BusObject, owner_changes};
use futures_util::StreamExt;
use futures_util::stream::select;
use zbus::zvariant::OwnedValue;

const NETWORK: BusObject = BusObject {
    service: "org.freedesktop.NetworkManager",
    path: "/org/freedesktop/NetworkManager",
    interface: "org.freedesktop.NetworkManager",
};
const SLEEP: BusObject = BusObject {
    service: "org.freedesktop.login1",
    path: "/org/freedesktop/login1",
    interface: "org.freedesktop.login1.Manager",
};
const PORTAL: BusObject = BusObject {
    service: "org.freedesktop.portal.Desktop",
    path: "/org/freedesktop/portal/desktop",
    interface: "org.freedesktop.portal.Settings",
};
/// NetworkManager's "connected to more than this machine's own network".
const CONNECTED_SITE: u32 = 60;

pub(in crate::platform) fn watch_network(tell: impl Fn(bool) + Send + Sync + 'static) {
    bus::spawn(async move {
        // Without NetworkManager nobody tells, and the pages' own errors must do.
        if let Err(error) = follow_network(&tell).await {
            log::debug!("the network is not watched: {error}");
        }
    });
}

async fn follow_network(tell: &(dyn Fn(bool) + Send + Sync)) -> zbus::Result<()> {
    let bus = bus::system().await?;
    let mut news = select(owner_changes(&bus, &NETWORK).await?, NETWORK.signals(&bus).await?);
    let mut reported = None;
    loop {
        // 0 is "unknown"; an error means that the service is not there: both say nothing.
        if let Ok(state @ 1..) = NETWORK.property::<u32>(&bus, "State").await {
            let online = state >= CONNECTED_SITE;
            if reported.replace(online) != Some(online) {
                tell(online);
            }
        }
        if news.next().await.is_none() {
            return Ok(());
        }
    }
}

pub(in crate::platform) fn watch_sleep(tell: impl Fn() + Send + Sync + 'static) {
    bus::spawn(async move {
        let follow = async {
            let bus = bus::system().await?;
            let mut news = SLEEP.signals(&bus).await?;
            while let Some(message) = news.next().await {
                let message = message?;
                let member =
                    message.header().member().map(|member| member.as_str() == "PrepareForSleep");
                if member == Some(true) && message.body().deserialize::<bool>() == Ok(false) {
                    tell();
                }
            }
            zbus::Result::Ok(())
        };
        if let Err(error) = follow.await {
            log::debug!("sleep is not watched: {error}");
        }
    });
}

pub(in crate::platform) fn watch_dark(tell: impl Fn(bool) + Send + Sync + 'static) {
    bus::spawn(async move {
        if let Err(error) = follow_dark(&tell).await {
            log::debug!("dark or light is not watched: {error}");
        }
    });
}

async fn follow_dark(tell: &(dyn Fn(bool) + Send + Sync)) -> zbus::Result<()> {
    let bus = bus::session().await?;
    let mut news = PORTAL.signals(&bus).await?;
    let mut reported = None;
    loop {
        let setting = ("org.freedesktop.appearance", "color-scheme");
        let answer = PORTAL.call(&bus, PORTAL.interface, "ReadOne", &setting).await?;
        let scheme = answer.body().deserialize::<OwnedValue>()?.downcast_ref::<u32>().unwrap_or(0);
        // 1 asks for dark, 2 for light, 0 does not care.
        if scheme != 0 && reported.replace(scheme) != Some(scheme) {
            tell(scheme == 1);
        }
        if news.next().await.is_none() {
            return Ok(());
        }
    }
}
