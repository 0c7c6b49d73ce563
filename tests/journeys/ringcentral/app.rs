//! An app that is signed in: it asks the platform, and is told of events.

use super::PATIENCE;
use super::browser::{agent, tokens};
use anyhow::{Context as _, Result, bail, ensure};
use deskbell_journeys::platform::ringcentral::Platform;
use serde_json::{Value, json};
use std::net::TcpStream;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// Below the user's extension.
pub(super) const USER: &str = "/restapi/v1.0/account/~/extension/~";
/// What the widget subscribes to, as far as there is any of it.
const FILTERS: [&str; 3] = [
    "/restapi/v1.0/account/~/extension/~/presence?detailedTelephonyState=true&sipData=true&totalActiveCalls",
    "/restapi/v1.0/account/~/extension/~/message-store",
    "/restapi/v1.0/account/~/extension/~/telephony/sessions",
];

/// Has an access token.
pub(super) struct App<'a> {
    platform: &'a Platform,
    token: String,
}

impl<'a> App<'a> {
    /// Signs in.
    pub(super) fn new(platform: &'a Platform) -> Result<Self> {
        let token = tokens(platform)?["access_token"].as_str().context("no token")?.to_owned();
        Ok(Self { platform, token })
    }

    /// Asks, and gives the status and the JSON that was answered.
    pub(super) fn ask(&self, method: &str, path: &str, body: &Value) -> Result<(u16, Value)> {
        let (status, text) = self.ask_text(method, path, body)?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    /// Asks, and gives the status and the text that was answered.
    pub(super) fn ask_text(&self, method: &str, path: &str, body: &Value) -> Result<(u16, String)> {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.platform.address()))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Content-Type", "application/json");
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let mut answer = agent().run(request.body(text)?)?;
        let said = answer.body_mut().read_to_vec()?;
        Ok((answer.status().as_u16(), String::from_utf8_lossy(&said).into_owned()))
    }

    /// Gets what must be there.
    pub(super) fn get(&self, path: &str) -> Result<Value> {
        let (status, body) = self.ask("GET", path, &Value::Null)?;
        ensure!(status == 200, "{path}: {status}, {body}");
        Ok(body)
    }

    /// Connects to the event socket, taking up a session if there is one.
    pub(super) fn connect(&self, session: Option<&str>) -> Result<Socket> {
        let (status, given) = self.ask("POST", "/restapi/oauth/wstoken", &Value::Null)?;
        let said = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
        ensure!(status == 200 && said("uri").starts_with("ws://"), "{given}");
        let session = session.map(|token| format!("&wsc={token}")).unwrap_or_default();
        let token = said("ws_access_token");
        let (socket, _) =
            tungstenite::connect(format!("{}?access_token={token}{session}", said("uri")))?;
        let MaybeTlsStream::Plain(stream) = socket.get_ref() else { bail!("it is encrypted") };
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut socket = Socket { socket, session: String::new(), details: Value::Null, asked: 0 };
        let (meta, details) = socket.next()?;
        ensure!(meta["type"] == "ConnectionDetails" && meta["status"] == 200, "{meta}");
        socket.session = meta["wsc"]["token"].as_str().context("no session")?.to_owned();
        socket.details = details;
        Ok(socket)
    }

    /// Connects, and subscribes to everything there is.
    pub(super) fn listen(&self) -> Result<Socket> {
        let mut socket = self.connect(None)?;
        let (status, made) = socket.subscribe(&FILTERS)?;
        ensure!(status == 200, "{made}");
        Ok(socket)
    }
}

/// A connection on which events are told.
pub(super) struct Socket {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    /// Who has it can take the session up again.
    pub(super) session: String,
    pub(super) details: Value,
    asked: u32,
}

impl Socket {
    /// The next frame: what it is and what it says.
    pub(super) fn next(&mut self) -> Result<(Value, Value)> {
        loop {
            match self.socket.read()? {
                Message::Text(text) => {
                    let mut frame: Value = serde_json::from_str(text.as_str())?;
                    return Ok((frame[0].take(), frame[1].take()));
                }
                Message::Close(_) => bail!("it was closed"),
                _ => {}
            }
        }
    }

    pub(super) fn send(&mut self, frame: &Value) -> Result<()> {
        Ok(self.socket.send(Message::text(frame.to_string()))?)
    }

    /// Asks over the socket, and gives the status and the answer.
    pub(super) fn ask(&mut self, method: &str, path: &str, body: &Value) -> Result<(u16, Value)> {
        self.asked += 1;
        let id = format!("request-{}", self.asked);
        let meta =
            json!({ "type": "ClientRequest", "messageId": id, "method": method, "path": path });
        self.send(&json!([meta, body]))?;
        let (meta, answer) = self.next()?;
        ensure!(meta["messageId"] == id.as_str() && meta["type"] == "ClientRequest", "{meta}");
        let status = meta["status"].as_u64().context("no status")?;
        Ok((u16::try_from(status)?, answer))
    }

    pub(super) fn subscribe(&mut self, filters: &[&str]) -> Result<(u16, Value)> {
        let delivery = json!({ "transportType": "WebSocket" });
        let body = json!({ "deliveryMode": delivery, "eventFilters": filters });
        self.ask("POST", "/restapi/v1.0/subscription", &body)
    }

    /// The next event: its name and what it says.
    pub(super) fn event(&mut self) -> Result<(String, Value)> {
        let (meta, mut told) = self.next()?;
        ensure!(meta["type"] == "ServerNotification", "{meta}: {told}");
        let name = told["event"].as_str().context("no event")?.to_owned();
        ensure!(told["subscriptionId"].is_string() && told["ownerId"].is_string(), "{told}");
        Ok((name, told["body"].take()))
    }

    /// What the next event of this kind says; others on the way are let go.
    pub(super) fn told(&mut self, path_end: &str) -> Result<Value> {
        loop {
            let (name, body) = self.event()?;
            if name.split('?').next().is_some_and(|path| path.ends_with(path_end)) {
                return Ok(body);
            }
        }
    }
}
