//! Keyboard and mouse on Linux: every desktop has its own counter, and some of them lie.
//!
//! The first that answers is believed. GNOME's counts on X11 and Wayland alike. The X server's counts
//! what it sees, which under Wayland is only what goes to X11 programs: it would call somebody who types
//! into a Wayland window away, so it is asked in X11 sessions only. Wayland compositors other than
//! GNOME's say by `ext-idle-notify` when the agent leaves and returns. `org.freedesktop.ScreenSaver` comes
//! after them: Plasma's always answers 0 under Wayland. Logind's hint is last: it comes when the desktop
//! sets it, minutes late, and where no desktop sets it it never comes.

use super::bus;
use super::bus_object::BusObject;
use super::wayland::Seat;
use super::x11::Screen;
use crate::platform::input_idle::InputIdle;
use crate::platform::unix;
use rustix::time::ClockId;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::spawn_blocking;
use zbus::Connection;

const MUTTER: BusObject = BusObject {
    service: "org.gnome.Mutter.IdleMonitor",
    path: "/org/gnome/Mutter/IdleMonitor/Core",
    interface: "org.gnome.Mutter.IdleMonitor",
};
const SAVER: BusObject = BusObject {
    service: "org.freedesktop.ScreenSaver",
    path: "/org/freedesktop/ScreenSaver",
    interface: "org.freedesktop.ScreenSaver",
};
const SESSION: BusObject = BusObject {
    service: "org.freedesktop.login1",
    path: "/org/freedesktop/login1/session/auto",
    interface: "org.freedesktop.login1.Session",
};

/// Asks whoever counts, as often as the last answer makes sensible.
pub(in crate::platform) fn watch_idle(tell: impl Fn(Option<Duration>) + Send + Sync + 'static) {
    bus::spawn(async move {
        let Some(mut counters) = Counters::open().await else {
            return log::debug!("keyboard and mouse are not watched: nobody counts");
        };
        let mut idle = InputIdle::default();
        loop {
            let untouched = counters.read().await;
            tokio::time::sleep(idle.look(untouched, &tell)).await;
        }
    });
}

/// Everybody who may count.
struct Counters {
    session: Option<Connection>,
    system: Option<Connection>,
    screen: Option<Arc<Screen>>,
    seat: Option<Seat>,
    saver: Saver,
}

impl Counters {
    /// Connects to all of them; none if there is nobody.
    async fn open() -> Option<Self> {
        let (session, system) = (bus::session().await.ok(), bus::system().await.ok());
        // Both may wait for a server: not on the D-Bus thread.
        let (screen, seat) = spawn_blocking(|| match is_wayland() {
            true => (None, Seat::watch()),
            false => (Screen::open().map(Arc::new), None),
        })
        .await
        .ok()?;
        let none = session.is_none() && system.is_none() && screen.is_none() && seat.is_none();
        (!none).then_some(Self { session, system, screen, seat, saver: Saver::default() })
    }

    /// For how long keyboard and mouse have been untouched, by the first who can say.
    async fn read(&mut self) -> Option<Duration> {
        if let Some(session) = &self.session
            && let Some(untouched) = mutter(session).await
        {
            return Some(untouched);
        }
        if let Some(screen) = self.screen.clone()
            && let Ok(Some(untouched)) = spawn_blocking(move || screen.untouched()).await
        {
            return Some(untouched);
        }
        if let Some(untouched) = self.seat.as_ref().and_then(Seat::untouched) {
            return Some(untouched);
        }
        if let Some(session) = &self.session
            && SAVER.is_there(session).await
            && let Ok(count) = SAVER.ask(session, "GetSessionIdleTime", &()).await
            && let Some(untouched) = self.saver.read(count, Instant::now())
        {
            return Some(untouched);
        }
        hint(self.system.as_ref()?).await
    }
}

/// An X server that serves Wayland's X11 programs looks like any other.
fn is_wayland() -> bool {
    let is = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is("WAYLAND_DISPLAY") || std::env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland")
}

/// GNOME's count.
async fn mutter(session: &Connection) -> Option<Duration> {
    if !MUTTER.is_there(session).await {
        return None;
    }
    MUTTER.ask(session, "GetIdletime", &()).await.map(Duration::from_millis).ok()
}

/// Logind's hint says since when the desktop calls the session idle: untouched for at least that long.
async fn hint(system: &Connection) -> Option<Duration> {
    if !SESSION.is_there(system).await || !SESSION.property(system, "IdleHint").await.ok()? {
        return None;
    }
    // By the clock that nobody sets; it has the same name in the kernel.
    let since: u64 = SESSION.property(system, "IdleSinceHintMonotonic").await.ok()?;
    unix::time_since(ClockId::Monotonic).checked_sub(Duration::from_micros(since))
}

/// `org.freedesktop.ScreenSaver` counts seconds by its specification and milliseconds in Plasma.
/// How fast the count grows shows which; one that never grows is not believed.
#[derive(Default)]
struct Saver {
    before: Option<(u32, Instant)>,
    /// Looks in a row between which it grew as seconds do.
    as_seconds: u32,
    unit: Option<Duration>,
}

/// Milliseconds of somebody who types may grow like seconds once, by chance.
const LOOKS_TO_BE_SURE: u32 = 3;

impl Saver {
    /// What `count`, read at `at`, says; none until its unit is known.
    fn read(&mut self, count: u32, at: Instant) -> Option<Duration> {
        if let Some((before, then)) = self.before.replace((count, at)) {
            let grown = u64::from(count.saturating_sub(before));
            let passed = at.duration_since(then).as_secs();
            let is_steady = grown > 0 && grown.abs_diff(passed) <= 1;
            self.as_seconds = if is_steady { self.as_seconds + 1 } else { 0 };
            if grown > 3 * (passed + 1) {
                self.unit = Some(Duration::from_millis(1));
            } else if self.unit.is_none() && self.as_seconds >= LOOKS_TO_BE_SURE {
                self.unit = Some(Duration::from_secs(1));
            }
        }
        self.unit?.checked_mul(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(counts: &[u32]) -> Vec<Option<u64>> {
        let (mut saver, start) = (Saver::default(), Instant::now());
        let at = |n: usize| start + Duration::from_secs(10) * u32::try_from(n).unwrap();
        let read = |(n, count): (usize, &u32)| saver.read(*count, at(n)).map(|d| d.as_secs());
        counts.iter().enumerate().map(read).collect()
    }

    #[test]
    fn a_count_is_believed_once_its_growth_has_shown_the_unit() {
        assert_eq!(reads(&[3, 13, 23, 33, 1]), [None, None, None, Some(33), Some(1)]);
        assert_eq!(reads(&[3000, 13_020, 23_000]), [None, Some(13), Some(23)]);
        assert_eq!(reads(&[20_000, 500, 10_500]), [None, None, Some(10)]);
    }

    #[test]
    fn milliseconds_of_somebody_who_types_are_not_seconds() {
        assert_eq!(reads(&[80, 90, 31, 41, 52, 20]), [None; 6]);
        assert_eq!(reads(&[80, 90, 100, 110, 9000]).last(), Some(&Some(9)), "chance is corrected");
    }

    #[test]
    fn a_count_that_never_grows_says_nothing() {
        assert_eq!(reads(&[0, 0, 0]), [None, None, None]);
    }
}
