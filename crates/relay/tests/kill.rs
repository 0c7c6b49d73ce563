//! The relay's process is killed at any moment, again and again: what it answered with success is in its log, once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test")]

use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const TOKEN: &str = "0123456789abcdef";
/// Rounds of serving and killing.
const ROUNDS: u64 = 12;
/// Vendors that post at once.
const SENDERS: u64 = 4;

fn start(config: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deskbell-relay"));
    let command = command.arg("--config").arg(config).arg("run").stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Posts a queued visitor; true if that was answered with success.
fn post(port: u16, case: &str) -> bool {
    let body = json!({ "case_id": case, "event": "caseQueued", "timestamp": 7 }).to_string();
    let length = body.len();
    let request = format!(
        "POST /snapengage/acme/conversation-events HTTP/1.1\r\nHost: localhost\r\nAuthorization: {TOKEN}\r\n\
         Connection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut answer = String::new();
    let _ = stream.write_all(request.as_bytes());
    let _ = stream.read_to_string(&mut answer);
    answer.starts_with("HTTP/1.1 204")
}

#[test]
fn what_was_answered_survives_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let config = folder.path().join("relay.json");
    let text = json!({
        "listen": format!("127.0.0.1:{port}"), "publicUrl": "http://127.0.0.1", "data": "log",
        "sources": { "acme": { "vendor": "snapengage", "token": TOKEN } },
        "rules": [{ "to": ["everyone"] }],
    });
    std::fs::write(&config, text.to_string()).unwrap();
    let answered = Arc::new(Mutex::new(Vec::new()));
    for round in 0..ROUNDS {
        let mut relay = start(&config);
        let until = Instant::now() + Duration::from_secs(30);
        while !post(port, "is it there?") {
            assert!(Instant::now() < until, "it does not start again in round {round}");
            thread::sleep(Duration::from_millis(10));
        }
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let answered = Arc::clone(&answered);
                thread::spawn(move || {
                    for number in 0.. {
                        let case = format!("{round} {sender} {number}");
                        // The vendor repeats what was not answered; here the next one takes its place.
                        match post(port, &case) {
                            true => answered.lock().unwrap().push(case),
                            false => return,
                        }
                    }
                })
            })
            .collect();
        // Another moment each time.
        thread::sleep(Duration::from_millis(40 + round * 37));
        relay.kill().unwrap();
        relay.wait().unwrap();
        senders.into_iter().for_each(|sender| sender.join().unwrap());
    }
    let log = rusqlite::Connection::open(folder.path().join("log/relay.sqlite")).unwrap();
    let answered = answered.lock().unwrap();
    assert!(answered.len() > 50, "hardly anything was answered: {}", answered.len());
    for case in answered.iter() {
        let count: i64 = log
            .query_row("SELECT COUNT(*) FROM records WHERE conversation = ?1", [case], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(count, 1, "{case}");
    }
    let damage: String = log.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(damage, "ok");
}
