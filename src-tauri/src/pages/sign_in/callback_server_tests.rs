//! The server's own tests: who may bring an answer, and what everybody else may cost.

use super::*;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

const PATH: &str = "/signed-in";

/// An open server, its redirect address, and how often it was asked.
struct Fixture {
    server: CallbackServer,
    asked: Arc<AtomicUsize>,
}

impl Fixture {
    fn new() -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let server = CallbackServer::open(
            0,
            Arc::new(move |to| {
                count.fetch_add(1, Ordering::Relaxed);
                match to.query() {
                    Some("code=good") => BrowserPage::Done,
                    Some("error=no") => BrowserPage::Failed,
                    _ => BrowserPage::Over,
                }
            }),
        );
        let server = server.unwrap();
        let redirect = format!("http://127.0.0.1:{}{PATH}", server.port());
        server.expect(&Url::parse(&redirect).unwrap()).unwrap();
        Self { server, asked }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.server.port())
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends `text` as it is and reads to the end.
    fn send(&self, text: &str) -> String {
        let mut stream = self.connect();
        // Refused before it was sent to the end is refused.
        let _ = stream.write_all(text.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, target: &str, headers: &str) -> String {
        let host = self.host();
        self.send(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n"))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[test]
fn a_person_is_sent_on_to_a_page_without_the_code() {
    let callback = Fixture::new();
    for (query, page, title) in
        [("code=good", "done", "Back to Deskbell"), ("error=no", "failed", "Not signed in")]
    {
        let answer = callback.get(
            &format!("{PATH}?{query}"),
            "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        );
        assert_eq!(status(&answer), "303", "{answer}");
        assert!(answer.contains(&format!("location: {PATH}?{page}\r\n")), "{answer}");
        let shown = callback.get(&format!("{PATH}?{page}"), "Accept-Language: en\r\n");
        assert!(status(&shown) == "200" && shown.contains(title), "{shown}");
    }
    let german = callback.get(&format!("{PATH}?done"), "Accept-Language: de-DE,de;q=0.9\r\n");
    assert!(german.contains("<html lang=de>") && german.contains("Zurück zu Deskbell"), "{german}");
}

#[test]
fn a_browser_that_fetches_ahead_uses_nothing_up() {
    let room = Fixture::new();
    let target = format!("{PATH}?code=good");
    for ahead in [
        "Sec-Purpose: prefetch",
        "Sec-Purpose: prefetch;prerender",
        "sec-purpose: prefetch;anonymous-client-ip",
        "Purpose: prefetch",
        "Purpose: Prefetch",
        "X-Purpose: preview",
        "X-Moz: prefetch",
    ] {
        let navigates = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
        let answer = room.get(&target, &format!("{ahead}\r\n{navigates}"));
        assert!(status(&answer) == "503" && answer.contains("no-store"), "{ahead}: {answer}");
    }
    let host = room.host();
    let answer = room.send(&format!("HEAD {target} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    assert_eq!((status(&answer), room.asked()), ("405", 0), "{answer}");
    let answer = room.get(&target, "");
    assert_eq!((status(&answer), room.asked()), ("303", 1), "{answer}");
}

#[test]
fn who_comes_second_with_the_same_address_sees_the_same_and_brings_nothing() {
    let room = Fixture::new();
    for (query, page) in [("code=good", "done"), ("error=no", "failed")] {
        let before = room.asked();
        for _ in 0..3 {
            let answer = room.get(&format!("{PATH}?{query}"), "");
            assert!(answer.contains(&format!("location: {PATH}?{page}\r\n")), "{answer}");
        }
        assert_eq!(room.asked(), before + 1, "handed over once");
    }
    let answer = room.get(&format!("{PATH}?code=good&more"), "");
    assert!(answer.contains("This sign-in is over"), "another address is another answer: {answer}");
}

#[test]
fn nothing_of_what_was_sent_is_shown_kept_or_shared() {
    let callback = Fixture::new();
    let answer =
        callback.get(&format!("{PATH}?code=evil&x=%3Cscript%3Ealert(1)"), "Origin: null\r\n");
    assert!(status(&answer) == "200" && answer.contains("This sign-in is over"), "{answer}");
    assert!(!answer.contains("evil") && !answer.contains("script>"), "{answer}");
    let low = answer.to_lowercase();
    for wanted in [
        "cache-control: no-store\r\n",
        "referrer-policy: no-referrer\r\n",
        "content-security-policy: default-src 'none'; style-src 'sha256-",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff\r\n",
    ] {
        assert!(low.contains(wanted), "{wanted} in {answer}");
    }
    assert!(!low.contains("access-control-"), "{answer}");
}

#[test]
fn a_foreign_name_of_us_is_refused() {
    let callback = Fixture::new();
    let port = callback.server.port();
    for host in [
        format!("evil.test:{port}"),
        format!("127.0.0.1.evil.test:{port}"),
        format!("localhost:{port}"),
        format!("127.0.0.1:{}", port.wrapping_add(1)),
        "127.0.0.1".to_owned(),
        String::new(),
    ] {
        let answer =
            callback.send(&format!("GET {PATH}?code=good HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert!(["400", "403"].contains(&status(&answer)), "{host}: {answer}");
    }
    let none = callback.send(&format!("GET {PATH}?code=good HTTP/1.1\r\n\r\n"));
    assert_eq!(status(&none), "400", "{none}");
    let host = callback.host();
    let two = callback.get(&format!("{PATH}?code=good"), &format!("Host: {host}\r\n"));
    assert_eq!(status(&two), "400", "{two}");
    let whole = callback.get(&format!("http://{host}{PATH}?code=good"), "");
    assert_eq!(status(&whole), "400", "{whole}");
    assert_eq!(callback.asked(), 0);
}

#[test]
fn a_name_is_answered_only_if_all_it_leads_to_is_ours() {
    let Ok(stranger) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else {
        return eprintln!("not tried: this machine has no IPv6");
    };
    let callback = Fixture::new();
    let name = |server: &CallbackServer| {
        Url::parse(&format!("http://localhost:{}{PATH}", server.port())).unwrap()
    };
    callback.server.expect(&name(&callback.server)).unwrap();
    callback.server.expect(&name(&callback.server)).unwrap();
    // Where browsers look first.
    let port = callback.server.port();
    let mut browser = TcpStream::connect((Ipv6Addr::LOCALHOST, port)).unwrap();
    let request = format!("GET {PATH}?code=good HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    browser.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = browser.read_to_string(&mut answer);
    assert_eq!((status(&answer), callback.asked()), ("303", 1), "{answer}");

    let taken = stranger.local_addr().unwrap().port();
    let server = CallbackServer::open(taken, Arc::new(|_| BrowserPage::Over)).unwrap();
    assert!(server.expect(&name(&server)).is_err(), "a stranger would be brought the code");
    drop(stranger);
    assert!(server.expect(&name(&server)).is_ok());
}

#[test]
fn only_going_there_brings_an_answer() {
    let callback = Fixture::new();
    let target = format!("{PATH}?code=good");
    for headers in [
        "Origin: https://evil.test\r\n",
        "Origin: http://127.0.0.1\r\n",
        "Sec-Fetch-Mode: no-cors\r\n",
        "Sec-Fetch-Mode: cors\r\nOrigin: null\r\n",
        "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "Sec-Fetch-Dest: image\r\n",
    ] {
        let answer = callback.get(&target, headers);
        assert_eq!(status(&answer), "403", "{headers}: {answer}");
    }
    let host = callback.host();
    for method in ["POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "get"] {
        let answer = callback.send(&format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"
        ));
        assert_eq!(status(&answer), "405", "{method}: {answer}");
        assert!(!answer.to_lowercase().contains("access-control-"), "{answer}");
    }
    for path in [
        "/",
        "/signed-in/",
        "/Signed-In",
        "//signed-in",
        "/signed-in/../signed-in",
        "/signed-in%2f",
        "/favicon.ico",
    ] {
        let answer = callback.get(&format!("{path}?code=good"), "");
        assert_eq!(status(&answer), "404", "{path}: {answer}");
    }
    assert_eq!(callback.asked(), 0);
}

#[test]
fn what_another_user_learnt_of_the_address_brings_no_answer() {
    let callback = Fixture::new();
    let one = callback.connect();
    let (here, there) = (one.peer_addr().unwrap(), one.local_addr().unwrap());
    if platform::is_own_connection(here, there).is_none() {
        return eprintln!("not tried: this system does not tell whose a connection is");
    }
    let script = "use Socket; socket(S, PF_INET, SOCK_STREAM, 0) or die; \
                  connect(S, pack_sockaddr_in($ARGV[0], INADDR_LOOPBACK)) or die $!; \
                  alarm 5; syswrite(S, $ARGV[1]); sysread(S, $b, 12); print $b;";
    let request = format!("GET {PATH}?code=good HTTP/1.1\r\nHost: {}\r\n\r\n", callback.host());
    let heard_by = |user: &str| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", user, "--clear-groups", "--", "/usr/bin/perl", "-e", script]);
        let output = command.arg(callback.server.port().to_string()).arg(&request).output();
        output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some("HTTP/1.1 303") = heard_by("0").as_deref() else {
        return eprintln!("not tried: only root may become somebody else");
    };
    assert_eq!(heard_by("65534").as_deref(), Some("HTTP/1.1 403"));
    assert_eq!(callback.asked(), 1);
}

#[test]
fn what_is_not_http_or_too_much_ends() {
    let callback = Fixture::new();
    let huge = format!("X: {}\r\n", "x".repeat(64 * 1024));
    assert_eq!(status(&callback.get(&format!("{PATH}?code=good"), &huge)), "431");
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert_eq!(status(&callback.get(&format!("{PATH}?code=good"), &many)), "431");
    let long = format!("{PATH}?code={}", "x".repeat(64 * 1024));
    assert!(["414", "431"].contains(&status(&callback.get(&long, ""))));
    assert!(callback.send("\u{16}\u{3}\u{1}hello\r\n\r\n").starts_with("HTTP/1.1 400"));
    assert_eq!(callback.asked(), 0);
}

#[test]
fn ten_thousand_connections_keep_nobody_out() {
    const ATTACKERS: usize = 4;
    const TRIES: usize = 10_000 / ATTACKERS;
    /// Each keeps so many.
    const OPEN: usize = 25;
    let callback = Fixture::new();
    let address = (Ipv4Addr::LOCALHOST, callback.server.port()).into();
    // All there is callback for is taken by somebody who says nothing and never leaves.
    let held: Vec<TcpStream> = (0..LIMITS.connections + 40).map(|_| callback.connect()).collect();
    // At least so many, and until somebody got in all the same.
    let got_in = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&got_in);
    let attack = move || {
        let mut open = Vec::new();
        let mut turn = 0;
        while turn < TRIES || !over.load(Ordering::Relaxed) {
            turn += 1;
            let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_millis(10))
            else {
                continue;
            };
            if turn % 2 == 0 {
                let _ = stream.write_all(b"GET /signed-in?code=go");
            }
            open.push(stream);
            if open.len() > OPEN {
                open.drain(..OPEN / 2);
            }
        }
    };
    let attackers: Vec<_> = (0..ATTACKERS).map(|_| std::thread::spawn(attack.clone())).collect();
    let request = format!("GET {PATH}?code=good HTTP/1.1\r\nHost: {}\r\n\r\n", callback.host());
    // A person whose browser does not get in presses *reload*.
    let gets_in = || {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            let Ok(mut person) = TcpStream::connect_timeout(&address, Duration::from_secs(2))
            else {
                continue;
            };
            person.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
            let mut answer = [0; 12];
            let asked =
                person.write_all(request.as_bytes()).and_then(|()| person.read_exact(&mut answer));
            if asked.is_ok() && answer == *b"HTTP/1.1 303" {
                return true;
            }
        }
        false
    };
    let during = gets_in();
    got_in.store(true, Ordering::Relaxed);
    for attacker in attackers {
        attacker.join().unwrap();
    }
    assert!(during, "nobody got in");
    assert!(gets_in(), "afterwards");
    drop(held);
}

#[test]
fn half_a_word_without_more_ends() {
    let callback = Fixture::new();
    let mut slow = callback.connect();
    slow.write_all(b"GET /signed-in?code=go").unwrap();
    let (mut rest, began) = (Vec::new(), Instant::now());
    let _ = slow.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn a_port_is_ours_alone_until_the_server_closes() {
    // None that the system gives to who asks for any, as the other tests here do at the same time.
    let port = 20_000 + u16::try_from(std::process::id() % 8_000).unwrap();
    let open = || CallbackServer::open(port, Arc::new(|_| BrowserPage::Over));
    let server = open().unwrap();
    assert!(open().is_err(), "taken twice");
    drop(server);
    let closed = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
        assert!(closed.elapsed() < Duration::from_secs(5), "still open");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(open().is_ok(), "free again");
}
