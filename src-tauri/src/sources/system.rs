//! The system's events: network, sleep, input idle and screen lock, the time, and that we must end.

use crate::clock::now;
use crate::engine::EngineHandle;
use crate::platform;
use deskbell_core::{Event, Intent, Private, Source, SystemFact, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// Time between two looks at the time zone: summer time begins, and people travel.
const LOCAL_TIME_PACE: Duration = Duration::from_secs(10 * 60);

/// A link came, from whoever wrote it.
pub fn link(engine: &EngineHandle, link: Private<String>) {
    let intent = Intent::OpenLink { link };
    engine.send(Event::Intent { intent, from: Source::Link, request: None });
}

/// Tells `engine` how things stand now and whenever they change.
pub fn watch(engine: &EngineHandle) {
    let tell = |engine: &EngineHandle, fact| engine.send(Event::Os { fact });
    let own = engine.clone();
    platform::watch_network(move |online| tell(&own, SystemFact::Network { online }));
    let own = engine.clone();
    let woke = watch_local_time(engine);
    platform::watch_sleep(move || {
        tell(&own, SystemFact::Woke);
        woke.notify_one();
    });
    let own = engine.clone();
    platform::watch_idle(move |untouched| {
        let since = untouched.map(|untouched| before(now(), untouched));
        tell(&own, SystemFact::Idle { since });
    });
    let own = engine.clone();
    platform::watch_lock(move |locked| tell(&own, SystemFact::Locked { locked }));
    let own = engine.clone();
    platform::watch_do_not_disturb(move |on| tell(&own, SystemFact::DoNotDisturb { on }));
    let own = engine.clone();
    platform::watch_microphone(move |allowed, switch| {
        tell(&own, SystemFact::Microphone { allowed: Some(allowed), switch });
    });
    let own = engine.clone();
    platform::watch_end(move || quit(&own, true));
}

/// Tells which devices there are for calls, once a page has a voice of ours, and on every change.
pub fn watch_sound(engine: &EngineHandle) {
    let (own, voices) = (engine.clone(), engine.voices().clone());
    let changed = move |server| own.send(Event::Os { fact: SystemFact::Sound { server } });
    tauri::async_runtime::spawn(voices.serve(changed));
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
                engine.send(Event::Os { fact: SystemFact::LocalTime { offset } });
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
