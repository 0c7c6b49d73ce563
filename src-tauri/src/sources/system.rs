//! The system's news: tray host, notification service, network, sleep.

use crate::engine::Mailbox;
use crate::platform;
use deskbell_core::{Event, OsNews};

/// Tells `mailbox` how things stand now and whenever they change.
pub fn watch(mailbox: &Mailbox) {
    let tell = |mailbox: &Mailbox, news| mailbox.send(Event::Os { news });
    let own = mailbox.clone();
    platform::watch_tray_host(move |present| tell(&own, OsNews::TrayHost { present }));
    let own = mailbox.clone();
    platform::watch_network(move |online| tell(&own, OsNews::Network { online }));
    let own = mailbox.clone();
    platform::watch_sleep(move || tell(&own, OsNews::Woke));
}
