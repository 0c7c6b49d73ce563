//! The door phones come through: a WebSocket of the subprotocol `sip`, on the port of everything else, because a widget's
//! page connects to its own origin only.

use super::super::state::Shared;
use super::server::Input;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::select;
use tokio::sync::mpsc::unbounded_channel;

/// More than any message of a phone's has.
const MOST_BYTES: usize = 128 << 10;

static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

pub(super) async fn open(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.protocols(["sip"]).max_message_size(MOST_BYTES);
    upgrade.on_upgrade(move |socket| converse(socket, shared))
}

async fn converse(mut socket: WebSocket, shared: Arc<Shared>) {
    let connection = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
    let (out, mut said) = unbounded_channel();
    shared.sip.input(Input::Opened(connection, out));
    loop {
        select! {
            text = said.recv() => {
                let Some(text) = text else { break };
                if socket.send(Message::Text(text.into())).await.is_err() {
                    break;
                }
            }
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => {
                    shared.sip.input(Input::Heard(connection, text.as_str().to_owned()));
                }
                Some(Ok(Message::Binary(bytes))) => {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    shared.sip.input(Input::Heard(connection, text));
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            }
        }
    }
    shared.sip.input(Input::Closed(connection));
}
