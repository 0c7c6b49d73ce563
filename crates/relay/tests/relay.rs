//! A relay as a vendor and desks meet it, over real sockets: what is answered is kept, and reaches whom it should once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test")]

use deskbell_relay::{Client, ClientProblem, Config, Desks, EnrolmentLink, Relay};
use deskbell_snapengage::Delivery;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const TOKEN: &str = "0123456789abcdef";
const PATIENCE: Duration = Duration::from_secs(30);

fn config(folder: &Path) -> Config {
    let text = json!({
        "listen": "127.0.0.1:0", "operations": "127.0.0.1:0", "publicUrl": "http://127.0.0.1",
        "data": "log", "sources": { "acme": { "vendor": "snapengage", "token": TOKEN } },
        "teams": { "sales": ["ada@example.com", "bo@example.com"] },
        "rules": [
            { "to": ["agent"] },
            { "widget": "shop", "to": ["team:sales"] },
            { "about": ["status"], "to": ["team"] },
        ],
    });
    let file = folder.join("relay.json");
    std::fs::write(&file, text.to_string()).unwrap();
    Config::read(&file).unwrap()
}

async fn start(folder: &TempDir) -> Relay {
    Relay::start(config(folder.path())).await.unwrap()
}

/// One request on a connection of its own: its status and what follows.
async fn ask(address: std::net::SocketAddr, request: String) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut text = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("an answer");
    let text = String::from_utf8_lossy(&text).into_owned();
    (text.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0), text)
}

async fn post(relay: &Relay, path: &str, token: &str, body: &Value) -> u16 {
    let body = body.to_string();
    let length = body.len();
    let request = format!(
        "POST /snapengage/{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    ask(relay.address(), request).await.0
}

fn event(case: &str, happening: &str, agent: Option<&str>, at: u64) -> Value {
    json!({ "case_id": case, "event": happening, "widget_id": "shop", "agent_id": agent, "timestamp": at })
}

async fn enrol(relay: &Relay, folder: &TempDir, agent: &str) -> (Client, String) {
    let code = Desks::open(&folder.path().join("log")).unwrap().code_for(agent).unwrap();
    let url = format!("http://{}", relay.address());
    let link = EnrolmentLink { relay: url.parse().unwrap(), code };
    let enrolled = Client::enrol(&link).await.unwrap();
    assert_eq!(enrolled.agent, agent);
    (Client::new(&url, &enrolled.token).unwrap(), enrolled.token)
}

/// What a desk gets next: the events by conversation, and where to go on.
async fn next(client: &Client, after: Option<u64>) -> (Vec<String>, u64) {
    let answer = timeout(PATIENCE, client.next(after)).await.unwrap().unwrap();
    let read = |record: &deskbell_relay::Record| {
        let delivery = Delivery::from_line(record.delivery.get()).unwrap();
        format!(
            "{} {:?}",
            delivery.account,
            delivery.webhook.case().or(delivery.webhook.agent()).unwrap()
        )
    };
    (answer.records.iter().map(read).collect(), answer.until)
}

#[tokio::test]
async fn a_visitor_in_a_queue_reaches_the_team_and_who_took_it_is_told_to_all() {
    let folder = tempfile::tempdir().unwrap();
    let relay = start(&folder).await;
    let (ada, _) = enrol(&relay, &folder, "ada@example.com").await;
    let (eve, _) = enrol(&relay, &folder, "eve@example.com").await;
    let waiting = tokio::spawn(async move { (next(&ada, None).await, ada) });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let posted = Instant::now();
    assert_eq!(
        post(&relay, "acme/conversation-events", TOKEN, &event("a", "caseQueued", None, 1)).await,
        204
    );
    let ((told, until), ada) = waiting.await.unwrap();
    assert_eq!(told, ["acme \"a\""]);
    assert!(posted.elapsed() < Duration::from_secs(5), "it was waited for: {:?}", posted.elapsed());
    let taken = event("a", "caseResponded", Some("wc:Bo@example.com"), 2);
    assert_eq!(post(&relay, "acme/conversation-events", TOKEN, &taken).await, 204);
    assert_eq!(post(&relay, "acme/conversation-events", TOKEN, &taken).await, 204, "repeated");
    let (told, until) = next(&ada, Some(until)).await;
    assert_eq!((told.len(), until), (1, 2));
    // What is for others only moves the number on.
    let status = json!({ "agent_id": "wc:eve@example.com", "status": "pause", "timestamp": 5 });
    assert_eq!(post(&relay, "acme/agent-status", TOKEN, &status).await, 204);
    assert_eq!(next(&eve, None).await, (vec!["acme \"eve@example.com\"".to_owned()], 3));
    relay.drain().await;
}

#[tokio::test]
async fn a_desk_that_was_away_goes_on_where_it_was_also_after_a_crash_of_the_relay() {
    let folder = tempfile::tempdir().unwrap();
    let relay = start(&folder).await;
    let (ada, token) = enrol(&relay, &folder, "ada@example.com").await;
    for at in 1..=3 {
        assert_eq!(
            post(&relay, "acme/conversation-events", TOKEN, &event("a", "caseQueued", None, at))
                .await,
            204
        );
    }
    assert_eq!(next(&ada, None).await.0.len(), 3);
    assert_eq!(next(&ada, None).await.0.len(), 3, "not taken in, so told again");
    post(&relay, "acme/conversation-events", TOKEN, &event("b", "caseQueued", None, 4)).await;
    assert_eq!(next(&ada, Some(3)).await.0, ["acme \"b\""]);
    // Everything that runs is cut off.
    drop(relay);
    let relay = start(&folder).await;
    let ada = Client::new(&format!("http://{}", relay.address()), &token).unwrap();
    assert_eq!(next(&ada, None).await, (vec!["acme \"b\"".to_owned()], 4));
}

#[tokio::test]
async fn strangers_get_nothing_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let relay = start(&folder).await;
    let url = format!("http://{}", relay.address());
    let stranger = Client::new(&url, "0123456789abcdef0123456789abcdef").unwrap();
    assert_eq!(stranger.next(None).await.unwrap_err(), ClientProblem::NotEnrolled);
    let link = EnrolmentLink { relay: url.parse().unwrap(), code: TOKEN.to_owned() };
    assert_eq!(Client::enrol(&link).await.unwrap_err(), ClientProblem::BadCode);
    let queued = event("a", "caseQueued", None, 1);
    for (path, token, answered) in [
        ("acme/conversation-events", "wrong", 401),
        ("other/conversation-events", "wrong", 401),
        ("other/conversation-events", TOKEN, 404),
        ("acme/orders", TOKEN, 404),
    ] {
        assert_eq!(post(&relay, path, token, &queued).await, answered, "{path} {token}");
    }
    let (status, _) = ask(
        relay.address(),
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned(),
    )
    .await;
    assert_eq!(status, 404, "figures are not for everybody");
    let huge = format!(
        "POST /enroll HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 50000000\r\n\r\n{}",
        "x".repeat(100_000)
    );
    assert_eq!(ask(relay.address(), huge).await.0, 400);
    // Taken back while it waits.
    let (ada, _) = enrol(&relay, &folder, "ada@example.com").await;
    let waiting =
        tokio::spawn(async move { ada.next(None).await.map(|answer| answer.records.len()) });
    tokio::time::sleep(Duration::from_millis(200)).await;
    Desks::open(&folder.path().join("log")).unwrap().revoke("ada@example.com").unwrap();
    assert_eq!(post(&relay, "acme/conversation-events", TOKEN, &queued).await, 204);
    assert_eq!(waiting.await.unwrap().unwrap_err(), ClientProblem::NotEnrolled);
}

#[tokio::test]
async fn it_is_watched_and_ends_without_cutting_anybody_off() {
    let folder = tempfile::tempdir().unwrap();
    let relay = start(&folder).await;
    let (ada, _) = enrol(&relay, &folder, "ada@example.com").await;
    assert_eq!(
        post(&relay, "acme/conversation-events", TOKEN, &event("a", "caseQueued", None, 1)).await,
        204
    );
    assert_eq!(post(&relay, "acme/conversation-events", "wrong", &json!({})).await, 401);
    let get =
        |path: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let operations = relay.operations().unwrap();
    let (status, text) = ask(operations, get("/metrics")).await;
    assert_eq!(status, 200);
    for line in [
        "relay_deliveries_total{about=\"conversation\"} 1\n",
        "relay_deliveries_total{about=\"status\"} 0\n",
        "relay_refused_in_a_row 1\n",
        "relay_desks 1\n",
        "relay_log_last 1\n",
        "# TYPE relay_feeds gauge\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert_eq!(ask(operations, get("/readyz")).await.0, 200);
    assert_eq!(ask(operations, get("/healthz")).await.0, 200);
    let waiting = tokio::spawn(async move { next(&ada, Some(1)).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let ending = Instant::now();
    relay.drain().await;
    assert!(ending.elapsed() < Duration::from_secs(5), "{:?}", ending.elapsed());
    assert_eq!(waiting.await.unwrap(), (vec![], 1), "sent away with what there is");
}
