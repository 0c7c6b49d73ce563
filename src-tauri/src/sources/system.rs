//! The system's news: network, sleep, the agent's hands and screen, the time, and that we must end.

use crate::engine::{Mailbox, now};
use crate::platform;
use deskbell_core::{Event, Intent, OsNews, Private, Source, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// Time between two looks at the time zone: summer time begins, and people travel.
const LOCAL_TIME_PACE: Duration = Duration::from_secs(10 * 60);

/// A link came, from whoever wrote it.
pub fn link(mailbox: &Mailbox, link: Private<String>) {
    let intent = Intent::OpenLink { link };
    mailbox.send(Event::Intent { intent, from: Source::Link, request: None });
}

/// Tells `mailbox` how things stand now and whenever they change.
pub fn watch(mailbox: &Mailbox) {
    let tell = |mailbox: &Mailbox, news| mailbox.send(Event::Os { news });
    let own = mailbox.clone();
    platform::watch_network(move |online| tell(&own, OsNews::Network { online }));
    let own = mailbox.clone();
    let woke = watch_local_time(mailbox);
    platform::watch_sleep(move || {
        tell(&own, OsNews::Woke);
        woke.notify_one();
    });
    let own = mailbox.clone();
    platform::watch_idle(move |untouched| {
        let since = untouched.map(|untouched| before(now(), untouched));
        tell(&own, OsNews::Idle { since });
    });
    let own = mailbox.clone();
    platform::watch_lock(move |locked| tell(&own, OsNews::Locked { locked }));
    let own = mailbox.clone();
    platform::watch_do_not_disturb(move |on| tell(&own, OsNews::DoNotDisturb { on }));
    let own = mailbox.clone();
    platform::watch_microphone(move |allowed, switch| {
        tell(&own, OsNews::Microphone { allowed: Some(allowed), switch });
    });
    let own = mailbox.clone();
    platform::watch_end(move || quit(&own, true));
}

/// Tells where local time is, now and when it is another, and looks at once when told to.
fn watch_local_time(mailbox: &Mailbox) -> Arc<Notify> {
    let look = Arc::new(Notify::new());
    let (mailbox, own) = (mailbox.clone(), Arc::clone(&look));
    tauri::async_runtime::spawn(async move {
        let mut told = None;
        loop {
            let offset = platform::utc_offset();
            if told.replace(offset) != Some(offset) {
                mailbox.send(Event::Os { news: OsNews::LocalTime { offset } });
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
pub fn quit(mailbox: &Mailbox, confirmed: bool) {
    let intent = Intent::Quit { confirmed };
    mailbox.send(Event::Intent { intent, from: Source::Window, request: None });
}
