//! Whether the session is locked, by logind's hint and by the desktops' screen savers.
//!
//! Logind's `Lock` and `Unlock` signals only ask for it: where nobody obeys, the screen stays open, and
//! some lockers never say that they are done. So they are a reason to look again, not an answer.

use super::bus;
use super::bus_object::{BusObject, PROPERTIES};
use futures_util::StreamExt;
use futures_util::stream::{Stream, select};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::timeout;
use zbus::message::Type;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, MatchRule, Message, MessageStream};

const LOGIND: BusObject = BusObject {
    service: "org.freedesktop.login1",
    path: "/org/freedesktop/login1",
    interface: "org.freedesktop.login1.Manager",
};
const SESSION: &str = "org.freedesktop.login1.Session";
/// Whose `GetActive` says that the screen is covered. Plasma answers to the first name.
const SAVERS: [BusObject; 5] = [
    saver("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    saver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    saver("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    saver("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    saver("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
];
/// While locked we look again this often: a locker that crashed tells nobody.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// They name service and interface alike.
const fn saver(name: &'static str, path: &'static str) -> BusObject {
    BusObject { service: name, path, interface: name }
}

/// Which of the two is looked at.
#[derive(Clone, Copy)]
enum Source {
    Logind,
    Savers,
}

/// What each source says, and what was told of it.
#[derive(Default)]
struct Lock {
    logind: Option<bool>,
    savers: Option<bool>,
    reported: Option<bool>,
}

impl Lock {
    /// Takes in what one source says; gives what is to be told, if that is new.
    fn update(&mut self, source: Source, locked: Option<bool>) -> Option<bool> {
        match source {
            Source::Logind => self.logind = locked,
            Source::Savers => self.savers = locked,
        }
        // Not every locker sets logind's hint, and not every desktop has a saver on the bus.
        let locked = match (self.logind, self.savers) {
            // What was told is taken back: nobody would ever say that it is open again.
            (None, None) => self.reported.map(|_| false),
            (logind, savers) => Some(logind == Some(true) || savers == Some(true)),
        };
        let new = locked != self.reported && locked.is_some();
        self.reported = locked.or(self.reported);
        locked.filter(|_| new)
    }
}

type Update = Arc<dyn Fn(Source, Option<bool>) + Send + Sync>;

/// Follows both sources on their own; either may be missing.
pub(in crate::platform) fn watch_lock(tell: impl Fn(bool) + Send + Sync + 'static) {
    let lock = Mutex::new(Lock::default());
    let update: Update = Arc::new(move |source, locked| {
        // Held while telling, so that two sources cannot tell in the wrong order.
        let mut lock = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(locked) = lock.update(source, locked) {
            tell(locked);
        }
    });
    let own = Arc::clone(&update);
    bus::spawn(async move {
        if let Err(error) = follow_logind(&own).await {
            log::debug!("logind does not tell whether the session is locked: {error}");
        }
        own(Source::Logind, None);
    });
    bus::spawn(async move {
        if let Err(error) = follow_savers(&update).await {
            log::debug!("no screen saver tells whether the session is locked: {error}");
        }
        update(Source::Savers, None);
    });
}

/// Tells the hint of our session, at once and after every change.
async fn follow_logind(update: &Update) -> zbus::Result<()> {
    let bus = bus::system().await?;
    let path = own_session(&bus).await?;
    let requests = rule().sender(LOGIND.service)?.interface(SESSION)?.path(&path)?.build();
    let changes = rule().sender(LOGIND.service)?.interface(PROPERTIES)?.path(&path)?.build();
    let requests = MessageStream::for_match_rule(requests, &bus, None).await?;
    let mut signals = select(requests, MessageStream::for_match_rule(changes, &bus, None).await?);
    loop {
        let asked = (SESSION, "LockedHint");
        let (to, at) = (Some(LOGIND.service), path.as_str());
        let answer = bus.call_method(to, at, Some(PROPERTIES), "Get", &asked).await;
        let hint = answer.ok().and_then(|answer| {
            answer.body().deserialize::<zbus::zvariant::Value<'_>>().ok()?.downcast::<bool>().ok()
        });
        update(Source::Logind, hint);
        if !wait(&mut signals, hint == Some(true)).await {
            return Ok(());
        }
    }
}

/// The session we run in; of a program that the user's service runner started, the one on screen.
async fn own_session(bus: &Connection) -> zbus::Result<OwnedObjectPath> {
    let named = std::env::var("XDG_SESSION_ID").ok();
    for name in named.as_deref().into_iter().chain(["auto"]) {
        if let Ok(path) = LOGIND.ask(bus, "GetSession", &name).await {
            return Ok(path);
        }
    }
    LOGIND.ask(bus, "GetSessionByPID", &std::process::id()).await
}

/// Tells whether any saver covers the screen, at once and after every change.
async fn follow_savers(update: &Update) -> zbus::Result<()> {
    let bus = bus::session().await?;
    let mut signals =
        MessageStream::for_match_rule(rule().member("ActiveChanged")?.build(), &bus, None).await?;
    loop {
        let mut covered = None;
        for saver in &SAVERS {
            if saver.is_there(&bus).await
                && let Ok(active) = saver.ask::<_, bool>(&bus, "GetActive", &()).await
            {
                covered = Some(covered == Some(true) || active);
            }
        }
        update(Source::Savers, covered);
        if !wait(&mut signals, covered == Some(true)).await {
            return Ok(());
        }
    }
}

/// Waits for signals, while locked not for ever; false when no more can come.
async fn wait(
    signals: &mut (impl Stream<Item = zbus::Result<Message>> + Unpin),
    is_locked: bool,
) -> bool {
    if is_locked {
        return !matches!(timeout(LOOK_AGAIN, signals.next()).await, Ok(None));
    }
    signals.next().await.is_some()
}

/// The beginning of every rule here.
fn rule<'m>() -> zbus::match_rule::Builder<'m> {
    MatchRule::builder().msg_type(Type::Signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_source_locks_and_both_unlock() {
        let mut lock = Lock::default();
        assert_eq!(lock.update(Source::Savers, None), None, "nobody knows");
        assert_eq!(lock.update(Source::Logind, Some(false)), Some(false));
        assert_eq!(lock.update(Source::Savers, Some(true)), Some(true));
        assert_eq!(lock.update(Source::Logind, Some(true)), None);
        assert_eq!(lock.update(Source::Savers, Some(false)), None);
        assert_eq!(lock.update(Source::Logind, Some(false)), Some(false));
    }

    #[test]
    fn a_source_that_went_holds_nothing_locked() {
        let mut lock = Lock::default();
        assert_eq!(lock.update(Source::Logind, Some(false)), Some(false));
        assert_eq!(lock.update(Source::Savers, Some(true)), Some(true));
        assert_eq!(lock.update(Source::Savers, None), Some(false));
        assert_eq!(lock.update(Source::Logind, Some(true)), Some(true));
        assert_eq!(lock.update(Source::Logind, None), Some(false));
    }
}
