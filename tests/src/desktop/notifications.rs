//! What the real notification daemon is told and tells back, as a monitor on the bus hears it, and a way to press a
//! notification's button with the mouse.

use super::Session;
use super::wait::until;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use zbus::blocking::MessageIterator;
use zbus::blocking::fdo::{DBusProxy, MonitoringProxy};
use zbus::message::{Message, Type};
use zbus::zvariant::{OwnedValue, Value};

const SERVICE: &str = "org.freedesktop.Notifications";

/// One notification on its way through the daemon.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The daemon's number; none until it has answered.
    pub id: Option<u32>,
    /// The number of the notification this one takes the place of.
    pub replaces: Option<u32>,
    /// Title.
    pub summary: String,
    /// Text below it.
    pub body: String,
    /// Action names and labels in order.
    pub actions: Vec<(String, String)>,
    /// The category hint.
    pub category: Option<String>,
    /// When the call to the daemon was seen on the bus.
    pub asked: Instant,
    /// The same moment by the wall clock.
    pub asked_at: SystemTime,
    /// When the daemon's answer was seen.
    pub answered: Option<Instant>,
    /// Actions that were pressed.
    pub pressed: Vec<String>,
    /// Gone from the screen: withdrawn, dismissed or replaced.
    pub closed: bool,
}

impl Shown {
    /// Has a button with this label.
    #[must_use]
    pub fn offers(&self, label: &str) -> bool {
        self.actions.iter().any(|(_, offered)| offered == label)
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels: Vec<&str> = self.actions.iter().map(|(_, label)| label.as_str()).collect();
        let state = if self.closed { "closed" } else { "on screen" };
        let category = self.category.as_deref().unwrap_or("-");
        write!(
            f,
            "{:?} {category} {:?} {:?} {labels:?} {state}, pressed {:?}",
            self.id, self.summary, self.body, self.pressed
        )
    }
}

/// Everything heard so far, newest last, with the call each entry waits to see answered.
#[derive(Debug, Default)]
struct Heard {
    shown: Vec<Shown>,
    waiting: HashMap<(String, NonZeroU32), usize>,
}

/// A monitor of one session's notifications.
#[derive(Debug)]
pub struct NotificationWatch {
    heard: Arc<(Mutex<Heard>, Condvar)>,
}

impl NotificationWatch {
    /// Starts to listen; what was shown before is not known.
    ///
    /// # Errors
    /// If the bus refuses a monitor.
    pub fn start(session: &Session) -> Result<Self> {
        let connection = session.connect()?;
        let bus = DBusProxy::new(&connection)?;
        let owner = bus.get_name_owner(SERVICE.try_into()?)?.to_string();
        let rules =
            [format!("interface='{SERVICE}'"), format!("type='method_return',sender='{owner}'")];
        let messages = MessageIterator::from(&connection);
        let rules: Vec<_> = rules
            .iter()
            .map(|rule| zbus::MatchRule::try_from(rule.as_str()))
            .collect::<Result<_, _>>()?;
        MonitoringProxy::new(&connection)?.become_monitor(&rules, 0)?;
        let heard = Arc::new((Mutex::new(Heard::default()), Condvar::new()));
        let ours = Arc::clone(&heard);
        std::thread::spawn(move || {
            for message in messages.map_while(Result::ok) {
                let mut heard = lock(&ours.0);
                // A message that does not read as the specification says is not a notification.
                let _ = receive(&mut heard, &message);
                ours.1.notify_all();
            }
        });
        Ok(Self { heard })
    }

    /// Every notification seen so far, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Shown> {
        lock(&self.heard.0).shown.clone()
    }

    /// Waits for the newest notification that `wanted` accepts.
    ///
    /// # Errors
    /// After `patience`, with everything that was seen.
    pub fn wait(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Shown) -> bool,
    ) -> Result<Shown> {
        let start = Instant::now();
        let mut heard = lock(&self.heard.0);
        loop {
            if let Some(found) = heard.shown.iter().rev().find(|shown| wanted(shown)) {
                return Ok(found.clone());
            }
            let left = patience.saturating_sub(start.elapsed());
            if left.is_zero() {
                let seen: String = heard.shown.iter().map(|one| format!("\n  {one}")).collect();
                bail!("waited {patience:?} in vain for a notification: {what}. Seen:{seen}");
            }
            let woken = self.heard.1.wait_timeout(heard, left);
            heard = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Presses a button of a notification as a person does: clicks on the notification and picks the action.
///
/// # Errors
/// If no notification is on the screen or the daemon does not report the action.
pub fn press(session: &Session, watch: &NotificationWatch, on: &Shown, label: &str) -> Result<()> {
    let id = on.id.context("the notification was not answered by the daemon")?;
    let (action, _) = on
        .actions
        .iter()
        .find(|(_, offered)| offered == label)
        .with_context(|| format!("no button {label:?} on {on:?}"))?;
    std::fs::write(session.folder().join("wanted"), format!("[{id},{action}]"))?;
    let patience = Duration::from_secs(5);
    let (x, y) = until("a notification is on the screen", patience, || place(session))?;
    let click = session
        .command("xdotool")
        .args(["mousemove", &x.to_string(), &y.to_string(), "click", "1"])
        .status()?;
    if !click.success() {
        bail!("xdotool could not click at {x},{y}");
    }
    watch.wait(&format!("{label} is pressed"), patience, |shown| {
        shown.id == Some(id) && shown.pressed.contains(action)
    })?;
    Ok(())
}

/// How many notifications the daemon shows now.
///
/// # Errors
/// If the daemon does not answer.
pub fn displayed(session: &Session) -> Result<u32> {
    let output = session.command("dunstctl").args(["count", "displayed"]).output()?;
    let words = String::from_utf8_lossy(&output.stdout);
    words.trim().parse().with_context(|| format!("dunstctl said {words:?}"))
}

/// A point inside the daemon's window.
fn place(session: &Session) -> Result<Option<(i32, i32)>> {
    let output = session
        .command("xdotool")
        .args(["search", "--onlyvisible", "--class", "Dunst", "getwindowgeometry", "--shell"])
        .output()?;
    let words = String::from_utf8_lossy(&output.stdout);
    let number = |name: &str| -> Option<i32> {
        words.lines().find_map(|line| line.strip_prefix(name)?.parse().ok())
    };
    /// Far enough from the corner to be inside the frame.
    const INSIDE: i32 = 20;
    Ok(number("X=").zip(number("Y=")).map(|(x, y)| (x + INSIDE, y + INSIDE)))
}

fn receive(heard: &mut Heard, message: &Message) -> Result<()> {
    let header = message.header();
    let member = header.member().map(|member| member.as_str()).unwrap_or_default();
    match (header.message_type(), member) {
        (Type::MethodCall, "Notify") => {
            let sender = header.sender().map(ToString::to_string).unwrap_or_default();
            let serial = header.primary().serial_num();
            heard.waiting.insert((sender, serial), heard.shown.len());
            heard.shown.push(read(message)?);
        }
        (Type::MethodReturn, _) => {
            let to = header.destination().map(ToString::to_string).unwrap_or_default();
            let Some(serial) = header.reply_serial() else {
                return Ok(());
            };
            let Some(place) = heard.waiting.remove(&(to, serial)) else {
                return Ok(());
            };
            let id: u32 = message.body().deserialize()?;
            for earlier in heard.shown.iter_mut().filter(|shown| shown.id == Some(id)) {
                earlier.closed = true;
            }
            if let Some(shown) = heard.shown.get_mut(place) {
                shown.id = Some(id);
                shown.answered = Some(Instant::now());
            }
        }
        (Type::Signal, "ActionInvoked") => {
            let (id, action): (u32, String) = message.body().deserialize()?;
            if let Some(shown) = newest(heard, id) {
                shown.pressed.push(action);
            }
        }
        (Type::Signal, "NotificationClosed") => {
            let (id, _reason): (u32, u32) = message.body().deserialize()?;
            if let Some(shown) = newest(heard, id) {
                shown.closed = true;
            }
        }
        _ => {}
    }
    Ok(())
}

fn newest(heard: &mut Heard, id: u32) -> Option<&mut Shown> {
    heard.shown.iter_mut().rev().find(|shown| shown.id == Some(id))
}

fn read(message: &Message) -> Result<Shown> {
    type Arguments =
        (String, u32, String, String, String, Vec<String>, HashMap<String, OwnedValue>, i32);
    let body = message.body();
    let (_app, replaces, _icon, summary, text, actions, hints, _expires): Arguments =
        body.deserialize()?;
    let actions = actions
        .chunks_exact(2)
        .filter_map(|pair| Some((pair.first()?.clone(), pair.last()?.clone())))
        .collect();
    let category = match hints.get("category").map(|hint| &**hint) {
        Some(Value::Str(category)) => Some(category.to_string()),
        _ => None,
    };
    Ok(Shown {
        id: None,
        replaces: (replaces != 0).then_some(replaces),
        summary,
        body: text,
        actions,
        category,
        asked: Instant::now(),
        asked_at: SystemTime::now(),
        answered: None,
        pressed: Vec::new(),
        closed: false,
    })
}

fn lock(heard: &Mutex<Heard>) -> MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}
