//! The system's events: tray host, network, sleep, input idle and screen lock, the time, and that we must end.

use crate::clock::now;
use crate::engine::EngineHandle;
use crate::platform;
use deskbell_core::{Event, Intent, OsNews, Private, Source, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

/// Time between two looks at the time zone: summer time begins, and people travel.
const LOCAL_TIME_PACE: Duration = Duration::from_secs(10 * 60);

/// Whether a tray icon would be seen; `None` until the system has told.
pub type TrayHost = watch::Receiver<Option<bool>>;

/// A link came, from whoever wrote it.
pub fn link(engine: &EngineHandle, link: Private<String>) {
    let intent = Intent::OpenLink { link };
    engine.send(Event::Intent { intent, from: Source::Link, request: None });
}

/// Asks for the tray host at once and follows it from then on.
pub fn watch_tray_host() -> TrayHost {
    let (reported, tray_host) = watch::channel(None);
    platform::watch_tray_host(move |present| {
        reported.send_replace(Some(present));
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

/// Tells `engine` how things stand now and whenever they change.
pub fn watch(engine: &EngineHandle, tray_host: TrayHost) {
    let tell = |engine: &EngineHandle, news| engine.send(Event::Os { news });
    let own = engine.clone();
    follow_tray_host(tray_host, move |present| tell(&own, OsNews::TrayHost { present }));
    let own = engine.clone();
    platform::watch_network(move |online| tell(&own, OsNews::Network { online }));
    let own = engine.clone();
    let woke = watch_local_time(engine);
    platform::watch_sleep(move || {
        tell(&own, OsNews::Woke);
        woke.notify_one();
    });
    let own = engine.clone();
    platform::watch_idle(move |untouched| {
        let since = untouched.map(|untouched| before(now(), untouched));
        tell(&own, OsNews::Idle { since });
    });
    let own = engine.clone();
    platform::watch_lock(move |locked| tell(&own, OsNews::Locked { locked }));
    let own = engine.clone();
    platform::watch_do_not_disturb(move |on| tell(&own, OsNews::DoNotDisturb { on }));
    let own = engine.clone();
    platform::watch_microphone(move |allowed, switch| {
        tell(&own, OsNews::Microphone { allowed: Some(allowed), switch });
    });
    let own = engine.clone();
    platform::watch_end(move || quit(&own, true));
}

/// Tells where local time is, now and when it is another, and looks at once when told to.
fn watch_local_time(engine: &EngineHandle) -> Arc<Notify> {
    let look = Arc::new(Notify::new());
    let (engine, own) = (engine.clone(), Arc::clone(&look));
    tauri::async_runtime::spawn(async move {
        let mut reported = None;
        loop {
            let offset = platform::utc_offset();
            if reported.replace(offset) != Some(offset) {
                engine.send(Event::Os { news: OsNews::LocalTime { offset } });
            }
            // Whether the wait was ended or over, it is time to look.
            let _ = timeout(LOCAL_TIME_PACE, own.notified()).await;
        }
    });
    look
}

/// The moment `span` before `at`.
fn before(at: Timestamp, span: Duration) -> Timestamp {
    Timestamp(at.0.saturating_sub(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)))
}

/// The system wants the program to end; `confirmed` if it does not wait for an answer.
pub fn quit(engine: &EngineHandle, confirmed: bool) {
    let intent = Intent::Quit { confirmed };
    engine.send(Event::Intent { intent, from: Source::Window, request: None });
}
