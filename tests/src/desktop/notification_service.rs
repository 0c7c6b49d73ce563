//! A notification service of our own, as well or as badly behaved as a test wants: the services a test machine can
//! install keep more of the specification than others do, and have no field to type into.

use super::Session;
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use zbus::blocking::Connection;
use zbus::fdo;
use zbus::zvariant::OwnedValue;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// What happens to the notification that another replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Replacing {
    /// Its number goes on.
    #[default]
    InPlace,
    /// It is told as closed, and its number goes on.
    Closes,
    /// It stays, and the other gets a number of its own.
    NewNumber,
}

/// How the service behaves.
#[derive(Clone, Debug, Default)]
pub struct Manners {
    /// A press closes first, and is told after this time.
    pub closes_first: Option<Duration>,
    /// Replacing.
    pub replacing: Replacing,
    /// Every notification gets this number.
    pub always: Option<u32>,
    /// So many calls are refused.
    pub refusals: u32,
    /// No more than so many are shown at a time.
    pub room: Option<usize>,
    /// What it says it can do takes this long.
    pub slow: Duration,
}

/// One notification it was asked to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number.
    pub id: u32,
    /// Title.
    pub summary: String,
    /// Text below it.
    pub body: String,
    /// Names and labels of its actions, in turns.
    pub actions: Vec<String>,
}

#[derive(Debug, Default)]
struct Screen {
    manners: Manners,
    last: u32,
    shown: Vec<(u32, String)>,
    refused: Vec<String>,
    asked: u32,
}

struct Desk {
    screen: Arc<Mutex<Screen>>,
    asked: Sender<Asked>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desk {
    async fn get_capabilities(&self) -> Vec<String> {
        let slow = lock(&self.screen).manners.slow;
        tokio::time::sleep(slow).await;
        ["actions", "body", "inline-reply"].map(str::to_owned).to_vec()
    }

    #[allow(clippy::too_many_arguments, reason = "the arguments of the specification")]
    async fn notify(
        &self,
        _app: &str,
        replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _time: i32,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> fdo::Result<u32> {
        let (id, closed) = {
            let mut screen = lock(&self.screen);
            screen.asked += 1;
            let full = screen.manners.room.is_some_and(|room| screen.shown.len() >= room);
            let known = screen.shown.iter().any(|(id, _)| *id == replaces);
            if screen.manners.refusals > 0 || (full && !known) {
                screen.manners.refusals = screen.manners.refusals.saturating_sub(1);
                screen.refused.push(summary.to_owned());
                return Err(fdo::Error::LimitsExceeded("too many at a time".to_owned()));
            }
            let in_place = known && screen.manners.replacing != Replacing::NewNumber;
            let id = match (screen.manners.always, in_place) {
                (Some(always), _) => always,
                (None, true) => replaces,
                (None, false) => {
                    screen.last += 1;
                    screen.last
                }
            };
            if in_place {
                screen.shown.retain(|(shown, _)| *shown != id);
            }
            screen.shown.push((id, summary.to_owned()));
            (id, in_place && screen.manners.replacing == Replacing::Closes)
        };
        if closed {
            let none: Option<&str> = None;
            bus.emit_signal(none, PATH, SERVICE, "NotificationClosed", &(id, 4_u32)).await?;
        }
        // Fails only after the test has ended.
        let _ = self.asked.send(Asked {
            id,
            summary: summary.to_owned(),
            body: body.to_owned(),
            actions,
        });
        Ok(id)
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> fdo::Result<()> {
        let known = {
            let mut screen = lock(&self.screen);
            let before = screen.shown.len();
            screen.shown.retain(|(shown, _)| *shown != id || id == 0);
            before != screen.shown.len()
        };
        if known {
            let none: Option<&str> = None;
            bus.emit_signal(none, PATH, SERVICE, "NotificationClosed", &(id, 3_u32)).await?;
        }
        Ok(())
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("odd", "test", "1", "1.2")
    }
}

/// The running service.
#[derive(Debug)]
pub struct NotificationService {
    bus: Connection,
    screen: Arc<Mutex<Screen>>,
    asked: Receiver<Asked>,
    runtime: Runtime,
}

impl NotificationService {
    /// Takes the service's name on the bus of `session`.
    ///
    /// # Errors
    /// If another service has it.
    pub fn start(session: &Session, manners: Manners) -> Result<Self> {
        let (sender, asked) = channel();
        let screen = Arc::new(Mutex::new(Screen { manners, ..Screen::default() }));
        let desk = Desk { screen: Arc::clone(&screen), asked: sender };
        // The bus library runs an object's methods as tasks.
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let tasks = runtime.enter();
        let bus = session.connect()?;
        bus.object_server().at(PATH, desk)?;
        bus.request_name(SERVICE)?;
        drop(tasks);
        Ok(Self { bus, screen, asked, runtime })
    }

    /// The next notification.
    ///
    /// # Errors
    /// If there is none within `patience`.
    pub fn next(&self, patience: Duration) -> Result<Asked> {
        self.asked.recv_timeout(patience).context("no notification was asked for")
    }

    /// Numbers and titles of what is on screen, oldest first.
    #[must_use]
    pub fn on_screen(&self) -> Vec<(u32, String)> {
        lock(&self.screen).shown.clone()
    }

    /// Titles of what it refused.
    #[must_use]
    pub fn refused(&self) -> Vec<String> {
        lock(&self.screen).refused.clone()
    }

    /// Presses the button with this label.
    ///
    /// # Errors
    /// If there is none, or the bus's.
    pub fn press(&self, on: &Asked, label: &str) -> Result<()> {
        let place = on.actions.iter().position(|it| it == label).context("no such button")?;
        let action = on.actions.get(place.saturating_sub(1)).context("it has no name")?.clone();
        self.tell(on.id, "ActionInvoked", &action)
    }

    /// Types `text` into the field of a notification.
    ///
    /// # Errors
    /// The bus's.
    pub fn reply(&self, to: &Asked, text: &str) -> Result<()> {
        self.tell(to.id, "NotificationReplied", text)
    }

    fn tell(&self, id: u32, signal: &str, word: &str) -> Result<()> {
        let closes_first = lock(&self.screen).manners.closes_first;
        let _tasks = self.runtime.enter();
        let none: Option<&str> = None;
        if let Some(pause) = closes_first {
            lock(&self.screen).shown.retain(|(shown, _)| *shown != id);
            self.bus.emit_signal(none, PATH, SERVICE, "NotificationClosed", &(id, 2_u32))?;
            std::thread::sleep(pause);
        }
        Ok(self.bus.emit_signal(none, PATH, SERVICE, signal, &(id, word))?)
    }
}

fn lock(screen: &Mutex<Screen>) -> MutexGuard<'_, Screen> {
    screen.lock().unwrap_or_else(PoisonError::into_inner)
}
