//! How many deliveries a second are kept before they are answered, beside a server that only answers:
//! `cargo bench -p deskbell-snapengage`.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use deskbell_snapengage::{Access, Delivery, KeepFailed, Listener, Options, Token};
use deskbell_store::spool::{Durability, SPOOL_MAX, Spool};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

const TOKEN: &str = "s3cret-t0ken";
const PATH: &str = "/snapengage/main/agent-status";
const CONNECTIONS: usize = 100;
/// So that the start does not count.
const WARM_UP: Duration = Duration::from_millis(500);
const YES: &[u8] = b"HTTP/1.1 204";

#[tokio::main]
async fn main() -> Result<()> {
    let bare = bare().await?;
    print("deliveries bare", measure(bare).await?);
    for (name, durability) in
        [("deliveries on disk", Durability::Disk), ("deliveries in system", Durability::System)]
    {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("deliveries.spool");
        let (spool, _) = Spool::open_with(&path, SPOOL_MAX, durability)?;
        let listener = keeping(Arc::new(spool)).await?;
        print(name, measure(listener.address()).await?);
        listener.stop().await;
    }
    Ok(())
}

fn print(name: &str, per_second: f64) {
    println!("{}", json!({ "name": name, "value": per_second, "unit": "posts/s" }));
}

/// What axum does by itself: reads the body and says yes.
async fn bare() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let routes = Router::new().route(PATH, post(|_: Bytes| async { StatusCode::NO_CONTENT }));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(address)
}

/// As the program does it: kept before it is answered, handled right after.
async fn keeping(spool: Arc<Spool>) -> Result<Listener> {
    let access = Access {
        accounts: Token::new(TOKEN).map(|token| ("main".to_owned(), token)).into_iter().collect(),
        public_host: None,
    };
    let keep = move |delivery: Delivery| {
        let (tell, told) = oneshot::channel();
        spool.append(delivery.to_line(), move |result| {
            let _ = tell.send(result);
        });
        let spool = Arc::clone(&spool);
        async move {
            let ticket = told.await.ok().and_then(Result::ok).ok_or(KeepFailed)?;
            spool.handled(ticket);
            Ok(())
        }
    };
    Ok(Listener::start(Options { access, ..Options::default() }, keep).await?)
}

/// How long the start lasts and how long is measured: in full under `cargo bench`, which says so, and for a moment under
/// `cargo test`, to see that it runs.
fn times() -> (Duration, Duration) {
    if std::env::args().any(|word| word == "--bench") {
        (WARM_UP, Duration::from_secs(4))
    } else {
        (Duration::ZERO, Duration::from_millis(100))
    }
}

/// Posts a second over all connections, each with a body of its own.
async fn measure(address: SocketAddr) -> Result<f64> {
    let number = Arc::new(AtomicU64::new(0));
    let (warm_up, measured) = times();
    let end = Instant::now() + warm_up + measured;
    let mut senders = Vec::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        senders.push(tokio::spawn(send(stream, Arc::clone(&number), end)));
    }
    tokio::time::sleep(warm_up).await;
    let (start, before) = (Instant::now(), number.load(Ordering::Relaxed));
    for sender in senders {
        sender.await.context("a sender stopped")??;
    }
    let posts = number.load(Ordering::Relaxed) - before;
    Ok(posts as f64 / start.elapsed().as_secs_f64())
}

async fn send(mut stream: TcpStream, number: Arc<AtomicU64>, end: Instant) -> Result<()> {
    while Instant::now() < end {
        let body = format!(
            r#"{{"org":5406213,"agent_id":"wc:ada@example.com","status":"pause","sub_status":"Lunch","timestamp":{}}}"#,
            1_551_461_879_355 + number.fetch_add(1, Ordering::Relaxed)
        );
        let request = format!(
            "POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {TOKEN}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = [0; 512];
        let mut length = 0;
        while !answer[..length].ends_with(b"\r\n\r\n") {
            let count = stream.read(&mut answer[length..]).await?;
            ensure!(count > 0, "the connection ended");
            length += count;
        }
        ensure!(answer.starts_with(YES), "{}", String::from_utf8_lossy(&answer));
    }
    Ok(())
}
