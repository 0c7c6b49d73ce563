//! The door's own tests: who may bring an answer, and what everybody else may cost.

use super::*;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

const PATH: &str = "/signed-in";

/// An open door, its redirect address, and how often it was asked.
struct Fixture {
    door: Door,
    asked: Arc<AtomicUsize>,
}

impl Fixture {
    fn new() -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let door = Door::open(
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
        let door = door.unwrap();
        let redirect = format!("http://127.0.0.1:{}{PATH}", door.port());
        door.expect(&Url::parse(&redirect).unwrap()).unwrap();
        Self { door, asked }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.door.port())
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.door.port())).unwrap();
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
    let room = Fixture::new();
    for (query, page, title) in
        [("code=good", "done", "Back to Deskbell"), ("error=no", "failed", "Not signed in")]
    {
        let answer = room.get(
            &format!("{PATH}?{query}"),
            "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        );
        assert_eq!(status(&answer), "303", "{answer}");
        assert!(answer.contains(&format!("location: {PATH}?{page}\r\n")), "{answer}");
        let shown = room.get(&format!("{PATH}?{page}"), "Accept-Language: en\r\n");
        assert!(status(&shown) == "200" && shown.contains(title), "{shown}");
    }
    let german = room.get(&format!("{PATH}?done"), "Accept-Language: de-DE,de;q=0.9\r\n");
    assert!(german.contains("<html lang=de>") && german.contains("Zurück zu Deskbell"), "{german}");
}

#[test]
fn nothing_of_what_was_sent_is_shown_kept_or_shared() {
    let room = Fixture::new();
    let answer = room.get(&format!("{PATH}?code=evil&x=%3Cscript%3Ealert(1)"), "Origin: null\r\n");
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
    let room = Fixture::new();
    let port = room.door.port();
    for host in [
        format!("evil.test:{port}"),
        format!("127.0.0.1.evil.test:{port}"),
        format!("localhost:{port}"),
        format!("127.0.0.1:{}", port.wrapping_add(1)),
        "127.0.0.1".to_owned(),
        String::new(),
    ] {
        let answer = room.send(&format!("GET {PATH}?code=good HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert!(["400", "403"].contains(&status(&answer)), "{host}: {answer}");
    }
    let none = room.send(&format!("GET {PATH}?code=good HTTP/1.1\r\n\r\n"));
    assert_eq!(status(&none), "400", "{none}");
    let host = room.host();
    let two = room.get(&format!("{PATH}?code=good"), &format!("Host: {host}\r\n"));
    assert_eq!(status(&two), "400", "{two}");
    let whole = room.get(&format!("http://{host}{PATH}?code=good"), "");
    assert_eq!(status(&whole), "400", "{whole}");
    assert_eq!(room.asked(), 0);
}

#[test]
fn a_name_is_answered_only_if_all_it_leads_to_is_ours() {
    let Ok(stranger) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else {
        return eprintln!("not tried: this machine has no IPv6");
    };
    let room = Fixture::new();
    let name =
        |door: &Door| Url::parse(&format!("http://localhost:{}{PATH}", door.port())).unwrap();
    room.door.expect(&name(&room.door)).unwrap();
    room.door.expect(&name(&room.door)).unwrap();
    // Where browsers look first.
    let port = room.door.port();
    let mut browser = TcpStream::connect((Ipv6Addr::LOCALHOST, port)).unwrap();
    let request = format!("GET {PATH}?code=good HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    browser.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = browser.read_to_string(&mut answer);
    assert_eq!((status(&answer), room.asked()), ("303", 1), "{answer}");

    let taken = stranger.local_addr().unwrap().port();
    let door = Door::open(taken, Arc::new(|_| BrowserPage::Over)).unwrap();
    assert!(door.expect(&name(&door)).is_err(), "a stranger would be brought the code");
    drop(stranger);
    assert!(door.expect(&name(&door)).is_ok());
}

#[test]
fn only_going_there_brings_an_answer() {
    let room = Fixture::new();
    let target = format!("{PATH}?code=good");
    for headers in [
        "Origin: https://evil.test\r\n",
        "Origin: http://127.0.0.1\r\n",
        "Sec-Fetch-Mode: no-cors\r\n",
        "Sec-Fetch-Mode: cors\r\nOrigin: null\r\n",
        "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "Sec-Fetch-Dest: image\r\n",
    ] {
        let answer = room.get(&target, headers);
        assert_eq!(status(&answer), "403", "{headers}: {answer}");
    }
    let host = room.host();
    for method in ["POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "get"] {
        let answer = room.send(&format!(
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
        let answer = room.get(&format!("{path}?code=good"), "");
        assert_eq!(status(&answer), "404", "{path}: {answer}");
    }
    assert_eq!(room.asked(), 0);
}

#[test]
fn what_another_user_learnt_of_the_address_brings_no_answer() {
    let room = Fixture::new();
    let one = room.connect();
    let (here, there) = (one.peer_addr().unwrap(), one.local_addr().unwrap());
    if platform::is_own_connection(here, there).is_none() {
        return eprintln!("not tried: this system does not tell whose a connection is");
    }
    let script = "use Socket; socket(S, PF_INET, SOCK_STREAM, 0) or die; \
                  connect(S, pack_sockaddr_in($ARGV[0], INADDR_LOOPBACK)) or die $!; \
                  alarm 5; syswrite(S, $ARGV[1]); sysread(S, $b, 12); print $b;";
    let request = format!("GET {PATH}?code=good HTTP/1.1\r\nHost: {}\r\n\r\n", room.host());
    let heard_by = |user: &str| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", user, "--clear-groups", "--", "/usr/bin/perl", "-e", script]);
        let output = command.arg(room.door.port().to_string()).arg(&request).output();
        output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some("HTTP/1.1 303") = heard_by("0").as_deref() else {
        return eprintln!("not tried: only root may become somebody else");
    };
    assert_eq!(heard_by("65534").as_deref(), Some("HTTP/1.1 403"));
    assert_eq!(room.asked(), 1);
}

#[test]
fn what_is_not_http_or_too_much_ends() {
    let room = Fixture::new();
    let huge = format!("X: {}\r\n", "x".repeat(64 * 1024));
    assert_eq!(status(&room.get(&format!("{PATH}?code=good"), &huge)), "431");
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert_eq!(status(&room.get(&format!("{PATH}?code=good"), &many)), "431");
    let long = format!("{PATH}?code={}", "x".repeat(64 * 1024));
    assert!(["414", "431"].contains(&status(&room.get(&long, ""))));
    assert!(room.send("\u{16}\u{3}\u{1}hello\r\n\r\n").starts_with("HTTP/1.1 400"));
    assert_eq!(room.asked(), 0);
}

#[test]
fn ten_thousand_connections_keep_nobody_out() {
    const ATTACKERS: usize = 4;
    const TRIES: usize = 10_000 / ATTACKERS;
    /// Each keeps so many.
    const OPEN: usize = 25;
    let room = Fixture::new();
    let address = (Ipv4Addr::LOCALHOST, room.door.port()).into();
    // All there is room for is taken by somebody who says nothing and never leaves.
    let held: Vec<TcpStream> = (0..LIMITS.connections + 40).map(|_| room.connect()).collect();
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
    let request = format!("GET {PATH}?code=good HTTP/1.1\r\nHost: {}\r\n\r\n", room.host());
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
    let room = Fixture::new();
    let mut slow = room.connect();
    slow.write_all(b"GET /signed-in?code=go").unwrap();
    let (mut rest, began) = (Vec::new(), Instant::now());
    let _ = slow.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn a_port_is_ours_alone_until_the_door_closes() {
    // None that the system gives to who asks for any, as the other tests here do at the same time.
    let port = 20_000 + u16::try_from(std::process::id() % 8_000).unwrap();
    let open = || Door::open(port, Arc::new(|_| BrowserPage::Over));
    let door = open().unwrap();
    assert!(open().is_err(), "taken twice");
    drop(door);
    let closed = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
        assert!(closed.elapsed() < Duration::from_secs(5), "still open");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(open().is_ok(), "free again");
}
