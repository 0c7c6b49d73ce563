//! Huge bodies: refused after the limit, whatever their head says, and never in memory. Alone in its process, since it
//! measures the process.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test")]

mod wire;

use deskbell_snapengage::ListenerLimits;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use wire::{PATIENCE, TOKEN, body, connect, good, head, listener, resident, status, status_of};

const MB: usize = 1024 * 1024;
const HUGE: usize = 50 * MB;
/// What the system's buffers on both sides may swallow before a closed connection shows.
const BUFFERS: usize = 16 * MB;
/// In KB.
const GROWTH: u64 = 20 * 1024;

/// Sends until the body is through or the other side has had enough: how many bytes went, and the answer.
async fn push(address: SocketAddr, head: String, piece: &[u8]) -> (usize, u16) {
    let mut stream = connect(address).await;
    let (mut read, mut write) = stream.split();
    let sending = async {
        let mut sent = 0;
        write.write_all(head.as_bytes()).await.unwrap();
        while sent < HUGE {
            match write.write(piece).await {
                Ok(count) => sent += count,
                Err(_) => break,
            }
        }
        sent
    };
    let mut said = Vec::new();
    let listening = async {
        // A reset may swallow the answer, but not stay away.
        let _ = read.read_to_end(&mut said).await;
    };
    let (sent, ()) = timeout(PATIENCE, async { tokio::join!(sending, listening) }).await.unwrap();
    (sent, status(&String::from_utf8_lossy(&said)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn huge_bodies_are_cut_off_and_cost_no_memory() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let address = listener.address();
    assert_eq!(status_of(address, good(&body(0))).await, 204);
    let before = resident();

    let spaces = vec![b' '; 64 * 1024];
    let chunk = [&b"10000\r\n"[..], &spaces, b"\r\n"].concat();
    let stated = head(&format!("Content-Length: {HUGE}\r\n"));
    let chunked = head("Transfer-Encoding: chunked\r\n");
    let stranger = stated.replace(TOKEN, "wrong");
    let cases = [(413, stated, &spaces), (413, chunked, &chunk), (401, stranger, &spaces)];
    for (expected, head, piece) in &cases {
        let all = (0..20).map(|_| push(address, head.clone(), piece));
        for (sent, status) in futures_util::future::join_all(all).await {
            assert!(sent < BUFFERS, "{sent} bytes were taken");
            assert!(status == *expected || status == 0, "{status} instead of {expected}");
        }
    }
    // One byte too many is too many, and the most is not.
    let limit = ListenerLimits::default().body_bytes;
    let padded =
        |length: usize| good(&format!("{}{}", body(1), " ".repeat(length - body(1).len())));
    assert_eq!(status_of(address, padded(limit + 1)).await, 413);
    assert_eq!(status_of(address, padded(limit)).await, 204);
    if let (Some(before), Some(after)) = (before, resident()) {
        assert!(after < before + GROWTH, "{before} KB became {after} KB");
    }
    assert_eq!(kept.lock().unwrap().len(), 2);
    // More at once than there is room for: they wait for each other, and none is lost.
    let whole = |number| format!("{}{}", body(number), " ".repeat(limit - body(number).len()));
    let all = (2..14).map(|number| status_of(address, good(&whole(number))));
    assert!(futures_util::future::join_all(all).await.iter().all(|status| *status == 204));
    assert_eq!(kept.lock().unwrap().len(), 14);
}
