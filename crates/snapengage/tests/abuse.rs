//! What somebody who means harm, or a broken program, can do to the listener: nothing that lasts.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test")]

mod wire;

use deskbell_snapengage::{Listener, ListenerLimits, Options};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use wire::{PATIENCE, answer, body, connect, good, head, listener, status, status_of};

/// Few, since a computer may give a test no more than 256 open files.
const ROOM: usize = 32;
/// More than have room.
const SLOW: usize = 60;

/// Short, so that a test need not wait for the real ones.
fn short() -> ListenerLimits {
    ListenerLimits {
        head: Duration::from_millis(500),
        body: Duration::from_millis(500),
        silence: Duration::from_millis(50),
        connections: ROOM,
        ..ListenerLimits::default()
    }
}

/// Sends something now and then until the other side has had enough.
async fn drip(mut stream: TcpStream, start: String, drop: &'static [u8]) -> String {
    let (mut read, mut write) = stream.split();
    let _ = write.write_all(start.as_bytes()).await;
    let mut said = Vec::new();
    let dripping = async {
        loop {
            if write.write_all(drop).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    // Whoever closes says so here, or resets.
    let listening = async {
        let _ = read.read_to_end(&mut said).await;
    };
    let both = async {
        tokio::select! { () = dripping => {}, () = listening => {} }
    };
    timeout(PATIENCE, both).await.expect("it may drip for ever");
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for() {
    let (listener, _kept) = listener(short()).await;
    let start = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".to_owned();
    drip(connect(listener.address()).await, start, b"x").await;
    // And one that never begins.
    let mut silent = connect(listener.address()).await;
    let end = timeout(PATIENCE, silent.read(&mut [0; 64])).await.expect("it may stay for ever");
    assert_eq!(end.unwrap_or(0), 0);
}

#[tokio::test]
async fn a_body_that_never_ends_is_not_waited_for() {
    let (listener, kept) = listener(short()).await;
    let start = head("Content-Length: 60000\r\n");
    let said = drip(connect(listener.address()).await, start, b" ").await;
    assert_eq!(status(&said), 408, "{said}");
    let start = head("Transfer-Encoding: chunked\r\n");
    let said = drip(connect(listener.address()).await, start, b"1\r\n \r\n").await;
    assert_eq!(status(&said), 408, "{said}");
    assert!(kept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_head_has_so_many_lines_and_so_many_bytes() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let with = |more: &str| good(&body(0)).replace("Host:", &format!("{more}Host:"));
    let lines = |count| (0..count).map(|n| format!("X-{n}: 1\r\n")).collect::<String>();
    let wide = |bytes| format!("X: {}\r\n", "x".repeat(bytes));
    for (expected, more) in
        [(204, lines(50)), (431, lines(65)), (204, wide(8 * 1024)), (431, wide(32 * 1024))]
    {
        assert_eq!(status_of(listener.address(), with(&more)).await, expected, "{more:.20}");
    }
    assert_eq!(kept.lock().unwrap().len(), 1, "it is one delivery");
}

#[tokio::test]
async fn a_body_has_so_many_bytes_whatever_is_said_of_it() {
    let (listener, kept) = listener(ListenerLimits { body_bytes: 64 * 1024, ..short() }).await;
    let address = listener.address();
    // Nothing of one that says it is larger is waited for.
    assert_eq!(status_of(address, head("Content-Length: 65537\r\n")).await, 413);
    // One that does not say is read to there.
    let piece = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    let chunks = head("Transfer-Encoding: chunked\r\n") + &piece.repeat(17) + "0\r\n\r\n";
    assert_eq!(status_of(address, chunks).await, 413);
    assert!(kept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn no_more_than_there_is_room_for_are_served_at_once() {
    const ROOM: usize = 4;
    let (began, stored) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (tell, wait) = (Arc::clone(&began), Arc::clone(&stored));
    let keep = move |_| {
        tell.add_permits(1);
        let wait = Arc::clone(&wait);
        async move {
            wait.acquire().await.unwrap().forget();
            Ok(())
        }
    };
    let limits = ListenerLimits { connections: ROOM, ..ListenerLimits::default() };
    let options = Options { access: wire::access(), limits, ..Options::default() };
    let listener = Listener::start(options, keep).await.unwrap();
    let address = listener.address();
    let posts: Vec<_> = (0..ROOM as u64 + 1)
        .map(|number| tokio::spawn(status_of(address, good(&body(number)))))
        .collect();
    began.acquire_many(4).await.unwrap().forget();
    let one_more = timeout(Duration::from_millis(300), began.acquire()).await;
    assert!(one_more.is_err(), "one more is served than there is room for");
    // It waited outside, and its turn comes.
    stored.add_permits(ROOM + 1);
    for post in posts {
        assert_eq!(post.await.unwrap(), 204);
    }
}

/// As many good posts as make sure that no single one was lucky.
async fn good_ones_get_through(address: SocketAddr) {
    for number in 0..50 {
        assert_eq!(status_of(address, good(&body(number))).await, 204);
    }
}

#[tokio::test]
async fn many_slow_heads_keep_nobody_out() {
    // With endless time-outs: it must not take those for the good ones to get through.
    let long = Duration::from_secs(600);
    let limits = ListenerLimits { head: long, body: long, ..short() };
    let (listener, kept) = listener(limits).await;
    let address = listener.address();
    // Each that is thrown out comes again.
    let slow: Vec<_> = (0..SLOW)
        .map(|_| {
            tokio::spawn(async move {
                loop {
                    let Ok(mut stream) = TcpStream::connect(address).await else { continue };
                    let _ = stream.write_all(b"POST / HTTP/1.1\r\nHost: ").await;
                    let _ = stream.read(&mut [0; 64]).await;
                }
            })
        })
        .collect();
    good_ones_get_through(address).await;
    assert_eq!(kept.lock().unwrap().len(), 50);
    slow.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn many_slow_bodies_keep_nobody_out() {
    let (listener, kept) = listener(short()).await;
    let address = listener.address();
    let slow: Vec<_> = (0..SLOW)
        .map(|_| {
            tokio::spawn(async move {
                let start = head("Content-Length: 60000\r\n");
                drip(connect(address).await, start, b" ").await
            })
        })
        .collect();
    good_ones_get_through(address).await;
    for slow in slow {
        let said = slow.await.unwrap();
        assert!([0, 408].contains(&status(&said)), "{said}");
    }
    assert_eq!(kept.lock().unwrap().len(), 50);
}

#[tokio::test]
async fn garbage_is_refused_and_forgotten() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let address = listener.address();
    let tls_hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice();
    let requests = [
        tls_hello.to_vec(),
        vec![0; 5000],
        (0..=255).cycle().take(9000).collect(),
        b"\r\n\r\n\r\n\r\nPOST\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(100_000)).into_bytes(),
        head(&format!("X-Long: {}\r\n", "a".repeat(100_000))).into_bytes(),
        head(&"X-Many: 1\r\n".repeat(1000)).into_bytes(),
        head("Content-Length: -1\r\n").into_bytes(),
        head("Content-Length: 99999999999999999999999\r\n").into_bytes(),
        head("Content-Length: 5\r\nContent-Length: 6\r\n").into_bytes(),
        format!("{}zz\r\n", head("Transfer-Encoding: chunked\r\n")).into_bytes(),
        format!("{}fffffffffffffffff\r\n", head("Transfer-Encoding: chunked\r\n")).into_bytes(),
    ];
    for request in requests {
        let start = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
        let status = status_of(address, request).await;
        assert!(status == 0 || (400..500).contains(&status), "{status} for {start}");
    }
    assert!(kept.lock().unwrap().is_empty());
    assert_eq!(status_of(address, good(&body(0))).await, 204, "it still works");
}

#[tokio::test]
async fn a_second_request_hidden_in_a_first_one_is_not_served() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    // Both lengths: by one of them the body is another request.
    let hidden = good(&body(0));
    let more = "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n";
    let request = format!("{}0\r\n\r\n{hidden}", head(more));
    let mut stream = connect(listener.address()).await;
    let _ = stream.write_all(request.as_bytes()).await;
    let first = status(&answer(&mut stream).await);
    assert_eq!(first, 400, "an empty body at best");
    assert_eq!(status(&answer(&mut stream).await), 0, "the connection ends there");
    assert!(kept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_body_made_to_break_its_reader_is_refused() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let address = listener.address();
    let nested = |open: &str, close: &str| {
        let count = 64 * 1024 / (open.len() + close.len()) - 64;
        format!(r#"{{"agent_id":{}1{}}}"#, open.repeat(count), close.repeat(count))
    };
    let with = |field: &str| body(0).replacen('{', &format!("{{{field},"), 1);
    let bodies = [
        nested("[", "]").into_bytes(),
        nested("{\"a\":", "}").into_bytes(),
        "[".repeat(60_000).into_bytes(),
        with(r#""org":1e999"#).into_bytes(),
        with(&format!(r#""org":{}"#, "9".repeat(50_000))).into_bytes(),
        with(r#""agent_id":"\ud800""#).into_bytes(),
        with("\"agent_id\":\"\u{0}\"").into_bytes(),
        [body(0).as_bytes(), b"\xff\xfe"].concat(),
        body(0).encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ];
    for bytes in bodies {
        let mut request = head(&format!("Content-Length: {}\r\n", bytes.len())).into_bytes();
        request.extend(&bytes);
        let status = status_of(address, request).await;
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert_eq!(status, 400, "{start}");
    }
    assert!(kept.lock().unwrap().is_empty());
    assert_eq!(status_of(address, good(&body(0))).await, 204, "it still works");
}

#[tokio::test]
async fn requests_in_one_go_are_judged_one_by_one() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let mut stream = connect(listener.address()).await;
    let foreign = good(&body(1)).replacen("Host: localhost", "Host: evil.test", 1);
    let all = [good(&body(0)), foreign, good(&body(2))].concat();
    stream.write_all(all.as_bytes()).await.unwrap();
    let mut said = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut said)).await.expect("no end").unwrap_or(0);
    let statuses: Vec<_> =
        said.matches("HTTP/1.1 204").chain(said.matches("HTTP/1.1 421")).collect();
    assert_eq!(statuses, ["HTTP/1.1 204", "HTTP/1.1 421"], "{said}");
    assert_eq!(kept.lock().unwrap().len(), 1, "nothing after a refusal is served");
}

#[tokio::test]
async fn who_has_said_all_is_still_answered_and_then_let_go() {
    let (listener, kept) = listener(short()).await;
    let mut stream = connect(listener.address()).await;
    stream.write_all(good(&body(0)).as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    assert_eq!(status(&answer(&mut stream).await), 204);
    let end = timeout(PATIENCE, stream.read(&mut [0; 64])).await.expect("it may stay for ever");
    assert_eq!(end.unwrap_or(0), 0);
    // Half a request and no more.
    let mut half = connect(listener.address()).await;
    half.write_all(head("Content-Length: 500\r\n").as_bytes()).await.unwrap();
    half.shutdown().await.unwrap();
    let _ = answer(&mut half).await;
    assert_eq!(kept.lock().unwrap().len(), 1);
}
