//! A notification service with a field to type into, as KDE's has one: the services a test machine can install have none.

use super::Session;
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use zbus::blocking::Connection;
use zbus::zvariant::OwnedValue;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// One notification it was asked to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number.
    pub id: u32,
    /// Title.
    pub summary: String,
    /// Names and labels of its actions, in turns.
    pub actions: Vec<String>,
}

struct Desk {
    last: u32,
    asked: Sender<Asked>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desk {
    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "inline-reply"].map(str::to_owned).to_vec()
    }

    #[allow(clippy::too_many_arguments, reason = "the arguments of the specification")]
    fn notify(
        &mut self,
        _app: &str,
        replaces: u32,
        _icon: &str,
        summary: &str,
        _body: &str,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _time: i32,
    ) -> u32 {
        self.last += u32::from(replaces == 0);
        let id = if replaces == 0 { self.last } else { replaces };
        // Fails only after the test has ended.
        let _ = self.asked.send(Asked { id, summary: summary.to_owned(), actions });
        id
    }

    fn close_notification(&self, _id: u32) {}

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("reply", "test", "1", "1.2")
    }
}

/// The running service.
#[derive(Debug)]
pub struct ReplyService {
    bus: Connection,
    asked: Receiver<Asked>,
    runtime: Runtime,
}

impl ReplyService {
    /// Takes the service's name on the bus of `session`.
    ///
    /// # Errors
    /// If another service has it.
    pub fn start(session: &Session) -> Result<Self> {
        let (sender, asked) = channel();
        let desk = Desk { last: 0, asked: sender };
        // The bus library runs an object's methods as tasks.
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let tasks = runtime.enter();
        let bus = session.connect()?;
        bus.object_server().at(PATH, desk)?;
        bus.request_name(SERVICE)?;
        drop(tasks);
        Ok(Self { bus, asked, runtime })
    }

    /// The next notification.
    ///
    /// # Errors
    /// If there is none within `patience`.
    pub fn next(&self, patience: Duration) -> Result<Asked> {
        self.asked.recv_timeout(patience).context("no notification was asked for")
    }

    /// Types `text` into the field of a notification.
    ///
    /// # Errors
    /// The bus's.
    pub fn reply(&self, to: &Asked, text: &str) -> Result<()> {
        let _tasks = self.runtime.enter();
        let none: Option<&str> = None;
        Ok(self.bus.emit_signal(none, PATH, SERVICE, "NotificationReplied", &(to.id, text))?)
    }
}
