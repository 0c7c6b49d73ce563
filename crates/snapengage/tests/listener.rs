//! What the listener answers, and what it hands on.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test")]

mod wire;

use deskbell_snapengage::{
    Access, CannotListen, KeepFailed, Listener, ListenerLimits, Options, ReceivedStatus, Refused,
    Token, Webhook,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Notify, Semaphore};
use tokio::time::timeout;
use wire::{PATIENCE, TOKEN, ask, body, but, connect, good, head, listener, status, status_of};

#[tokio::test]
async fn a_good_delivery_is_handed_on_and_answered() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    assert!(listener.address().ip().is_loopback());
    let mut stream = connect(listener.address()).await;
    assert_eq!(status(&ask(&mut stream, good(&body(0)).as_bytes()).await), 204);
    assert_eq!(status(&ask(&mut stream, good(&body(1)).as_bytes()).await), 204, "same connection");
    let kept = kept.lock().unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].account, "main");
    let Webhook::AgentStatus(change) = &kept[0].webhook else { panic!("{kept:?}") };
    assert_eq!(change.agent, "ada@example.com");
    assert_eq!(change.status, ReceivedStatus::Pause);
}

#[tokio::test]
async fn variants_of_a_good_delivery_are_good() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let address = listener.address();
    let chunked = head("Transfer-Encoding: chunked\r\n");
    let (body, length) = (body(5), body(5).len());
    let requests = [
        but("Host: localhost", "Host: hooks.example.com"),
        but("/main/", "/other%20one/"),
        but("application/json", "Application/JSON; charset=utf-8").replace("879355", "879356"),
        but("HTTP/1.1", "HTTP/1.0").replace("879355", "879357"),
        but("HTTP/1.1\r\nHost: localhost", "HTTP/1.0").replace("879355", "879358"),
        format!("{chunked}{length:x}\r\n{body}\r\n0\r\n\r\n"),
    ];
    for request in &requests {
        assert_eq!(status_of(address, request).await, 204, "{request}");
    }
    assert_eq!(kept.lock().unwrap().len(), requests.len());
    assert_eq!(kept.lock().unwrap()[1].account, "other one");
}

#[tokio::test]
async fn each_mistake_has_its_status() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let requests = [
        (404, but("/main/agent-status", "/main")),
        (404, but("/main/agent-status", "/main/agent-status/more")),
        (404, but("/snapengage/main", "/main")),
        (404, but("/main/", "/nobody/")),
        (405, but("POST", "GET")),
        (405, but("POST", "PUT")),
        (401, but(TOKEN, "wrong")),
        (401, but(TOKEN, &TOKEN[1..])),
        (401, but(TOKEN, &format!("Bearer {TOKEN}"))),
        (401, but(&format!("Authorization: {TOKEN}\r\n"), "")),
        (401, but("/main/", "/nobody/").replace(TOKEN, "wrong")),
        (415, but("application/json", "text/plain")),
        (415, but("application/json", "application/jsonp")),
        (415, but("Content-Type: application/json\r\n", "")),
        (400, good("{")),
        (400, good("")),
        (400, good("[]")),
        (400, good(r#"{"agent_id":"a@b.example","status":"asleep"}"#)),
        (403, but("Host:", "Origin: https://evil.example\r\nHost:")),
        (403, but("Host:", "Origin: null\r\nHost:").replace("/main/", "/nobody/")),
        (403, but("Host:", "Sec-Fetch-Site: cross-site\r\nHost:")),
        (403, but("Host:", "Sec-Fetch-Site: none\r\nHost:")),
        (421, but("Host: localhost", "Host: evil.example")),
        (421, but("Host: localhost", "Host: evil.example").replace("/main/", "/nobody/")),
        (421, but("Host: localhost\r\n", "")),
        (421, but("POST /", "POST http://evil.example/")),
    ];
    for (expected, request) in &requests {
        assert_eq!(status_of(listener.address(), request).await, *expected, "{request}");
    }
    assert!(kept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_refusal_is_short_json_that_quotes_nothing() {
    let (listener, _kept) = listener(ListenerLimits::default()).await;
    let request = good(r#"{"agent_id":"ada@example.com","status":"s3cret"}"#);
    let answer = ask(&mut connect(listener.address()).await, request.as_bytes()).await;
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    let said: serde_json::Value = serde_json::from_str(body).unwrap();
    let message = "status is none of online, pause, offline";
    assert_eq!(
        said,
        serde_json::json!({ "code": 400, "message": message }),
        "as the vendor says it"
    );
}

#[tokio::test]
async fn what_is_refused_is_counted_until_one_is_taken() {
    let (listener, _kept) = listener(ListenerLimits::default()).await;
    let refused = listener.refused();
    let counted = || (refused.borrow().count, refused.borrow().status);
    for (request, count, status) in [
        (but(TOKEN, "wrong"), 1, 401),
        (but("application/json", "text/xml"), 2, 415),
        (good("{"), 3, 400),
        (good(&"x".repeat(3_000_000)), 4, 413),
        (but("Host: localhost", "Host: hooks.elsewhere.example"), 5, 421),
        (but("/main/agent-status", "/main"), 6, 404),
        // Who only looks whether somebody is here delivers nothing.
        (but("POST", "GET"), 6, 404),
        (but("POST", "HEAD"), 6, 404),
        // Whatever page the agent opens could do this.
        (but("Host:", "Origin: https://evil.example\r\nHost:"), 6, 404),
        (good(&body(0)), 0, 0),
        (but(TOKEN, "wrong"), 1, 401),
    ] {
        status_of(listener.address(), &request).await;
        assert_eq!(counted(), (count, status), "{}", request.get(..60).unwrap_or(&request));
    }
}

/// Two accounts deliver here, one with a token that is wrong: what the other does right hides nothing.
#[tokio::test]
async fn what_one_account_delivers_says_nothing_about_another() {
    let (listener, _kept) = listener(ListenerLimits::default()).await;
    let refused = listener.refused();
    let wrong = but("/main/", "/other%20one/").replacen(TOKEN, "wrong", 1);
    for round in 1..=3 {
        status_of(listener.address(), &wrong).await;
        status_of(listener.address(), good(&body(round))).await;
        assert_eq!(*refused.borrow(), Refused { count: round, status: 401 });
    }
    status_of(listener.address(), but("/main/", "/other%20one/")).await;
    assert_eq!(*refused.borrow(), Refused::default());
}

#[tokio::test]
async fn a_repetition_is_answered_and_not_handed_on_again() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    for _ in 0..3 {
        assert_eq!(status_of(listener.address(), good(&body(0))).await, 204);
    }
    assert_eq!(kept.lock().unwrap().len(), 1);
    // The same body for another account is another delivery.
    assert_eq!(status_of(listener.address(), but("/main/", "/other%20one/")).await, 204);
    assert_eq!(kept.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn what_could_not_be_stored_is_refused_and_taken_the_next_time() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&calls);
    let options = Options { access: wire::access(), ..Options::default() };
    let keep = move |_| {
        let call = counting.fetch_add(1, Ordering::SeqCst);
        async move {
            match call {
                0 => Err(KeepFailed),
                // Without the message a panic in a test would print.
                1 => std::panic::resume_unwind(Box::new("a mistake")),
                _ => Ok(()),
            }
        }
    };
    let listener = Listener::start(options, keep).await.unwrap();
    for expected in [503, 503, 204, 204] {
        assert_eq!(status_of(listener.address(), good(&body(0))).await, expected);
    }
    assert_eq!(calls.load(Ordering::SeqCst), 3, "the last one was known");
}

#[tokio::test]
async fn nothing_is_answered_before_it_is_stored() {
    let (asked, stored) = (Arc::new(Semaphore::new(0)), Arc::new(Notify::new()));
    let (tell, wait) = (Arc::clone(&asked), Arc::clone(&stored));
    let options = Options { access: wire::access(), ..Options::default() };
    let keep = move |_| {
        tell.add_permits(1);
        let wait = Arc::clone(&wait);
        async move {
            wait.notified().await;
            Ok(())
        }
    };
    let listener = Listener::start(options, keep).await.unwrap();
    let mut stream = connect(listener.address()).await;
    stream.write_all(good(&body(0)).as_bytes()).await.unwrap();
    asked.acquire().await.unwrap().forget();
    // The same again meanwhile, from a sender that lost patience: it waits for the same outcome.
    let mut second = connect(listener.address()).await;
    second.write_all(good(&body(0)).as_bytes()).await.unwrap();
    let early = timeout(Duration::from_millis(200), stream.read(&mut [0; 1])).await;
    assert!(early.is_err(), "answered although nothing is stored: {early:?}");
    stored.notify_one();
    assert_eq!(status(&wire::answer(&mut stream).await), 204);
    assert_eq!(status(&wire::answer(&mut second).await), 204);
    assert_eq!(asked.available_permits(), 0, "handed on twice");
}

#[tokio::test]
async fn a_sender_that_goes_away_changes_nothing() {
    let (asked, stored) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (Arc::clone(&asked), Arc::clone(&stored));
    let calls = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&calls);
    let options = Options { access: wire::access(), ..Options::default() };
    let keep = move |_| {
        counting.fetch_add(1, Ordering::SeqCst);
        tell.notify_one();
        let wait = Arc::clone(&wait);
        async move {
            wait.notified().await;
            Ok(())
        }
    };
    let listener = Listener::start(options, keep).await.unwrap();
    let mut stream = connect(listener.address()).await;
    stream.write_all(good(&body(0)).as_bytes()).await.unwrap();
    asked.notified().await;
    drop(stream);
    stored.notify_one();
    assert_eq!(status_of(listener.address(), good(&body(0))).await, 204);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn storing_that_takes_too_long_is_answered_and_still_counts() {
    let stored = Arc::new(Notify::new());
    let wait = Arc::clone(&stored);
    let calls = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&calls);
    let limits = ListenerLimits { keep: Duration::from_millis(100), ..ListenerLimits::default() };
    let options = Options { access: wire::access(), limits, ..Options::default() };
    let keep = move |_| {
        counting.fetch_add(1, Ordering::SeqCst);
        let wait = Arc::clone(&wait);
        async move {
            wait.notified().await;
            Ok(())
        }
    };
    let listener = Listener::start(options, keep).await.unwrap();
    assert_eq!(status_of(listener.address(), good(&body(0))).await, 503);
    stored.notify_one();
    let repeated = async { while status_of(listener.address(), good(&body(0))).await != 204 {} };
    timeout(PATIENCE, repeated).await.unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn access_is_replaced_on_open_connections() {
    let (listener, _kept) = listener(ListenerLimits::default()).await;
    let mut stream = connect(listener.address()).await;
    assert_eq!(status(&ask(&mut stream, good(&body(0)).as_bytes()).await), 204);
    let token = Token::new("another").unwrap();
    let new = Access { accounts: [("main".to_owned(), token.clone())].into(), ..wire::access() };
    listener.replace(new);
    let renewed = good(&body(1)).replace(TOKEN, "another");
    assert_eq!(status(&ask(&mut stream, renewed.as_bytes()).await), 204);
    assert_eq!(status_of(listener.address(), good(&body(2))).await, 401);
    let other = Access { accounts: [("new".to_owned(), token)].into(), public_host: None };
    listener.replace(other);
    assert_eq!(status_of(listener.address(), good(&body(3))).await, 401);
    let renewed = good(&body(4)).replace("/main/", "/new/");
    assert_eq!(status_of(listener.address(), renewed.clone()).await, 401, "each has its own");
    assert_eq!(status_of(listener.address(), renewed.replace(TOKEN, "another")).await, 204);
}

#[tokio::test]
async fn an_address_in_use_is_said() {
    let (listener, _kept) = listener(ListenerLimits::default()).await;
    let options = Options { address: listener.address(), ..Options::default() };
    let second = Listener::start(options, |_| async { Ok(()) }).await;
    let Err(CannotListen::Address { address, .. }) = second else { panic!("{second:?}") };
    assert_eq!(address, listener.address());
}

#[tokio::test]
async fn stopping_lets_open_requests_end_and_frees_the_address() {
    let (asked, stored) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (Arc::clone(&asked), Arc::clone(&stored));
    let options = Options { access: wire::access(), ..Options::default() };
    let keep = move |_| {
        tell.notify_one();
        let wait = Arc::clone(&wait);
        async move {
            wait.notified().await;
            Ok(())
        }
    };
    let listener = Listener::start(options, keep).await.unwrap();
    let address = listener.address();
    let mut idle = connect(address).await;
    let mut busy = connect(address).await;
    busy.write_all(good(&body(0)).as_bytes()).await.unwrap();
    asked.notified().await;
    let stopping = tokio::spawn(listener.stop());
    assert_eq!(timeout(PATIENCE, idle.read(&mut [0; 1])).await.unwrap().unwrap_or(0), 0);
    stored.notify_one();
    assert_eq!(status(&wire::answer(&mut busy).await), 204);
    timeout(PATIENCE, stopping).await.unwrap().unwrap();
    let options = Options { address, access: wire::access(), ..Options::default() };
    let again = Listener::start(options, |_| async { Ok(()) }).await.unwrap();
    // A restart forgets no connection that is made later.
    assert_eq!(status_of(again.address(), good(&body(1))).await, 204);
    drop(again);
}

#[tokio::test]
async fn every_webhook_of_the_vendor_has_its_address() {
    let (listener, kept) = listener(ListenerLimits::default()).await;
    let post = |path: &str, kind: &str, body: &str| {
        let length = body.len();
        let head = head(&format!("Content-Length: {length}\r\n")).replace("agent-status", path);
        format!("{head}{body}").replace("Content-Type: application/json", kind)
    };
    let queued =
        r#"{"case_id":"c1","event":"caseQueued","widget_id":"w","timestamp":1551461879355}"#;
    let json = "Content-Type: application/json";
    let whole = format!(r#"{{"id":"c1","type":"chat","description":"{}"}}"#, "x".repeat(1_900_000));
    let xml = "<case><id>c2</id><source_id type=\"integer\">1</source_id></case>";
    for (path, kind, body, answered) in [
        ("conversation-events", json, queued, 204),
        ("conversation-events", json, queued, 204),
        ("integration", "Content-Type: text/plain", &*whole, 204),
        ("integration", "Content-Type: application/xml", xml, 204),
        ("conversation-events", "Content-Type: text/plain", queued, 415),
        ("conversation-events", json, r#"{"case_id":"c1","event":"caseEaten"}"#, 400),
        ("integration", json, "<case>", 400),
        ("orders", json, queued, 404),
    ] {
        let request = post(path, kind, body);
        assert_eq!(status_of(listener.address(), request).await, answered, "{path} {kind}");
    }
    let kept = kept.lock().unwrap();
    let cases: Vec<_> = kept.iter().map(|delivery| delivery.webhook.case().unwrap()).collect();
    assert_eq!(cases, ["c1", "c1", "c2"], "told twice, kept once");
    assert_eq!(kept[0].webhook.widget(), Some("w"));
}
