//! Requests as bytes on a socket, since no client library sends the bad ones.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use deskbell_snapengage::{Access, Delivery, Listener, ListenerLimits, Options, Token};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub const TOKEN: &str = "s3cret-t0ken";
pub const PATH: &str = "/snapengage/main/agent-status";
/// Far longer than anything here takes; only a defect lets it pass.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What was handed on.
pub type Kept = Arc<Mutex<Vec<Delivery>>>;

pub fn access() -> Access {
    Access {
        accounts: ["main", "other one"]
            .map(|name| (name.to_owned(), Token::new(TOKEN).unwrap()))
            .into(),
        public_host: Some("hooks.example.com".to_owned()),
    }
}

/// A listener that keeps everything in memory.
pub async fn listener(limits: ListenerLimits) -> (Listener, Kept) {
    let kept = Kept::default();
    let keeping = Arc::clone(&kept);
    let options = Options { access: access(), limits, ..Options::default() };
    let listener = Listener::start(options, move |delivery| {
        keeping.lock().unwrap().push(delivery);
        async { Ok(()) }
    });
    (listener.await.unwrap(), kept)
}

/// A body as documented; `number` makes it another one.
pub fn body(number: u64) -> String {
    json!({
        "org": 5_406_213, "agent_id": "wc:ada@example.com", "status": "pause",
        "sub_status": "Lunch", "timestamp": 1_551_461_879_355 + number,
    })
    .to_string()
}

/// The head of a good request with `more` lines.
pub fn head(more: &str) -> String {
    format!(
        "POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {TOKEN}\r\n\
         Content-Type: application/json\r\n{more}\r\n"
    )
}

/// A good request, after which the connection stays open.
pub fn good(body: &str) -> String {
    format!("{}{body}", head(&format!("Content-Length: {}\r\n", body.len())))
}

/// A good request with something in its text replaced.
pub fn but(from: &str, to: &str) -> String {
    let request = good(&body(0));
    assert!(request.contains(from), "{from} is not in {request}");
    request.replacen(from, to, 1)
}

pub async fn connect(address: SocketAddr) -> TcpStream {
    timeout(PATIENCE, TcpStream::connect(address)).await.unwrap().unwrap()
}

/// Sends and reads the head of the answer and as much of its body as it states.
pub async fn ask(stream: &mut TcpStream, request: &[u8]) -> String {
    // Who is refused early may not get rid of the rest.
    let _ = stream.write_all(request).await;
    answer(stream).await
}

/// Reads one answer; empty if the connection ends first.
pub async fn answer(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let read = async {
        loop {
            let mut chunk = [0; 1024];
            match stream.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(count) => text.extend_from_slice(&chunk[..count]),
            }
            let so_far = String::from_utf8_lossy(&text).to_lowercase();
            let Some((head, body)) = so_far.split_once("\r\n\r\n") else { continue };
            let stated = head.split("content-length: ").nth(1);
            let length = stated.and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                break;
            }
        }
    };
    timeout(PATIENCE, read).await.expect("no answer and no end");
    String::from_utf8_lossy(&text).into_owned()
}

/// The status of one request on a connection of its own; 0 if there was none.
pub async fn status_of(address: SocketAddr, request: impl AsRef<[u8]>) -> u16 {
    status(&ask(&mut connect(address).await, request.as_ref()).await)
}

pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// Memory of this process in KB; none where the system does not say.
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
