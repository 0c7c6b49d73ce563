//! The system's news: tray host, network, sleep, and that we must end.

use crate::engine::Mailbox;
use crate::platform;
use deskbell_core::{Event, Intent, OsNews, Source};
use tokio::sync::watch;

/// Whether a tray icon would be seen; `None` until the system has told.
pub type TrayHost = watch::Receiver<Option<bool>>;

/// Asks for the tray host at once and follows it from then on.
pub fn watch_tray_host() -> TrayHost {
    let (told, tray_host) = watch::channel(None);
    platform::watch_tray_host(move |present| {
        told.send_replace(Some(present));
    });
    tray_host
}

/// Calls `tell` with what is known of the tray host and then with each change.
pub fn follow_tray_host(mut tray_host: TrayHost, tell: impl Fn(bool) + Send + 'static) {
    tray_host.mark_changed();
    tauri::async_runtime::spawn(async move {
        while tray_host.changed().await.is_ok() {
            let present = *tray_host.borrow_and_update();
            if let Some(present) = present {
                tell(present);
            }
        }
    });
}

/// Tells `mailbox` how things stand now and whenever they change.
pub fn watch(mailbox: &Mailbox, tray_host: TrayHost) {
    let tell = |mailbox: &Mailbox, news| mailbox.send(Event::Os { news });
    let own = mailbox.clone();
    follow_tray_host(tray_host, move |present| tell(&own, OsNews::TrayHost { present }));
    let own = mailbox.clone();
    platform::watch_network(move |online| tell(&own, OsNews::Network { online }));
    let own = mailbox.clone();
    platform::watch_sleep(move || tell(&own, OsNews::Woke));
    let own = mailbox.clone();
    platform::watch_end(move || quit(&own, true));
}

/// The system wants the program to end; `confirmed` if it does not wait for an answer.
pub fn quit(mailbox: &Mailbox, confirmed: bool) {
    let intent = Intent::Quit { confirmed };
    mailbox.send(Event::Intent { intent, from: Source::Window, request: None });
}
