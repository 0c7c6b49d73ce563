//! The thread on which the SIP side lives: it hears phones and tests one after the other, and does things later.

use super::super::state::Shared;
use super::book::Book;
use super::dialog::{Dialog, Pending};
use super::facts::Way;
use super::message::Message;
use anyhow::{Context as _, Result};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::MutexGuard;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;

/// How long it sleeps at most.
const IDLE: Duration = Duration::from_secs(60);

/// What happens to it.
pub(in super::super) enum Input {
    /// A phone has connected.
    Opened(u64, UnboundedSender<String>),
    /// It said something.
    Heard(u64, String),
    /// It is gone.
    Closed(u64),
    /// A test wants something.
    Order(Box<dyn FnOnce(&mut Server) + Send>),
    /// The stand-in ends.
    Quit,
}

/// What is done later.
pub(super) enum Later {
    /// The callee's end of this call rings, with this status.
    Progress(String, u16),
    /// The callee answers.
    Answer(String),
    /// A request goes out in this call.
    Send { call: String, method: &'static str, headers: Vec<(&'static str, String)>, body: String },
    /// We hang up.
    HangUp(String, &'static str),
}

pub(in super::super) struct Server {
    pub(super) shared: Arc<Shared>,
    pub(super) connections: HashMap<u64, UnboundedSender<String>>,
    /// The connection of the phone that is registered.
    pub(super) registered: Option<u64>,
    /// The nonce a registration or a call must be made with, by `Call-Id`.
    pub(super) nonces: HashMap<String, String>,
    pub(super) dialogs: HashMap<String, Dialog>,
    /// What waits for a response, by `Call-Id` and number.
    pub(super) pending: HashMap<(String, u32), Pending>,
    later: Vec<(Instant, Later)>,
    counter: u64,
}

impl Server {
    /// Works until it is told to stop.
    pub(in super::super) fn run(shared: Arc<Shared>, inputs: &Receiver<Input>) {
        let mut server = Self {
            shared,
            connections: HashMap::new(),
            registered: None,
            nonces: HashMap::new(),
            dialogs: HashMap::new(),
            pending: HashMap::new(),
            later: Vec::new(),
            counter: 0,
        };
        loop {
            let due = server.later.iter().map(|(at, _)| *at).min();
            let wait = due.map_or(IDLE, |at| at.saturating_duration_since(Instant::now()));
            match inputs.recv_timeout(wait) {
                Ok(Input::Opened(connection, out)) => {
                    server.connections.insert(connection, out);
                }
                Ok(Input::Heard(connection, text)) => server.hear(connection, &text),
                Ok(Input::Closed(connection)) => server.closed(connection),
                Ok(Input::Order(order)) => order(&mut server),
                Ok(Input::Quit) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            server.catch_up();
        }
        for dialog in server.dialogs.values() {
            dialog.far.end();
        }
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.shared.sip.book()
    }

    /// Another number than any before, for tags, branches and nonces.
    pub(super) fn fresh(&mut self) -> String {
        self.counter += 1;
        format!("{:x}{:04x}", super::super::clock::fresh_id(), self.counter)
    }

    pub(super) fn after(&mut self, wait: Duration, later: Later) {
        self.later.push((Instant::now() + wait, later));
    }

    pub(super) fn send(&self, connection: u64, message: Message) {
        if let Some(out) = self.connections.get(&connection)
            && out.send(message.to_string()).is_ok()
        {
            self.book().note(Way::ToPhone, message);
        }
    }

    /// Answers a request: `To` gets `tag` if it has none.
    pub(super) fn reply(&self, connection: u64, to: &Message, status: (u16, &str), tag: &str) {
        self.send(connection, response(to, status, tag));
    }

    pub(super) fn dialog(&mut self, call: &str) -> Result<&mut Dialog> {
        self.dialogs.get_mut(call).with_context(|| format!("there is no call {call} any longer"))
    }

    fn hear(&mut self, connection: u64, text: &str) {
        let Some(message) = Message::read(text) else {
            // A sign of life (RFC 5626, section 3.5.1): it is given back.
            if let Some(out) = self.connections.get(&connection) {
                let _ = out.send("\r\n".to_owned());
            }
            return;
        };
        self.book().note(Way::FromPhone, message.clone());
        if message.status().is_some() {
            return self.answered(&message);
        }
        match message.method() {
            "REGISTER" => self.register(connection, &message),
            "INVITE" if self.dialogs.contains_key(message.call_id()) => self.change_asked(&message),
            "INVITE" => self.invited(connection, &message),
            "CANCEL" => self.cancelled(connection, &message),
            "ACK" => self.acknowledged(&message),
            "BYE" => self.bye(connection, &message),
            "INFO" => self.informed(connection, &message),
            "REFER" => self.referred(connection, &message),
            "MESSAGE" => self.told(connection, &message),
            _ => {
                let tag = self.fresh();
                self.reply(connection, &message, (200, "OK"), &tag);
            }
        }
    }

    fn closed(&mut self, connection: u64) {
        self.connections.remove(&connection);
        if self.registered == Some(connection) {
            self.registered = None;
            self.book().contact = None;
        }
    }

    fn catch_up(&mut self) {
        let now = Instant::now();
        while let Some(place) = self.later.iter().position(|(at, _)| *at <= now) {
            match self.later.remove(place).1 {
                Later::Progress(call, status) => self.progress(&call, status),
                Later::Answer(call) => self.callee_answers(&call),
                Later::Send { call, method, headers, body } => {
                    // The call may be over meanwhile: then nobody hears it.
                    let _ = self.request(&call, method, &headers, &body);
                }
                Later::HangUp(call, why) => {
                    let _ = self.hang_up(&call, why);
                }
            }
        }
    }
}

/// One `Via` for each of the request's, as it was; `To` with a tag.
pub(super) fn response(to: &Message, (status, words): (u16, &str), tag: &str) -> Message {
    let mut response = Message::new(format!("SIP/2.0 {status} {words}"));
    for via in to.all("Via") {
        response = response.with("Via", via);
    }
    let whom = to.header("To").unwrap_or_default();
    let whom = match whom.contains(";tag=") || tag.is_empty() {
        true => whom.to_owned(),
        false => format!("{whom};tag={tag}"),
    };
    response
        .with("From", to.header("From").unwrap_or_default())
        .with("To", whom)
        .with("Call-Id", to.call_id())
        .with("CSeq", to.header("CSeq").unwrap_or_default())
}
