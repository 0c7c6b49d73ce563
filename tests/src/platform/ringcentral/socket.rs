//! The socket on which the platform tells of events (guide *WebSockets*; `@rc-ex/ws`): sessions that can be taken up
//! again, and subscriptions in them.

use super::clock::{fresh_id, now};
use super::state::{Shared, answer, error_body, fields};
use super::subscription::{Subscription, ask};
use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, post};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::select;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How many frames are kept for a session whose connection broke.
const BUFFER: usize = 100;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Presence,
    Messages,
    Telephony,
}

impl Topic {
    /// How the path of its events ends.
    pub(super) fn path_end(self) -> &'static str {
        match self {
            Self::Presence => "/presence",
            Self::Messages => "/message-store",
            Self::Telephony => "/telephony/sessions",
        }
    }
}

#[derive(Debug)]
struct Session {
    /// Who has it can take the session up again.
    token: String,
    sequence: u64,
    /// Which connection it is on: the last one to take it up.
    connection: u64,
    /// None while the connection is broken.
    out: Option<UnboundedSender<String>>,
    missed: VecDeque<String>,
}

impl Session {
    fn send(&mut self, mut meta: Value, body: &Value) {
        self.sequence += 1;
        meta["wsc"] = json!({ "token": self.token, "sequence": self.sequence });
        let frame = json!([meta, body]).to_string();
        match &self.out {
            Some(out) if out.send(frame.clone()).is_ok() => {}
            _ => {
                self.missed.push_back(frame);
                self.missed.truncate(BUFFER);
            }
        }
    }
}

#[derive(Debug)]
pub(super) struct Sockets {
    /// In every name given here: a widget remembers those of an earlier stand-in.
    born: u64,
    sessions: Vec<Session>,
    subscriptions: Vec<Subscription>,
    connections: u64,
    told: u64,
}

impl Sockets {
    pub(super) fn new() -> Self {
        let (sessions, subscriptions) = (Vec::new(), Vec::new());
        Self { born: fresh_id(), sessions, subscriptions, connections: 0, told: 0 }
    }

    /// What is told in sessions that are connected.
    pub(super) fn filters(&self) -> Vec<String> {
        let connected = |one: &&Subscription| {
            self.sessions.iter().any(|own| own.token == one.session && own.out.is_some())
        };
        self.subscriptions.iter().filter(connected).flat_map(|one| one.filters.clone()).collect()
    }

    /// Every subscription, and a name for another one.
    pub(super) fn subscriptions(&mut self) -> (&mut Vec<Subscription>, String) {
        self.told += 1;
        let name = format!("subscription-{}-{}", self.born, self.told);
        (&mut self.subscriptions, name)
    }

    /// Tells everybody who subscribed to it.
    pub(super) fn tell(&mut self, topic: Topic, body: &Value) {
        for subscription in &self.subscriptions {
            let session = self.sessions.iter_mut().find(|one| one.token == subscription.session);
            let (Some(session), Some(event)) = (session, subscription.event(topic)) else {
                continue;
            };
            self.told += 1;
            let uuid = format!("event-{}-{}", self.born, self.told);
            let meta = json!({ "type": "ServerNotification", "messageId": uuid, "status": 200 });
            let told = json!({
                "uuid": uuid, "event": event, "timestamp": now(), "subscriptionId": subscription.id,
                "ownerId": super::EXTENSION_ID.to_string(), "body": body,
            });
            session.send(meta, &told);
        }
    }

    /// Breaks every connection; sessions can be taken up again.
    pub(super) fn disconnect(&mut self) {
        self.sessions.iter_mut().for_each(|session| session.out = None);
    }

    /// Breaks every connection, for good.
    pub(super) fn forget(&mut self) {
        self.sessions.clear();
        self.subscriptions.clear();
    }

    /// A connection begins, with an earlier session if there is one: its token, its number, and what to send.
    fn attach(&mut self, wanted: Option<&str>) -> (String, u64, UnboundedReceiver<String>) {
        self.connections += 1;
        let place = self.sessions.iter().position(|one| Some(one.token.as_str()) == wanted);
        let place = place.unwrap_or_else(|| {
            let token = format!("stand-in-session-{}-{}", self.born, self.connections);
            let (sequence, connection, missed) = (0, 0, VecDeque::new());
            self.sessions.push(Session { token, sequence, connection, out: None, missed });
            self.sessions.len() - 1
        });
        let (out, frames) = unbounded_channel();
        let session = &mut self.sessions[place];
        session.connection = self.connections;
        session.out = Some(out);
        let mut details = json!({
            "creationTime": now(), "maxConnectionsPerSession": 5, "recoveryBufferSize": BUFFER,
            "recoveryTimeout": 180, "idleTimeout": 600, "absoluteTimeout": 86_400,
            "maxActiveRequests": 100,
        });
        if wanted.is_some() {
            let same = wanted == Some(&session.token);
            details["recoveryState"] = if same { "Successful" } else { "Failed" }.into();
        }
        let id = format!("connection-{}", self.connections);
        session
            .send(json!({ "type": "ConnectionDetails", "messageId": id, "status": 200 }), &details);
        for frame in std::mem::take(&mut session.missed) {
            session.out.as_ref().map(|out| out.send(frame));
        }
        (session.token.clone(), session.connection, frames)
    }

    fn detach(&mut self, connection: u64) {
        let mut sessions = self.sessions.iter_mut();
        if let Some(session) = sessions.find(|one| one.connection == connection) {
            session.out = None;
        }
    }
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/restapi/oauth/wstoken", post(socket_token)).route("/ws", any(open))
}

/// Where to connect, and with what (guide *Creating WebSockets*).
async fn socket_token(State(shared): State<Arc<Shared>>) -> Response {
    let (token, expires_in) = shared.state().tokens.new_socket_token();
    let uri = format!("{}/ws", shared.origin.replacen("http", "ws", 1));
    let body = json!({ "uri": uri, "ws_access_token": token, "expires_in": expires_in });
    answer(StatusCode::OK, &body)
}

async fn open(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let token = asked.get("access_token").map_or("", String::as_str);
    if !shared.state().tokens.opens_socket(token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let session = asked.get("wsc").cloned();
    upgrade.on_upgrade(move |socket| converse(socket, shared, session))
}

async fn converse(mut socket: WebSocket, shared: Arc<Shared>, wanted: Option<String>) {
    let (token, connection, mut frames) = shared.state().sockets.attach(wanted.as_deref());
    loop {
        select! {
            frame = frames.recv() => {
                let Some(frame) = frame else { break };
                if socket.send(Message::Text(frame.into())).await.is_err() {
                    break;
                }
            }
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => receive(&shared, &token, text.as_str()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            }
        }
    }
    shared.state().sockets.detach(connection);
}

/// A request or a sign of life; anything else is no JSON array of one or two.
fn receive(shared: &Shared, token: &str, text: &str) {
    let frame: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let (meta, body) = (&frame[0], &frame[1]);
    let mut state = shared.state();
    let (kind, status, said) = match meta["type"].as_str() {
        Some("Heartbeat") => ("Heartbeat", StatusCode::OK, Value::Null),
        Some("ClientRequest") => {
            let said = |name: &str| meta[name].as_str().unwrap_or_default();
            let (status, said) =
                ask(&shared.origin, &mut state, token, said("method"), said("path"), body);
            ("ClientRequest", status, said)
        }
        _ => ("Error", StatusCode::BAD_REQUEST, error_body("WSG-101", "Invalid message")),
    };
    let meta = json!({ "type": kind, "messageId": meta["messageId"], "status": status.as_u16() });
    let mut sessions = state.sockets.sessions.iter_mut();
    if let Some(session) = sessions.find(|one| one.token == token) {
        session.send(meta, &said);
    }
}
